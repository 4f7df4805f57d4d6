"""« Guichet »: the first screen, one field for a code, one for a campaign."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import counter_only
from base import clock
from base.rate_limits import rate_limited
from campaigns.forms.counter import FindForm
from campaigns.rules.offline import read_code
from campaigns.services.desk import find_campaigns, find_pledge
from campaigns.services.slips import find_slip
from campaigns.wording.counter import slip_used

SEARCHES_A_MINUTE = 60
SHOWN = 8


@counter_only
@never_cache
@require_safe
@rate_limited("counter.find", limit=SEARCHES_A_MINUTE, per=timedelta(minutes=1), methods=("GET",))
def show(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and go where it leads; or list the campaigns whose title was asked for."""
    asked = request.GET if "code" in request.GET or "campagne" in request.GET else None
    form = FindForm(asked)
    context: dict[str, Any] = {"used": None}
    searched = ""
    if asked is not None and form.is_valid():
        searched = form.cleaned_data["campagne"]
        if code := form.cleaned_data["code"]:
            answer = _way_of(code, form, context)
            if answer is not None:
                return answer
        elif not searched and "code" in asked:
            form.add_error("code", _("Tapez un code, ou cherchez une campagne plus bas."))
    context |= {
        "screen_title": _("Guichet"),
        "screen_icon": "user",
        "is_desk": True,
        "form": form,
        "searched": searched,
        "campaigns": find_campaigns(searched, at=clock.now(), most=SHOWN),
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/admin/counter/desk.html", context, status=status)


def _way_of(code: str, form: FindForm, context: dict[str, Any]) -> HttpResponse | None:
    """Return where a code leads; None, with words beside the field, when it leads nowhere."""
    slip = find_slip(code)
    if slip is not None and slip.pledge is None:
        return redirect("counter:take_in_slip", slip.code)
    if slip is not None and slip.pledge is not None:
        form.add_error("code", slip_used(slip.pledge))
        context["used"] = slip.pledge
        return None
    pledge = find_pledge(code)
    if pledge is not None:
        return redirect("counter:pledge", pledge.uuid)
    form.add_error(
        "code",
        _("Aucun bulletin ni soutien du guichet n’a ce code (lu : %(code)s). Vérifiez-le, signe par signe.")
        % {"code": read_code(code)[:12] or "—"},
    )
    return None
