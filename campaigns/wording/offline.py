"""The words of payments that do not pass through a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from base.dates_display import day
from campaigns.rules.offline import RemittedBy, Way

if TYPE_CHECKING:
    from campaigns.models import Pledge

WAYS = {
    Way.CASH: _("espèces"),
    Way.CHEQUE: _("chèque"),
    Way.TRANSFER: _("virement"),
}
REMITTED_BY = {
    RemittedBy.TRANSFER: _("par virement"),
    RemittedBy.COUNTER: _("au guichet, contre signature"),
}
PAID_BY = {
    Way.CASH: _("en espèces"),
    Way.CHEQUE: _("par chèque"),
    Way.TRANSFER: _("par virement"),
}
"""The same, after « payé le … »."""


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
