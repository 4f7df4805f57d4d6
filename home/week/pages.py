"""Lines about pages: in moderation, expiring, calls, events, schemes, letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TaskState

from base.dates_display import day, moment
from base.models import Territory
from calls.models import CallPage
from campaigns.models import Campaign
from campaigns.rules.status import CampaignState
from home.models import Newsletter
from home.week.items import SHOWN, Item, Topic
from notices.models import Notice
from stories.models import EventDate, Registration, SchemePage

CLOSING_WITHIN = timedelta(days=7)
EXPIRING_WITHIN = timedelta(days=14)
TOLD_WITHIN = timedelta(days=30)
CHECKED_WITHIN = timedelta(days=365)
MOST = 4 * SHOWN


def _edit(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def in_moderation(territory: Territory, *, at: datetime) -> list[Item]:
    """Pages that wait for somebody in a Wagtail workflow; campaigns to launch have a line of their own."""
    to_launch = Campaign.objects.filter(status=CampaignState.SUBMITTED).values_list("page_id", flat=True)
    elsewhere = {str(pk) for pk in to_launch}
    tasks = (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("revision")
        .order_by("started_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.REVIEW,
            str(task.revision.object_str),
            _("Page soumise le %(day)s : elle attend d’être relue.")
            % {"day": day(task.started_at, territory.zone)},
            _("Relire"),
            _edit(int(task.revision.object_id)),
        )
        for task in tasks
        if task.revision is not None and task.revision.object_id not in elsewhere
    ]


def waiting_lists(territory: Territory, *, at: datetime) -> list[Item]:
    """Coming dates of events where people wait for a place."""
    dates = (
        EventDate.objects.upcoming(at=at)
        .filter(event__path__startswith=territory.root_page.path)
        .annotate(
            waiting=Sum(
                "registrations__people", filter=Q(registrations__state=Registration.State.WAITING), default=0
            )
        )
        .filter(waiting__gt=0)
        .select_related("event")[:MOST]
    )
    return [
        Item(
            Topic.ANSWERS,
            date.event.title,
            ngettext(
                "%(count)d personne attend une place pour la date du %(day)s.",
                "%(count)d personnes attendent une place pour la date du %(day)s.",
                date.waiting,
            )
            % {"count": date.waiting, "day": day(date.starts_at, territory.zone)},
            _("Voir les inscriptions"),
            reverse("event_admin:registrations", args=[date.pk]),
            due=date.starts_at,
        )
        for date in dates
    ]


def results_to_announce(territory: Territory, *, at: datetime) -> list[Item]:
    """Calls whose announced day of results has come while their page says nothing."""
    calls = (
        CallPage.objects.live()
        .in_territory(territory)
        .filter(closes_at__lte=at, results_at__lte=at + timedelta(days=7))
        .order_by("results_at", "pk")
        .only("title", "results_at", "results", "path", "depth")
    )
    return [
        Item(
            Topic.ANSWERS,
            call.title,
            _("Les résultats ont été promis pour le %(day)s ; la page n’en dit rien encore.")
            % {"day": day(call.results_at, territory.zone)},
            _("Écrire les résultats"),
            _edit(call.pk),
            due=call.results_at,
        )
        for call in calls.filter(retained__isnull=True)[:MOST]
        if not call.results
    ]


def letters_not_sent(territory: Territory, *, at: datetime) -> list[Item]:
    """One line for every letter that did not leave."""
    failed = Notice.objects.failed().count()
    if not failed:
        return []
    return [
        Item(
            Topic.ANSWERS,
            _("Messages non envoyés"),
            ngettext(
                "%(count)d message n’est pas parti : quelqu’un attend peut-être une réponse.",
                "%(count)d messages ne sont pas partis : des personnes attendent peut-être une réponse.",
                failed,
            )
            % {"count": failed},
            _("Voir les messages"),
            reverse("messages:index"),
        )
    ]


def calls_closing(territory: Territory, *, at: datetime) -> list[Item]:
    """Open calls that close within a week."""
    calls = (
        CallPage.objects.visible()
        .in_territory(territory)
        .open(at=at)
        .filter(closes_at__lte=at + CLOSING_WITHIN)[:MOST]
    )
    return [
        Item(
            Topic.EXPIRES,
            call.title,
            _("L’appel se clôt %(moment)s : un dernier rappel amène souvent les meilleures réponses.")
            % {"moment": moment(call.closes_at, territory.zone)},
            _("Le mettre en avant"),
            f"{reverse('slots:add')}?page={territory.root_page_id}&place=call&shown={call.pk}",
            due=call.closes_at,
        )
        for call in calls
    ]


def pages_expiring(territory: Territory, *, at: datetime) -> list[Item]:
    """Published pages that will be taken off by themselves within two weeks."""
    pages = (
        Page.objects.live()
        .descendant_of(territory.root_page)
        .filter(expire_at__gt=at, expire_at__lte=at + EXPIRING_WITHIN)
        .order_by("expire_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.EXPIRES,
            page.title,
            _("La page disparaît d’elle-même %(moment)s.")
            % {"moment": moment(page.expire_at, territory.zone)},
            _("Prolonger"),
            _edit(page.pk),
            due=page.expire_at,
        )
        for page in pages
    ]


def events_to_tell(territory: Territory, *, at: datetime) -> list[Item]:
    """Events of the last month that nobody has told yet; of one that comes back, the last date only."""
    dates = (
        EventDate.objects.planned()
        .filter(
            event__path__startswith=territory.root_page.path,
            event__live=True,
            event__reports__isnull=True,
            event__repeats="none",
            starts_at__gt=at - TOLD_WITHIN,
            starts_at__lte=at - timedelta(hours=4),
        )
        .select_related("event")
        .order_by("-starts_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.FOLLOW_UP,
            date.event.title,
            _("A eu lieu le %(day)s ; personne ne l’a encore raconté.")
            % {"day": day(date.starts_at, territory.zone)},
            _("Raconter"),
            reverse("event_admin:report", args=[date.event_id]),
            posts=True,
        )
        for date in dates
    ]


def schemes_to_check(territory: Territory, *, at: datetime) -> list[Item]:
    """Schemes nobody has checked for a year: people knock at doors that may have closed."""
    today = at.astimezone(ZoneInfo(territory.zone)).date()
    schemes = SchemePage.objects.live().in_territory(territory).unchecked_since(today - CHECKED_WITHIN)[:MOST]
    return [
        Item(
            Topic.FOLLOW_UP,
            scheme.title,
            _("Dispositif vérifié pour la dernière fois le %(day)s, il y a plus d’un an.")
            % {"day": day(scheme.checked_on)},
            _("Vérifier"),
            _edit(scheme.pk),
        )
        for scheme in schemes
    ]


def newsletters_in_preparation(territory: Territory, *, at: datetime) -> list[Item]:
    """Newsletters begun and not scheduled."""
    letters = (
        Newsletter.objects.filter(selection__territory=territory, state=Newsletter.State.DRAFT)
        .annotate(pages=Count("selection__items"))
        .select_related("selection")[:MOST]
    )
    return [
        Item(
            Topic.FOLLOW_UP,
            letter.subject,
            ngettext(
                "Lettre commencée, %(count)d page choisie ; aucun envoi n’est prévu.",
                "Lettre commencée, %(count)d pages choisies ; aucun envoi n’est prévu.",
                letter.pages,
            )
            % {"count": letter.pages},
            _("Reprendre"),
            reverse("selections:edit", args=[letter.selection_id]),
        )
        for letter in letters
    ]
