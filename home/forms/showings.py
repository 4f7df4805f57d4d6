"""The filters of what was shown."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from home.forms.slots import PlanForm
from home.models import Place


class ShowingsForm(PlanForm):
    """Which page, which place, between which days, chosen by the team or not; usually the last four weeks."""

    before = timedelta(weeks=4)
    ahead = timedelta()

    emplacement = forms.ChoiceField(
        label=_("Emplacement"), required=False, choices=[("", _("tous")), *Place.choices]
    )
    choisi = forms.ChoiceField(
        label=_("Choisi"),
        required=False,
        choices=[("", _("tout")), ("oui", _("choisi par l’équipe")), ("non", _("complété par la règle"))],
    )
