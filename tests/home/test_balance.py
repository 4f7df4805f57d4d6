"""The balance of a year: parts of what was proposed against parts of the days at the front."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.services import create_verified_user, grant_page_rights
from campaigns.models import Campaign
from home.balance import Table, balance_of, round_days, size_of
from home.models import Place, Showing
from tests.builders import a_campaign, a_user, the_territory
from tests.editorial import a_theme, the_home
from tests.support.crowd import a_crowd

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def shown(
    campaign: Campaign, *, days: int, ago: int, chosen: bool = True, place: str = Place.CAMPAIGN
) -> None:
    """Say that the front page showed a campaign for `days`, beginning so many days ago."""
    starts_at = timezone.now() - ago * DAY
    Showing.objects.create(
        page=Page.objects.get(pk=the_home().pk),
        place=place,
        shown_id=campaign.page_id,
        title=campaign.page.title,
        chosen=chosen,
        starts_at=starts_at,
        ends_at=starts_at + days * DAY,
    )


def table(code: str) -> Table:
    """One table of the balance now."""
    return next(one for one in balance_of(the_territory(), at=timezone.now()).tables if one.code == code)


def test_a_group_s_part_of_the_days_stands_beside_its_part_of_the_proposals() -> None:
    bread = a_campaign(page={"neighbourhood": "Fontvive"})
    a_campaign(page={"neighbourhood": "Fontvive"})
    garden = a_campaign(page={"neighbourhood": "Les Tanneries"})
    a_campaign(state="submitted", page={"neighbourhood": "Les Tanneries"})
    shown(bread, days=30, ago=60)
    shown(garden, days=10, ago=60)

    lines = {str(line.label): line for line in table("place").lines}

    assert (lines["Fontvive"].proposed, lines["Fontvive"].public, lines["Fontvive"].featured) == (2, 2, 1)
    assert (lines["Fontvive"].days, lines["Fontvive"].days_percent) == (30, 75)
    assert lines["Fontvive"].proposed_percent == 50
    assert (lines["Les Tanneries"].public, lines["Les Tanneries"].days) == (1, 10)


def test_only_what_the_team_chose_counts_and_only_in_the_year() -> None:
    campaign = a_campaign(page={"neighbourhood": "Fontvive"})
    shown(campaign, days=5, ago=30, chosen=False)
    shown(campaign, days=5, ago=30, place=Place.STORY)
    assert table("place").lines[0].days == 0
    shown(campaign, days=20, ago=375)  # ten of its days are older than a year
    assert table("place").lines[0].days == 10


def test_a_project_counts_in_each_of_its_themes() -> None:
    a_theme(title="Pain", tags=["pain"])
    picked = a_campaign(page={"tags": ["pain"]})
    a_theme(title="Jardin", picks=(picked.page,))
    a_campaign()
    labels = {str(line.label): line.proposed for line in table("theme").lines}
    assert labels == {"Pain": 1, "Jardin": 1, "dans aucun thème": 1}


def test_never_shown_names_public_projects_only() -> None:
    shown_once, never = a_campaign(), a_campaign()
    a_campaign(state="submitted")
    a_campaign(state="draft")
    shown(shown_once, days=1, ago=3)
    balance = balance_of(the_territory(), at=timezone.now())
    assert [campaign.pk for campaign in balance.never] == [never.pk]
    assert (balance.proposed, balance.featured) == (3, 1)


def test_sizes_and_days_are_said_in_round_numbers() -> None:
    words = [str(size_of(cents)) for cents in (200_000, 200_001, 1_000_000, 1_000_001)]
    assert words == ["jusqu’à 2 000 €", "de 2 000 à 5 000 €", "de 5 000 à 10 000 €", "plus de 10 000 €"]
    assert [round_days(seconds) for seconds in (0, 60, 86_400, 130_000)] == [0, 1, 1, 2]


def test_the_number_of_queries_does_not_grow() -> None:
    territory, at = the_territory(), timezone.now()
    a_crowd(30, territory=territory, at=at)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            balance_of(territory, at=at)
        return len(queries)

    few = count()
    a_crowd(300, territory=territory, at=at)
    assert count() == few


def test_the_screen_is_for_editors(client: Client) -> None:
    grant_page_rights(the_territory().root_page)
    a_campaign()
    address = reverse("balance:show")
    for group in (MODERATORS, FINANCE):
        client.force_login(create_verified_user(f"{group[:4].lower()}@example.org", None, groups=(group,)))
        assert client.get(address).status_code in {302, 403}
    client.force_login(a_user())
    assert client.get(address).status_code == 302
    client.force_login(create_verified_user("editrice@example.org", None, groups=(EDITORS,)))
    assert "Jamais mis en avant" in client.get(address).content.decode()
