"""Builders of selections, readers and newsletters, through the services."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from home.links import Choice
from home.models import Newsletter, Selection, SelectionItem, Subscription
from home.services import newsletters, selecting, subscribing
from notices.models import Notice
from tests.builders import the_territory
from tests.editorial import a_story
from themes.models import ThemePage

_numbers = itertools.count(1)


def a_selection(*pages: Page, title: str = "Le printemps des jardins", **fields: Any) -> Selection:
    """A selection of these pages, of one story when none is given."""
    selection = selecting.make_selection(
        territory=the_territory(), title=title, page_ids=[page.pk for page in pages or (a_story(),)]
    )
    Selection.objects.filter(pk=selection.pk).update(**fields) if fields else None
    selection.refresh_from_db()
    return selection


def a_note(selection: Selection, words: str) -> None:
    """Write the editor's own words on the first page of a selection."""
    first = selection.items.order_by("sort_order").first()
    SelectionItem.objects.filter(pk=first.pk).update(note=words)


def asked(email: str, *, themes: Sequence[ThemePage] = (), at: datetime | None = None) -> Subscription:
    """Somebody who asked for letters (of some themes, else all) and has not confirmed; their letter is thrown away."""
    subscribing.ask(
        territory=the_territory(), email=email, everything=not themes, themes=themes, at=at or timezone.now()
    )
    Notice.objects.filter(kind="subscription_asked").delete()
    return Subscription.objects.get(email=email)


def a_reader(
    email: str = "", *, themes: Sequence[ThemePage] = (), at: datetime | None = None
) -> Subscription:
    """Somebody who asked for letters and confirmed."""
    at = at or timezone.now()
    subscription = asked(email or f"lectrice-{next(_numbers)}@example.org", themes=themes, at=at)
    choice = Choice(subscription.pk, not themes, [theme.pk for theme in themes], at)
    confirmed = subscribing.confirm(choice=choice, at=at)
    assert confirmed is not None
    return confirmed


def many_readers(number: int) -> None:
    """Write confirmed readers in one statement."""
    at = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(
            territory=the_territory(),
            email=f"lectrice-{one:05}@example.org",
            asked_at=at,
            confirmed_at=at,
        )
        for one in range(number)
    )


def a_newsletter(selection: Selection | None = None, **fields: Any) -> Newsletter:
    """The draft of a letter."""
    return newsletters.prepare(
        selection=selection or a_selection(), **{"subject": "Les nouvelles du printemps", **fields}
    )


def a_due_newsletter(selection: Selection | None = None, **fields: Any) -> Newsletter:
    """A letter whose hour has just come."""
    letter = a_newsletter(selection, **fields)
    now = timezone.now()
    newsletters.schedule(newsletter=letter, send_at=now, at=now)
    return letter
