"""What jurors fill in: an interest declared, a review by criterion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.models import Review
from calls.questionnaire import Criterion
from calls.services.reviewing import ReviewDraft, Score

LONGEST_COMMENT = 4000
STEPS = (
    (0, _("0 · rien n’y répond")),
    (1, _("1 · très faible")),
    (2, _("2 · insuffisant")),
    (3, _("3 · correct")),
    (4, _("4 · bon")),
    (5, _("5 · exemplaire")),
)


class ConflictForm(forms.Form):
    """Why a juror may not read an application."""

    reason = forms.CharField(
        label=_("Quel lien avez-vous avec ce projet ou ses porteurs ?"),
        help_text=_("Gardé avec le déport, lu par l’équipe seule. Une phrase suffit."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase quel est ce lien.")},
    )


class ReviewForm(forms.Form):
    """A review: points and a comment for each criterion, an opinion, notes for oneself.

    Points may lack in a draft; `check_finished` says so beside each criterion when the review is handed in.
    """

    comment = forms.CharField(
        label=_("Votre avis d’ensemble"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    notes = forms.CharField(
        label=_("Notes pour vous"),
        help_text=_("Personne d’autre ne les lit, ni l’équipe ni les autres jurés."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, criteria: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        scores: dict[str, forms.Field] = {}
        for number, criterion in enumerate(criteria):
            scores[f"points-{number}"] = forms.TypedChoiceField(
                label=criterion.title,
                choices=STEPS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            scores[f"comment-{number}"] = forms.CharField(
                label=_("Pourquoi ?"),
                required=False,
                max_length=LONGEST_COMMENT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields = {**scores, **self.fields}

    @property
    def rows(self) -> Iterator[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        for number, criterion in enumerate(self.criteria):
            yield criterion, self[f"points-{number}"], self[f"comment-{number}"]

    @property
    def draft(self) -> ReviewDraft:
        """What was typed, once the form is valid."""
        values = self.cleaned_data
        return ReviewDraft(
            scores={
                criterion.key: Score(values[f"points-{number}"], values[f"comment-{number}"])
                for number, criterion in enumerate(self.criteria)
            },
            comment=values["comment"],
            notes=values["notes"],
        )

    def say_lacking(self, lacking: tuple[str, ...], reason: str) -> None:
        """Put the refusal of an unfinished review beside each criterion without points."""
        for number, criterion in enumerate(self.criteria):
            if criterion.key in lacking:
                self.add_error(f"points-{number}", reason)
        if not lacking:
            self.add_error("comment", reason)

    @classmethod
    def first_values(cls, review: Review | None, criteria: tuple[Criterion, ...]) -> dict[str, Any]:
        """Return what the form shows of a review already begun."""
        if review is None:
            return {}
        values: dict[str, Any] = {"comment": review.comment, "notes": review.notes}
        for number, criterion in enumerate(criteria):
            score = review.score(criterion.key)
            values[f"points-{number}"] = score["points"]
            values[f"comment-{number}"] = score["comment"]
        return values


class SecondLookForm(forms.Form):
    """Why a refused project deserves another look."""

    text = forms.CharField(
        label=_("Ce que le jury n’a pas vu, ou mal compris"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce que vous souhaitez faire relire.")},
    )
