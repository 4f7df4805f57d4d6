"""What the desk of a counter finds: a slip or a pledge by its code, a campaign by its title. Pure reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from base.french import words
from campaigns.models import Campaign, OfflinePayment, PaymentOperation, Pledge
from campaigns.rules.offline import BANK, read_code

REFERENCE_LENGTH = 8
MOST_WORDS = 6


def offline_pledges() -> QuerySet[Pledge]:
    """Return the pledges whose money was brought, with all that their page shows."""
    rows = Pledge.objects.for_receipts().filter(gateway=BANK)
    return rows.select_related(
        "campaign__page",
        "campaign__territory",
        "campaign__organisation",
        "campaign__totals",
        "tier",
        "offline__counter",
        "offline__taken_by",
        "offline__document",
    )


def find_pledge(text: str) -> Pledge | None:
    """Return the pledge of a reference, however it was typed; None when its money did not come to the counter."""
    code = read_code(text)
    if len(code) != REFERENCE_LENGTH or not set(code) <= set("0123456789ABCDEF"):
        return None
    first, last = UUID(code + "0" * 24), UUID(code + "f" * 24)
    found = list(offline_pledges().filter(uuid__gte=first, uuid__lte=last)[:2])
    # Two pledges of the same reference: nobody can tell whose money it is, and neither is shown.
    return found[0] if len(found) == 1 else None


def find_campaigns(text: str, *, at: datetime, most: int) -> list[Campaign]:
    """Return the campaigns that take pledges whose title has these words, or whose number is this one; two queries.

    Accents and capitals do not matter. Without words, the first ones to end.
    """
    asked = words(text)[:MOST_WORDS]
    titles = Campaign.objects.open(at=at).order_by("deadline", "pk").values_list("pk", "page__title")
    keys = [key for key, title in titles if [str(key)] == asked or set(asked) <= set(words(title))][:most]
    rows = Campaign.objects.select_related("page", "territory", "totals").in_bulk(keys)
    return [rows[key] for key in keys]


def owed(pledge: Pledge) -> PaymentOperation | None:
    """Return the refund of a pledge that waits for a person, None when nothing is owed."""
    return PaymentOperation.objects.by_hand().refunds().filter(pledge=pledge).first()


def taken_in_before(*, campaign: Campaign, way: str, reference: str) -> OfflinePayment | None:
    """Return what was taken in under this very receipt, cheque or transfer."""
    rows = OfflinePayment.objects.filter(
        territory=campaign.territory_id, way=way, reference=reference.strip()
    )
    return rows.select_related("pledge").first()
