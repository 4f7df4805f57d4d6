"""What a call's own page shows beside its fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base import clock
from base.models import Territory
from campaigns.models import Campaign
from stories.models import EventPage

if TYPE_CHECKING:
    from calls.models import CallPage, Promotion


@dataclass(frozen=True)
class Step:
    """One moment of a call's timetable; `tone` is « done », « now » or nothing, as in the timeline's style."""

    label: Promise | str
    at: datetime
    tone: str = ""


@dataclass(frozen=True)
class Terms:
    """Who may answer and within which limits; amounts are cents, those of the territory where the call has none."""

    answerers: tuple[str, ...]
    area: str
    goal_ceiling_cents: int | None
    surplus_percent: int | None
    fund_cents: int | None
    fund_percent: int | None
    fund_cap_cents: int | None


def call_details(call: CallPage) -> dict[str, Any]:
    """Return the call page's own context, in a constant number of queries."""
    retained, events = retained_by(call), events_of(call)
    return {
        "retained": retained,
        "campaigns": [campaign for _row, campaign in retained if campaign is not None],
        "events": events,
        "terms": terms_of(call, Territory.objects.for_page(call) if call.path else None),
        "timetable": timetable_of(call, events),
        "documents": documents_of(call),
        "launch": common_launch_of(call),
    }


def terms_of(call: CallPage, territory: Territory | None) -> Terms:
    """Return the terms of a call, completed by its territory's."""
    from calls.models.applications import ApplicantKind  # it stands above the pages that are read here

    kinds = dict(ApplicantKind.choices)
    return Terms(
        answerers=tuple(str(kinds[code]) for code in call.answerers if code in kinds),
        area=call.area,
        goal_ceiling_cents=call.goal_ceiling_cents or (territory.goal_ceiling_cents if territory else None),
        surplus_percent=call.surplus_percent or (territory.surplus_percent if territory else None),
        fund_cents=call.fund_cents,
        fund_percent=call.fund_percent,
        fund_cap_cents=call.fund_cap_cents,
    )


def timetable_of(call: CallPage, events: list[EventPage]) -> list[Step]:
    """Return the dates of a call in order, those of its meetings included, the past ones and the next one marked.

    A meeting that comes back has its dates on its own page.
    """
    at = clock.now()
    once = [event for event in events if event.repeats == EventPage.Repeats.NONE]
    dates = [
        *((event.title, event.starts_at) for event in once),
        (_("Ouverture"), call.opens_at),
        (_("Clôture"), call.closes_at),
        (_("Résultats"), call.results_at),
    ]
    found = ((label, moment) for label, moment in dates if moment is not None)
    known = sorted(found, key=lambda pair: pair[1])
    coming = min((moment for _label, moment in known if moment > at), default=None)
    return [
        Step(label, moment, "done" if moment <= at else "now" if moment == coming else "")
        for label, moment in known
    ]


def documents_of(call: CallPage) -> list[Any]:
    """Return the documents to read before answering, in order."""
    rows = list(call.documents.all())
    return [(row.title or row.document.title, row.document) for row in rows if row.document_id]


@dataclass(frozen=True)
class Retained:
    """A project the jury kept: what the public reads of it."""

    title: str
    sentence: str


def retained_by(call: CallPage) -> list[tuple[Retained, Campaign | None]]:
    """Return the projects the jury kept, each with its campaign when the public may see it.

    Those of published decisions come first; rows that editors wrote by hand follow, once the call is closed. Nothing is
    read of a decision that is not published.
    """
    from calls.models import Decision  # it stands above the pages that are read here

    decided = [
        (Retained(row.application.title, row.public_sentence), row.application.campaign)
        for row in Decision.objects.filter(
            application__call=call.pk,
            application__state=Decision.Outcome.ACCEPTED,
            outcome=Decision.Outcome.ACCEPTED,
            publication__published_at__isnull=False,
        )
        .select_related("application__campaign")
        .order_by("publication__published_at", "application__number")
    ]
    known = {campaign.page_id for _row, campaign in decided if campaign is not None}
    by_hand = [
        (Retained(row.title, row.sentence), row.campaign_page_id)
        for row in (call.retained.all() if call.is_closed else ())
        if row.campaign_page_id is None or row.campaign_page_id not in known
    ]
    wanted = {*known, *(page for _row, page in by_hand if page)}
    found = {c.page_id: c for c in Campaign.objects.visible().filter(page_id__in=wanted).with_cards()}
    return [
        *((row, found.get(campaign.page_id) if campaign else None) for row, campaign in decided),
        *((row, found.get(page)) for row, page in by_hand),
    ]


def common_launch_of(call: CallPage) -> Promotion | None:
    """Return the promotion of a call, to say when its projects are launched together; one query."""
    from calls.models import Promotion  # it stands above the pages that are read here

    return Promotion.objects.filter(call=call.pk).first()


def events_of(call: CallPage) -> list[EventPage]:
    """Return the call's published events, those to come first."""
    wanted = [link.event_page_id for link in call.event_links.all()]
    return list(EventPage.objects.visible().filter(pk__in=wanted).coming_first(at=clock.now()).with_cards())
