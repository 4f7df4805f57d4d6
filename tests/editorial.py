"""Builders of editorial pages: calls, stories, events, themes, and an editor who may write them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from base.models import Territory
from calls.models import CallIndexPage, CallPage
from home.models import HomePage, Place, PlainPage, Slot
from stories.models import (
    EventIndexPage,
    EventPage,
    KitIndexPage,
    KitPage,
    SchemeIndexPage,
    SchemePage,
    StoryIndexPage,
    StoryPage,
)
from tests.builders import a_user, the_territory
from themes.models import ThemeIndexPage, ThemePage, ThemePick

_numbers = itertools.count(1)
LISTS: dict[type[Page], tuple[type[Page], str]] = {
    CallPage: (CallIndexPage, "Appels"),
    StoryPage: (StoryIndexPage, "Récits"),
    EventPage: (EventIndexPage, "Rendez-vous"),
    ThemePage: (ThemeIndexPage, "Thèmes"),
    SchemePage: (SchemeIndexPage, "Dispositifs"),
    KitPage: (KitIndexPage, "Kits"),
}


def the_home(territory: Territory | None = None) -> HomePage:
    """The front page of the territory."""
    return HomePage.objects.get(pk=(territory or the_territory()).root_page_id)


def the_list(model: type[Page], territory: Territory | None = None) -> Page:
    """The list page below which pages of `model` go, made when there is none."""
    home = the_home(territory)
    list_model, title = LISTS[model]
    found = list_model.objects.child_of(home).first()
    return found or home.add_child(instance=list_model(title=title, slug=slugify(title)))


def a_page(model: type[Page], territory: Territory | None = None, **fields: Any) -> Any:
    """A published page of `model` below its list; `tags` are words."""
    number = next(_numbers)
    tags = fields.pop("tags", ())
    name = str(model._meta.verbose_name)
    usual = {
        "title": f"{name.capitalize()} {number}",
        "slug": f"{model._meta.model_name}-{number}",
        "summary": "En une phrase.",
        "first_published_at": timezone.now(),
    }
    page = the_list(model, territory).add_child(instance=model(**{**usual, **fields}))
    if tags:
        page.tags.add(*tags)
        page.save()
    return page


def a_call(**fields: Any) -> CallPage:
    """A call for projects that opened a week ago and closes in a month."""
    at = timezone.now()
    usual = {"opens_at": at - dt.timedelta(days=7), "closes_at": at + dt.timedelta(days=30)}
    return a_page(CallPage, **{**usual, **fields})


def a_story(**fields: Any) -> StoryPage:
    """A story of today."""
    return a_page(StoryPage, **fields)


def an_event(**fields: Any) -> EventPage:
    """An event in a week, for two hours."""
    starts_at = fields.pop("starts_at", timezone.now() + dt.timedelta(days=7))
    usual = {
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
        "place": "Salle des Tanneries",
    }
    return a_page(EventPage, **{**usual, **fields})


def a_theme(*, picks: tuple[Page, ...] = (), **fields: Any) -> ThemePage:
    """A theme with its tags and hand-picked pages."""
    theme: ThemePage = a_page(ThemePage, **fields)
    for position, page in enumerate(picks):
        ThemePick.objects.create(theme=theme, page=Page.objects.get(pk=page.pk), sort_order=position)
    return theme


def a_scheme(**fields: Any) -> SchemePage:
    """A grant open all year, checked today."""
    usual = {"offered_by": "Ville de Rivelaine", "who_for": "Associations"}
    return a_page(SchemePage, **{**usual, **fields})


def a_kit(**fields: Any) -> KitPage:
    """A kit, version 1."""
    usual = {"makes": "Une table où l’on mange à huit", "authors": "Les menuisiers du dimanche"}
    return a_page(KitPage, **{**usual, **fields})


def a_plain_page(**fields: Any) -> PlainPage:
    """A plain page below the front page."""
    number = next(_numbers)
    return the_home().add_child(
        instance=PlainPage(**{"title": f"Page {number}", "slug": f"page-{number}", **fields})
    )


def a_slot(
    shown: Any = None, *, place: str = Place.HEADLINE, page: Page | None = None, **fields: Any
) -> Slot:
    """A slot of the front page begun a day ago, approved or not; `shown` is a page or a campaign."""
    page_shown = getattr(shown, "page", shown)
    usual = {"starts_at": timezone.now() - dt.timedelta(days=1), "text": "" if shown else "Une phrase."}
    return Slot.objects.create(
        page=page or the_home(),
        place=place,
        shown=None if page_shown is None else Page.objects.get(pk=page_shown.pk),
        **{**usual, **fields},
    )


def a_member(*groups: str) -> User:
    """Somebody of these staff groups, with the rights the groups have on the territory; of none, a citizen."""
    grant_page_rights(the_territory().root_page)
    return create_verified_user(f"membre-{next(_numbers)}@example.org", None, groups=groups)


def an_editor() -> User:
    """Somebody who may write and publish every page of the territory, and nothing else."""
    return _with_pages_of(the_territory(), f"Éditeurs d’essai {next(_numbers)}")


def an_editor_of(territory: Territory) -> User:
    """Somebody who may do the same in another territory."""
    return _with_pages_of(territory, f"Éditeurs de {territory.pk}, {next(_numbers)}")


def _with_pages_of(territory: Territory, name: str) -> User:
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=territory.root_page,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    editor = a_user(is_staff=True)
    editor.groups.add(group)
    return editor
