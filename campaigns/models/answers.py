"""What a moderator fills in with a verdict: in the admin's review dialogue and in « Conditions » alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.criteria import Answer, Criterion, unmet

LONGEST_REASON = 2000


class ApprovalForm(forms.Form):
    """One answer for each published criterion; none that decides may be « no »."""

    comment = forms.CharField(
        label=_("Un mot pour le porteur"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            guidance = wording.CRITERIA[criterion]
            words = wording.ANSWERS[criterion]
            self.fields[criterion.value] = forms.ChoiceField(
                label=guidance.title,
                help_text=guidance.text,
                choices=[(answer.value, words[answer]) for answer in Answer],
                widget=forms.RadioSelect,
                error_messages={"required": _("Répondez à ce critère.")},
            )
        self.order_fields([*Criterion, "comment"])

    def clean(self) -> dict[str, Any]:
        """Refuse to approve what a decisive criterion speaks against."""
        cleaned = super().clean() or {}
        for criterion in unmet(cleaned):
            self.add_error(
                criterion.value,
                _("Un critère n’est pas rempli : demandez des compléments, ou refusez avec ce critère."),
            )
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """The answers alone, as `CampaignReview` keeps them."""
        return {criterion.value: self.cleaned_data[criterion.value] for criterion in Criterion}


class ChangesForm(forms.Form):
    """What must change before the next reading."""

    comment = forms.CharField(
        label=_("Ce qu’il faut compléter, que le porteur lira"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez la raison : le porteur la lira.")},
    )
