"""What moves an entry of the calendar: a number of days, or a day and an hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from home.services.moving import Target

FURTHEST = 366  # days


class DaysForm(forms.Form):
    """A gesture: so many days later, or earlier."""

    days = forms.IntegerField(min_value=-FURTHEST, max_value=FURTHEST)

    def target(self, zone: str) -> Target:
        """Return where to."""
        return Target(days=self.cleaned_data["days"])


class DateForm(forms.Form):
    """A day and an hour of the territory, typed."""

    day = forms.DateField(
        label=_("Nouveau jour"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    hour = forms.TimeField(label=_("Heure"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))

    def clean_day(self) -> Any:
        """Refuse a year nobody means, which the database could not hold in every zone."""
        value = self.cleaned_data["day"]
        if not 2000 <= value.year <= 2999:
            raise forms.ValidationError(_("Vérifiez l’année."))
        return value

    def target(self, zone: str) -> Target:
        """Return where to, in the zone of the territory."""
        typed = datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        return Target(starts=typed.replace(tzinfo=ZoneInfo(zone)))
