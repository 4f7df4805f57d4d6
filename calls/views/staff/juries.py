"""« Jury » and « Classement »: seats, rounds, who reads what, where applications stand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from calls.forms.deciding import InviteForm, RoundForm, ShareForm
from calls.models import CallPage
from calls.services import assigning
from calls.standings import (
    current_round,
    progress_of_applications,
    progress_of_jurors,
    standings,
)
from calls.views.staff.frame import attempt, screen, staff_call

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def jury(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show who sits and who was invited, the round in course; do what `action` asks."""
    call = staff_call(request, call_id, "run_jury")
    round_ = current_round(call)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "invite": InviteForm(request.POST if action == "invite" else None),
        "round": RoundForm(
            request.POST if action == "round" else None,
            zone=call.zone,
            initial={"due_at": round_.due_at} if round_ else None,
        ),
        "share": ShareForm(request.POST if action == "share" else None),
    }
    if action == "withdraw":
        invitation = get_object_or_404(call.jury_invitations, pk=_number(request.POST.get("invitation")))
        assigning.withdraw_invitation(invitation=invitation, at=timezone.now(), actor=_actor(request))
        return redirect("juries:jury", call.pk)
    if action == "leave":
        seat = get_object_or_404(call.jurors.filter(left_at=None), pk=_number(request.POST.get("juror")))
        _say_left(request, assigning.end_seat(juror=seat, at=timezone.now(), actor=_actor(request)))
        return redirect("juries:jury", call.pk)
    if action in forms and forms[action].is_valid() and _act(request, call, action, forms[action]):
        return redirect("juries:jury", call.pk)
    progress = progress_of_jurors(call, round_.number) if round_ else {}
    context = {
        "round": round_,
        "forms": forms,
        "seats": [
            (juror, progress.get(juror.pk))
            for juror in call.jurors.filter(left_at=None).select_related("user")
        ],
        "invitations": call.jury_invitations.filter(
            used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ),
        "recusals": call.jurors.filter(recusals__isnull=False)
        .values_list("user__display_name", "user__first_name", "user__last_name", "recusals__application__title",
                     "recusals__reason"),
    }  # fmt: skip
    return screen(request, "calls/admin/jury.html", call, "juries:jury", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def ranking(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show the ranking of a round; on POST open the next one with the applications chosen."""
    call = staff_call(request, call_id, "run_jury")
    last = current_round(call)
    asked = _number(request.GET.get("tour"))
    number = asked if last and 0 < asked <= last.number else (last.number if last else 0)
    form = RoundForm(request.POST or None, zone=call.zone)
    if request.method == "POST" and form.is_valid():
        chosen = [_number(value) for value in request.POST.getlist("application")]
        opened = attempt(
            request,
            lambda: assigning.open_round(
                call=call,
                due_at=form.cleaned_data["due_at"],
                at=timezone.now(),
                actor=_actor(request),
                applications=chosen,
            ),
            _("Le tour suivant est ouvert : confiez maintenant les dossiers."),
        )
        if opened:
            return redirect("juries:jury", call.pk)
    ranked = standings(call, number) if number else []
    known = {standing.application for standing in ranked}
    unranked = (
        call.applications.deposited()
        .filter(round__gte=max(number, 1))
        .exclude(pk__in=known)
        .order_by("number")
        .values_list("pk", flat=True)
    )
    places: list[tuple[int, Any]] = [(standing.application, standing) for standing in ranked]
    places += [(pk, None) for pk in unranked]
    shown = Paginator(places, PER_PAGE).get_page(request.GET.get("p"))
    rows = call.applications.in_bulk([pk for pk, _standing in shown])
    progress = progress_of_applications(call, number) if number else {}
    context = {
        "number": number,
        "rounds": list(call.rounds.all()),
        "rows": [(rows[pk], standing, progress.get(pk)) for pk, standing in shown],
        "shown": shown,
        "form": form,
        "may_open": bool(last and number == last.number),
    }
    return screen(request, "calls/admin/ranking.html", call, "juries:ranking", **context)


def _act(request: HttpRequest, call: CallPage, action: str, form: Any) -> bool:
    at, actor = timezone.now(), _actor(request)
    values = form.cleaned_data
    if action == "invite":
        return attempt(
            request,
            lambda: assigning.invite_juror(call=call, email=values["email"], at=at, actor=actor),
            _("L’invitation est partie."),
        )
    round_ = current_round(call)
    if action == "round" and round_ is None:
        return attempt(
            request,
            lambda: assigning.open_round(call=call, due_at=values["due_at"], at=at, actor=actor),
            _("Le premier tour est ouvert."),
        )
    if action == "round" and round_:
        return attempt(
            request,
            lambda: assigning.change_due(round_=round_, due_at=values["due_at"], at=at, actor=actor),
            _("La date de rendu est changée."),
        )
    if round_ is None:
        messages.error(request, _("Ouvrez d’abord un tour de lecture."))
        return False

    def share() -> None:
        shared = assigning.share_out(round_=round_, readers_each=values["readers_each"], at=at, actor=actor)
        count = len(shared.added)
        messages.success(
            request,
            ngettext("%(count)d lecture confiée.", "%(count)d lectures confiées.", count) % {"count": count},
        )
        if shared.short:
            messages.warning(
                request,
                ngettext(
                    "%(count)d dossier n’a pas assez de lecteurs sans conflit d’intérêts.",
                    "%(count)d dossiers n’ont pas assez de lecteurs sans conflit d’intérêts.",
                    len(shared.short),
                )
                % {"count": len(shared.short)},
            )

    return attempt(request, share)


def _say_left(request: HttpRequest, freed: int) -> None:
    messages.success(request, _("Son siège a pris fin ; ses avis rendus restent et comptent."))
    if freed:
        words = ngettext(
            "%(count)d dossier qu’il n’avait pas rendu attend un autre lecteur : confiez de nouveau les dossiers.",
            "%(count)d dossiers qu’il n’avait pas rendus attendent un autre lecteur : confiez de nouveau les dossiers.",
            freed,
        )
        messages.warning(request, words % {"count": freed})


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


def _actor(request: HttpRequest) -> Any:
    return request.user
