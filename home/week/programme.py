"""Lines about the programme: slots to approve, gaps ahead, slots whose page will not be public in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.dates_display import span
from base.models import Territory
from home.lanes import Period, plan_of
from home.models import Place, Slot
from home.slot_rules import why_not_public
from home.week.items import SHOWN, Item, Topic

AHEAD = timedelta(days=14)
MOST = 4 * SHOWN
# Most days have no banner, and that is well.
NEED_FILLING = frozenset(Place.values) - {Place.BANNER}
NOBODY = gettext_lazy("une personne partie depuis")


def slots_to_approve(territory: Territory, *, at: datetime) -> list[Item]:
    """Slots that wait for a second person, the first to begin first; none where the territory asks for nobody."""
    if not territory.programme_needs_approval:
        return []
    slots = (
        Slot.objects.in_territory(territory)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), approved_at__isnull=True)
        .select_related("shown", "author")
        .order_by("starts_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.REVIEW,
            str(slot),
            _("Créneau préparé par %(who)s, %(when)s : une seconde personne doit le valider.")
            % {
                "who": slot.author or NOBODY,
                "when": span(slot.starts_at, slot.ends_at, territory.zone, at=at),
            },
            _("Valider"),
            reverse("slots:edit", args=[slot.pk]),
            due=slot.starts_at,
        )
        for slot in slots
    ]


def gaps(territory: Territory, *, at: datetime) -> list[Item]:
    """The first gap of each place of the front page within two weeks, and what the page shows meanwhile."""
    period = Period(since=at, until=at + AHEAD, at=at, zone=territory.zone)
    found = []
    for lane in plan_of(territory.root_page, territory, period):
        line = next((line for line in lane.lines if line.kind == "gap"), None)
        if line is None or lane.place not in NEED_FILLING:
            continue
        asked = {"page": territory.root_page_id, "place": lane.place, **line.fill}
        found.append(
            Item(
                Topic.GAPS,
                lane.label,
                line.words,
                _("Remplir"),
                f"{reverse('slots:add')}?{urlencode(asked)}",
                due=line.starts_at,
            )
        )
    return found


def not_public_in_time(territory: Territory, *, at: datetime) -> list[Item]:
    """Slots begun or beginning within two weeks whose page the public will not see then, with the reason."""
    slots = list(
        Slot.objects.in_territory(territory)
        .during(at, at + AHEAD)
        .select_related("shown")
        .order_by("starts_at", "pk")
    )
    reasons = why_not_public(slots, at=at)
    return [
        Item(
            Topic.REVIEW,
            slot.shown.title if slot.shown else str(slot),
            reasons[slot.pk],
            _("Ouvrir la page"),
            reverse("wagtailadmin_pages:edit", args=[slot.shown_id]),
            due=slot.starts_at,
        )
        for slot in slots
        if slot.pk in reasons
    ][:MOST]
