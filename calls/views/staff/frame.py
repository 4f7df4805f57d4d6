"""What every staff screen of a call needs: the call it is about, the tabs, errors said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from base.caching import never_kept
from calls.access import can_run
from calls.errors import CallError
from calls.models import CallPage


def staff_call(request: HttpRequest, call_id: int, action: str) -> CallPage:
    """Return the call when the visitor may do `action` to its jury; Http404 otherwise, as for one that is not."""
    call = get_object_or_404(CallPage, pk=call_id)
    if not can_run(request.user, action, call):
        raise Http404
    return call


def attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> bool:
    """Call a service and say what came of it; tell whether it did what was asked."""
    try:
        act()
    except CallError as error:
        messages.error(request, error.reason)
        return False
    if done:
        messages.success(request, done)
    return True


def screen(request: HttpRequest, template: str, call: CallPage, here: str, **context: Any) -> HttpResponse:
    """Render a screen with the tabs of the call."""
    tabs = [
        ("juries:jury", _("Jury"), "run_jury"),
        ("juries:ranking", _("Classement"), "run_jury"),
        ("juries:decisions", _("Décisions"), "read_decisions"),
        ("juries:promotion", _("Promotion"), "read_decisions"),
    ]
    shown = [
        {"label": label, "url": reverse(name, args=[call.pk]), "is_here": name == here}
        for name, label, action in tabs
        if can_run(request.user, action, call)
    ]
    response = render(
        request,
        template,
        {"call": call, "tabs": shown, "may_run": can_run(request.user, "run_jury", call), **context},
    )
    return never_kept(response)
