"""The site at another date: what is due by then shows, what is over does not, and nothing of it remains."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import Page, PageViewRestriction

from accounts.groups import EDITORS
from base import clock
from home.changes import changes_around
from home.models import HomePage, Place
from home.services.previewing import site_as_of
from tests.builders import a_picture
from tests.editorial import a_member, a_slot, a_story, a_theme, the_home
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
TOMORROW = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)  # 8 h in Paris
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _frozen(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor."""
    client.force_login(a_member(EDITORS), backend=BACKEND)
    return client


def scheduled(make: Any, title: str, **fields: Any) -> Any:
    """A page that appears tomorrow at eight."""
    page = make(title=title, live=False, first_published_at=None, **fields)
    page.go_live_at = TOMORROW
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def seen(client: Client, page: Any, at: dt.datetime) -> tuple[int, str]:
    """Return the status and the text of a page in the preview's frame."""
    response = client.get(reverse("as_of:page"), {"page": page.pk, "at": at.isoformat()})
    return response.status_code, response.content.decode()


def rows() -> dict[str, int]:
    """Count every row of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_scheduled_theme_appears_at_its_minute_and_not_before(editor: Client) -> None:
    theme = scheduled(a_theme, "Circuits courts alimentaires")
    a_slot(theme, place=Place.HEADLINE, starts_at=TOMORROW)
    home = the_home()

    for at, shown in ((NOW, False), (TOMORROW - SECOND, False), (TOMORROW, True), (TOMORROW + MINUTE, True)):
        status, text = seen(editor, home, at)
        assert status == 200
        assert ("Circuits courts alimentaires" in text) is shown, at
        assert seen(editor, theme, at)[0] == (200 if shown else 404)
    check_markup(text)


def test_a_draft_being_written_over_a_public_page_shows_at_its_minute(editor: Client) -> None:
    story = a_story(title="Ancien titre")
    story.save_revision().publish()
    story.refresh_from_db()
    story.title, story.go_live_at = "Nouveau titre", TOMORROW
    story.save_revision().publish()

    assert "Ancien titre" in seen(editor, story, TOMORROW - SECOND)[1]
    assert "Nouveau titre" in seen(editor, story, TOMORROW)[1]
    assert "Ancien titre" in seen(editor, story, NOW)[1]


def test_a_page_that_expires_is_gone(editor: Client) -> None:
    story = a_story(expire_at=TOMORROW)

    assert [seen(editor, story, at)[0] for at in (TOMORROW - SECOND, TOMORROW)] == [200, 404]


def test_a_restricted_page_or_a_draft_is_not_shown(editor: Client) -> None:
    story = a_story()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=story.pk), restriction_type="login")

    assert seen(editor, story, TOMORROW)[0] == 404
    assert seen(editor, a_story(live=False), TOMORROW)[0] == 404


def test_it_is_seen_as_a_stranger_sees_it(editor: Client) -> None:
    response = editor.get(reverse("as_of:page"), {"page": the_home().pk, "at": "2026-12-01 08:00"})

    assert "wagtail-userbar" not in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]


def test_nothing_survives(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    theme = scheduled(a_theme, "Circuits courts", picture=a_picture())
    a_slot(theme, place=Place.HEADLINE, starts_at=TOMORROW)
    home, leaving = the_home(), a_story(expire_at=TOMORROW)
    for page in (home, theme):
        seen(editor, page, TOMORROW)  # makes the resized pictures, which are kept
    before, keys = rows(), set(cache._cache)

    with django_capture_on_commit_callbacks() as callbacks:
        for page in (home, theme, leaving):
            seen(editor, page, TOMORROW + DAY)
            editor.get(reverse("as_of:show"), {"page": page.pk, "at": "2026-12-02 08:00"})

    assert callbacks == []
    assert rows() == before
    assert set(cache._cache) == keys
    assert not Page.objects.get(pk=theme.pk).live
    assert Page.objects.get(pk=leaving.pk).live
    assert "Circuits courts" not in Client().get(home.url).content.decode()
    assert not clock.is_moved()


def test_resized_pictures_made_on_the_way_keep_their_rows(editor: Client) -> None:
    theme = scheduled(a_theme, "Circuits courts", picture=a_picture())

    seen(editor, theme, TOMORROW)

    assert theme.picture.renditions.exists()
    assert all(one.file.storage.exists(one.file.name) for one in theme.picture.renditions.all())


def test_a_failure_inside_leaves_nothing_either() -> None:
    theme = scheduled(a_theme, "Circuits courts")

    def fail() -> None:
        with site_as_of(TOMORROW):
            assert Page.objects.get(pk=theme.pk).live
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not Page.objects.get(pk=theme.pk).live
    assert not clock.is_moved()
    assert not transaction.get_rollback()


class TestScreen:
    """The form, the buttons, the frame."""

    def test_says_what_stands_in_each_place_and_why(self, editor: Client) -> None:
        theme = scheduled(a_theme, "Circuits courts")
        slot = a_slot(theme, place=Place.HEADLINE, starts_at=TOMORROW)

        response = editor.get(reverse("as_of:show"), {"at": "2026-12-01 08:00"})

        assert {"place": "Thème à la une", "title": "Circuits courts", "slot": slot} in response.context[
            "placed"
        ]
        assert f"page={the_home().pk}&amp;at=2026-12-01+08%3A00" in response.content.decode()

    @pytest.mark.parametrize("at", ["demain", "2026-13-45 08:00", "0001-01-01 00:00"])
    def test_a_wrong_date_is_said_beside_the_field(self, editor: Client, at: str) -> None:
        response = editor.get(reverse("as_of:show"), {"page": the_home().pk, "at": at})

        assert response.status_code == 200
        assert response.context["form"].errors["at"]
        assert "<iframe" not in response.content.decode()

    @pytest.mark.parametrize("name", ["as_of:show", "as_of:page"])
    @pytest.mark.parametrize("page", ["abc", "999999", "1", "99999999999999999999"])
    def test_an_unknown_page_is_not_found(self, editor: Client, name: str, page: str) -> None:
        assert editor.get(reverse(name), {"page": page, "at": "2026-12-01 08:00"}).status_code == 404

    def test_the_past_is_said_to_suppose_the_present(self, editor: Client) -> None:
        text = editor.get(reverse("as_of:show"), {"at": "2026-01-01 08:00"}).content.decode()

        assert "Cette date est passée" in text

    def test_the_hour_is_that_of_the_territory(self, editor: Client) -> None:
        response = editor.get(reverse("as_of:show"), {"at": "2026-12-01T07:00:00+00:00"})

        assert response.context["form"]["at"].value() == "2026-12-01 08:00"

    def test_a_page_s_edit_view_leads_there(self, editor: Client) -> None:
        story = a_story()
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()

        assert f"{reverse('as_of:show')}?page={story.pk}" in text


def test_changes_before_and_after() -> None:
    home = the_home()
    a_slot(a_story(), place=Place.STORY, starts_at=NOW - DAY, ends_at=NOW + 3 * DAY)
    scheduled(a_theme, "Circuits courts")
    page = Page.objects.get(pk=home.pk)

    def around(at: dt.datetime) -> tuple[Any, Any]:
        found = changes_around(page, home.territory, at=at)
        return found.before, found.after

    assert around(NOW) == (NOW - DAY, TOMORROW)
    assert around(TOMORROW) == (NOW - DAY, NOW + 3 * DAY)
    assert around(NOW + 9 * DAY) == (NOW + 3 * DAY, None)
    assert isinstance(home, HomePage)


def test_the_public_clock_is_not_moved_by_a_preview(editor: Client) -> None:
    seen(editor, the_home(), TOMORROW)

    assert clock.now() == timezone.now() == NOW
