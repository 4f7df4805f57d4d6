"""Turning a date that took place into a story to write."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from stories.models import EventDate, StoryCampaign, StoryIndexPage, StoryPage
from stories.schedules import zone_of
from stories.wording import date_words, people_words


@transaction.atomic
def start_report(*, date: EventDate, index: StoryIndexPage, by: User) -> StoryPage:
    """Put a draft below `index` with what is known already: title, picture, tags, campaigns, place, date, number."""
    event = date.event
    story = StoryPage(
        title=_("Ce qui s’est dit à « %(event)s »") % {"event": event.title},
        picture=event.picture,
        published_on=date.starts_at.date(),
        event_page=event,
        body=[("text", _facts(date))],
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    story.tags.add(*event.tags.all())
    for link in event.campaign_links.all():
        story.campaign_links.add(StoryCampaign(campaign_page_id=link.campaign_page_id))
    index.add_child(instance=story)
    log(instance=story, action="wagtail.create", user=by, content_changed=True)
    story.save_revision(user=by, log_action=False)
    return story


def _facts(date: EventDate) -> str:
    """Return when and where it took place, and how many people were expected."""
    event: Any = date.event
    place = ", ".join(part for part in (event.place, event.address) if part)
    said = [
        f"{capfirst(date_words(date.starts_at, date.ends_at, zone_of(event)))}.",
        f"{place}." if place else "",
    ]
    people = date.registrations.confirmed().people()
    if people:
        said.append(_("Inscrits : %(people)s.") % {"people": people_words(people)})
    return " ".join(part for part in said if part)
