"""The links found on every page: the main menu, the foot, the way to propose a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Q
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Page, PageViewRestriction

from base.context import current_territory
from calls.models import CallPage
from home.models import PlainPage
from stories.models import KitIndexPage, SchemeIndexPage

register = template.Library()

LISTS_OF_THE_FOOT = (SchemeIndexPage, KitIndexPage)
"""Lists that the foot leads to once there is something in them, unless they are in the menu."""


def _link(page: Page, request: HttpRequest, here: str) -> dict[str, Any]:
    return {
        "label": page.title,
        "url": page.get_url(request),
        "current": bool(here) and here.startswith(page.path),
    }


def _public(pages: Iterable[Page], request: HttpRequest) -> list[Any]:
    """Leave out the pages behind a view restriction; the restrictions are asked for once per request."""
    if not hasattr(request, "_restricted_paths"):
        paths = PageViewRestriction.objects.values_list("page__path", flat=True)
        request._restricted_paths = tuple(paths)  # type: ignore[attr-defined]
    return [page for page in pages if not page.path.startswith(request._restricted_paths)]  # type: ignore[attr-defined]


def _plain_pages(request: HttpRequest) -> list[PlainPage]:
    """Return the plain pages linked from every page, asked for once per request."""
    if not hasattr(request, "_linked_plain_pages"):
        territory = current_territory(request)
        linked = PlainPage.objects.live().filter(Q(in_footer=True) | Q(for_proposals=True)).order_by("path")
        found = (
            []
            if territory is None
            else _public(linked.descendant_of(territory.root_page).defer_streamfields(), request)
        )
        request._linked_plain_pages = found  # type: ignore[attr-defined]
    return request._linked_plain_pages  # type: ignore[attr-defined]


def _first_pages(request: HttpRequest) -> list[Page]:
    """Return the public pages just below the front page, asked for once per request."""
    if not hasattr(request, "_first_pages"):
        territory = current_territory(request)
        below = [] if territory is None else _public(territory.root_page.get_children().live(), request)
        request._first_pages = below  # type: ignore[attr-defined]
    return request._first_pages  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def site_navigation(context: Context) -> list[dict[str, Any]]:
    """`{% site_navigation as navigation %}`: label, url, current of the pages marked for the menu; one query."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    here = getattr(context.get("page"), "path", "")
    return [_link(page, request, here) for page in _first_pages(request) if page.show_in_menus]


@register.simple_tag(takes_context=True)
def footer_pages(context: Context) -> list[dict[str, Any]]:
    """`{% footer_pages as footer_links %}`: label and url of what the foot leads to and the menu does not.

    That is: the directory and the kits, once there are some, and the plain pages meant for the foot.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    lists = [p for p in _first_pages(request) if p.numchild and p.specific_class in LISTS_OF_THE_FOOT]
    plain = [page for page in _plain_pages(request) if page.in_footer]
    kept = [page for page in [*lists, *plain] if not page.show_in_menus]
    return [_link(page, request, "") for page in kept]


def _standing_call(request: HttpRequest) -> CallPage | None:
    """Return the territory's call open all year, asked for once per request."""
    if not hasattr(request, "_standing_call"):
        territory = current_territory(request)
        found = (
            []
            if territory is None
            else _public(
                CallPage.objects.live().in_territory(territory).standing().defer_streamfields()[:1], request
            )
        )
        request._standing_call = found[0] if found else None  # type: ignore[attr-defined]
    return request._standing_call  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def proposal_address(context: Context) -> str:
    """`{% proposal_address as propose_url %}`: where « Proposer un projet » leads.

    That is the call open all year, else the plain page chosen for it, else nowhere: empty.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    standing = _standing_call(request)
    if standing is not None:
        return standing.get_url(request)
    chosen = [page for page in _plain_pages(request) if page.for_proposals]
    return chosen[0].get_url(request) if chosen else ""
