"""Lines about promotions: a common launch that comes near, projects that were not ready for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.dates_display import moment
from base.models import Territory
from calls.models import Application, CallPage, Promotion
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from home.week.items import Item, Topic

NEAR = timedelta(days=14)
TOLD_FOR = timedelta(days=60)


def launches(territory: Territory, *, at: datetime) -> list[Item]:
    """Promotions launched within two weeks with projects not approved, and those that left some behind; one query."""
    selected = Q(call__applications__state=Application.State.ACCEPTED)
    is_public = Q(call__applications__campaign__status__in=PUBLIC_STATES)
    is_approved = Q(call__applications__campaign__status=CampaignState.APPROVED)
    found = (
        Promotion.objects.filter(
            Q(launched_at=None, launches_at__lte=at + NEAR) | Q(launched_at__gt=at - TOLD_FOR),
            call__in=CallPage.objects.in_territory(territory).values("pk"),
        )
        .select_related("call")
        .annotate(
            behind=Count("call__applications", filter=selected)
            - Count("call__applications", filter=selected & is_public),
            unready=Count("call__applications", filter=selected)
            - Count("call__applications", filter=selected & (is_public | is_approved)),
        )
        .order_by("launches_at", "pk")
    )
    return [
        Item(
            Topic.CAMPAIGNS,
            promotion.call.title,
            _left_behind(promotion.behind) if promotion.launched_at else _coming(promotion, territory),
            _("Voir la promotion"),
            reverse("juries:promotion", args=[promotion.call_id]),
            due=promotion.launches_at,
        )
        for promotion in found
        if (promotion.behind if promotion.launched_at else promotion.unready)
    ]


def _coming(promotion: Promotion, territory: Territory) -> str:
    return ngettext(
        "Lancement commun le %(when)s : %(count)d projet n’est pas encore approuvé.",
        "Lancement commun le %(when)s : %(count)d projets ne sont pas encore approuvés.",
        promotion.unready,  # type: ignore[attr-defined]
    ) % {"when": moment(promotion.launches_at, territory.zone), "count": promotion.unready}  # type: ignore[attr-defined]


def _left_behind(count: int) -> str:
    return ngettext(
        "%(count)d projet n’était pas prêt pour le lancement commun : il reste à l’accompagner.",
        "%(count)d projets n’étaient pas prêts pour le lancement commun : il reste à les accompagner.",
        count,
    ) % {"count": count}
