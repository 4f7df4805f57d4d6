"""What each lane of the editorial calendar reads: one function a lane, a constant number of queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from calls.models import CallPage
from campaigns.models import Campaign, UpdatePage
from campaigns.rules.status import CampaignState
from home.calendar_entries import (
    Entry,
    Reading,
    as_written,
    page_address,
    past_sentence,
    registered_sentence,
    screen_address,
    sent_sentence,
    unscheduled_sentence,
)
from home.models import Newsletter, Place, Slot
from stories.models import EventDate, EventPage, Registration, SchemePage, StoryPage

NEVER_SHOWN = (CampaignState.REFUSED,)


def themes(reading: Reading) -> Iterator[Entry]:
    """Themes in the headline of the front page."""
    for slot in _slots(reading, Q(place=Place.HEADLINE)):
        yield _slot_entry(slot, reading, "themes", slot.shown.get_admin_display_title() if slot.shown else "")


def slots(reading: Reading) -> Iterator[Entry]:
    """The other places of the front page and of theme pages."""
    for slot in _slots(reading, ~Q(place=Place.HEADLINE)):
        words = slot.shown.get_admin_display_title() if slot.shown else slot.text
        place = capfirst(slot.get_place_display())
        yield _slot_entry(slot, reading, "slots", f"{place} · {words}")


def _slots(reading: Reading, places: Q) -> Any:
    rows = Slot.objects.in_territory(reading.territory).during(reading.since, reading.until)
    return rows.filter(places).select_related("page", "shown").order_by("starts_at", "position", "pk")


def _slot_entry(slot: Slot, reading: Reading, lane: str, title: str) -> Entry:
    details = []
    if slot.page_id != reading.territory.root_page_id:
        details.append(_("sur « %(page)s »") % {"page": slot.page.get_admin_display_title()})
    if reading.territory.programme_needs_approval and slot.approved_at is None:
        details.append(_("à valider"))
    if slot.shown is not None and not slot.shown.live:
        details.append(_("ce qu’il montre n’est pas encore publié"))
    began = slot.starts_at <= reading.at
    return Entry(
        lane=lane,
        kind="slot",
        pk=slot.pk,
        title=title or capfirst(slot.get_place_display()),
        starts=slot.starts_at,
        ends=slot.ends_at,
        open_ended=slot.ends_at is None,
        url=screen_address("slots:edit", slot.pk),
        detail=", ".join(details),
        why_not=_("Ce créneau a déjà commencé : ses dates se changent sur sa fiche.") if began else "",
    )


def _with_drafted(pages: Any, *names: str) -> Any:
    """Add the dates of the latest revision: a page never published is what its last draft says."""
    written = {f"drafted_{name}": _drafted(name) for name in names}
    return pages.annotate(**written).defer("body")


def _drafted(name: str) -> Cast:
    """Return a date of the latest revision as text; uncast, a part of JSON is only compared with numbers."""
    return Cast(KeyTextTransform(name, "latest_revision__content"), TextField())


def _date_of(page: Any, name: str) -> datetime | None:
    """Return a date of a page: its own when it is published, that of its latest draft otherwise."""
    written = getattr(page, f"drafted_{name}")
    if page.live or not page.has_revision:
        own: datetime | None = getattr(page, name)
        return own
    return parse_datetime(written) if written else None


def calls(reading: Reading) -> Iterator[Entry]:
    """Calls from their opening to their closing, and the day of their results."""
    names = ("opens_at", "closes_at", "results_at")
    pages = _with_drafted(CallPage.objects.filter(path__startswith=reading.path), *names).annotate(
        has_revision=_HAS_REVISION
    )
    own = _meets(reading, "opens_at", "closes_at") | reading.within("results_at")
    drafted = _drafted_meets(reading, "drafted_opens_at", "drafted_closes_at")
    drafted |= reading.drafted_within("drafted_results_at")
    pages = pages.filter(_as_published(own, drafted)).order_by("opens_at", "pk")
    for call in pages:
        opens_at, closes_at, results_at = (_date_of(call, name) for name in names)
        first = opens_at or closes_at
        if first is not None and _shows(reading, first, closes_at or first):
            yield Entry(
                lane="calls",
                kind="call",
                pk=call.pk,
                title=call.get_admin_display_title(),
                starts=first,
                ends=closes_at if opens_at else None,
                url=page_address(call.pk),
                detail=_draft_note(call),
                why_not=_call_stays(call, first, reading.at),
                draft=not call.live,
            )
        if results_at is not None and _shows(reading, results_at, results_at):
            yield Entry(
                lane="calls",
                kind="call",
                pk=call.pk,
                part="results",
                title=_("Résultats · %(call)s") % {"call": call.get_admin_display_title()},
                starts=results_at,
                ends=None,
                url=page_address(call.pk),
                why_not=_("L’annonce des résultats se déplace avec l’appel, ou sur sa page."),
                draft=not call.live,
            )


_HAS_REVISION = Q(latest_revision__isnull=False)


def _as_published(own: Q, drafted: Q) -> Q:
    """Return the condition on published dates for published pages, on the drafted ones for drafts."""
    told = Q(live=True) | Q(latest_revision__isnull=True, expired=False)
    return (told & own) | (Q(live=False, expired=False, latest_revision__isnull=False) & drafted)


def _meets(reading: Reading, starts: str, ends: str) -> Q:
    """Return the condition that what goes from `starts` to `ends` has something in common with the period."""
    across = Q(**{f"{starts}__lt": reading.until, f"{ends}__gt": reading.since})
    return across | reading.within(starts) | (Q(**{f"{starts}__isnull": True}) & reading.within(ends))


def _drafted_meets(reading: Reading, starts: str, ends: str) -> Q:
    across = Q(**{f"{starts}__lt": as_written(reading.until), f"{ends}__gt": as_written(reading.since)})
    return across | reading.drafted_within(starts) | reading.drafted_within(ends)


def _shows(reading: Reading, starts: datetime, ends: datetime) -> bool:
    return starts < reading.until and (ends > reading.since or starts >= reading.since)


def _draft_note(page: Any) -> str:
    return _("modifications non publiées") if page.live and page.has_unpublished_changes else ""


def _call_stays(call: CallPage, first: datetime, at: datetime) -> str:
    if first > at:
        return ""
    return _("L’appel est déjà ouvert : ses dates se changent sur sa page.") if call.live else past_sentence()


def campaigns(reading: Reading) -> Iterator[Entry]:
    """Campaigns from their launch to their deadline; those not launched yet at the deadline they hope for."""
    rows = (
        Campaign.objects.in_territory(reading.territory)
        .filter(
            Q(launched_at__lt=reading.until, deadline__gt=reading.since)
            | Q(launched_at__isnull=True) & reading.within("deadline")
        )
        .exclude(status__in=NEVER_SHOWN)
        .select_related("page")
        .only("status", "launched_at", "deadline", "decided_at", "page__title", "page__draft_title")
        .order_by("deadline", "pk")
    )
    for campaign in rows:
        assert campaign.deadline is not None  # the query asks for it
        # One that was cancelled ended before its deadline.
        ends = min(campaign.deadline, campaign.decided_at or campaign.deadline)
        launched = campaign.launched_at
        yield Entry(
            lane="campaigns",
            kind="campaign",
            pk=campaign.pk,
            title=campaign.page.get_admin_display_title(),
            starts=launched or ends,
            ends=ends if launched else None,
            url=page_address(campaign.page_id),
            detail=campaign.get_status_display() if launched else _("échéance souhaitée, pas encore lancée"),
            why_not=_(
                "Les dates d’une campagne sont des conditions d’argent : elles ne se déplacent pas ici."
            ),
            draft=launched is None,
        )


def events(reading: Reading) -> Iterator[Entry]:
    """Each date of events, and the first one of those not published yet."""
    people = Registration.objects.filter(date=OuterRef("pk")).exclude(state=Registration.State.CANCELLED)
    dates = (
        EventDate.objects.filter(
            _meets(reading, "starts_at", "ends_at"), event__path__startswith=reading.path
        )
        .select_related("event")
        .annotate(has_people=Exists(people))
        .defer("event__body")
        .order_by("starts_at", "pk")
    )
    for row in dates:
        event, single = row.event, row.event.repeats == EventPage.Repeats.NONE
        cancelled = row.cancelled_at is not None
        title = event.get_admin_display_title()
        yield Entry(
            lane="events",
            kind="event" if single and not cancelled else "event_date",
            pk=event.pk if single and not cancelled else row.pk,
            title=_("Annulé · %(event)s") % {"event": title} if cancelled else title,
            starts=row.starts_at,
            ends=row.ends_at,
            url=page_address(event.pk),
            detail=event.place,
            why_not=_event_stays(row, single=single, at=reading.at),
            draft=not event.live,
        )
    yield from _drafted_events(reading)


def _event_stays(row: EventDate, *, single: bool, at: datetime) -> str:
    if row.cancelled_at is not None:
        return _("Cette date est annulée.")
    if row.starts_at <= at:
        return past_sentence()
    if not single:
        return _("Ce rendez-vous revient : ses dates se changent sur sa page.")
    return registered_sentence() if row.has_people else ""  # type: ignore[attr-defined]


def _drafted_events(reading: Reading) -> Iterator[Entry]:
    pages = _with_drafted(
        EventPage.objects.filter(path__startswith=reading.path, live=False, dates__isnull=True),
        "starts_at",
        "ends_at",
    ).annotate(has_revision=_HAS_REVISION)
    own, drafted = reading.within("starts_at"), reading.drafted_within("drafted_starts_at")
    for event in pages.filter(_as_published(own, drafted)).order_by("starts_at", "pk"):
        starts = _date_of(event, "starts_at")
        if starts is not None:
            yield Entry(
                lane="events",
                kind="event",
                pk=event.pk,
                title=event.get_admin_display_title(),
                starts=starts,
                ends=_date_of(event, "ends_at"),
                url=page_address(event.pk),
                detail=event.place,
                why_not=past_sentence() if starts <= reading.at else "",
                draft=True,
            )


def pages(reading: Reading) -> Iterator[Entry]:
    """Pages set to appear or to be withdrawn, and the stories and updates that appeared."""
    own = Page.objects.filter(path__startswith=reading.path)
    yield from _scheduled(own, reading)
    planned = own.filter(has_unpublished_changes=True, latest_revision__approved_go_live_at__isnull=True)
    planned = planned.annotate(drafted_go_live_at=_drafted("go_live_at"))
    for page in planned.filter(reading.drafted_within("drafted_go_live_at")).order_by("pk"):
        starts = parse_datetime(page.drafted_go_live_at)
        if starts is not None:
            note = _("date prévue, publication pas encore validée")
            yield _page_entry(page, starts, reading, detail=note, draft=True)
    for page in own.filter(reading.within("expire_at"), live=True).order_by("expire_at", "pk"):
        title = _("Retrait · %(page)s") % {"page": page.get_admin_display_title()}
        stays = _("La date de retrait se change sur la page.")
        yield _page_entry(page, page.expire_at, reading, title=title, why_not=stays, part="expiry")
    told = ContentType.objects.get_for_models(StoryPage, UpdatePage).values()
    appeared = own.filter(reading.within("first_published_at"), live=True, content_type__in=told)
    for page in appeared.order_by("first_published_at", "pk"):
        yield _page_entry(
            page,
            page.first_published_at,
            reading,
            why_not=_("Cette page est déjà publiée."),
            part="published",
        )


def _scheduled(own: Any, reading: Reading) -> Iterator[Entry]:
    pages = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.filter(reading.within("approved_go_live_at"), base_content_type=pages)
    hours = {int(pk): hour for pk, hour in revisions.values_list("object_id", "approved_go_live_at")}
    for page in own.filter(pk__in=hours).order_by("pk"):
        yield _page_entry(page, hours[page.pk], reading, detail=_("publication programmée"))


def _page_entry(
    page: Page, starts: datetime, reading: Reading, *, title: str = "", why_not: str = "", **fields: Any
) -> Entry:
    model = page.specific_class
    kind = str(model._meta.verbose_name) if model else ""
    detail = ", ".join(part for part in (kind, fields.pop("detail", "")) if part)
    if not why_not and starts <= reading.at:
        why_not = past_sentence()
    return Entry(
        lane="pages",
        kind="page",
        pk=page.pk,
        title=title or page.get_admin_display_title(),
        starts=starts,
        ends=None,
        url=page_address(page.pk),
        detail=detail,
        why_not=why_not,
        **fields,
    )


def newsletters(reading: Reading) -> Iterator[Entry]:
    """Newsletters, when they leave or left."""
    rows = Newsletter.objects.filter(selection__territory=reading.territory).filter(
        reading.within("send_at") | (Q(send_at__isnull=True) & reading.within("sent_at"))
    )
    for letter in rows.order_by(F("send_at").asc(nulls_last=True), "pk"):
        starts = letter.send_at or letter.sent_at
        assert starts is not None  # the query asks for one of them
        yield Entry(
            lane="newsletters",
            kind="newsletter",
            pk=letter.pk,
            title=letter.subject,
            starts=starts,
            ends=None,
            url=screen_address("newsletters:edit", letter.pk),
            detail=letter.get_state_display(),
            why_not=_letter_stays(letter, starts, reading.at),
            draft=letter.state == Newsletter.State.DRAFT,
        )


def _letter_stays(letter: Newsletter, starts: datetime, at: datetime) -> str:
    if letter.state == Newsletter.State.DRAFT:
        return unscheduled_sentence()
    if letter.state != Newsletter.State.SCHEDULED:
        return sent_sentence()
    return past_sentence() if starts <= at else ""


def schemes(reading: Reading) -> Iterator[Entry]:
    """Schemes from the day they open to their last day."""
    first, last = (moment.astimezone(reading.zone).date() for moment in (reading.since, reading.until))
    rows = SchemePage.objects.filter(path__startswith=reading.path, expired=False).filter(
        Q(opens_on__lt=last, closes_on__gte=first)
        | Q(opens_on__gte=first, opens_on__lt=last)
        | Q(opens_on__isnull=True, closes_on__gte=first, closes_on__lt=last)
    )
    for scheme in rows.defer("body", "steps").order_by("closes_on", "pk"):
        begins = scheme.opens_on or scheme.closes_on
        assert begins is not None  # the query asks for one of them
        after = scheme.closes_on + timedelta(days=1) if scheme.closes_on else None
        note = "" if scheme.opens_on else _("dernier jour")
        yield Entry(
            lane="schemes",
            kind="scheme",
            pk=scheme.pk,
            title=scheme.get_admin_display_title(),
            starts=reading.midnight(begins),
            ends=reading.midnight(after) if after else None,
            open_ended=after is None,
            all_day=True,
            url=page_address(scheme.pk),
            detail=", ".join(part for part in (scheme.offered_by, note) if part),
            why_not=_("Les dates d’un dispositif se changent sur sa page."),
            draft=not scheme.live,
        )


READERS: dict[str, Callable[[Reading], Iterator[Entry]]] = {
    "themes": themes,
    "slots": slots,
    "calls": calls,
    "campaigns": campaigns,
    "events": events,
    "pages": pages,
    "newsletters": newsletters,
    "schemes": schemes,
}
