"""Screens of a season: copying it, and what would fit its theme."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from accounts.doors import editors_only
from home.forms.seasons import CopySeasonForm
from home.seasons import season_of
from home.services.picking import pick_page
from home.services.seasons import copy_season
from home.suggestions import KINDS, suggestions_for
from search.models import SearchCard
from themes.models import ThemePage


def _theme(request: HttpRequest, theme_id: int) -> ThemePage:
    theme = get_object_or_404(ThemePage, pk=theme_id)
    if not theme.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return theme


@editors_only
def copy(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Ask from which day, then copy the season and open its theme."""
    theme = _theme(request, theme_id)
    season = season_of(theme)
    form = CopySeasonForm(request.POST or None, season=season)
    if request.method == "POST" and season.first_day is not None and form.is_valid():
        copied = copy_season(
            season=season,
            starts_on=form.cleaned_data["starts_on"],
            title=form.cleaned_data["title"],
            left_out=form.left_out,
            schedule=form.cleaned_data["schedule"] and theme.permissions_for_user(request.user).can_publish(),
            actor=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        pages = ngettext("%(count)d page", "%(count)d pages", len(copied.pages)) % {
            "count": len(copied.pages)
        }
        slots = ngettext("%(count)d créneau", "%(count)d créneaux", copied.slots) % {"count": copied.slots}
        messages.success(
            request,
            _("La saison est copiée : %(pages)s et %(slots)s. Relisez ses textes avant qu’elle paraisse.")
            % {"pages": pages, "slots": slots},
        )
        return redirect("wagtailadmin_pages:edit", copied.theme.pk)
    return render(request, "home/admin/copy_season.html", {"theme": theme, "season": season, "form": form})


@editors_only
def suggestions(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Show what would fit the theme, with the reasons."""
    theme = _theme(request, theme_id)
    return render(
        request, "home/admin/suggestions.html", {"theme": theme, "suggestions": suggestions_for(theme)}
    )


@require_POST
@editors_only
def pick(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Put a suggested page into the theme's selection."""
    theme = _theme(request, theme_id)
    page = get_object_or_404(Page, pk=_suggested_id(request.POST.get("page")), live=True)
    if pick_page(theme=theme, page=page, actor=request.user):  # type: ignore[arg-type]
        said = _("« %(page)s » fait maintenant partie de la sélection du thème.")
    else:
        said = _("« %(page)s » est dans le brouillon du thème : il paraîtra quand vous le publierez.")
    messages.success(request, said % {"page": page.title})
    return redirect(reverse("seasons:suggestions", args=[theme.pk]))


def _suggested_id(asked: Any) -> int:
    """Return the id of a page of a kind that a theme gathers, 0 for anything else."""
    if not str(asked or "").isdecimal() or len(str(asked)) > 18:
        return 0
    known = SearchCard.objects.filter(pk=int(asked), kind__in=KINDS).exists()
    return int(asked) if known else 0
