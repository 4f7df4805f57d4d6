"""A theme shows its picks first, then everything visible that carries its tags, nothing twice, nothing hidden."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.cards import Place
from campaigns.services import launching
from tests.builders import a_campaign, a_campaign_page, a_picture
from tests.editorial import a_call, a_story, a_theme, an_event, the_list
from tests.support.html import read_page
from themes.cards import cards_of
from themes.gathering import gather
from themes.models import ThemePage
from themes.templatetags.themes import themes_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_picks_keep_their_order_whatever_their_kind() -> None:
    campaign, story, call, event = a_campaign(), a_story(), a_call(), an_event()
    theme = a_theme(picks=(story, campaign.page, event, call))

    found = gather(theme, Place(theme), at=timezone.now())

    assert [(card.kind, card.item) for card in found.picks] == [
        ("story", story),
        ("campaign", campaign),
        ("event", event),
        ("call", call),
    ]


def test_a_picked_page_that_carries_a_tag_is_shown_once() -> None:
    campaign = a_campaign(page={"tags": ["pain"]})
    call, story, event = a_call(tags=["pain"]), a_story(tags=["pain", "Four"]), an_event(tags=["pain"])
    other = a_story(tags=["pain", "four"])
    theme = a_theme(tags=["pain", "four"], picks=(campaign.page, call, story, event, story))

    found = gather(theme, Place(theme), at=timezone.now())

    assert [card.item for card in found.picks] == [campaign, call, story, event]
    assert (found.calls, list(found.campaigns), found.stories, found.events) == ([], [], [other], [])


def test_pages_of_other_tags_stay_away() -> None:
    a_campaign(page={"tags": ["sport"]})
    a_call(tags=["sport"])
    a_story()
    theme = a_theme(tags=["pain"])

    assert gather(theme, Place(theme), at=timezone.now()).is_empty


def test_a_theme_without_tags_does_not_gather_everything() -> None:
    a_campaign(page={"tags": ["pain"]})
    a_story()

    assert gather(a_theme(), Place(a_theme()), at=timezone.now()).is_empty


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_changes", "refused", "approved"])
def test_a_hidden_campaign_is_never_shown(state: str) -> None:
    hidden = a_campaign(state=state, page={"tags": ["pain"], "title": "Projet secret"})
    copy = a_campaign_page(tags=["pain"], title="Copie sans campagne")
    theme = a_theme(tags=["pain"], picks=(hidden.page, copy))

    assert gather(theme, Place(theme), at=timezone.now()).is_empty


def test_a_page_withdrawn_by_its_editor_is_not_shown() -> None:
    campaign = a_campaign(page={"tags": ["pain"]})
    campaign.page.unpublish()
    story = a_story(tags=["pain"], live=False)
    theme = a_theme(tags=["pain"], picks=(story,))

    assert gather(theme, Place(theme), at=timezone.now()).is_empty


def test_campaigns_come_open_and_ending_soon_first() -> None:
    at = timezone.now()
    late = a_campaign(page={"tags": ["pain"]}, deadline=at + 40 * DAY)
    suspended = a_campaign(page={"tags": ["pain"]}, deadline=at + 2 * DAY)
    launching.suspend(campaign=suspended, at=at, reason="Vérification.")
    soon = a_campaign(page={"tags": ["pain"]}, deadline=at + 5 * DAY)
    theme = a_theme(tags=["pain"])

    assert list(gather(theme, Place(theme), at=at).campaigns) == [soon, late, suspended]


def test_past_events_leave_the_list() -> None:
    at = timezone.now()
    later, sooner = (
        an_event(tags=["pain"], starts_at=at + 9 * DAY),
        an_event(tags=["pain"], starts_at=at + DAY),
    )
    an_event(tags=["pain"], starts_at=at - DAY)
    theme = a_theme(tags=["pain"])

    assert gather(theme, Place(theme), at=at).events == [sooner, later]


def test_cards_cost_the_same_for_few_pages_or_many() -> None:
    picture = a_picture()
    few = [a_story(picture=picture).pk, an_event(picture=picture).pk, a_call(picture=picture).pk]
    few.append(a_campaign(page={"picture": picture}).page_id)
    many = few + [a_story(picture=picture).pk for _ in range(9)]
    many += [a_campaign(page={"picture": picture}).page_id for _ in range(4)]

    counts = []
    for ids in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert len(cards_of(ids)) == len(ids)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_page_says_its_order_and_is_valid(client: Client) -> None:
    campaign = a_campaign(page={"tags": ["pain"], "title": "Le four à pain"})
    theme = a_theme(title="Circuits courts", tags=["pain"], picks=(a_call(title="Un appel"),))
    a_story(tags=["pain"], title="Un récit")
    an_event(tags=["pain"], title="Une soirée")

    text = read_page(client, theme.url)

    for words in (
        "Circuits courts",
        "Un appel",
        campaign.page.title,
        "Un récit",
        "Une soirée",
        "Ordre de cette page",
    ):
        assert words in text, words


def test_an_empty_theme_says_what_to_do_next(client: Client) -> None:
    text = read_page(client, a_theme(tags=["rien"]).url)

    assert "Ce thème se prépare" in text


def test_the_list_of_themes_is_valid_full_and_empty(client: Client) -> None:
    index = the_list(ThemePage)
    assert "se prépare" in read_page(client, index.url)
    a_theme(title="Grandir ensemble", picture=a_picture())

    assert "Grandir ensemble" in read_page(client, index.url)


def test_a_lower_page_finds_its_themes() -> None:
    story = a_story(tags=["pain"])
    picked = a_theme(picks=(story,))
    both = a_theme(tags=["pain"], picks=(story,))
    a_theme(tags=["sport"])
    a_theme(tags=["pain"], live=False)

    assert themes_of(story) == [both, picked]
