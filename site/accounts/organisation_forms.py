"""The forms of organisations: what they say of themselves, their members, their documents, their handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, OrganisationDocument
from accounts.services.documents import ACCEPTED
from accounts.services.handing_over import MOST_NAMED
from base.fields import LONGEST_EMAIL, EmailAddressField
from base.file_fields import PrivateFileField
from base.identifier_fields import RnaField, SiretField
from base.plain_text import plain

RIGHTS = [
    (Membership.Right.READER, _("consulte : elle lit les dossiers et les documents")),
    (Membership.Right.EDITOR, _("écrit : elle remplit les dossiers et dépose les documents")),
    (Membership.Right.ADMINISTRATOR, _("administre : elle choisit aussi les membres")),
]


class OrganisationForm(forms.ModelForm):
    """What an organisation says of itself; both numbers are optional."""

    siret = SiretField(
        label=_("Numéro SIRET"), required=False, help_text=_("14 chiffres, avec ou sans espaces.")
    )
    rna = RnaField(label=_("Numéro RNA"), required=False)
    website = forms.URLField(
        label=_("Site web"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Cette adresse n’est pas complète, par exemple https://exemple.fr.")},
    )

    class Meta:
        model = Organisation
        fields = ("name", "kind", "presentation", "siret", "rna", "address", "website")
        labels = {
            "name": _("Nom de l’organisation"),
            "kind": _("Nature de l’organisation"),
            "presentation": _("En quelques mots"),
            "address": _("Adresse postale"),
        }
        help_texts = {"presentation": _("Ce que vous faites, pour qui. 2 000 signes au plus.")}
        widgets = {"kind": forms.RadioSelect, "presentation": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": _("Indiquez le nom de l’organisation.")},
            "kind": {
                "required": _("Dites ce qu’est l’organisation : un collectif sans statuts convient aussi.")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(value, capfirst(label)) for value, label in kind.choices if value]
        self.fields["name"].widget.attrs["autocomplete"] = "organization"
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        self.fields["website"].widget.attrs["autocomplete"] = "url"

    def clean_name(self) -> str:
        """Keep the name plain, and refuse one that is nothing but marks."""
        name = plain(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Indiquez le nom de l’organisation."))
        return name

    def clean_address(self) -> str:
        """Keep the address on one line."""
        return plain(self.cleaned_data["address"])

    def clean_presentation(self) -> str:
        """Keep the words plain, line by line."""
        return plain(self.cleaned_data["presentation"], lines=True)


class InvitationForm(forms.Form):
    """To whom the link goes, and what it gives."""

    email = EmailAddressField(
        label=_("Adresse électronique"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Indiquez l’adresse à laquelle envoyer le lien."),
        },
    )
    right = forms.ChoiceField(
        label=_("Cette personne"),
        choices=RIGHTS,
        initial=Membership.Right.EDITOR,
        widget=forms.RadioSelect,
    )


class RightForm(forms.Form):
    """Another right for a member."""

    right = forms.ChoiceField(label=_("Son droit"), choices=RIGHTS, widget=forms.RadioSelect)


class HandoverForm(forms.Form):
    """The addresses of the new administrators, one a line."""

    emails = forms.CharField(
        label=_("Adresses des personnes qui administreront"),
        help_text=_("Une par ligne, cinq au plus. Chacune reçoit un lien et doit accepter."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Nommez au moins une personne.")},
    )

    def clean_emails(self) -> list[str]:
        """Return the addresses, each once; refuse the line that is none."""
        lines = [line.strip() for line in self.cleaned_data["emails"].replace(",", "\n").splitlines()]
        emails = list(dict.fromkeys(line.lower() for line in lines if line))
        for email in emails:
            if not _is_address(email):
                raise ValidationError(
                    _now("« %(email)s » n’est pas une adresse complète.") % {"email": email[:80]}
                )
        if len(emails) > MOST_NAMED:
            raise ValidationError(_("Cinq personnes au plus."))
        return emails


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


class VersionForm(forms.Form):
    """A newer version of a document."""

    upload = PrivateFileField(label=_("Fichier"), allowed=ACCEPTED)
    valid_until = forms.DateField(
        label=_("Valable jusqu’au"),
        required=False,
        help_text=_("Pour une attestation d’assurance, par exemple."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Écrivez une date, par exemple 31/12/2027.")},
    )


class DocumentForm(VersionForm):
    """A document the organisation does not keep yet."""

    kind = forms.ChoiceField(
        label=_("Nature du document"),
        choices=[(value, capfirst(label)) for value, label in OrganisationDocument.Kind.choices],
        initial=OrganisationDocument.Kind.STATUTES,
    )
    title = forms.CharField(
        label=_("Précision"),
        max_length=80,
        required=False,
        help_text=_("Par exemple « 2025 » pour des comptes annuels."),
    )
    field_order = ("kind", "title", "upload", "valid_until")

    def clean_title(self) -> str:
        """Keep the words plain."""
        return plain(self.cleaned_data["title"])
