"""Asking for letters, confirming, changing one's mind, leaving; the only writer of subscriptions.

Nothing is sent to an address before its owner has confirmed it, and nothing tells a stranger whether an address is
known: asking always writes one letter, to the address itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from base.models import Territory
from home.links import Choice, confirm_path
from home.models import Subscription
from notices.services import queue_notice
from themes.models import ThemePage

KEPT_AFTER_LEAVING = timedelta(days=30)


@transaction.atomic
def ask(
    *, territory: Territory, email: str, everything: bool, themes: Collection[ThemePage], at: datetime
) -> None:
    """Write to an address the link that confirms this wish; what was wished before holds until then."""
    subscription, created = Subscription.objects.get_or_create(
        territory=territory,
        email=email.strip().lower(),
        defaults={"everything": everything, "asked_at": at},
    )
    if not created and subscription.confirmed_at is None:
        subscription.asked_at = at
        subscription.save(update_fields=["asked_at"])
    theme_ids = [] if everything else sorted(theme.pk for theme in themes)
    choice = Choice(subscription.pk, everything, theme_ids, at.replace(microsecond=0))
    queue_notice(
        kind="subscription_asked",
        recipient=subscription.email,
        purpose=f"subscription:{subscription.pk}:asked:{at.timestamp():.3f}",
        context={
            "territory_id": territory.pk,
            "everything": everything,
            "themes": [theme.title for theme in themes] if not everything else [],
            "path": confirm_path(choice),
        },
    )


@transaction.atomic
def confirm(*, choice: Choice, at: datetime) -> Subscription | None:
    """Make a wish real; None when its subscription is gone or was left since. Twice changes nothing more."""
    subscription = Subscription.objects.select_for_update().filter(pk=choice.subscription_id).first()
    if subscription is None or (subscription.left_at and subscription.left_at > choice.asked_at):
        return None
    if subscription.confirmed_at is None or subscription.left_at is not None:
        subscription.confirmed_at = at
    subscription.left_at = None
    subscription.everything = choice.everything
    subscription.save()
    subscription.themes.set(ThemePage.objects.filter(pk__in=choice.theme_ids))
    return subscription


@transaction.atomic
def change(*, subscription: Subscription, everything: bool, themes: Collection[ThemePage]) -> None:
    """Write what an active subscriber wishes from now on."""
    subscription.everything = everything
    subscription.save(update_fields=["everything"])
    subscription.themes.set([] if everything else themes)


def leave(*, subscription: Subscription, at: datetime) -> None:
    """Stop every letter at once, those that wait in the outbox included. A second time changes nothing."""
    Subscription.objects.filter(pk=subscription.pk, left_at__isnull=True).update(left_at=at)


def forget_departed(*, at: datetime) -> int:
    """Delete who left, or never confirmed, thirty days ago; return how many."""
    limit = at - KEPT_AFTER_LEAVING
    gone = Subscription.objects.filter(
        Q(left_at__lt=limit) | Q(confirmed_at__isnull=True, asked_at__lt=limit)
    )
    number = gone.count()
    gone.delete()
    return number
