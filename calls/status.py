"""Where a call stands at a given instant, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from base.dates_display import PARIS, moment


class CallStatus(StrEnum):
    """The three moments of a call."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class CallState:
    """What a card or a page shows of a status: a short label, a tone for its colour, a full sentence."""

    label: str
    tone: str
    sentence: str


def status_at(
    *, opens_at: datetime | None, closes_at: datetime | None, at: datetime, is_standing: bool = False
) -> CallStatus:
    """Return the status at `at`: open from the very second it opens, closed from the very second it closes.

    A call whose dates are not all known, as in a draft, has yet to open. A standing call never closes.
    """
    if is_standing:
        return CallStatus.UPCOMING if opens_at and at < opens_at else CallStatus.OPEN
    if opens_at is None or closes_at is None or at < opens_at:
        return CallStatus.UPCOMING
    return CallStatus.OPEN if at < closes_at else CallStatus.CLOSED


def state_of(
    status: CallStatus,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    results_at: datetime | None,
    has_results: bool,
    at: datetime,
    zone: str = PARIS,
) -> CallState:
    """Return the words for `status`, dates written out in `zone` and with its name."""
    if status == CallStatus.OPEN and closes_at is None:
        return CallState(_("Toute l’année"), "open", _("Ouvert toute l’année."))
    if status == CallStatus.UPCOMING or closes_at is None:
        when = (
            _("Ouvre le %(moment)s.") % {"moment": moment(opens_at, zone)}
            if opens_at
            else _("Ouvre bientôt.")
        )
        return CallState(_("À venir"), "wait", when)
    if status == CallStatus.OPEN:
        return CallState(
            _("Ouvert"), "open", _("Ouvert jusqu’au %(moment)s.") % {"moment": moment(closes_at, zone)}
        )
    closed = _("Clos depuis le %(moment)s.") % {"moment": moment(closes_at, zone)}
    if has_results:
        return CallState(_("Résultats publiés"), "won", closed)
    if results_at and results_at > at:
        awaited = _("Résultats attendus le %(moment)s.") % {"moment": moment(results_at, zone)}
        return CallState(_("Clos"), "wait", f"{closed} {awaited}")
    return CallState(_("Clos"), "wait", closed)
