"""Lines about what people answered to the calls: applications to read, requests for more that nobody answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.dates_display import day
from base.models import Territory
from calls.models import Application, CallPage, InformationRequest
from home.week.items import SHOWN, Item, Topic

ANSWERED_WITHIN = timedelta(days=10)
MOST = 4 * SHOWN


def to_read(territory: Territory, *, at: datetime) -> list[Item]:
    """Calls with deposited applications that await a decision, one line each, the longest wait first."""
    waiting = Q(applications__state=Application.State.DEPOSITED, applications__erased_at=None)
    calls = (
        CallPage.objects.in_territory(territory)
        .annotate(
            waiting=Count("applications", filter=waiting),
            since=Min("applications__deposited_at", filter=waiting),
        )
        .filter(waiting__gt=0)
        .order_by("since", "pk")
        .defer_streamfields()[:MOST]
    )
    return [
        Item(
            Topic.ANSWERS,
            call.title,
            ngettext(
                "%(count)d candidature déposée attend une lecture, depuis le %(day)s.",
                "%(count)d candidatures déposées attendent une lecture, la première depuis le %(day)s.",
                call.waiting,
            )
            % {"count": call.waiting, "day": day(call.since, territory.zone)},
            _("Lire les candidatures"),
            f"{reverse('applications:list')}?appel={call.pk}&etat={Application.State.DEPOSITED.value}",
            due=call.since,
        )
        for call in calls
    ]


def left_unanswered(territory: Territory, *, at: datetime) -> list[Item]:
    """Requests for more past their date, or ten days old without one, that their holders left unanswered."""
    late = Q(due_at__lte=at) | Q(due_at=None, asked_at__lte=at - ANSWERED_WITHIN)
    requests = (
        InformationRequest.objects.filter(
            late,
            answered_by=None,
            application__state=Application.State.MORE_ASKED,
            application__call__in=CallPage.objects.in_territory(territory).values("pk"),
        )
        .select_related("application")
        .order_by("asked_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.ANSWERS,
            str(request.application),
            _("Complément demandé le %(day)s, toujours sans réponse : un appel aide parfois.")
            % {"day": day(request.asked_at, territory.zone)},
            _("Voir la candidature"),
            reverse("applications:inspect", args=[request.application_id]),
            due=request.due_at,
        )
        for request in requests
    ]
