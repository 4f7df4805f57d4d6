"""Admin forms of stories and events: what may be saved as a draft but not published."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.unfinished import FinishedPageForm
from stories.recurrence import LONGEST, ONCE

SHORTEST_GAP = timedelta(weeks=1)


class EventPageForm(FinishedPageForm):
    """Refuses to publish an event whose dates contradict each other; a draft may be unfinished."""

    def clean(self) -> dict[str, Any]:
        """Compare dates, repetition and places once the event is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self._check_hours(cleaned)
            self._check_repetition(cleaned)
            if cleaned.get("capacity") and not cleaned.get("takes_registrations"):
                self.add_error(
                    "capacity",
                    _(
                        "Le nombre de places ne sert qu’avec l’inscription : cochez « sur inscription », ou videz-le."
                    ),
                )
        return cleaned

    def _check_hours(self, cleaned: dict[str, Any]) -> None:
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not starts_at or not ends_at:
            return
        if ends_at <= starts_at:
            self.add_error("ends_at", _("La fin doit venir après le début : vérifiez le jour et l’heure."))
        elif cleaned.get("repeats") != ONCE and ends_at - starts_at > SHORTEST_GAP:
            self.add_error("ends_at", _("Un rendez-vous qui revient finit avant de recommencer."))

    def _check_repetition(self, cleaned: dict[str, Any]) -> None:
        starts_at: datetime | None = cleaned.get("starts_at")
        repeats, until = cleaned.get("repeats"), cleaned.get("repeats_until")
        if repeats == ONCE:
            if until:
                self.add_error("repeats", _("Dites à quel rythme il revient, ou videz « jusqu’au »."))
            return
        if until is None:
            if "repeats_until" not in self.errors:
                self.add_error("repeats_until", _("Dites jusqu’à quel jour il revient : un an au plus."))
            return
        if starts_at is not None:
            self._check_last_day(timezone.localtime(starts_at).date(), until)

    def _check_last_day(self, first: date, until: date) -> None:
        if until < first:
            self.add_error("repeats_until", _("Ce jour vient avant la première date."))
        elif until > first + LONGEST:
            self.add_error(
                "repeats_until", _("Un an au plus après la première date : vous prolongerez le moment venu.")
            )
