"""What came while something was shown: visits, follows, pledges, registrations. Pure reads.

A measure is a number the database computes for each row of showings, or of slots: whatever their number, one query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from base.models import Territory
from base.models.visits import VisitCount
from campaigns.models import CampaignPage, Pledge
from home.models import Subscription
from stories.models import Registration
from themes.models import ThemePick, ThemeTag

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Measure:
    """One thing counted while a page was shown. `rows(territory)` names `shown_id`, `starts_at`, `seen_until` of the
    outer row, and is summed up by `total`; `is_money` says the number is cents of euro.
    """

    code: str
    label: Any
    rows: Callable[[Territory], QuerySet[Any]]
    total: Any
    is_money: bool = False


def _visits(territory: Territory) -> QuerySet[Any]:
    """Visits of the page shown, hours counted whole."""
    return VisitCount.objects.filter(
        page=OuterRef("shown_id"), hour__gt=OuterRef("counted_since"), hour__lt=OuterRef("seen_until")
    )


def _follows(territory: Territory) -> QuerySet[Any]:
    """People who asked for the letters of the theme shown, their address confirmed meanwhile."""
    return Subscription.objects.filter(
        territory=territory,
        themes=OuterRef("shown_id"),
        confirmed_at__gte=OuterRef("starts_at"),
        confirmed_at__lt=OuterRef("seen_until"),
    )


def _pledges(territory: Territory) -> QuerySet[Any]:
    """Pledges paid meanwhile to the campaign shown, or to those the theme shown gathers."""
    theme = OuterRef(OuterRef("shown_id"))
    picked = ThemePick.objects.filter(theme=theme).values("page_id")
    tags = ThemeTag.objects.filter(content_object=OuterRef(theme)).values("tag_id")
    tagged = CampaignPage.objects.filter(tagged_items__tag__in=tags).values("pk")
    return Pledge.objects.counted().filter(
        Q(campaign__page=OuterRef("shown_id")) | Q(campaign__page__in=picked) | Q(campaign__page__in=tagged),
        campaign__territory=territory,
        paid_at__gte=OuterRef("starts_at"),
        paid_at__lt=OuterRef("seen_until"),
    )


def _registrations(territory: Territory) -> QuerySet[Any]:
    """People registered meanwhile for the event shown, cancelled ones left out."""
    return Registration.objects.exclude(state=Registration.State.CANCELLED).filter(
        date__event=OuterRef("shown_id"),
        registered_at__gte=OuterRef("starts_at"),
        registered_at__lt=OuterRef("seen_until"),
    )


# Whoever adds something people may do adds its measure here.
MEASURES: list[Measure] = [
    Measure("visits", _("visites"), _visits, Sum("visits")),
    Measure("follows", _("abonnements"), _follows, Count("pk")),
    Measure("pledges", _("soutiens"), _pledges, Count("pk")),
    Measure("pledged_cents", _("montant"), _pledges, Sum("amount_cents"), is_money=True),
    Measure("registrations", _("inscriptions"), _registrations, Sum("people")),
]


def with_brought(rows: QuerySet[Any], *, territory: Territory, at: datetime) -> QuerySet[Any]:
    """Return showings or slots of one territory with each measure as an attribute of its code; no query is added."""
    rows = rows.annotate(
        seen_until=Coalesce(F("ends_at"), Value(at, output_field=DateTimeField())),
        counted_since=ExpressionWrapper(F("starts_at") - HOUR, output_field=DateTimeField()),
    )
    for measure in MEASURES:
        counted = measure.rows(territory).order_by().annotate(one=Value(1)).values("one")
        number = Subquery(counted.annotate(number=measure.total).values("number"))
        rows = rows.annotate(**{measure.code: Coalesce(number, 0)})
    return rows
