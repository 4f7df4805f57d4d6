"""The words of the desk of a counter, and of what finance carries out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from base.dates_display import day

if TYPE_CHECKING:
    from campaigns.models import Pledge


def slip_used(pledge: Pledge) -> str:
    """Say that a slip has served, when and as which pledge."""
    return gettext("Ce bulletin a déjà servi le %(day)s : c’est le soutien %(reference)s.") % {
        "day": day(pledge.created_at, pledge.campaign.zone),
        "reference": pledge.reference,
    }


def by_hand_words(number: int) -> str:
    """Return how many refunds wait for a person: « 12 remboursements à faire au guichet ou par virement »."""
    return ngettext(
        "%(count)d remboursement à faire au guichet ou par virement",
        "%(count)d remboursements à faire au guichet ou par virement",
        number,
    ) % {"count": number}
