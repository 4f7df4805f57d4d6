"""The kit of a call in the admin: what to print, what to copy."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import editors_only
from base.models import Territory
from base.printing import sheet_response
from calls.models import CallPage
from home.outlets.call_kit import (
    CALL_LEAFLET,
    CALL_POSTER,
    CallFacts,
    call_sheet,
    facts_of,
    long_text,
    short_text,
)
from home.outlets.post_pictures import SHAPES, post_picture, post_text, spoken_text
from home.outlets.sheets import Sheet


@editors_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that can be made of a call."""
    facts = _facts(pk)
    context = {
        "facts": facts,
        "call": facts.call,
        "texts": [
            {"id": "court", "label": _("En quelques lignes"), "text": short_text(facts)},
            {"id": "long", "label": _("En une demi-page"), "text": long_text(facts)},
        ],
        "shapes": SHAPES.values(),
        "posts": [
            {"id": "post", "label": _("Le texte qui l’accompagne"), "text": post_text(facts)},
            {
                "id": "description",
                "label": _("Ce que dit l’image, à coller comme description"),
                "text": spoken_text(facts),
            },
        ],
        "header_title": _("Kit de l’appel"),
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[pk]), "label": facts.call.title},
            {"url": "", "label": _("Kit de l’appel")},
        ],
    }
    return render(request, "home/admin/call_kit.html", context)


@editors_only
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the A3 poster."""
    return _sheet(pk, CALL_POSTER)


@editors_only
@require_safe
def leaflet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the folded leaflet."""
    return _sheet(pk, CALL_LEAFLET)


@editors_only
@require_safe
def post(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send a picture to post; 404 for a form that is not one of ours."""
    facts = _facts(pk)
    if name not in SHAPES:
        raise Http404
    response = HttpResponse(post_picture(SHAPES[name], facts), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{name}-{facts.call.slug}.jpg"'
    response["Cache-Control"] = "private, no-store"
    return response


def _facts(pk: int) -> CallFacts:
    call: CallPage = get_object_or_404(CallPage.objects.select_related("picture"), pk=pk)
    town = Territory.objects.for_page(call)
    if town is None:
        raise Http404
    return facts_of(call, town, at=timezone.now())


def _sheet(pk: int, sheet: Sheet) -> HttpResponse:
    facts = _facts(pk)
    return sheet_response(
        lambda on_screen: call_sheet(sheet, facts, on_screen=on_screen),
        town=facts.town,
        name=f"{sheet.name}-{facts.call.slug}",
    )
