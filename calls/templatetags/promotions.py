"""How pages below the calls, and those of an application, say that a project is launched with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template

from calls.models import Application, Mentor, PromotionStep
from campaigns.models import Campaign

register = template.Library()


@dataclass(frozen=True)
class Preparation:
    """What a holder must know at a glance: when, what next, with whom, where to read the rest."""

    call_id: int
    launches_at: datetime
    is_launched: bool
    zone: str
    next_step: PromotionStep | None
    mentor: Mentor | None


@register.simple_tag
def preparation_of(campaign: Campaign) -> Preparation | None:
    """`{% preparation_of campaign as preparation %}`: that of the promotion a campaign is in, None outside any."""
    found = Application.objects.filter(campaign=campaign, call__promotion__isnull=False)
    return _preparation(found.select_related("call__promotion", "mentor").first())


@register.simple_tag
def preparation_of_application(application: Application) -> Preparation | None:
    """The same for an application, accepted or not."""
    found = Application.objects.filter(pk=application.pk, call__promotion__isnull=False)
    return _preparation(found.select_related("call__promotion", "mentor").first())


def _preparation(application: Application | None) -> Preparation | None:
    if application is None or application.state != Application.State.ACCEPTED:
        return None
    promotion = application.call.promotion
    left = promotion.steps.exclude(done__application=application)
    return Preparation(
        call_id=application.call_id,
        launches_at=promotion.launches_at,
        is_launched=promotion.launched_at is not None,
        zone=application.call.zone,
        next_step=left.first(),
        mentor=getattr(application, "mentor", None),
    )
