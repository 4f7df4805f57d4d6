"""The editors' screen of a call's invitations: whom to invite, what they will read, what it brought."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.doors import editors_only
from base.caching import personal_page
from base.mail import message_context, render_html, render_text
from base.models import Territory
from base.plain_text import plain
from base.rate_limits import rate_limited
from calls.errors import CallError
from calls.forms.inviting import InvitationForm
from calls.invited import invitation_figures
from calls.inviting import TYPED
from calls.models import CallPage
from calls.models.reach import LONGEST_SENTENCE
from calls.reach_notices import TEMPLATE, letter_context
from calls.services import reaching
from calls.status import CallStatus

SENDINGS_AN_HOUR = 40  # previews included


@editors_only
@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("call_invitations", limit=SENDINGS_AN_HOUR, per=timedelta(hours=1))
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom to invite; on POST show what would leave, then send it on a second press."""
    call, territory = _call(pk)
    at = timezone.now()
    proposed = reaching.proposals(call=call, territory=territory)
    form = InvitationForm(request.POST if request.method == "POST" else None, proposed=proposed)
    ready: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        chosen, sentence = form.chosen, form.cleaned_data["sentence"]
        if request.POST.get("action") == "send":
            try:
                guests = reaching.invite(
                    call=call,
                    chosen=chosen,
                    sentence=sentence,
                    at=at,
                    actor=request.user,  # type: ignore[arg-type]
                )
            except CallError as refused:
                form.add_error(None, refused.reason)
            else:
                _say_sent(request, len(guests.to_invite))
                return redirect("call_reach:invite", pk)
        else:
            ready = _ready(
                call, territory, reaching.guests_of(call=call, territory=territory, chosen=chosen), sentence
            )
    context = {
        "call": call,
        "form": form,
        "proposed": proposed,
        "whole": form.ticked("whole"),
        "ticked": form.ticked("people"),
        "figures": invitation_figures(call),
        "may_invite": call.live and call.status_at(at) != CallStatus.CLOSED,
        **ready,
        **_header(call),
    }
    return render(request, "calls/admin/inviting.html", context, status=422 if form.errors else 200)


@editors_only
@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter as it would leave with the sentence of `?phrase=`, for the frame of the screen."""
    call, territory = _call(pk)
    sentence = plain(request.GET.get("phrase", ""))[:LONGEST_SENTENCE]
    return HttpResponse(render_html(f"{TEMPLATE}.html", _letter(call, territory, sentence)))


def _call(pk: int) -> tuple[CallPage, Territory]:
    """Return a call and its territory, 404 for anything else."""
    call = get_object_or_404(CallPage, pk=pk)
    territory = Territory.objects.for_page(call)
    if territory is None:
        raise Http404
    return call, territory


def _letter(call: CallPage, territory: Territory, sentence: str) -> dict[str, Any]:
    words = letter_context(call=call, territory=territory, sentence=sentence, source=TYPED)
    return {**message_context(words), "subject": words["title"]}


def _ready(call: CallPage, territory: Territory, guests: reaching.Guests, sentence: str) -> dict[str, Any]:
    """Return what the screen shows before the letters leave."""
    letter = _letter(call, territory, sentence)
    return {
        "guests": guests,
        "number": len(guests.to_invite),
        "subject": letter["subject"],
        "letter_text": render_text(f"{TEMPLATE}.txt", letter),
        "preview_url": f"{reverse('call_reach:preview', args=[call.pk])}?{urlencode({'phrase': sentence})}",
    }


def _say_sent(request: HttpRequest, number: int) -> None:
    if not number:
        messages.warning(request, _("Personne de plus à inviter : rien n’est parti."))
        return
    words = ngettext(
        "%(number)d invitation part dans les minutes qui viennent.",
        "%(number)d invitations partent dans les minutes qui viennent.",
        number,
    )
    messages.success(request, words % {"number": number})


def _header(call: CallPage) -> dict[str, Any]:
    return {
        "header_title": _("Inviter à répondre"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[call.pk]), "label": call.title},
            {"url": "", "label": _("Inviter à répondre")},
        ],
    }
