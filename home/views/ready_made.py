"""The screen of ready-made content: choose a model, and go on in the page made from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.doors import editors_only
from base import clock
from base.models import Territory
from home.errors import NoListPageError
from home.ready_made import CALLS, TEXTS, THEMES, ready_made
from home.services.ready_made import parent_for, start_from


@editors_only
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Show every model, by kind; one kind alone when `?genre=` names it."""
    groups: list[dict[str, Any]] = [
        {"code": "themes", "title": _("Thèmes"), "models": THEMES},
        {"code": "appels", "title": _("Appels à projets"), "models": CALLS},
        {"code": "textes", "title": _("Pages de texte"), "models": TEXTS},
    ]
    asked = request.GET.get("genre", "")
    shown = [group for group in groups if group["code"] == asked] or groups
    context = {"groups": shown, "is_part": shown is not groups, "territories": _territories(request)}
    return render(request, "home/admin/ready_made.html", context)


@editors_only
@require_POST
def use(request: HttpRequest, code: str) -> HttpResponse:
    """Make a draft from the model and open it; 404 for a model that is not, or a territory one may not write."""
    model = ready_made(code)
    territories = _territories(request)
    asked = request.POST.get("territoire", "")
    territory = next((t for t in territories if str(t.pk) == asked), None)
    if not asked and len(territories) == 1:
        territory = territories[0]
    if model is None or territory is None:
        raise Http404
    parent = parent_for(model, territory)
    if parent is not None and not parent.permissions_for_user(request.user).can_add_subpage():
        raise Http404
    try:
        page = start_from(model=model, territory=territory, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except NoListPageError:
        messages.error(
            request, _("Créez d’abord la liste qui contiendra cette page, sous la page d’accueil.")
        )
        return redirect("ready_made:list")
    messages.success(
        request,
        _("« %(title)s » est un brouillon : adaptez-le, complétez ce qui est marqué, publiez.")
        % {"title": page.title},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _territories(request: HttpRequest) -> list[Territory]:
    """Return the territories whose pages the person may write."""
    every = Territory.objects.select_related("root_page")
    return [t for t in every if t.root_page.permissions_for_user(request.user).can_add_subpage()]
