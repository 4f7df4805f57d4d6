"""Writing the rows that search reads, from the pages as they are published."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from wagtail.models import Page

from base.french import words
from search.kinds import KINDS, kind_of
from search.lookups import WordsField
from search.models import SearchCard

BATCH = 200


def card_of(page: Any) -> SearchCard:
    """Return the card of a specific page of one of the kinds, unsaved."""
    code = kind_of(page)
    if code is None:
        raise ValueError(f"search does not find pages of type {type(page).__name__}")
    title = words(page.title)
    return SearchCard(
        page_id=page.pk,
        kind=code,
        date=KINDS[code].date_of(page),
        title_words=WordsField.pack(title),
        words=WordsField.pack(title + words(_text_of(page))),
    )


def write_cards(pages: Iterable[Any]) -> None:
    """Write the cards of specific published pages, over those they have already; one statement."""
    SearchCard.objects.bulk_create(
        [card_of(page) for page in pages],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["kind", "date", "title_words", "words"],
    )


def forget_card(page: Page) -> None:
    """Remove the card of a page that is no longer published."""
    SearchCard.objects.filter(pk=page.pk).delete()


def rebuild_cards() -> int:
    """Make every card again from what is published now; return how many there are."""
    with transaction.atomic():
        SearchCard.objects.all().delete()
        for kind in KINDS.values():
            pages = kind.model.objects.live().order_by("pk").iterator(BATCH)
            while batch := list(islice(pages, BATCH)):
                write_cards(batch)
    return SearchCard.objects.count()


def _text_of(page: Any) -> str:
    """Return what people may remember of a page: its text, its tags, who carries it once launched."""
    parts = [page.searchable_text()]
    campaign = getattr(page, "campaign_or_none", None)
    if campaign is not None and campaign.launched_at:
        parts.append(campaign.holder_name)
    if hasattr(page, "tags"):
        parts += [tag.name for tag in page.tags.all()]
    return " ".join(parts)
