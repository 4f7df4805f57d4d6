"""Forgetting what was applied for, once its time is over: words, names and files go, the counts stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from base.audit import record
from calls.application_querysets import ApplicationQuerySet
from calls.models import Application

S = Application.State
NOBODY = "personne-effacee@terreau.invalid"

# What other topics keep about an application (files, reviews) and must forget with it.
_erasers: list[Callable[[Application], None]] = []


def register_eraser(erase: Callable[[Application], None]) -> None:
    """Have `erase` called with each application erased, in the same transaction (from AppConfig.ready)."""
    if erase not in _erasers:
        _erasers.append(erase)


def erasable(*, at: datetime) -> ApplicationQuerySet:
    """Return the applications whose time is over at `at`, never an accepted one.

    Drafts count from their last save; refused and withdrawn ones from the day they became so.
    """
    drafts_until = at - timedelta(days=settings.APPLICATION_DRAFTS_KEPT_DAYS)
    decided_until = at - timedelta(days=settings.APPLICATION_REFUSED_KEPT_DAYS)
    rows: ApplicationQuerySet = Application.objects.filter(erased_at=None, campaign=None)
    return rows.annotate(moved_at=Max("changes__at")).filter(
        Q(state=S.DRAFT, saved_at__lte=drafts_until)
        | Q(state__in=[S.REFUSED, S.WITHDRAWN], moved_at__lte=decided_until)
    )


def erase_applications(*, at: datetime) -> int:
    """Erase every application whose time is over and return how many that was; each in its own transaction."""
    ids = list(erasable(at=at).values_list("pk", flat=True))
    return sum(_erase(pk, at=at) for pk in ids)


@transaction.atomic
def _erase(pk: int, *, at: datetime) -> bool:
    """Empty one application, unless it changed meanwhile; state, kind, neighbourhood and dates are kept to count."""
    if not erasable(at=at).filter(pk=pk).exists():
        return False
    application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
    for erase in _erasers:
        erase(application)
    application.members.all().delete()
    application.invitations.all().delete()
    application.versions.update(answers={}, applicant={}, deposited_by=None)
    application.requests.update(text="")
    application.changes.update(actor=None, reason="")
    application.answers, application.changed_at_revision = {}, {}
    application.title, application.goal_cents = "", None
    application.organisation, application.holder = None, _nobody()
    application.erased_at = at
    application.save()
    record("application.erased", subject=application, detail={"state": application.state}, at=at)
    return True


def _nobody() -> User:
    """Return the account that holds what was erased: nobody signs in with it."""
    nobody, _created = get_user_model().objects.get_or_create(email=NOBODY, defaults={"is_active": False})
    return nobody
