"""From cards to what the page shows: the pages themselves, loaded kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign
from search.kinds import KINDS
from search.models import SearchCard


@dataclass(frozen=True)
class Result:
    """One line of results; `subject` is the campaign of a campaign, the page of anything else."""

    kind: str
    label: str
    page: Any
    subject: Any


def results_of(cards: Iterable[SearchCard]) -> list[Result]:
    """Return the results of `cards`, in order; the number of queries depends on the kinds alone."""
    cards = list(cards)
    subjects: dict[int, Any] = {}
    for code, kind in KINDS.items():
        wanted = [card.pk for card in cards if card.kind == code]
        if not wanted:
            continue
        if code == SearchCard.Kind.CAMPAIGN:
            campaigns = Campaign.objects.visible().filter(page_id__in=wanted).with_cards()
            subjects |= {campaign.page_id: campaign for campaign in campaigns}
        else:
            pages = kind.model.objects.live().filter(pk__in=wanted).with_cards()
            subjects |= {page.pk: page for page in pages}
    return [
        Result(
            kind=card.kind,
            label=str(KINDS[card.kind].label),
            page=subject.page if card.kind == SearchCard.Kind.CAMPAIGN else subject,
            subject=subject,
        )
        for card in cards
        if (subject := subjects.get(card.pk)) is not None
    ]
