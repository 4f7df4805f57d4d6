"""Writes the selections of the demonstration, the letter that left, the one being prepared, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from accounts.models import User
from base.models import Territory
from home.demo.clock import Clock
from home.demo.selections import SELECTIONS, SUBSCRIBERS, Subscriber
from home.demo.selections import Selection as SelectionPlan
from home.links import Choice
from home.models import Newsletter, Selection, SelectionItem, Subscription
from home.services import newsletters, subscribing
from notices.models import Notice

LETTER_HOUR = time(9, 30)
PREPARED_BEFORE = timedelta(days=2)
CONFIRMED_AFTER = timedelta(minutes=12)
DELIVERED_AFTER = timedelta(minutes=3)


def write_outlets(territory: Territory, clock: Clock, pages: Mapping[str, Any], *, by: User) -> None:
    """Write who reads the letters, the selections with their letters, then who left since; `pages` are by slug."""
    for subscriber in SUBSCRIBERS:
        _write_subscriber(territory, subscriber, clock, pages)
    for plan in SELECTIONS:
        _write_selection(territory, plan, clock, pages, by=by)
    for subscriber in SUBSCRIBERS:
        if subscriber.left_days_ago is not None:
            subscription = Subscription.objects.get(territory=territory, email=subscriber.person.email)
            subscribing.leave(subscription=subscription, at=clock.moment(-subscriber.left_days_ago))


def _write_subscriber(
    territory: Territory, subscriber: Subscriber, clock: Clock, pages: Mapping[str, Any]
) -> None:
    """Have somebody ask, then confirm unless they forgot to."""
    asked_at = min(clock.moment(-subscriber.asked_days_ago, LETTER_HOUR), clock.now - CONFIRMED_AFTER)
    themes = [pages[slug] for slug in subscriber.themes]
    email = subscriber.person.email
    subscribing.ask(territory=territory, email=email, everything=not themes, themes=themes, at=asked_at)
    if not subscriber.confirmed:
        return
    asked = Subscription.objects.get(territory=territory, email=email)
    choice = Choice(asked.pk, not themes, [theme.pk for theme in themes], asked_at)
    subscribing.confirm(choice=choice, at=asked_at + CONFIRMED_AFTER)


def _write_selection(
    territory: Territory, plan: SelectionPlan, clock: Clock, pages: Mapping[str, Any], *, by: User
) -> None:
    selection = Selection.objects.create(
        territory=territory, title=plan.title, slug=plan.slug, introduction=plan.introduction, author=by
    )
    SelectionItem.objects.bulk_create(
        SelectionItem(selection=selection, page=pages[item.shown], note=item.note, sort_order=position)
        for position, item in enumerate(plan.items)
    )
    theme = pages[plan.theme] if plan.theme else None
    newsletter = newsletters.prepare(selection=selection, subject=plan.subject, theme=theme, author=by)
    if plan.sent_in_days < 0:
        _send(newsletter, clock, plan.sent_in_days)


def _send(newsletter: Newsletter, clock: Clock, days: int) -> None:
    """Send a letter as the worker did that day, every copy delivered."""
    at = clock.moment(days, LETTER_HOUR)
    prepared_at = at - PREPARED_BEFORE
    Selection.objects.filter(pk=newsletter.selection_id).update(created_at=prepared_at)
    Newsletter.objects.filter(pk=newsletter.pk).update(created_at=prepared_at)
    newsletters.schedule(newsletter=newsletter, send_at=at, at=prepared_at)
    newsletters.begin(newsletter=newsletter, at=at)
    while newsletters.queue_batch(newsletter=newsletter):
        pass
    delivered_at = at + DELIVERED_AFTER
    newsletters.letters_of(newsletter).update(state=Notice.State.SENT, sent_at=delivered_at)
    newsletters.end(newsletter=newsletter, at=delivered_at)
