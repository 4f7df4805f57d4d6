"""Making a page from a ready-made model: a draft, filled in with what the site knows already."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from string import Template
from typing import Any, Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from accounts.models import User
from base.audit import record
from base.french_typography import typeset
from base.models import Territory
from base.money_display import euros, rate
from base.slugs import free_slug
from base.unfinished import MARK
from calls.models import CallCriterion, CallIndexPage, CallOffer, CallPage
from home.demo.prose import blocks
from home.errors import NoListPageError
from home.models import PlainPage
from home.ready_made.shapes import ReadyCall, ReadyMade, ReadyQuestion, ReadyStep, ReadyText, ReadyTheme
from themes.models import ThemeIndexPage, ThemePage


class Asking(Protocol):
    """What has the questions of a form: a ready-made call, or one of the demonstration."""

    @property
    def questions(self) -> tuple[ReadyStep | ReadyQuestion, ...]:
        """Its steps and questions, in order."""


OPENING_HOUR, CLOSING_HOUR, RESULTS_HOUR = time(8), time(23, 59), time(12)


@transaction.atomic
def start_from(*, model: ReadyMade, territory: Territory, by: User, at: datetime) -> Page:
    """Return a draft made from `model` below the territory's right page, owned by `by`.

    NoListPageError when the territory has no list for that kind of page.
    """
    parent = parent_for(model, territory)
    if parent is None:
        raise NoListPageError
    page = page_from(model=model, territory=territory, parent=parent, at=at)
    page.live, page.owner = False, by
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    record("ready_made.used", actor=by, subject=page, detail={"model": model.code}, at=at)
    return page


def page_from(*, model: ReadyMade, territory: Territory, parent: Page, at: datetime) -> Any:
    """Return the page made from `model`, unsaved, with an address free below `parent`."""
    words = words_of(territory)
    if isinstance(model, ReadyCall):
        page: Any = _call(model, words, territory, at)
    elif isinstance(model, ReadyTheme):
        page = ThemePage(body=_body(model.body, words))
        page.tags.add(*model.tags)
    elif isinstance(model, ReadyText):
        page = PlainPage(body=_body(model.body, words), for_proposals=model.for_proposals)
    else:
        raise TypeError(f"no page is made from {type(model).__name__}")
    page.title = model.title
    page.slug = free_slug(parent, getattr(model, "slug", "") or slugify(model.title))
    page.summary = typeset(Template(model.summary).safe_substitute(words))
    return page


def parent_for(model: ReadyMade, territory: Territory) -> Page | None:
    """Return the page below which a page made from `model` goes, None when the territory has none."""
    if isinstance(model, ReadyText):
        return territory.root_page
    lists: Any = CallIndexPage if isinstance(model, ReadyCall) else ThemeIndexPage
    found: Page | None = lists.objects.child_of(territory.root_page).first()
    return found


def words_of(territory: Territory) -> dict[str, str]:
    """Return what the texts may say of the territory by itself; what it has not said stays to be completed."""
    return {
        "town": territory.name,
        "platform": territory.platform_name,
        "contact_name": territory.contact_name,
        "contact_phone": territory.contact_phone,
        "contact_hours": territory.contact_hours[:1].lower() + territory.contact_hours[1:],
        "contact_email": territory.contact_email,
        "contact_address": territory.contact_address or MARK,
        "commission": rate(territory.commission_bps),
        "ceiling": euros(territory.goal_ceiling_cents),
        "surplus": str(territory.surplus_percent),
    }


def _call(model: ReadyCall, words: dict[str, str], territory: Territory, at: datetime) -> CallPage:
    """Return the call, unsaved: its dates counted from today in the territory, its ceilings the territory's."""
    zone = ZoneInfo(territory.zone)
    first = at.astimezone(zone).date() + timedelta(days=model.opens_in_days)
    last = first + timedelta(days=model.open_for_days)
    page = CallPage(
        body=_body(model.body, words),
        who_may_answer=_body(model.who_may_answer, words),
        answerers=list(model.answerers),
        questions=questions_json(model),
        places=model.places,
        is_standing=model.is_standing,
    )
    if not model.is_standing:
        page.opens_at = datetime.combine(first, OPENING_HOUR, tzinfo=zone)
        page.closes_at = datetime.combine(last, CLOSING_HOUR, tzinfo=zone)
        page.results_at = datetime.combine(
            last + timedelta(days=model.results_after_days), RESULTS_HOUR, tzinfo=zone
        )
    page.tags.add(*model.tags)
    page.criteria.set(
        [
            CallCriterion(
                title=c.title, weight=c.weight, explanation=typeset(c.explanation), sort_order=order
            )
            for order, c in enumerate(model.criteria)
        ]
    )
    page.offers.set(
        [
            CallOffer(kind=o.kind, text=typeset(Template(o.text).safe_substitute(words)), sort_order=order)
            for order, o in enumerate(model.offers)
        ]
    )
    return page


def questions_json(model: Asking) -> str:
    """Return the form of a call as the JSON a page takes; each question gets an identity of its own."""
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid4())}
            for kind, value in (_block(row) for row in model.questions)
        ]
    )


def _block(row: ReadyStep | ReadyQuestion) -> tuple[str, dict[str, Any]]:
    if isinstance(row, ReadyStep):
        return "section", {"title": typeset(row.title), "text": typeset(row.text)}
    more = dict(row.more)
    if "choices" in more:
        more["choices"] = [typeset(label) for label in more["choices"]]
    return row.kind, {
        "label": typeset(row.label),
        "help": typeset(row.help),
        "required": row.required,
        "identifying": row.identifying,
        **more,
    }


def _body(source: str, words: dict[str, str]) -> str:
    """Return the stream field value of a text, as the JSON a page takes."""
    filled = blocks(Template(source).safe_substitute(words))
    return json.dumps([{"type": kind, "value": _typeset(value)} for kind, value in filled])


def _typeset(value: Any) -> Any:
    return [typeset(line) for line in value] if isinstance(value, list) else typeset(value)
