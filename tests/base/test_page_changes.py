"""What makes kept pages out of date: an editor's every public gesture, and the hours Wagtail was told."""

import datetime as dt

import pytest
from django.test import Client
from wagtail.actions.move_page import MovePageAction
from wagtail.models import PageViewRestriction, Site

from base import page_changes
from base.models import Territory
from calls.models import CallIndexPage, CallPage
from tests.builders import a_picture, a_user
from tests.editorial import a_call, a_theme, the_home, the_list

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(time_machine):
    """A list of calls with one call, kept since noon."""
    time_machine.move_to(NOON, tick=False)
    a_call(title="Appel du printemps", slug="printemps")
    return the_list(CallPage)


def publish(call):
    call.title = "Appel de l’été"
    call.save_revision().publish()


def withdraw(call):
    call.unpublish()


def delete(call):
    call.delete()


def a_second_list():
    return the_home().add_child(instance=CallIndexPage(title="Anciens appels", slug="anciens"))


def move(call):
    MovePageAction(call, a_second_list(), pos="last-child").execute(skip_permission_checks=True)


def restrict(call):
    PageViewRestriction.objects.create(page=call, restriction_type="login")


def rename_the_territory(call):
    territory = Territory.objects.get()
    territory.platform_name = "Autre nom"
    territory.save()


def change_the_site(call):
    Site.objects.get(is_default_site=True).save()


def describe_a_picture(call):
    a_picture()


def add_a_page(call):
    a_call(title="Un autre")


def schedule(call):
    call.go_live_at = NOON + MINUTE
    call.save_revision(approved_go_live_at=NOON + MINUTE)


@pytest.mark.parametrize(
    "change",
    [
        publish,
        withdraw,
        delete,
        move,
        restrict,
        rename_the_territory,
        change_the_site,
        describe_a_picture,
        add_a_page,
        schedule,
    ],
)
def test_what_is_public_changes_at_once(change, calls, monkeypatch):
    forgotten = []
    call = CallPage.objects.get()
    monkeypatch.setattr(page_changes, "forget_pages", lambda: forgotten.append(change))

    change(call)

    assert forgotten


@pytest.mark.parametrize("change", [publish, withdraw, delete, rename_the_territory, add_a_page])
def test_the_next_visitor_sees_it(change, calls):
    before = Client().get(calls.url).content
    assert Client().get(calls.url).content == before

    change(CallPage.objects.get())

    assert Client().get(calls.url).content != before


def test_a_draft_changes_nothing(calls, monkeypatch):
    call = CallPage.objects.get()
    monkeypatch.setattr(page_changes, "forget_pages", lambda: pytest.fail("a draft is not public"))

    call.title = "Brouillon"
    call.save_revision()


def test_a_kept_page_costs_no_query(calls, django_assert_num_queries):
    assert "s-maxage=59" in Client().get(calls.url)["Cache-Control"]

    with django_assert_num_queries(0):
        assert Client().get(calls.url).status_code == 200


def test_a_restricted_page_is_never_kept(calls):
    PageViewRestriction.objects.create(page=calls, restriction_type="password", password="ouvre")
    first = Client().get(calls.url)

    assert "s-maxage" not in first["Cache-Control"]
    assert "no-store" in Client().get(calls.url)["Cache-Control"]


def test_a_page_is_built_anew_for_somebody_signed_in(calls):
    kept = Client().get(calls.url)
    client = Client()
    client.force_login(a_user())

    answer = client.get(calls.url)

    assert "s-maxage" in kept["Cache-Control"]
    assert "s-maxage" not in answer.get("Cache-Control", "")
    assert answer.context is not None, "it came from what is kept"


def test_a_page_ends_when_a_publication_is_due_and_nothing_is_kept_until_it_is_made(calls, time_machine):
    theme = a_theme()
    theme.save_revision(approved_go_live_at=NOON + MINUTE / 2)
    assert page_changes.next_publication(NOON) == NOON + MINUTE / 2
    assert "s-maxage=29," in Client().get(calls.url)["Cache-Control"]

    time_machine.move_to(NOON + MINUTE / 2, tick=False)
    assert "s-maxage=0," in Client().get(calls.url)["Cache-Control"]

    theme.get_latest_revision().publish()
    assert "s-maxage=59," in Client().get(calls.url)["Cache-Control"]


def test_a_page_ends_when_another_expires(calls, time_machine):
    call = CallPage.objects.get()
    call.expire_at = NOON + MINUTE / 2
    call.save()
    assert "s-maxage=29," in Client().get(calls.url)["Cache-Control"]

    time_machine.move_to(NOON + MINUTE, tick=False)
    assert "s-maxage=0," in Client().get(calls.url)["Cache-Control"]

    call.unpublish(set_expired=True)
    assert "s-maxage=59," in Client().get(calls.url)["Cache-Control"]
    assert page_changes.next_expiry(NOON) is None


def test_a_preview_neither_reads_nor_leaves_a_kept_page(calls):
    calls.title = "Titre en préparation"
    preview = calls.make_preview_request()

    assert "Titre en préparation" in preview.content.decode()
    assert "s-maxage" not in preview.get("Cache-Control", "")
    assert "Titre en préparation" not in Client().get(calls.url).content.decode()
