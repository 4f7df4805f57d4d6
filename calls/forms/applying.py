"""The small forms of those who apply: who answers, whom to invite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from base.fields import EmailAddressField
from calls.application_querysets import WRITERS
from calls.forms.typed import plain_text
from calls.models import CallPage
from calls.models.applications import ApplicantKind

ALONE, COLLECTIVE = "moi", "collectif"


class ApplicantForm(forms.Form):
    """For whom the person answers: themselves, a collective, or an organisation they write for."""

    who = forms.ChoiceField(
        label=_("Qui répond ?"),
        widget=forms.RadioSelect(),
        error_messages={
            "required": _("Dites pour qui vous répondez."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    collective_name = forms.CharField(
        label=_("Nom du collectif"),
        required=False,
        max_length=120,
        help_text=_("Celui que le jury lira : « Les voisins du 12 »."),
        error_messages={"max_length": _("120 signes au plus.")},
    )

    def __init__(self, *args: Any, call: CallPage, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.organisations = {
            str(organisation.uuid): organisation
            for organisation in Organisation.objects.filter(
                memberships__user=user, memberships__right__in=WRITERS
            ).order_by("name", "pk")
            if self._takes(organisation.kind)
        }
        choices: list[tuple[str, Any]] = []
        if self._takes(ApplicantKind.INDIVIDUAL):
            choices.append((ALONE, _now("Moi, en mon nom")))
        choices += [(key, organisation.name) for key, organisation in self.organisations.items()]
        if self._takes(ApplicantKind.COLLECTIVE):
            choices.append((COLLECTIVE, _now("Un collectif sans statut, que je nomme ci-dessous")))
        self.choices = choices
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        self.fields["who"].label = _now("Qui répond ?")

    def _takes(self, kind: str) -> bool:
        return not self.call.answerers or kind in self.call.answerers

    def clean_collective_name(self) -> str:
        """Keep one plain line."""
        return " ".join(plain_text(self.cleaned_data["collective_name"]).split())

    def clean(self) -> dict[str, Any]:
        """Ask a collective for its name."""
        cleaned = super().clean() or {}
        if cleaned.get("who") == COLLECTIVE and not cleaned.get("collective_name"):
            self.add_error("collective_name", _now("Donnez un nom au collectif."))
        return cleaned

    def applicant(self) -> dict[str, Any]:
        """Return who answers, as `begin_application` takes it."""
        who = self.cleaned_data["who"]
        if who == ALONE:
            return {"applicant_kind": ApplicantKind.INDIVIDUAL}
        if who == COLLECTIVE:
            return {
                "applicant_kind": ApplicantKind.COLLECTIVE,
                "collective_name": self.cleaned_data["collective_name"],
            }
        organisation = self.organisations[who]
        return {"applicant_kind": organisation.kind, "organisation": organisation}


class InvitationForm(forms.Form):
    """The address of somebody who will write too."""

    email = EmailAddressField(
        label=_("Son adresse électronique"),
        help_text=_("Nous lui envoyons un lien, valable deux semaines, pour une seule personne."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Indiquez l’adresse de la personne à inviter."),
        },
    )
