"""The forms of the holder's editor besides the story. A draft may be unfinished: little is required."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.fields import EurosField
from campaigns import wording
from campaigns.forms.pictures import PictureFields
from campaigns.forms.terms import LATEST_YEAR, MOMENT, OLDEST_YEAR, TaxReceiptFields
from campaigns.models import Campaign
from campaigns.models.pages import LONGEST_ANSWER
from campaigns.rules.commitments import Rights

MOST_TAGS = 8


class PresentationForm(PictureFields):
    """What is understood of a project in five seconds."""

    title = forms.CharField(
        label=_("Nom du projet"),
        max_length=120,
        error_messages={"required": _("Donnez un nom au projet, même provisoire.")},
    )
    summary = forms.CharField(
        label=_("En une phrase"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Elle paraît sur les cartes, dans la recherche et lors des partages."),
    )
    neighbourhood = forms.CharField(
        label=_("Quartier"), max_length=80, required=False, help_text=_("Tel que les habitants l’appellent.")
    )
    place = forms.CharField(
        label=_("Lieu"), max_length=160, required=False, help_text=_("« 12, rue des Tanneurs »")
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        max_digits=9,
        decimal_places=6,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Pour la carte des projets, par exemple 45,4396. Sans elle, le projet n’y paraît pas."),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    tags = forms.CharField(
        label=_("Mots-clés"),
        max_length=300,
        required=False,
        help_text=_("Séparés par des virgules : « alimentation, circuits courts »."),
    )
    field_order = [
        "title",
        "summary",
        "upload",
        "image",
        "description",
        "part",
        "neighbourhood",
        "place",
    ]

    def clean_tags(self) -> list[str]:
        """Read a few short words."""
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MOST_TAGS or any(len(name) > 40 for name in names):
            raise forms.ValidationError(_("Huit mots-clés au plus, de 40 caractères chacun."))
        return names

    def clean(self) -> dict[str, Any]:
        """Ask for a point on the map whole, or not at all."""
        cleaned = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None) and not {"latitude", "longitude"} & set(self.errors):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Indiquez latitude et longitude, ou aucune des deux."))
        return cleaned

    def clean_summary(self) -> str:
        """Keep the sentence on one line."""
        return " ".join(self.cleaned_data["summary"].split())


class PersonForm(forms.Form):
    """Somebody of the team."""

    uid = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    name = forms.CharField(label=_("Nom"), max_length=80, required=False)
    role = forms.CharField(label=_("Rôle"), max_length=80, required=False)
    sentence = forms.CharField(
        label=_("En une phrase"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of somebody who is described."""
        cleaned = super().clean() or {}
        if (cleaned.get("role") or cleaned.get("sentence")) and not cleaned.get("name"):
            self.add_error("name", _("Indiquez le nom de cette personne."))
        return cleaned


PersonFormSet: Any = forms.formset_factory(PersonForm, extra=1, can_delete=True, max_num=12, absolute_max=13)


class HolderForm(forms.Form):
    """In whose name the project is carried, and a public body's authority to do it."""

    holder_name = forms.CharField(
        label=_("Porté par"),
        max_length=120,
        required=False,
        help_text=_("Tel que le public le lit : « Alexis et Clément »."),
    )
    holder_kind = forms.ChoiceField(label=_("Vous êtes"), choices=Campaign.HolderKind.choices)
    deliberation_reference = forms.CharField(
        label=_("Référence de la délibération"),
        max_length=160,
        required=False,
        help_text=_("Pour un service ou organisme public seulement ; paraît sur la page."),
    )
    deliberation_date = forms.DateField(
        label=_("Date de la délibération"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    legal_basis = forms.CharField(label=_("Base légale"), max_length=240, required=False)


class MoneyForm(forms.Form):
    """How much, until when. Amounts may be missing in a draft; what is there must be possible."""

    threshold_cents = EurosField(
        label=_("Seuil"),
        required=False,
        help_text=_("La somme sans laquelle le projet ne se fait pas : en dessous, chacun est remboursé."),
    )
    goal_cents = EurosField(
        label=_("Objectif"), required=False, help_text=_("Ce que vous espérez réunir pour le faire bien.")
    )
    deadline = forms.DateTimeField(
        label=_("Échéance"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=_("Deux mois (62 jours) au plus après le lancement, heure de Paris."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def full_clean(self) -> None:
        """Read the deadline in the campaign's zone."""
        with timezone.override(self.campaign.zone):
            super().full_clean()

    def clean_deadline(self) -> datetime | None:
        """Refuse a year mistyped beyond what a database can write."""
        deadline: datetime | None = self.cleaned_data["deadline"]
        if deadline is not None and not OLDEST_YEAR <= deadline.year <= LATEST_YEAR:
            raise forms.ValidationError(_("Vérifiez l’année de l’échéance."))
        return deadline


class OneKindForm(forms.Form):
    """Why one kind of reward is enough."""

    one_kind_reason = forms.CharField(
        label=_("Si elles sont toutes de la même nature, pourquoi ?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CommitmentsForm(TaxReceiptFields):
    """What is said besides money, and what becomes of the rights."""

    other_help = forms.CharField(
        label=_("Comment aider sans payer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Une aide par ligne : des bras, des outils, un conseil, un lieu."),
    )
    who_benefits = forms.CharField(
        label=_("À qui cela profite"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Au-delà de vous : voisins, usagers, passants."),
    )
    public_duty = forms.CharField(
        label=_("Qui paierait cela d’ordinaire, et pourquoi ne le fait-il pas ?"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Une collecte ne remplace pas un service public normal. Votre réponse paraît sur la page."
        ),
    )
    rights = forms.ChoiceField(
        label=_("Vos droits sur ce qui sera créé"),
        required=False,
        choices=[(each.value, wording.RIGHTS[each]) for each in Rights],
        widget=forms.RadioSelect,
    )
    field_order = ["other_help", "who_benefits", "public_duty", "rights"]
