"""Asking again who is there, before money moves or personal data leaves.

A page decorated with `recently_confirmed` wants a password or a code given in the last `CONFIRMED_FOR` seconds, signing
in included; otherwise the visitor confirms and comes back. Allauth's own way of coming back is not used: it keeps a
posted form and carries it out after the next confirmation, be it an hour later and for another reason. Here what was
typed comes back into its form (`typed_before`), and nothing is done before the button is pressed again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.second_factor import way_to_second_factor

R = TypeVar("R", bound=HttpResponseBase)

KEPT = "confirmation_kept"
LONGEST = 100_000  # characters of one form


def is_recently_confirmed(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in gave a password or a code lately, in this session."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return 0 <= time.time() - latest < settings.CONFIRMED_FOR


def recently_confirmed(
    *, back: str = "", methods: Collection[str] | None = None
) -> Callable[[Callable[..., R]], Callable[..., R | HttpResponseRedirect]]:
    """Decorate a view of money or of an export: second factor first where the team must have it, then a recent proof.

    After confirming the visitor comes to the same page, or to the route `back` with the same question (for an address
    that answers with a file). With `methods`, only they want the recent proof; the second factor is for all. Put it
    under the decorators and the questions that say who may come at all.
    """

    def decorate(view: Callable[..., R]) -> Callable[..., R | HttpResponseRedirect]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R | HttpResponseRedirect:
            missing = way_to_second_factor(request)
            if missing is not None:
                return missing  # type: ignore[return-value]
            is_asked = methods is None or request.method in methods
            if not is_asked or is_recently_confirmed(request):
                return view(request, *args, **kwargs)
            return _confirm_first(request, back)

        return guarded

    return decorate


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Return, once, what was posted to this page before confirming; None when nothing was. Files are chosen again."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        fields.setlist(name, values)
    return fields


def _confirm_first(request: HttpRequest, back: str) -> HttpResponseRedirect:
    query = request.META.get("QUERY_STRING", "")
    path = reverse(back) + (f"?{query}" if query else "") if back else request.get_full_path()
    request.session.pop(KEPT, None)
    if request.method == "POST":
        _keep(request)
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': path})}")


def _keep(request: HttpRequest) -> None:
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(text) for values in fields.values() for text in values) > LONGEST:
        messages.warning(
            request, _("Ce texte est trop long pour être gardé : revenez en arrière pour le copier.")
        )
        return
    request.session[KEPT] = {"path": request.path, "fields": fields}
    messages.info(
        request,
        _(
            "Rien n’est encore fait. Ce que vous avez tapé est gardé : confirmez, relisez, puis appuyez de nouveau."
        ),
    )
