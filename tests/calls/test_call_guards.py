"""A call that was answered is neither deleted nor moved, nor hidden from those who answer it; never an error 500."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.groups import EDITORS
from accounts.models import User
from calls.models import CallPage
from tests.applications import a_deposited_application, an_application
from tests.editorial import a_call, a_member, the_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor who has signed in."""
    the_home()
    client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(editor: Client, name: str, page: Page) -> str:
    """Ask for an action on one page; return what the screen that follows says."""
    return editor.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True).content.decode()


def bulk(editor: Client, action: str, page: Page) -> str:
    """Ask for an action on several pages at once."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return editor.post(f"{url}?id={page.pk}", follow=True).content.decode()


@pytest.mark.parametrize("ask", [post, bulk])
@pytest.mark.parametrize("of_parent", [False, True])
def test_an_answered_call_is_not_deleted_even_with_its_list(editor: Client, ask, of_parent: bool) -> None:
    call = an_application().call
    page = call.get_parent() if of_parent else call

    User.objects.update(
        is_superuser=True
    )  # only technical administrators delete a page that has others below

    assert "il ne se supprime pas" in ask(editor, "delete", page)
    assert CallPage.objects.filter(pk=call.pk).exists()


@pytest.mark.parametrize("ask", [post, bulk])
def test_a_call_nobody_answered_is_deleted(editor: Client, ask) -> None:
    call = a_call()

    ask(editor, "delete", call)

    assert not CallPage.objects.filter(pk=call.pk).exists()


def test_an_answered_call_is_not_moved(editor: Client) -> None:
    call = a_deposited_application().call
    url = reverse("wagtailadmin_pages:move_confirm", args=[call.pk, the_home().pk])

    assert "ne se déplace pas" in editor.post(url, follow=True).content.decode()


@pytest.mark.parametrize("ask", [post, bulk])
def test_an_open_call_being_answered_stays_published(editor: Client, ask) -> None:
    call = an_application().call

    assert "ne pourraient plus déposer" in ask(editor, "unpublish", call)
    call.refresh_from_db()
    assert call.live


@pytest.mark.parametrize("ask", [post, bulk])
def test_once_closed_it_may_be_hidden(editor: Client, ask) -> None:
    call = an_application().call
    call.closes_at = timezone.now() - dt.timedelta(seconds=1)
    call.save()

    ask(editor, "unpublish", call)

    call.refresh_from_db()
    assert not call.live
