"""What staff fill in: invitations, rounds, decisions, their publication."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from base.dates_display import PARIS, zone_words
from base.fields import EmailAddressField
from calls.models import Decision, Juror
from calls.questionnaire import Criterion
from calls.services.deciding import DecisionDraft

LONGEST_REASON = 1500
TYPED = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and an hour, typed and shown in the zone of the call's territory, which stands beside."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
            input_formats=[TYPED, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        )
        self.set_zone(PARIS)

    def set_zone(self, zone: str) -> None:
        """Read and show the hours of `zone`."""
        self.zone = ZoneInfo(zone)
        self.help_text = f"{capfirst(zone_words(zone))}."

    def prepare_value(self, value: Any) -> Any:
        """Show a stored moment in the zone."""
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Read what was typed in the zone."""
        with timezone.override(self.zone):
            return super().to_python(value)


class FormOfCall(forms.Form):
    """A form with a moment of a call in it."""

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.set_zone(zone)


class InviteForm(forms.Form):
    """Whom to invite."""

    email = EmailAddressField(label=_("Adresse électronique"))


class RoundForm(FormOfCall):
    """When a round ends."""

    due_at = MomentField(label=_("Avis à rendre avant"))


class ShareForm(forms.Form):
    """How many readers each application has."""

    readers_each = forms.IntegerField(
        label=_("Lecteurs par dossier"),
        required=False,
        min_value=1,
        max_value=50,
        help_text=_("Vide : tous les jurés lisent tout."),
    )


class AssignForm(forms.Form):
    """Who reads one application."""

    juror = forms.ModelChoiceField(label=_("Confier à"), queryset=Juror.objects.none())

    def __init__(self, *args: Any, jurors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["juror"].queryset = jurors  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """A decision with its reasons."""

    outcome = forms.ChoiceField(
        label=_("Décision"), choices=Decision.Outcome.choices, widget=forms.RadioSelect
    )
    reserve_rank = forms.IntegerField(label=_("Rang en réserve"), required=False, min_value=1, max_value=999)
    public_sentence = forms.CharField(
        label=_("L’avis du jury, publié si le projet est retenu"),
        help_text=_("Une phrase, en termes généraux : elle paraît sur la page de l’appel."),
        required=False,
        max_length=300,
    )
    addition = forms.CharField(
        label=_("Ajouté au courrier"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, criteria: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.fields.update(
            {
                f"reason-{number}": forms.CharField(
                    label=_("Raison : %(criterion)s") % {"criterion": criterion.title},
                    required=False,
                    max_length=LONGEST_REASON,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
                for number, criterion in enumerate(criteria)
            }
        )
        self.order_fields(
            ["outcome", "reserve_rank", *(f"reason-{n}" for n in range(len(criteria))), "public_sentence"]
        )

    def clean(self) -> dict[str, Any]:
        """A refusal says why, by one criterion at least; a kept project has its public sentence."""
        cleaned: dict[str, Any] = super().clean() or {}
        reasons = [cleaned.get(f"reason-{number}") for number in range(len(self.criteria))]
        if cleaned.get("outcome") == Decision.Outcome.REFUSED and self.criteria and not any(reasons):
            self.add_error("reason-0", _("Dites pourquoi, au moins sur un critère : le porteur le lira."))
        if cleaned.get("outcome") == Decision.Outcome.ACCEPTED and not cleaned.get("public_sentence"):
            self.add_error("public_sentence", _("Une phrase pour le public : pourquoi ce projet."))
        return cleaned

    @property
    def draft(self) -> DecisionDraft:
        """The decision as typed, once the form is valid."""
        values = self.cleaned_data
        return DecisionDraft(
            outcome=values["outcome"],
            reserve_rank=values["reserve_rank"],
            reasons={
                criterion.key: values[f"reason-{number}"] for number, criterion in enumerate(self.criteria)
            },
            public_sentence=values["public_sentence"],
            addition=values["addition"],
        )

    @classmethod
    def first_values(cls, decision: Decision | None, criteria: tuple[Criterion, ...]) -> dict[str, Any]:
        """Return what the form shows of a decision already drafted."""
        if decision is None:
            return {}
        values = {
            name: getattr(decision, name)
            for name in ("outcome", "reserve_rank", "public_sentence", "addition")
        }
        reasons = {
            f"reason-{number}": decision.reasons.get(criterion.key, "")
            for number, criterion in enumerate(criteria)
        }
        return {**values, **reasons}


class FromRankingForm(forms.Form):
    """How many to keep, how many in reserve, in the order of the ranking."""

    kept = forms.IntegerField(label=_("Retenus"), min_value=0, max_value=2000)
    reserve = forms.IntegerField(label=_("En réserve"), min_value=0, max_value=2000, initial=0)


class PlanForm(FormOfCall):
    """When decisions become public, and under which conditions."""

    planned_at = MomentField(label=_("Publier le"))
    needs_second = forms.BooleanField(label=_("Attendre l’accord d’une deuxième personne"), required=False)
    is_partial = forms.BooleanField(
        label=_("Publier même si des candidatures n’ont pas de décision"), required=False
    )


class AnswerForm(forms.Form):
    """The answer to a request for another look."""

    answer = forms.CharField(
        label=_("Réponse, envoyée par courriel"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_judged_again = forms.BooleanField(label=_("Remettre le dossier au jury"), required=False)
