"""A page at any date: the screen that asks for one, and the page itself in its frame."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.models import Page

from accounts.doors import editors_only
from base.caching import personal_page
from base.models import Territory
from home.changes import changes_around
from home.forms.preview import WIDTHS, AsOfForm
from home.forms.slots import typed_moment
from home.models import HomePage, Place
from home.programme import front_page, theme_programme
from home.services.previewing import page_as_of, site_as_of
from home.slot_rules import programme_pages
from themes.models import ThemePage


@editors_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the form and, once it is right, the page in its frame with what stands in each place."""
    now = timezone.now()
    page = _page(request)
    territory = _territory(page)
    width = request.GET.get("largeur", "")
    width = width if width in WIDTHS else "ordinateur"
    asked = request.GET.get("at", "")
    at = now if not asked else typed_moment(asked, territory.zone)
    with timezone.override(ZoneInfo(territory.zone)):
        form = AsOfForm(
            {"page": page.pk, "at": asked.replace("T", " ") if at is None else _typed(at, territory)}
        )
        form.full_clean()
        around = changes_around(page, territory, at=at) if at is not None else None
        return render(
            request,
            "home/admin/as_of.html",
            {
                "form": form,
                "media": form.media,
                "page": page,
                "territory": territory,
                "at": at,
                "now_typed": _typed(now, territory),
                "is_past": at is not None and (now - at).total_seconds() > 60,
                "width": width,
                "pixels": WIDTHS[width][0],
                "widths": [
                    (name, label, _link(page, at, territory, name)) for name, (_px, label) in WIDTHS.items()
                ],
                "before": around and around.before and _link(page, around.before, territory, width),
                "after": around and around.after and _link(page, around.after, territory, width),
                "now": _link(page, None, territory, width),
                "before_at": around and around.before,
                "after_at": around and around.after,
                "pages": programme_pages(request.user),
                "frame": at
                and f"{reverse('as_of:page')}?{urlencode({'page': page.pk, 'at': _typed(at, territory)})}",
                "placed": _placed(page, at) if at is not None else [],
            },
        )


@editors_only
@require_safe
@personal_page
@xframe_options_sameorigin
@csp(dict(settings.PREVIEW_CSP))
def framed_page(request: HttpRequest) -> HttpResponse:
    """Send the page itself, as a visitor would see it at that minute; a plain sentence with 404 when none would."""
    page = _page(request)
    at = typed_moment(request.GET.get("at", ""), _territory(page).zone)
    if at is None:
        raise Http404
    try:
        answer = page_as_of(page_id=page.pk, at=at, environ=request.META)
    except Http404:
        return render(request, "home/admin/as_of_absent.html", {"page": page}, status=404)
    return HttpResponse(
        answer.content,
        status=answer.status_code,
        content_type=answer.headers.get("Content-Type", "text/html"),
    )


def _page(request: HttpRequest) -> Page:
    """Return the page asked for, the first front page when none is; 404 for what does not exist."""
    asked = request.GET.get("page", "")
    if not asked:
        page = programme_pages(request.user).first()
        if page is None:
            raise Http404
        return page
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(Page, pk=int(asked), depth__gt=1)


def _territory(page: Page) -> Territory:
    territory = Territory.objects.for_page(page)
    if territory is None:
        raise Http404
    return territory


def _typed(moment: datetime, territory: Territory) -> str:
    return moment.astimezone(ZoneInfo(territory.zone)).strftime("%Y-%m-%d %H:%M")


def _link(page: Page, at: datetime | None, territory: Territory, width: str) -> str:
    query: dict[str, Any] = {"page": page.pk, "largeur": width}
    if at is not None:
        query["at"] = _typed(at, territory)
    return f"?{urlencode(query)}"


def _placed(page: Page, at: datetime) -> list[dict[str, Any]]:
    """Return what stands in each place at that moment, and whose doing it is."""
    if page.specific_class not in (HomePage, ThemePage):
        return []
    with site_as_of(at):
        here = page.specific_class.objects.filter(pk=page.pk, live=True).first()
        if here is None:
            return []
        made = front_page(here, at=at) if isinstance(here, HomePage) else theme_programme(here, at=at)
        return [
            {"place": capfirst(Place(one.place).label), "title": one.title, "slot": one.slot}
            for one in made.placed
        ]
