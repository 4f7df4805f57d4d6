"""Keeps the cards true: whatever publishes, withdraws or rewrites a page saves it whole."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page

from campaigns.models import CampaignPage, StateChange
from campaigns.rules.status import CampaignState
from search.cards import forget_card, write_cards
from search.kinds import KINDS


def page_saved(instance: Page, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Write or remove the card of a page just saved.

    Publishing, withdrawing and scheduling save every field of the page. Saving a draft saves a few fields
    of a page that holds the draft's words in memory: they must not be found, so partial saves are left aside.
    """
    if raw or update_fields is not None:
        return
    if instance.live:
        write_cards([instance])
    else:
        forget_card(instance)


def campaign_moved(instance: StateChange, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    """Write again the card of a campaign that opens: it knows who carries it, since when; its page does not.

    Other moves change nothing that search keeps: whether the public sees a campaign is asked each time.
    """
    if raw or not created or instance.pledge_id is not None or instance.after != CampaignState.LIVE:
        return
    # Read again: the page in memory may hold a draft.
    pages = CampaignPage.objects.filter(campaign=instance.campaign_id, live=True)
    write_cards(pages.select_related("campaign"))


def connect() -> None:
    """Listen to every kind of page that search finds."""
    for code, kind in KINDS.items():
        post_save.connect(page_saved, sender=kind.model, dispatch_uid=f"search.{code}")
    post_save.connect(campaign_moved, sender=StateChange, dispatch_uid="search.launch")
