"""Opening territories."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from accounts.groups import EDITORS
from accounts.services import create_verified_user
from base.models import Territory
from calls.models import CallPage
from calls.services.forms import questionnaire_now

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Ville de Rivelaine",
    "platform_name": "Rivelaine pousse",
    "contact_name": "Nadia Ferrand",
    "contact_phone": "04 65 71 00 10",
    "contact_hours": "en semaine",
    "contact_email": "bonjour@example.org",
}


def test_the_first_territory_takes_the_place_of_the_welcome_page(client: Client) -> None:
    call_command("create_territory", "rivelaine", **WORDS)
    territory = Territory.objects.get()
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page_id == territory.root_page_id
    assert [page.slug for page in Page.objects.filter(depth=2)] == ["rivelaine"]
    assert territory.root_page.get_children().live().in_menu().count() == 5
    response = client.get("/")
    assert response.status_code == 200
    assert "Rivelaine pousse" in response.content.decode()
    assert "Nadia Ferrand" in response.content.decode()


def test_a_second_one_stands_beside_with_its_own_host_and_editors() -> None:
    call_command("create_territory", "rivelaine", **WORDS)
    editor = create_verified_user("editor@example.org", None, groups=(EDITORS,))
    call_command("create_territory", "amont", **{**WORDS, "name": "Amont"}, host="amont.example.org")
    own = Site.objects.get(hostname="amont.example.org")
    assert not own.is_default_site
    assert own.root_page.territory == Territory.objects.get(slug="amont")
    assert own.root_page.permissions_for_user(editor).can_edit()


def test_a_refused_value_leaves_nothing_behind() -> None:
    with pytest.raises(CommandError, match="zone"):
        call_command("create_territory", "rivelaine", **WORDS, zone="Europe/Lyon")
    assert not Territory.objects.exists()
    assert [page.slug for page in Page.objects.filter(depth=2)] == ["home"]


def test_anyone_may_propose_a_project_from_the_first_day(client: Client) -> None:
    call_command("create_territory", "rivelaine", **WORDS)

    call = CallPage.objects.get()

    assert call.live
    assert call.is_standing
    assert call.is_open
    assert len(list(questionnaire_now(call).questions)) > 4
    assert f'href="{call.url}"' in client.get("/").content.decode()
