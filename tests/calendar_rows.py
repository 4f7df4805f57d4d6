"""Rows of the editorial calendar, and the people who read it, for its tests."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.test import Client
from wagtail.models import Page

from accounts.groups import EDITORS
from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from home.models import Newsletter, Place, Selection, SelectionItem, Slot
from stories.models import EventDate, EventPage, SchemeIndexPage, SchemePage
from tests.builders import the_territory
from tests.editorial import a_theme, an_event, the_home

_numbers = itertools.count(1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def local(*parts: int) -> dt.datetime:
    """A moment of the clock of Paris."""
    from zoneinfo import ZoneInfo

    return dt.datetime(*parts, tzinfo=ZoneInfo("Europe/Paris"))  # type: ignore[misc,arg-type]


def staff(*groups: str, **fields: Any) -> User:
    """Somebody of the team, in these groups."""
    grant_page_rights(the_territory().root_page)
    return create_verified_user(f"equipe-{next(_numbers)}@example.org", "motdepasse", groups=groups, **fields)


def signed_in(user: User) -> Client:
    """The browser of that person."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def an_editor() -> User:
    """An editor of the territory."""
    return staff(EDITORS)


def a_slot(starts_at: dt.datetime, ends_at: dt.datetime | None = None, **fields: Any) -> Slot:
    """A theme in the headline of the front page, unless told otherwise."""
    place = fields.pop("place", Place.HEADLINE)
    if "shown" not in fields and place != Place.BANNER:
        fields["shown"] = Page.objects.get(pk=a_theme().pk)
    page = Page.objects.get(pk=the_home().pk)
    return Slot.objects.create(
        **{"page": page, "place": place, "starts_at": starts_at, "ends_at": ends_at, **fields}
    )


def a_dated_event(starts_at: dt.datetime, **fields: Any) -> EventPage:
    """A published event with its date, however dates come to be written."""
    event = an_event(starts_at=starts_at, **fields)
    EventDate.objects.get_or_create(event=event, starts_at=starts_at, defaults={"ends_at": event.ends_at})
    return event


def a_newsletter(send_at: dt.datetime | None, **fields: Any) -> Newsletter:
    """A newsletter set to leave, made of a published theme."""
    number = next(_numbers)
    selection = Selection.objects.create(
        territory=the_territory(), title=f"Sélection {number}", slug=f"selection-{number}"
    )
    SelectionItem.objects.create(selection=selection, page=Page.objects.get(pk=a_theme().pk))
    usual = {"subject": "La lettre", "state": Newsletter.State.SCHEDULED}
    return Newsletter.objects.create(selection=selection, send_at=send_at, **{**usual, **fields})


def a_scheme(**fields: Any) -> SchemePage:
    """A scheme of the directory."""
    home = the_home()
    index = SchemeIndexPage.objects.child_of(home).first() or home.add_child(
        instance=SchemeIndexPage(title="Dispositifs", slug="dispositifs")
    )
    number = next(_numbers)
    usual = {"title": f"Dispositif {number}", "slug": f"dispositif-{number}", "offered_by": "La ville"}
    return index.add_child(instance=SchemePage(**{**usual, "who_for": "Tous", **fields}))


def a_planned_page(page: Any, go_live_at: dt.datetime, *, approved: bool = True) -> Any:
    """A page unpublished again, whose next version appears at `go_live_at` (only wishes to, when not approved)."""
    Page.objects.filter(pk=page.pk).update(live=False, first_published_at=None)
    page = type(page).objects.get(pk=page.pk)
    page.go_live_at = go_live_at
    revision = page.save_revision()
    if approved:
        revision.publish()
    return type(page).objects.get(pk=page.pk)
