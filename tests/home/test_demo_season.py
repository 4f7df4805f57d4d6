"""The season of the demonstration: its programme, events, schemes, kits and letters hold together day by day."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import Model
from PIL import Image as Picture

from calls.models import CallPage
from home.demo.calls import CALLS
from home.demo.campaigns import CAMPAIGNS
from home.demo.events import EVENTS
from home.demo.focal_points import FOCAL_POINTS
from home.demo.gallery import FOLDER
from home.demo.kits import KITS
from home.demo.programme import FRONT, PLAN, SlotPlan
from home.demo.registrations import REGISTRATIONS, REGISTRATIONS_FOR
from home.demo.schemes import SCHEMES
from home.demo.selections import SELECTIONS, SUBSCRIBERS
from home.demo.stories import STORIES
from home.demo.themes import THEMES
from home.models import Selection, SelectionItem, Slot
from stories.models import EventPage, KitPage, SchemePage, StoryPage
from stories.models.registrations import MOST_PEOPLE

WEEKS = range(-56, 56)
LONGEST_FILE = 300_000
BEFORE_AN_EVENT = 10
"""Days between the announcement of an event and the event, or the day of loading when that comes first."""
UNSEEN = {"draft", "submitted", "needs_changes", "refused", "cancelled", "suspended"}
CAMPAIGN, CALL, STORY, EVENT, THEME, KIT = (
    {thing.slug: thing for thing in things} for things in (CAMPAIGNS, CALLS, STORIES, EVENTS, THEMES, KITS)
)
KINDS: dict[str, dict[str, Any]] = {
    "headline": THEME,
    "campaign": CAMPAIGN,
    "call": CALL,
    "story": STORY,
    "event": EVENT,
    "banner": {**CAMPAIGN, **CALL, **STORY, **EVENT},
}
WRITTEN: tuple[tuple[type[Model], tuple[Any, ...]], ...] = (
    (EventPage, EVENTS),
    (StoryPage, STORIES),
    (CallPage, CALLS),
    (SchemePage, SCHEMES),
    (KitPage, KITS),
    (Selection, SELECTIONS),
    (SelectionItem, tuple(item for selection in SELECTIONS for item in selection.items)),
    (Slot, PLAN),
)


def slots(place: str, *, on: str = FRONT) -> list[SlotPlan]:
    """The slots of one place, in the order of their beginnings."""
    found = [slot for slot in PLAN if slot.place == place and slot.on == on]
    return sorted(found, key=lambda slot: slot.starts_in_days)


def in_force(place: str, day: int) -> list[SlotPlan]:
    """What a place of the front page shows that day."""
    return [
        slot
        for slot in slots(place)
        if slot.starts_in_days <= day and (slot.ends_in_days is None or day < slot.ends_in_days)
    ]


def public_from(slug: str) -> int:
    """The first day on which the public sees a page."""
    if slug in CAMPAIGN:
        return -int(CAMPAIGN[slug].launched_days_ago)
    if slug in STORY:
        return -int(STORY[slug].published_days_ago)
    if slug in CALL:
        return int(CALL[slug].opens_in_days)
    if slug in EVENT:
        return min(0, int(EVENT[slug].starts_in_days)) - BEFORE_AN_EVENT
    return -1000


def pictures() -> Iterator[str]:
    """Every picture that the content asks for."""
    for thing in (*CAMPAIGNS, *CALLS, *STORIES, *EVENTS, *THEMES, *KITS):
        yield thing.picture
        yield from (value["key"] for kind, value in thing.body if kind == "picture")
    for kit in KITS:
        yield from (step.picture for step in kit.steps if step.picture)


@pytest.mark.parametrize(("model", "things"), WRITTEN, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_written_fits_where_it_goes(model: type[Model], things: tuple[Any, ...]) -> None:
    limits = {field.name: getattr(field, "max_length", None) for field in model._meta.get_fields()}
    texts = [
        (name, text)
        for thing in things
        for name, text in vars(thing).items()
        if isinstance(text, str) and limits.get(name)
    ]

    assert texts
    assert [text for name, text in texts if len(text) > limits[name]] == []


def test_the_lists_have_what_was_promised() -> None:
    assert len(SCHEMES) == 10
    assert {scheme.kind for scheme in SCHEMES} == set(SchemePage.Kind.values)
    assert len(STORIES) >= 8
    coming = [event for event in EVENTS if event.starts_in_days + 7 * event.repeats_for_weeks > 0]
    assert len(coming) == 7
    assert {event.kind for event in EVENTS} == set(EventPage.Kind.values)
    assert {event.repeats for event in EVENTS} == set(EventPage.Repeats.values)
    assert {kit.difficulty for kit in KITS} <= set(KitPage.Difficulty.values)
    assert {kit.licence for kit in KITS} <= set(KitPage.Licence.values)
    assert all(5 <= len(kit.steps) <= 7 for kit in KITS)
    assert all(len([step for step in kit.steps if step.picture]) >= 3 for kit in KITS)


def test_there_is_a_call_of_every_sort() -> None:
    assert [call.slug for call in CALLS if call.opens_in_days <= 0 < call.closes_in_days] == [
        "circuits-courts-10-projets"
    ]
    assert [call.slug for call in CALLS if call.opens_in_days > 0] == ["rue-a-hauteur-d-enfant"]
    closed = [call for call in CALLS if call.closes_in_days < 0]
    assert [call.slug for call in closed if call.decision_in_days > 0 and not call.results] == [
        "reparer-plutot-que-jeter"
    ]
    assert [call.slug for call in closed if call.decision_in_days < 0 and call.results] == [
        "pieds-d-immeuble"
    ]
    assert all(call.opens_in_days < call.closes_in_days < call.decision_in_days for call in CALLS)


def test_everything_named_exists() -> None:
    assert {slug for event in EVENTS for slug in event.campaigns} <= CAMPAIGN.keys()
    assert {slug for kit in KITS for slug in kit.campaigns} <= CAMPAIGN.keys()
    assert {kit.continues for kit in KITS if kit.continues} <= KIT.keys()
    assert {slot.on for slot in PLAN} == {FRONT, *THEME}
    assert all(slot.shown in KINDS[slot.place] for slot in PLAN)
    assert all(bool(slot.text) == (slot.place == "banner") for slot in PLAN)
    everything = CAMPAIGN.keys() | CALL.keys() | STORY.keys() | EVENT.keys() | KIT.keys()
    assert {item.shown for selection in SELECTIONS for item in selection.items} <= everything
    assert {theme for subscriber in SUBSCRIBERS for theme in subscriber.themes} == THEME.keys()
    assert {selection.theme for selection in SELECTIONS if selection.theme} <= THEME.keys()
    assert REGISTRATIONS_FOR in EVENT


def test_a_report_follows_its_event_and_one_past_event_waits_for_its_own() -> None:
    reports = {story.reports_on: story for story in STORIES if story.reports_on}
    past = [event for event in EVENTS if event.starts_in_days < 0 and event.repeats == "none"]

    assert reports.keys() <= EVENT.keys()
    assert all(-s.published_days_ago > EVENT[slug].starts_in_days for slug, s in reports.items() if slug)
    assert [event.starts_in_days for event in past if event.slug not in reports] == [-12]
    assert all(event.on_weekday is None for event in past)


def test_an_event_that_comes_back_says_until_when() -> None:
    assert all((event.repeats == "none") == (event.repeats_for_weeks == 0) for event in EVENTS)
    assert all(event.takes_registrations for event in EVENTS if event.capacity)


def test_the_project_evening_has_two_people_too_many() -> None:
    event = EVENT[REGISTRATIONS_FOR]
    taken = [registrant.people for registrant in REGISTRATIONS]

    assert event.takes_registrations
    assert event.capacity is not None
    assert sum(taken) == event.capacity + 2
    assert sum(taken[:-2]) == event.capacity
    assert max(taken) <= MOST_PEOPLE
    assert len({registrant.person.email for registrant in REGISTRATIONS}) == len(REGISTRATIONS)


def test_headlines_follow_each_other_but_for_one_gap_and_one_overlap_to_come() -> None:
    planned = {day: len(in_force("headline", day)) for day in WEEKS}

    assert [day for day, count in planned.items() if count == 0] == [28, 29, 30]
    assert [day for day, count in planned.items() if count > 1] == [45, 46, 47, 48]
    assert [slot.shown for slot in in_force("headline", 0)] == ["circuits-courts-alimentaires"]


def test_every_week_has_two_or_three_projects_and_a_story_and_a_call() -> None:
    for day in WEEKS:
        assert 2 <= len(in_force("campaign", day)) <= 3, day
        assert len(in_force("story", day)) == 1, day
        assert len(in_force("call", day)) == 1, day
        assert 1 <= len(in_force("event", day)) <= 2, day
    assert len(slots("banner")) == 3


@pytest.mark.parametrize("slot", PLAN, ids=lambda slot: f"{slot.place}{slot.starts_in_days}-{slot.shown}")
def test_a_slot_shows_only_what_the_public_sees_then(slot: SlotPlan) -> None:
    assert slot.starts_in_days >= public_from(slot.shown)
    assert slot.ends_in_days is None or slot.ends_in_days > slot.starts_in_days
    if slot.shown in CAMPAIGN:
        campaign = CAMPAIGN[slot.shown]
        closes = campaign.duration_days - campaign.launched_days_ago
        assert campaign.state not in UNSEEN
        # Shown while it runs, or well after, as what became of it: never across its last day.
        assert slot.ends_in_days is not None
        assert slot.ends_in_days <= closes or slot.starts_in_days >= closes
    if slot.shown in EVENT and EVENT[slot.shown].repeats == "none":
        assert slot.ends_in_days is not None
        # A weekday moves an event by six days at most.
        assert slot.starts_in_days < slot.ends_in_days <= EVENT[slot.shown].starts_in_days + 6


def test_two_slots_of_a_place_never_show_the_same_thing_at_once() -> None:
    for place in KINDS:
        for on in (FRONT, *THEME):
            for shown in {slot.shown for slot in slots(place, on=on)}:
                same = [slot for slot in slots(place, on=on) if slot.shown == shown]
                assert all(a.ends_in_days is not None for a in same[:-1])
                assert all((a.ends_in_days or 0) <= b.starts_in_days for a, b in pairwise(same))


def test_one_letter_has_gone_and_one_is_being_prepared() -> None:
    sent, prepared = SELECTIONS

    assert (sent.sent_in_days, prepared.sent_in_days) == (-21, 7)
    for selection in SELECTIONS:
        assert 1 <= len(selection.items) <= 12
        assert all(public_from(item.shown) <= selection.sent_in_days for item in selection.items)
    assert len(SUBSCRIBERS) == len({s.person.email for s in SUBSCRIBERS}) == 24
    assert any(not s.themes for s in SUBSCRIBERS)
    assert any(not s.confirmed for s in SUBSCRIBERS)
    assert any(s.left_days_ago for s in SUBSCRIBERS)


def test_most_schemes_were_checked_lately_and_two_were_not() -> None:
    checked = [scheme.checked_days_ago for scheme in SCHEMES]

    assert len([days for days in checked if days > 365]) == 2
    assert len([days for days in checked if days < 200]) == 8
    assert any(scheme.for_everyone for scheme in SCHEMES)
    dated = [scheme for scheme in SCHEMES if scheme.closes_in_days is not None]
    assert len(dated) >= 2
    assert all((s.opens_in_days or 0) < (s.closes_in_days or 0) for s in dated)
    assert all(".example.org" in s.website for s in SCHEMES)
    assert all(3 <= len(s.steps) <= 5 and max(map(len, s.steps)) <= 300 for s in SCHEMES)


def test_every_picture_asked_for_is_drawn_described_and_light() -> None:
    described = json.loads((FOLDER / "alt.json").read_text(encoding="utf-8"))

    for key in set(pictures()):
        drawn = FOLDER / f"{key}.webp"
        assert described[key].strip()
        assert key in FOCAL_POINTS
        assert (FOLDER / f"{key}.svg").is_file()
        assert drawn.stat().st_size < LONGEST_FILE
        with Picture.open(drawn) as picture:
            assert picture.size == (1800, 1200)


def test_the_season_is_frozen() -> None:
    for thing in (*PLAN, *SELECTIONS, *SUBSCRIBERS, *REGISTRATIONS, *SCHEMES, *KITS):
        with pytest.raises(dataclasses.FrozenInstanceError):
            thing.slug = "autre"
