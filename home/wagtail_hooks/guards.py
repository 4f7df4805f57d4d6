"""What may not be deleted in the admin, said in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from base.models import Territory


def _holds_a_territory(page: Page) -> bool:
    return Territory.objects.filter(root_page__path__startswith=page.path).exists()


def _refuse_front_page(request: HttpRequest, page: Page) -> HttpResponse:
    messages.error(
        request,
        _("« %(page)s » est la page d’accueil d’un territoire : elle ne se supprime pas.")
        % {"page": page.title},
    )
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a territory's front page stays, where the database would only refuse."""
    return _refuse_front_page(request, page) if _holds_a_territory(page) else None


@hooks.register("before_bulk_action")
def refuse_bulk_delete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "delete":
        return None
    kept = (item for item in objects if isinstance(item, Page) and _holds_a_territory(item))
    page = next(kept, None)
    return _refuse_front_page(request, page) if page is not None else None
