"""What each lane of the editorial calendar shows, at the edges of the period, and where bars stand."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from campaigns.models import Campaign
from campaigns.rules.status import CampaignState
from home.calendar import LANES, Entry, entries, lanes_asked, territories_of
from home.calendar_layout import MONTH, WEEK, by_day, grid, period_of, when
from home.models import Newsletter, Place
from stories.models import EventPage
from tests.builders import a_campaign, a_campaign_page, a_territory, a_user, the_territory
from tests.calendar_rows import (
    a_dated_event,
    a_newsletter,
    a_planned_page,
    a_scheme,
    a_slot,
    an_editor,
    local,
)
from tests.editorial import a_call, a_story, a_theme, an_event, the_list
from tests.support.crowd import a_crowd

pytestmark = pytest.mark.django_db

# March 2027: the hour changes on the 28th.
SINCE, UNTIL, AT = local(2027, 3, 1), local(2027, 4, 1), local(2027, 2, 1)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def read(*lanes: str, **changes: Any) -> list[Entry]:
    """The entries of March 2027."""
    asked = {"since": SINCE, "until": UNTIL, "at": AT, **changes}
    return entries(the_territory(), lanes=lanes or None, **asked)


def test_headlines_and_other_slots_have_their_own_lanes() -> None:
    theme = a_theme(title="Circuits courts")
    shown = Page.objects.get(pk=theme.pk)
    inside = a_slot(local(2027, 3, 5), local(2027, 3, 9), shown=shown)
    endless = a_slot(local(2027, 1, 5), place=Place.BANNER, text="Ce soir à la halle")
    a_slot(local(2027, 2, 1), SINCE, shown=shown)  # ends when the month begins
    a_slot(UNTIL, local(2027, 4, 9), shown=shown)  # begins when the month ends
    touching = a_slot(local(2027, 2, 1), SINCE + dt.timedelta(minutes=1), shown=shown)

    assert [entry.pk for entry in read("themes")] == [touching.pk, inside.pk]
    assert [entry.title for entry in read("themes")] == ["Circuits courts"] * 2
    (banner,) = read("slots")
    assert (banner.pk, banner.title) == (endless.pk, "Bandeau · Ce soir à la halle")
    assert banner.open_ended
    assert not banner.movable


def test_a_slot_says_where_it_is_and_what_it_waits_for() -> None:
    territory = the_territory()
    territory.programme_needs_approval = True
    territory.save()
    theme = a_theme(title="Eau", live=False)
    a_slot(local(2027, 3, 5), place=Place.BANNER, text="Oui", page=Page.objects.get(pk=theme.pk), shown=None)
    a_slot(local(2027, 3, 6), shown=Page.objects.get(pk=theme.pk))

    (banner,), (headline,) = read("slots"), read("themes")

    assert banner.detail == "sur «\u00a0Eau\u00a0», à valider"
    assert headline.detail == "à valider, ce qu’il montre n’est pas encore publié"
    assert headline.movable


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "shown"),
    [
        (local(2027, 3, 10), local(2027, 3, 20), True),
        (local(2027, 2, 10), local(2027, 4, 20), True),
        (local(2027, 2, 10), SINCE, False),
        (local(2027, 2, 10), SINCE + HOUR, True),
        (UNTIL - HOUR, local(2027, 5, 1), True),
        (UNTIL, local(2027, 5, 1), False),
    ],
)
@pytest.mark.parametrize("as_draft", [False, True])
def test_calls_go_from_opening_to_closing(
    opens_at: dt.datetime, closes_at: dt.datetime, shown: bool, as_draft: bool
) -> None:
    call = a_call(live=not as_draft, opens_at=opens_at, closes_at=closes_at)
    if as_draft:  # what was typed since is in the revision only
        call.save_revision(clean=False)
        type(call).objects.filter(pk=call.pk).update(opens_at=None, closes_at=None)

    found = read("calls")

    assert len(found) == shown
    assert [(e.starts, e.ends, e.draft) for e in found] == [(opens_at, closes_at, as_draft)] * shown


def test_results_of_a_call_are_a_day_of_their_own() -> None:
    call = a_call(
        title="Pieds d’immeuble",
        opens_at=local(2026, 12, 1),
        closes_at=local(2027, 1, 10),
        results_at=local(2027, 3, 31, 18),
    )

    (results,) = read("calls")

    assert results.title == "Résultats · Pieds d’immeuble"
    assert results.key == f"call-{call.pk}-results"
    assert not results.movable


def test_an_open_call_does_not_move_and_a_coming_one_does() -> None:
    a_call(opens_at=AT - HOUR, closes_at=local(2027, 3, 20))
    a_call(opens_at=AT + HOUR, closes_at=local(2027, 3, 20))

    assert [entry.movable for entry in read("calls")] == [False, True]
    assert "déjà ouvert" in read("calls")[0].why_not


def test_campaigns_never_move_and_show_no_amount() -> None:
    live = a_campaign(at=local(2027, 2, 20), deadline=local(2027, 3, 22))
    a_campaign(at=local(2027, 1, 20), deadline=SINCE)  # over when the month begins
    a_campaign(state="approved", at=local(2027, 2, 1), deadline=local(2027, 3, 30))
    a_campaign(state="refused", at=local(2027, 2, 1), deadline=local(2027, 3, 30))

    first, coming = read("campaigns")

    assert (first.pk, first.starts, first.ends) == (live.pk, live.launched_at, live.deadline)
    assert first.url == f"/admin/pages/{live.page_id}/edit/"
    assert (coming.draft, coming.ends) == (True, None)
    assert not any(entry.movable for entry in (first, coming))
    assert "€" not in " ".join(entry.title + entry.detail for entry in (first, coming))


def test_a_cancelled_campaign_ends_when_it_was_cancelled() -> None:
    from campaigns.services import settling

    campaign = a_campaign(at=local(2027, 2, 20), deadline=local(2027, 3, 22))
    settling.cancel(campaign=campaign, at=local(2027, 3, 3), reason="Parce que.")

    (entry,) = read("campaigns")

    assert entry.ends == local(2027, 3, 3)


def test_only_one_off_events_to_come_move() -> None:
    once = a_dated_event(local(2027, 3, 12, 18, 30), title="Soirée")
    weekly = a_dated_event(
        local(2027, 3, 13, 9), repeats=EventPage.Repeats.WEEKLY, repeats_until=dt.date(2027, 3, 14)
    )
    a_dated_event(UNTIL)

    first, second = read("events")

    assert (first.kind, first.pk, first.movable) == ("event", once.pk, True)
    assert (second.kind, second.movable) == ("event_date", False)
    assert second.title == weekly.title
    assert "revient" in second.why_not
    assert not read("events", at=local(2027, 3, 12, 19))[0].movable


def test_a_date_with_people_and_a_cancelled_one_stay() -> None:
    from stories.models import Registration

    event = a_dated_event(local(2027, 3, 12, 18, 30))
    date = event.dates.get()
    person = {"name": "Camille", "email": "camille@example.org", "registered_at": AT}
    gone = Registration.objects.create(date=date, state="cancelled", **person)
    assert read("events")[0].movable

    Registration.objects.filter(pk=gone.pk).update(state="waiting")
    assert "inscrites" in read("events")[0].why_not

    event.dates.update(cancelled_at=AT)
    (entry,) = read("events")
    assert entry.title.startswith("Annulé · ")
    assert not entry.movable


def test_a_drafted_event_is_shown_with_the_date_of_its_last_draft() -> None:
    event = an_event(starts_at=local(2026, 5, 1), live=False)
    event.starts_at, event.ends_at = local(2027, 3, 5, 19), local(2027, 3, 5, 21)
    event.save_revision()

    (entry,) = read("events")

    assert (entry.starts, entry.ends, entry.draft) == (local(2027, 3, 5, 19), local(2027, 3, 5, 21), True)


def test_pages_that_appear_and_leave() -> None:
    planned = a_planned_page(a_story(title="Demain"), local(2027, 3, 5, 8))
    wished = a_planned_page(a_story(title="Un jour"), local(2027, 3, 6, 8), approved=False)
    a_planned_page(a_story(), UNTIL)
    leaving = a_story(title="Adieu", expire_at=local(2027, 3, 7), first_published_at=local(2026, 1, 1))
    told = a_story(title="Déjà là", first_published_at=local(2027, 3, 2))
    a_call(first_published_at=local(2027, 3, 2))  # calls have their own lane

    found = {entry.key: entry for entry in read("pages")}

    assert list(found) == [
        f"page-{told.pk}-published",
        f"page-{planned.pk}",
        f"page-{wished.pk}",
        f"page-{leaving.pk}-expiry",
    ]
    assert [entry.movable for entry in found.values()] == [False, True, True, False]
    assert found[f"page-{wished.pk}"].draft
    assert not found[f"page-{planned.pk}"].draft
    assert found[f"page-{leaving.pk}-expiry"].title == "Retrait · Adieu"
    assert "récit" in found[f"page-{planned.pk}"].detail


def test_newsletters_stand_where_they_leave() -> None:
    coming = a_newsletter(SINCE)
    a_newsletter(UNTIL)
    sent = a_newsletter(local(2027, 3, 4), state=Newsletter.State.SENT)

    first, second = read("newsletters")

    assert (first.pk, first.movable) == (coming.pk, True)
    assert (second.pk, second.movable) == (sent.pk, False)


def test_schemes_last_until_the_end_of_their_last_day() -> None:
    a_scheme(opens_on=dt.date(2027, 2, 1), closes_on=dt.date(2027, 3, 1), title="Un")
    a_scheme(opens_on=dt.date(2027, 2, 1), closes_on=dt.date(2027, 2, 28))
    a_scheme(closes_on=dt.date(2027, 3, 31), title="Deux")
    a_scheme(opens_on=dt.date(2027, 4, 1))
    a_scheme()

    one, two = read("schemes")

    assert (one.title, one.ends) == ("Un", local(2027, 3, 2))
    assert (two.title, two.starts, two.ends) == ("Deux", local(2027, 3, 31), local(2027, 4, 1))
    assert when(two, "Europe/Paris") == "31\u00a0mars 2027"


def test_another_territory_is_not_shown() -> None:
    here, editor = the_territory(), an_editor()
    other = a_territory(name="Amont", slug="amont")
    a_call(territory=other, opens_at=local(2027, 3, 10), closes_at=local(2027, 3, 20))

    assert entries(here, since=SINCE, until=UNTIL, at=AT) == []
    assert len(entries(other, since=SINCE, until=UNTIL, at=AT)) == 1
    assert territories_of(editor) == [here]
    assert territories_of(a_user()) == []


def test_lanes_are_filtered_and_an_unknown_name_is_nothing() -> None:
    assert lanes_asked(["events", "nope", "calls"]) == ("calls", "events")
    assert lanes_asked(["nope"]) == tuple(lane.code for lane in LANES)


def many_campaigns(number: int) -> None:
    """Add launched campaigns that all end in March."""
    a_campaign_page()
    a_crowd(number, territory=the_territory(), at=AT)
    Campaign.objects.update(
        status=CampaignState.LIVE,
        launched_at=AT,
        deadline=SINCE + 9 * DAY + HOUR,
        outcome="",
        decided_at=None,
        decided_cents=None,
        settled_at=None,
    )


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow() -> None:
    for model in (EventPage,):
        the_list(model)
    many_campaigns(30)
    a_call(opens_at=SINCE, closes_at=UNTIL)
    a_dated_event(SINCE)
    a_planned_page(a_story(), SINCE + HOUR)
    a_slot(SINCE, UNTIL)
    a_newsletter(SINCE)
    read()  # content types are remembered

    def count() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            return len(read()), len(queries)

    few, queries = count()
    many_campaigns(2970)
    for _ in range(10):
        a_call(opens_at=SINCE, closes_at=UNTIL)
        a_dated_event(SINCE)
        a_planned_page(a_story(), SINCE + HOUR)
        a_slot(SINCE, UNTIL)
        a_newsletter(SINCE)
    many, queries_again = count()

    assert many > few + 2970
    assert queries_again == queries <= 16


def an_entry(starts: dt.datetime, ends: dt.datetime | None = None, **fields: Any) -> Entry:
    """An entry of the lane of calls."""
    return Entry(lane="calls", kind="call", pk=1, title="Un", starts=starts, ends=ends, url="", **fields)


def test_bars_share_a_line_when_they_do_not_touch() -> None:
    month = period_of(MONTH, dt.date(2027, 3, 15), zone="Europe/Paris", today=dt.date(2027, 3, 15))
    found = [
        an_entry(local(2027, 2, 20), local(2027, 3, 3)),
        an_entry(local(2027, 3, 2, 9), local(2027, 3, 20)),
        an_entry(local(2027, 3, 3, 9), local(2027, 3, 12)),
        an_entry(local(2027, 3, 30, 9), local(2027, 3, 30, 11)),
        an_entry(local(2027, 3, 25), open_ended=True),
    ]

    (row,) = grid(found, month, ["calls"])
    bars = row.bars

    assert len(month.days) == 31
    assert month.title == "mars 2027"
    assert [(bar.first, bar.last, bar.row) for bar in bars] == [
        (1, 7, 1),  # two days, then its words
        (2, 19, 2),
        (3, 11, 3),
        (25, 30, 1),  # one day at the end of the month: its words stand on the left
        (25, 31, 2),
    ]
    assert [bar.side for bar in bars] == ["right", "inside", "inside", "left", "inside"]
    assert [(bar.before, bar.after) for bar in bars[:1] + bars[-1:]] == [(True, False), (False, True)]
    assert row.rows == 3


def test_a_bar_that_ends_at_midnight_does_not_touch_the_next_day() -> None:
    week = period_of(WEEK, dt.date(2027, 3, 28), zone="Europe/Paris", today=dt.date(2027, 3, 15))

    (row,) = grid([an_entry(local(2027, 3, 26), local(2027, 3, 28))], week, ["calls"])

    assert (week.first, week.last) == (dt.date(2027, 3, 22), dt.date(2027, 3, 28))
    assert week.title == "du 22 au 28\u00a0mars 2027"
    assert week.until.astimezone(dt.UTC) - week.since.astimezone(dt.UTC) == 7 * DAY - HOUR  # the hour changes
    assert (row.bars[0].first, row.bars[0].last) == (5, 6)


def test_the_list_tells_beginnings_and_ends() -> None:
    month = period_of(MONTH, dt.date(2027, 3, 15), zone="Europe/Paris", today=dt.date(2027, 3, 15))
    found = [
        an_entry(local(2027, 2, 20), local(2027, 3, 3, 12)),
        an_entry(local(2027, 3, 3, 9), local(2027, 4, 12)),
    ]

    under_way, third = by_day(found, month)

    assert under_way.day is None
    assert [line.entry for line in under_way.lines] == [found[0]]
    assert [(line.entry, line.is_end) for line in third.lines] == [(found[1], False), (found[0], True)]
