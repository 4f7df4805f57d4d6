"""Why a call that was answered stays where it is, said in words where the database would only refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from calls.models import Application, CallPage, FormVersion


def _answered(page: Page) -> CallPage | None:
    """Return the first call, `page` or one below it, that somebody has begun to answer."""
    below = CallPage.objects.filter(path__startswith=page.path)
    begun = FormVersion.objects.filter(call__in=below).values("call")
    found: CallPage | None = below.filter(pk__in=begun).first()
    return found


def _refuse(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What people wrote is never deleted with the call they answered."""
    call = _answered(page)
    if call is None:
        return None
    return _refuse(
        request,
        page,
        _(
            "On a répondu à « %(call)s » : l’appel garde les candidatures, il ne se supprime pas. Une fois clos, il "
            "peut être dépublié ; les candidatures s’effacent d’elles-mêmes à la fin de leur durée de conservation."
        )
        % {"call": call.title},
    )


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page | None = None) -> HttpResponse | None:
    """A call keeps the address that letters name and the territory whose rules it was answered under."""
    call = _answered(page)
    if call is None:
        return None
    return _refuse(
        request,
        page,
        _(
            "On a répondu à « %(call)s » : son adresse est dans les accusés de réception, il ne se déplace pas."
        )
        % {"call": call.title},
    )


@hooks.register("before_unpublish_page")
def refuse_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A call that people are answering stays readable until they have deposited or the door is closed."""
    drafts = Application.objects.filter(call__path__startswith=page.path, state=Application.State.DRAFT)
    open_ones = CallPage.objects.filter(path__startswith=page.path, pk__in=drafts.values("call"))
    call = next((row for row in open_ones if row.is_open), None)
    if call is None:
        return None
    return _refuse(
        request,
        page,
        _(
            "Des personnes répondent en ce moment à « %(call)s » : elles ne pourraient plus déposer. Changez plutôt "
            "la date de clôture ; la page se dépublie ensuite."
        )
        % {"call": call.title},
    )


BULK_GUARDS: dict[str, Callable[[HttpRequest, Page], HttpResponse | None]] = {
    "delete": refuse_delete,
    "move": refuse_move,
    "unpublish": refuse_unpublish,
}


@hooks.register("before_bulk_action")
def refuse_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """The same refusals for several pages at once: one of them is enough to stop the action."""
    guard = BULK_GUARDS.get(action_type)
    if guard is None:
        return None
    pages = (item for item in objects if isinstance(item, Page))
    return next((refused for page in pages if (refused := guard(request, page))), None)
