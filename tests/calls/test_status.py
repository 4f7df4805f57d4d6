"""A call opens and closes to the second, and says so in full."""

import datetime as dt

import pytest

from calls.models import CallPage
from calls.status import CallStatus, state_of, status_at
from tests.editorial import a_call

OPENS = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 12, 7, 22, 59, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECOND, CallStatus.UPCOMING),
        (OPENS, CallStatus.OPEN),
        (CLOSES - SECOND, CallStatus.OPEN),
        (CLOSES, CallStatus.CLOSED),
    ],
)
def test_status_changes_at_the_very_second(at: dt.datetime, expected: CallStatus) -> None:
    assert status_at(opens_at=OPENS, closes_at=CLOSES, at=at) == expected


@pytest.mark.parametrize(("opens_at", "closes_at"), [(None, CLOSES), (OPENS, None), (None, None)])
def test_a_call_without_its_dates_has_yet_to_open(
    opens_at: dt.datetime | None, closes_at: dt.datetime | None
) -> None:
    assert status_at(opens_at=opens_at, closes_at=closes_at, at=CLOSES) == CallStatus.UPCOMING


@pytest.mark.django_db
@pytest.mark.parametrize("at", [OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES])
def test_querysets_agree_with_the_status(at: dt.datetime) -> None:
    call = a_call(opens_at=OPENS, closes_at=CLOSES)
    lists = {
        CallStatus.UPCOMING: CallPage.objects.upcoming(at=at),
        CallStatus.OPEN: CallPage.objects.open(at=at),
        CallStatus.CLOSED: CallPage.objects.closed(at=at),
    }

    assert [status for status, calls in lists.items() if call in calls] == [call.status_at(at)]


def words(
    at: dt.datetime, *, has_results: bool = False, results_at: dt.datetime | None = None
) -> tuple[str, str, str]:
    """Return label, tone and sentence at an instant."""
    state = state_of(
        status_at(opens_at=OPENS, closes_at=CLOSES, at=at),
        opens_at=OPENS,
        closes_at=CLOSES,
        results_at=results_at,
        has_results=has_results,
        at=at,
    )
    return state.label, state.tone, state.sentence


def test_dates_are_written_out_with_their_zone() -> None:
    assert words(OPENS - SECOND) == (
        "À venir",
        "wait",
        "Ouvre le lundi 2\u00a0novembre 2026 à 9\u00a0h, heure de Paris.",
    )
    assert words(CLOSES - SECOND) == (
        "Ouvert",
        "open",
        "Ouvert jusqu’au lundi 7\u00a0décembre 2026 à 23\u00a0h\u00a059, heure de Paris.",
    )
    closed = "Clos depuis le lundi 7\u00a0décembre 2026 à 23\u00a0h\u00a059, heure de Paris."
    assert words(CLOSES) == ("Clos", "wait", closed)
    assert words(CLOSES, has_results=True) == ("Résultats publiés", "won", closed)


def test_awaited_results_are_announced_until_their_date() -> None:
    results_at = CLOSES + dt.timedelta(days=10)

    assert "Résultats attendus le jeudi 17" in words(CLOSES, results_at=results_at)[2]
    assert "attendus" not in words(results_at, results_at=results_at)[2]


@pytest.mark.django_db
def test_public_order_is_open_first_then_upcoming_then_closed() -> None:
    at = OPENS
    day = dt.timedelta(days=1)
    closed_long_ago = a_call(opens_at=at - 90 * day, closes_at=at - 60 * day)
    closed_lately = a_call(opens_at=at - 90 * day, closes_at=at - 2 * day)
    later = a_call(opens_at=at + 20 * day, closes_at=at + 40 * day)
    soon = a_call(opens_at=at + 2 * day, closes_at=at + 90 * day)
    open_long = a_call(opens_at=at - day, closes_at=at + 50 * day)
    open_short = a_call(opens_at=at - 30 * day, closes_at=at + 3 * day)

    expected = [open_short, open_long, soon, later, closed_lately, closed_long_ago]
    assert list(CallPage.objects.open_first(at=at)) == expected
