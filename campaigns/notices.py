"""The letters campaigns write to backers and holders, through the outbox of `notices`.

Each is written in the transaction of the fact it tells and sent after commit, once per person: `purpose` says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from campaigns import letters
from campaigns.links import accounts_path, editor_path, receipt_path
from campaigns.models import Campaign, Pledge
from campaigns.rules.settlement import SettlementPlan
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft, queue_notices

LETTERS_AT_ONCE = 500
KINDS = (*letters.BACKER_LETTERS, *letters.HOLDER_LETTERS)
for _kind in KINDS:
    register(
        NoticeKind(
            name=_kind, template="email/campaigns/letter", subject=lambda context: str(context["title"])
        )
    )


def tell_backer(*, pledge: Pledge, kind: str, at: datetime, again: object = "") -> None:
    """Write one letter about one pledge; `again` tells apart what may happen to it more than once."""
    purpose = f"{kind}:{pledge.uuid}:{again}" if again else ""
    queue_notices([_backer_draft(pledge, kind, purpose)])


def tell_each(*, pledges: Iterable[tuple[Pledge, object]], kind: str) -> None:
    """Write one letter about each of many pledges, in few statements; `again` beside each as in `tell_backer`."""
    queue_notices(_backer_draft(pledge, kind, f"{kind}:{pledge.uuid}:{again}") for pledge, again in pledges)


def tell_backers(*, campaign: Campaign, kind: str, at: datetime) -> None:
    """Write the outcome to every person counted in the campaign, once each however many pledges they made."""
    seen: set[str] = set()
    drafts: list[NoticeDraft] = []
    pledges = Pledge.objects.counted().filter(campaign=campaign).select_related("tier", "user").order_by("pk")
    for pledge in pledges.iterator(chunk_size=LETTERS_AT_ONCE):
        if pledge.backer_key in seen:
            continue
        seen.add(pledge.backer_key)
        pledge.campaign = campaign
        drafts.append(_backer_draft(pledge, kind, purpose=f"{kind}:{campaign.pk}:{pledge.backer_key}"))
        if len(drafts) == LETTERS_AT_ONCE:
            queue_notices(drafts)
            drafts = []
    queue_notices(drafts)


def tell_holder(
    *, campaign: Campaign, kind: str, at: datetime, reason: str = "", plan: SettlementPlan | None = None
) -> None:
    """Write to the holder, if the campaign has one with an account."""
    if campaign.holder is None:
        return
    letter = letters.HOLDER_LETTERS[kind](campaign, reason, plan)
    queue_notices(
        [
            NoticeDraft(
                kind=kind,
                recipient=campaign.holder.email,
                user=campaign.holder,
                purpose=f"{kind}:{campaign.pk}:{campaign.holder_id}:{int(at.timestamp())}",
                context=_context(campaign, letter),
            )
        ]
    )


def _backer_draft(pledge: Pledge, kind: str, purpose: str = "") -> NoticeDraft:
    letter = letters.BACKER_LETTERS[kind](pledge)
    context = _context(pledge.campaign, letter)
    context |= {
        "path": receipt_path(pledge),
        "link_text": str(letters.RECEIPT_LINK),
        "reference": pledge.reference,
    }
    return NoticeDraft(
        kind=kind,
        recipient=pledge.backer_email,
        user=pledge.user,
        purpose=purpose or f"{kind}:{pledge.uuid}",
        context=context,
    )


def _context(campaign: Campaign, letter: letters.Letter) -> dict[str, Any]:
    return {
        "territory_id": campaign.territory_id,
        "title": letter.title,
        "paragraphs": list(letter.paragraphs),
        "path": _path(campaign, letter),
        "link_text": letter.link_text,
    }


def _path(campaign: Campaign, letter: letters.Letter) -> str:
    rooms = {letters.EDITOR: editor_path, letters.ACCOUNTS: accounts_path}
    return rooms[letter.room](campaign) if letter.room else letter.path
