"""Loads the whole demonstration, in one transaction: all of it is there, or none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from base.audit import record
from base.models import AuditLine, Territory
from campaigns.models import Campaign, Pledge
from campaigns.services.inbox import read_events
from home.demo.application_loading import write_applications
from home.demo.campaign_loading import CampaignWriter
from home.demo.campaigns import CAMPAIGNS
from home.demo.clock import Clock
from home.demo.directory_loading import write_directory
from home.demo.editorial_loading import OPENING, EditorialWriter
from home.demo.event_loading import write_registrations
from home.demo.finance_loading import write_contest
from home.demo.gallery import Gallery
from home.demo.jury_loading import write_juries
from home.demo.offline_loading import leave_slip, write_counters
from home.demo.organisations import write_organisations
from home.demo.outlet_loading import write_outlets
from home.demo.programme_loading import write_slots
from home.demo.promotion_loading import write_promotion
from home.demo.registrations import REGISTRATIONS_FOR
from home.demo.showing_loading import write_showings, write_visits
from home.demo.staff import write_accounts
from home.demo.town import ADMINISTRATOR, EDITOR, MODERATOR
from home.demo.wish_loading import write_wishes
from notices.models import Notice

LOADED = "demo.loaded"
"""The action of the audit line that says this database is a demonstration."""


class DatabaseInUseError(Exception):
    """The database holds a real territory or real campaigns: nothing is mixed with them."""


@dataclass(frozen=True)
class Loaded:
    """What was written."""

    campaigns: int
    pledges: int


def is_loaded() -> bool:
    """Tell whether this database already holds the demonstration."""
    return AuditLine.objects.filter(action=LOADED).exists()


def load_demonstration(*, at: datetime) -> Loaded:
    """Write the demonstration as seen at `at`; `DatabaseInUseError` when the database is somebody's.

    Everything that carries money goes through the services, at the times of its story.
    """
    if Territory.objects.exists() or Campaign.objects.exists():
        raise DatabaseInUseError
    clock = Clock(at)
    gallery = Gallery()
    with transaction.atomic(), disable_reference_index_auto_update():
        editorial = EditorialWriter(gallery, clock)
        home, territory = editorial.write_front_door()
        accounts = write_accounts(home)
        write_counters(territory)
        writer = CampaignWriter(
            index=editorial.pages["projets"],
            territory=territory,
            gallery=gallery,
            clock=clock,
            accounts=accounts,
            editor=accounts[EDITOR.email],
            moderator=accounts[MODERATOR.email],
        )
        # In the order they end, so that the numbers of their invoices follow their dates.
        by_end = sorted(CAMPAIGNS, key=lambda story: story.duration_days - story.launched_days_ago)
        campaigns = {story.slug: writer.write(story).page for story in by_end}
        write_contest(clock)
        leave_slip(clock)
        write_organisations(accounts, clock)
        editorial.write_programme(home, by=accounts[EDITOR.email], campaigns=campaigns)
        directory = write_directory(
            home, gallery, clock, campaigns=campaigns, by=accounts[EDITOR.email], opening=at + OPENING
        )
        write_applications(editorial.pages, accounts, clock)
        write_registrations(editorial.pages[REGISTRATIONS_FOR], clock)
        pages = {**campaigns, **editorial.pages, **directory}
        second = accounts[ADMINISTRATOR.email]
        write_juries(
            clock,
            pages,
            accounts=accounts,
            editor=accounts[EDITOR.email],
            moderator=accounts[MODERATOR.email],
        )
        write_promotion(
            clock,
            pages,
            accounts=accounts,
            editor=accounts[EDITOR.email],
            moderator=accounts[MODERATOR.email],
        )
        write_slots(home, clock, pages, author=accounts[EDITOR.email], second=second)
        write_outlets(territory, clock, pages, by=accounts[EDITOR.email])
        write_wishes(territory, clock, pages, by=accounts[EDITOR.email])
        write_showings(home, clock)
        write_visits(home, clock)
        _index_references()
        _close_the_outbox(at)
        record(LOADED, detail={"campaigns": len(campaigns)}, at=at)
    # The bank's events left when the transaction ended, now; they tell nothing that is not recorded already.
    read_events(at=timezone.now())
    return Loaded(campaigns=len(campaigns), pledges=Pledge.objects.count())


def _index_references() -> None:
    """Write once which page uses which picture or page, rather than at every save."""
    for page in Page.objects.specific().iterator():
        ReferenceIndex.create_or_update_for_object(page)


def _close_the_outbox(at: datetime) -> None:
    """Count the letters of these invented months as sent: nobody wants a thousand on the first evening."""
    Notice.objects.filter(state=Notice.State.PENDING).update(state=Notice.State.SENT, sent_at=at)
