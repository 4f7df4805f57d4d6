"""What apps offer to the editors' blocks: rules and figures by territory and tag, and what a link may lead to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from base import cards, clock
from base.models import Tag, Territory
from campaigns.models import UpdatePage
from tests.builders import a_campaign, a_pledge, settle, the_territory
from tests.editorial import a_call, a_plain_page, a_story, a_theme, an_event

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def found(code: str, *, tags: list[str] | None = None, territory: Territory | None = None) -> list[str]:
    """Return the titles of what a rule finds now."""
    rule = cards.card_rule(code)
    assert rule is not None
    wanted = None if tags is None else list(Tag.objects.filter(name__in=tags))
    chosen = rule.find(territory=territory or the_territory(), tags=wanted, at=clock.now(), limit=3)
    return [str(getattr(card.item, "title", card.item)) for card in chosen]


def counted(code: str, *, tags: list[str] | None = None) -> str | None:
    """Return a figure as it is printed now."""
    figure = cards.figure(code)
    assert figure is not None
    wanted = None if tags is None else list(Tag.objects.filter(name__in=tags))
    shown = figure.compute(territory=the_territory(), tags=wanted, at=clock.now())
    return shown[0] if shown else None


def campaign(title: str, days: int, **facts):
    """A campaign of this title that ends in so many days."""
    return a_campaign(
        page={"title": title, "tags": facts.pop("tags", ())}, deadline=timezone.now() + days * DAY, **facts
    )


def test_every_rule_and_figure_may_be_chosen() -> None:
    assert {code for code, _label in cards.rule_choices()} >= {
        "ending_soon",
        "just_launched",
        "taking_part",
        "funded_lately",
        "open_calls",
        "coming_events",
        "newest_stories",
    }
    assert {code for code, _label in cards.figure_choices()} >= {"given", "held", "backers", "funded", "open"}


def test_rules_of_campaigns_follow_their_words() -> None:
    campaign("Dans dix jours", 10)
    campaign("Demain", 1)
    campaign("Plus tard", 40, at=timezone.now() - DAY)
    campaign("Caché", 2, state="approved")
    won = campaign("Gagné", 5)
    a_pledge(won, 100_000)
    settle(won)

    assert found("ending_soon") == ["Demain", "Dans dix jours"]
    assert found("just_launched")[-1] == "Plus tard"
    assert found("funded_lately") == ["Gagné"]


def test_open_ways_mix_calls_and_campaigns_by_what_ends_first() -> None:
    campaign("Campagne", 10)
    a_call(title="Appel proche", closes_at=timezone.now() + DAY)
    a_call(title="Appel lointain", closes_at=timezone.now() + 20 * DAY)
    a_call(title="À venir", opens_at=timezone.now() + DAY)

    assert found("taking_part") == ["Appel proche", "Campagne", "Appel lointain"]
    assert found("open_calls") == ["Appel proche", "Appel lointain"]


def test_rules_of_stories_and_events() -> None:
    a_story(title="Ancien", published_on=dt.date(2025, 1, 1))
    a_story(title="Récent", published_on=dt.date(2026, 1, 1))
    an_event(title="Passé", starts_at=timezone.now() - 3 * DAY)
    an_event(title="À venir")

    assert found("newest_stories") == ["Récent", "Ancien"]
    assert found("coming_events") == ["À venir"]


def test_a_tag_restricts_every_rule_and_figure() -> None:
    campaign("Pain", 5, tags=["pain"])
    campaign("Sel", 5)
    for make, title in ((a_story, "Récit"), (an_event, "Fête"), (a_call, "Appel")):
        make(title=title, tags=["pain"])
        make(title=f"Autre {title}")

    assert found("ending_soon", tags=["pain"]) == ["Pain"]
    assert found("taking_part", tags=["pain"]) == ["Pain", "Appel"]
    assert found("newest_stories", tags=["pain"]) == ["Récit"]
    assert found("coming_events", tags=["pain"]) == ["Fête"]
    assert found("ending_soon", tags=[]) == []
    assert counted("open", tags=["pain"]) == "1"
    assert counted("open") == "2"


def test_figures_come_from_the_books_and_say_nothing_of_zero() -> None:
    running = campaign("En cours", 5)
    assert counted("held") is None
    assert counted("given") is None

    won = campaign("Gagné", 5)
    a_pledge(won, 120_000)
    settle(won)
    a_pledge(running, 2_500)
    a_pledge(campaign("Suspendue ensuite", 5, state="approved") and running, 1_000)

    assert counted("given") == "1\u202f200\u00a0€"
    assert counted("held") == "35\u00a0€"
    assert counted("backers") == "3"
    assert counted("funded") == "1"
    assert counted("open") == "1"


def test_a_figure_costs_one_query(django_assert_num_queries) -> None:
    campaign("En cours", 5)
    territory = the_territory()
    for code, _label in cards.figure_choices():
        figure = cards.figure(code)
        assert figure is not None
        with django_assert_num_queries(1):
            figure.compute(territory=territory, tags=None, at=clock.now())


def test_a_place_takes_the_tags_of_its_page_or_restricts_nothing() -> None:
    tagged, bare = a_story(tags=["pain"]), a_story()

    assert [tag.name for tag in cards.Place(tagged).tags_for(in_theme=True, slug="") or []] == ["pain"]
    assert cards.Place(tagged).tags_for(in_theme=False, slug="") is None
    assert cards.Place(bare).tags_for(in_theme=True, slug="") is None
    assert cards.Place(a_plain_page()).tags_for(in_theme=True, slug="") is None
    assert cards.Place(bare).tags_for(in_theme=False, slug="disparu") == []


def test_a_place_never_shows_the_page_that_is_being_read() -> None:
    here = a_story(title="Ici")
    a_story(title="Ailleurs", published_on=dt.date(2020, 1, 1))
    rule = cards.card_rule("newest_stories")
    assert rule is not None

    shown = cards.Place(here).cards(rule, tags=None, limit=1)

    assert [card.item.title for card in shown] == ["Ailleurs"]


def test_links_lead_only_to_what_the_public_sees() -> None:
    seen, hidden = a_campaign(), a_campaign(state="approved")
    news = [
        one.page.add_child(instance=UpdatePage(title="Nouvelle", slug="nouvelle")) for one in (seen, hidden)
    ]
    theme, draft, private = a_theme(), a_story(), a_story()
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    wanted = [seen.page, hidden.page, *news, theme, draft, private]

    visible = cards.visible_ids(Page.objects.filter(pk__in=[page.pk for page in wanted]))

    assert visible == {seen.page.pk, news[0].pk, theme.pk}
    assert cards.visible_ids([]) == set()
