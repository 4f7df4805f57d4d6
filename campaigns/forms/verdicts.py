"""What « Conditions » asks for with a move: a reason, the criterion of a refusal, the answers of an approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.plain_text import plain
from campaigns import wording
from campaigns.models.answers import LONGEST_REASON
from campaigns.rules.criteria import DECISIVE


class PlainField(forms.CharField):
    """A text kept on one line, without control characters."""

    def to_python(self, value: Any) -> str:
        """Return the plain text."""
        return plain(super().to_python(value) or "")


class ReasonForm(forms.Form):
    """Why: the holder reads it."""

    reason = PlainField(
        label=_("Raison, que le porteur lira"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez la raison : le porteur la lira.")},
    )


class RefusalForm(ReasonForm):
    """Why a project is refused, with the criterion that decided."""

    criterion = forms.ChoiceField(
        label=_("Critère qui n’est pas rempli"),
        choices=[
            ("", _("Choisissez un critère")),
            *((each.value, wording.CRITERIA[each].title) for each in DECISIVE),
        ],
        error_messages={"required": _("Choisissez le critère qui n’est pas rempli.")},
    )
    field_order = ["criterion", "reason"]
