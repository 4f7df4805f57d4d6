"""A page on which residents answered a question stays; said in words, where the database would only refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from calls.models import WishGroup, WishQuestion


def carries_wishes(page: Page) -> bool:
    """Tell whether a question stands on `page` or below it, or a call there was born from wishes."""
    return (
        WishQuestion.objects.filter(page__path__startswith=page.path).exists()
        or WishGroup.objects.filter(call__path__startswith=page.path).exists()
    )


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the page, and say why."""
    if not carries_wishes(page):
        return None
    messages.error(
        request,
        _(
            "« %(page)s » porte une question posée aux habitants, ou un appel né de leurs envies : elle ne se supprime "
            "pas. Vous pouvez la dépublier."
        )
        % {"page": page.title},
    )
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_delete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "delete":
        return None
    refusals = (refuse_delete(request, item) for item in objects if isinstance(item, Page))
    return next((refusal for refusal in refusals if refusal is not None), None)
