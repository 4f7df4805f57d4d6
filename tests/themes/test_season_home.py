"""The page of a theme as the home of its season: figures, ways to help, neighbours, campaigns by state."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from base.cards import Place
from tests.builders import a_campaign, a_pledge, settle
from tests.editorial import a_theme
from themes.gathering import gather
from themes.models import ThemePage
from themes.season import related_themes, season_home

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def fresh(theme: ThemePage) -> ThemePage:
    """The theme as the database has it."""
    return ThemePage.objects.get(pk=theme.pk)


def test_figures_count_the_theme_s_own_projects_only() -> None:
    theme = a_theme(tags=["pain"])
    mine = a_campaign(page={"tags": ["pain"]})
    other = a_campaign()
    a_pledge(mine, 2000)
    a_pledge(other, 5000)
    figures = season_home(fresh(theme), Place(fresh(theme)), at=timezone.now()).figures
    assert [value for value, _words in figures] == ["1", "1"]  # one backer, one open project


def test_ways_to_help_come_from_open_projects_the_first_to_end_first() -> None:
    theme = a_theme(tags=["pain"])
    now = timezone.now()
    for title, days, words in (
        ("Loin", 20, "Des bras"),
        ("Vite", 3, "Une remorque\nUn conseil"),
    ):
        a_campaign(deadline=now + days * DAY, page={"title": title, "tags": ["pain"], "other_help": words})
    a_campaign(state="submitted", page={"tags": ["pain"], "other_help": "Caché"})
    found = season_home(fresh(theme), Place(fresh(theme)), at=now).help
    assert [(one.words, one.campaign.page.title) for one in found] == [
        ("Une remorque", "Vite"),
        ("Des bras", "Loin"),
    ]


def test_neighbours_share_keywords_the_most_first() -> None:
    theme = a_theme(title="Pain", tags=["pain", "farine"])
    a_theme(title="Un mot", tags=["pain"])
    a_theme(title="Deux mots", tags=["pain", "farine"])
    a_theme(title="Aucun", tags=["sel"])
    a_theme(title="Brouillon", tags=["pain"], live=False)
    assert [one.title for one in related_themes(theme, list(fresh(theme).tags.all()))] == [
        "Deux mots",
        "Un mot",
    ]


def test_campaigns_stand_under_the_heading_of_their_state(client: Client) -> None:
    theme = a_theme(tags=["pain"])
    now = timezone.now()
    funded = a_campaign(page={"title": "Réussi", "tags": ["pain"]})
    a_pledge(funded, 150_000)
    settle(funded)
    assert [words for words, _found in gather(fresh(theme), Place(fresh(theme)), at=now).campaign_groups] == [
        ""
    ]
    a_campaign(page={"title": "Ouvert", "tags": ["pain"]})
    a_campaign(state="suspended", page={"title": "Suspendu", "tags": ["pain"]})
    groups = [
        (str(words), [campaign.page.title for campaign in found])
        for words, found in gather(fresh(theme), Place(fresh(theme)), at=now).campaign_groups
    ]
    assert groups == [
        ("À soutenir maintenant", ["Ouvert"]),
        ("En suspens", ["Suspendu"]),
        ("Réussis", ["Réussi"]),
    ]
    shown = client.get(theme.url).content.decode()
    assert shown.index("À soutenir maintenant") < shown.index("En suspens") < shown.index("Réussis")
