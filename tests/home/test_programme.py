"""The front page: the theme of the date, the editor's choices, the rules that fill what is empty."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from home.models import HomePage, Place, Slot
from home.programme import figures_of, front_page, rotated, rule_order
from tests.builders import a_campaign, a_picture, a_pledge, settle
from tests.editorial import a_call, a_plain_page, a_slot, a_story, a_theme, an_event, the_home
from tests.support.html import read_page

AT = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


def section(home: HomePage, kind: str, at: dt.datetime | None = None) -> Any:
    """Return what the section of this kind shows, None when it is not there."""
    found = [part for part in front_page(home, at=at or timezone.now()).sections if part.kind == kind]
    return list(found[0].items) if found else None


def compose(*blocks: tuple[str, dict[str, Any]]) -> HomePage:
    """Return the front page with these sections."""
    home = the_home()
    home.body = list(blocks)
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def test_the_order_of_the_day_turns() -> None:
    monday = dt.date(2026, 11, 9)

    turns = [tuple(rotated([1, 2, 3], day=monday + number * DAY)) for number in range(3)]

    assert set(turns) == {(1, 2, 3), (2, 3, 1), (3, 1, 2)}
    assert rotated([], day=monday) == []


def test_what_ends_within_a_week_comes_first_then_the_others_by_turns() -> None:
    rows = [
        (1, AT + 40 * DAY),
        (2, AT + 6 * DAY),
        (3, AT + 7 * DAY),
        (4, AT + 20 * DAY),
        (5, AT + 7 * DAY + SECOND),
    ]

    today = rule_order(rows, at=AT)

    assert today[:2] == [2, 3]
    assert sorted(today[2:]) == [1, 4, 5]


def headline_theme(at: dt.datetime) -> Any:
    """Return the theme on the front page at `at`."""
    return front_page(the_home(), at=at).theme


@pytest.mark.django_db
class TestHeadline:
    """Which theme is on the front page at which second."""

    def headline(self, **fields: Any) -> Slot:
        """Set a theme for a date."""
        return a_slot(fields.pop("theme", None) or a_theme(), place=Place.HEADLINE, **fields)

    @pytest.mark.parametrize(
        ("at", "shown"),
        [(AT - SECOND, False), (AT, True), (AT + DAY - SECOND, True), (AT + DAY, False)],
    )
    def test_begins_and_ends_to_the_second(self, at: dt.datetime, shown: bool) -> None:
        chosen = a_theme(first_published_at=AT - DAY)
        self.headline(theme=chosen, starts_at=AT, ends_at=AT + DAY)
        newest = a_theme(first_published_at=AT)

        assert headline_theme(at) == (chosen if shown else newest)

    def test_the_last_begun_wins(self) -> None:
        self.headline(starts_at=AT - 30 * DAY)
        last = self.headline(starts_at=AT - DAY, position=9)
        self.headline(starts_at=AT + DAY)

        assert headline_theme(AT).pk == last.shown_id

    def test_a_theme_withdrawn_leaves_its_place(self) -> None:
        kept = self.headline(starts_at=AT - 30 * DAY)
        withdrawn = self.headline(starts_at=AT - DAY)
        withdrawn.shown.specific.unpublish()

        assert headline_theme(AT).pk == kept.shown_id

    def test_without_any_the_newest_theme_shows(self) -> None:
        a_theme(first_published_at=AT - 9 * DAY)
        newest = a_theme(first_published_at=AT - DAY)
        a_theme(first_published_at=AT, live=False)

        assert headline_theme(AT) == newest

    def test_no_theme_at_all_is_no_theme(self) -> None:
        assert headline_theme(AT) is None


@pytest.mark.django_db
class TestCampaigns:
    """Chosen campaigns, completed by the rule, never a hidden one."""

    def test_chosen_ones_come_first_in_their_order(self) -> None:
        first, second, other = a_campaign(), a_campaign(), a_campaign()
        a_slot(first, place=Place.CAMPAIGN, position=2)
        a_slot(second, place=Place.CAMPAIGN, position=1)

        assert section(the_home(), "campaigns") == [second, first, other]

    def test_six_are_shown_at_most(self) -> None:
        campaigns = [a_campaign() for _ in range(7)]
        for position, campaign in enumerate(campaigns):
            a_slot(campaign, place=Place.CAMPAIGN, position=position)

        assert section(the_home(), "campaigns") == campaigns[:6]

    def test_hidden_ones_are_silently_left_out(self) -> None:
        hidden, shown = a_campaign(state="draft"), a_campaign()
        for campaign in (hidden, shown):
            a_slot(campaign, place=Place.CAMPAIGN)

        assert section(the_home(), "campaigns") == [shown]

    def test_the_same_one_twice_is_shown_once(self) -> None:
        campaign = a_campaign()
        for position in range(2):
            a_slot(campaign, place=Place.CAMPAIGN, position=position)

        assert section(the_home(), "campaigns") == [campaign]

    def test_only_as_many_as_needed_complete_the_choice(self) -> None:
        chosen = [a_campaign() for _ in range(2)]
        for _ in range(5):
            a_campaign()
        for position, campaign in enumerate(chosen):
            a_slot(campaign, place=Place.CAMPAIGN, position=position)

        found = section(the_home(), "campaigns")
        assert found[:2] == chosen
        assert len(found) == len(set(found)) == 4

    def test_two_sections_never_show_the_same_campaign(self) -> None:
        campaigns = {a_campaign() for _ in range(6)}
        a_slot(next(iter(campaigns)), place=Place.CAMPAIGN)
        home = compose(("campaigns", {}), ("text", {"title": "Mot", "text": "<p>Oui</p>"}), ("campaigns", {}))
        first, second = (
            set(part.items)
            for part in front_page(home, at=timezone.now()).sections
            if part.kind == "campaigns"
        )

        assert first | second == campaigns
        assert not first & second

    def test_successes_complete_when_too_few_are_open(self) -> None:
        funded = a_campaign(deadline=timezone.now() + DAY)
        a_pledge(funded, 100_000)
        open_one = a_campaign()
        settle(funded)

        assert section(the_home(), "campaigns") == [open_one, funded]

    def test_nothing_to_show_is_no_section(self) -> None:
        a_campaign(state="approved")

        assert section(the_home(), "campaigns") is None


@pytest.mark.django_db
class TestOtherSections:
    """Calls, stories, events, figures."""

    def test_the_open_call_that_closes_first_fills_an_empty_slot(self) -> None:
        a_call(closes_at=AT + 40 * DAY, opens_at=AT - DAY)
        soon = a_call(closes_at=AT + 4 * DAY, opens_at=AT - DAY)
        a_call(closes_at=AT - DAY, opens_at=AT - 9 * DAY)

        assert section(the_home(), "call", AT) == [soon]

    def test_a_chosen_call_stays_until_it_closes(self) -> None:
        chosen = a_call(closes_at=AT + 40 * DAY, opens_at=AT - DAY)
        soon = a_call(closes_at=AT + 50 * DAY, opens_at=AT - DAY)
        a_slot(chosen, place=Place.CALL, starts_at=AT - DAY)

        assert section(the_home(), "call", AT + 40 * DAY - SECOND) == [chosen]
        assert section(the_home(), "call", AT + 40 * DAY) == [soon]

    def test_the_next_call_is_announced_when_none_is_open(self) -> None:
        a_call(opens_at=AT + 9 * DAY, closes_at=AT + 40 * DAY)
        first = a_call(opens_at=AT + DAY, closes_at=AT + 40 * DAY)

        assert section(the_home(), "call", AT) == [first]

    def test_stories_are_completed_by_the_newest(self) -> None:
        old, *others = (a_story(published_on=dt.date(2026, month, 1)) for month in (1, 2, 3, 4))
        a_slot(old, place=Place.STORY)

        assert section(the_home(), "stories") == [old, others[2], others[1]]

    def test_events_to_come_only(self) -> None:
        an_event(starts_at=AT - DAY)
        coming = [an_event(starts_at=AT + number * DAY) for number in range(1, 6)]

        assert section(the_home(), "events", AT) == coming[:4]

    def test_a_chosen_event_comes_first_until_it_is_over(self) -> None:
        coming = [an_event(starts_at=AT + number * DAY) for number in range(1, 6)]
        a_slot(coming[4], place=Place.EVENT, starts_at=AT)
        over = coming[4].ends_at

        assert section(the_home(), "events", AT) == [coming[4], *coming[:3]]
        assert section(the_home(), "events", over) is None

    def test_figures_count_what_the_public_sees(self) -> None:
        funded = a_campaign(deadline=timezone.now() + DAY)
        a_pledge(funded, 100_000)
        a_pledge(funded, 20_000)
        running = a_campaign()
        a_pledge(running, 5_000)
        a_campaign(state="draft")
        settle(funded)

        figures = figures_of(Campaign.objects.visible(), at=timezone.now())

        assert (figures.funded, figures.open, figures.backers, figures.given_cents) == (1, 1, 3, 120_000)


@pytest.mark.django_db
def test_the_front_page_is_valid_when_all_is_empty(client: Client) -> None:
    text = read_page(client, the_home().url)

    assert "Comment ça marche" in text


@pytest.mark.django_db
def test_the_front_page_shows_everything(client: Client) -> None:
    home = the_home()
    home.baseline, home.introduction, home.picture = "Les projets d’ici", "Et de maintenant.", a_picture()
    home.save_revision().publish()
    a_campaign(page={"title": "Le café", "picture": home.picture})
    a_call(title="Pieds d’immeuble", picture=home.picture)
    a_story(title="Un an après", picture=home.picture)
    an_event(title="Soirée des projets")
    a_theme(title="Circuits courts", picture=home.picture)
    a_plain_page(title="Mentions légales")
    a_plain_page(title="Hors du pied", in_footer=False)

    text = read_page(client, home.url)

    for words in (
        "Les projets d’ici",
        "Découvrir les projets",
        "Le café",
        "Pieds d’immeuble",
        "Un an après",
        "Soirée des projets",
        "Circuits courts",
        "Mentions légales",
        "Ordre de cette page",
    ):
        assert words in text, words
    assert "Hors du pied" not in text
    assert text.count("<h1") == 1


@pytest.mark.django_db
def test_every_section_an_editor_may_choose_is_valid(client: Client) -> None:
    campaign, page = a_campaign(), a_plain_page()
    a_pledge(campaign)
    for make in (a_call, a_story, a_theme, an_event):
        make()
    home = compose(
        ("campaigns", {"title": "Nos choix"}),
        ("call", {}),
        ("stories", {}),
        ("events", {}),
        ("themes", {}),
        ("text", {"title": "Un mot", "text": "<p>Bien <b>gras</b></p>", "link_text": "Lire", "page": page}),
        ("figures", {}),
        ("steps", {"steps": [{"title": "Un", "text": "D’abord."}], "link_text": "Tout savoir", "page": page}),
    )

    text = read_page(client, home.url)

    for words in ("Nos choix", "Un mot", "<b>gras</b>", "D’abord.", "Tout savoir", page.url):
        assert words in text, words


@pytest.mark.django_db
def test_a_plain_page_is_valid(client: Client) -> None:
    page = a_plain_page(
        title="Accessibilité",
        summary="Où nous en sommes.",
        body=[
            ("heading", "État"),
            ("rich_text", "<p>Lien : <a href='/'>ici</a></p><ul><li>un</li></ul>"),
            ("call_to_action", {"text": "Une gêne ?", "link_text": "Le dire", "url": "https://example.org/"}),
            ("video", {"url": "https://youtu.be/x", "title": "Le film"}),
            ("picture", {"image": a_picture(), "caption": "La halle"}),
        ],
    )

    text = read_page(client, page.url)

    assert "Le dire" in text
    assert "<iframe" not in text


@pytest.mark.django_db
def test_the_rule_changes_the_page_from_one_day_to_the_next() -> None:
    home = the_home()
    with time_machine.travel(AT, tick=False):
        for _ in range(6):
            a_campaign(deadline=AT + 30 * DAY)

    assert section(home, "campaigns", AT) != section(home, "campaigns", AT + DAY)
