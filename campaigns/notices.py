"""The letters campaigns write to backers and holders, through the outbox of `notices`.

Each is written in the transaction of the fact it tells and sent after commit, once per person: `purpose` says which. To
a backer who left no e-mail it is a letter to print, without any link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from campaigns import (
    decision_letters,
    letters,
    offline_letters,
    recipient_letters,
    refund_letters,
    return_letters,
)
from campaigns.links import accounts_path, decision_path, editor_path, hosting_path, receipt_path
from campaigns.models import Campaign, Decision, Pledge, Recipient
from campaigns.rules.recipients import RecipientState
from campaigns.rules.settlement import SettlementPlan
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft, queue_notices

LETTERS_AT_ONCE = 500
_BY_SUBJECT = (letters, recipient_letters, offline_letters, return_letters)
BACKER_LETTERS = refund_letters.BACKER_LETTERS | {
    kind: write for room in _BY_SUBJECT for kind, write in room.BACKER_LETTERS.items()
}
HOLDER_LETTERS = {kind: write for room in _BY_SUBJECT for kind, write in room.HOLDER_LETTERS.items()}
KINDS = (*BACKER_LETTERS, *HOLDER_LETTERS, *decision_letters.DECISION_LETTERS)
for _kind in KINDS:
    register(
        NoticeKind(
            name=_kind,
            template="email/campaigns/letter",
            subject=lambda context: str(context["title"]),
            on_paper=_kind in BACKER_LETTERS,
        )
    )


def _hosting_is_wanted(stored: dict[str, Any]) -> bool:
    """Tell whether the link a letter would carry still works."""
    waiting = Recipient.objects.filter(state=RecipientState.INVITED, expires_at__gt=timezone.now())
    return waiting.filter(uuid=stored["hosting"]).exists()


register(
    NoticeKind(
        name="hosting_invitation",
        template="email/campaigns/letter",
        subject=lambda context: str(context["title"]),
        # The only moment at which the link's secret exists.
        expand=lambda stored: {"path": hosting_path(stored["hosting"])},
        wanted=_hosting_is_wanted,
    )
)


def tell_backer(*, pledge: Pledge, kind: str, at: datetime, again: object = "") -> None:
    """Write one letter about one pledge; `again` tells apart what may happen to it more than once."""
    purpose = f"{kind}:{pledge.uuid}:{again}" if again else ""
    queue_notices([_backer_draft(pledge, kind, purpose)])


def tell_each(*, pledges: Iterable[tuple[Pledge, object]], kind: str) -> None:
    """Write one letter about each of many pledges, in few statements; `again` beside each as in `tell_backer`."""
    queue_notices(_backer_draft(pledge, kind, f"{kind}:{pledge.uuid}:{again}") for pledge, again in pledges)


def tell_backers(*, campaign: Campaign, kind: str, at: datetime, about: str = "") -> None:
    """Write to every person counted in the campaign, once each however many pledges they made.

    The outcome is told once; what may happen again is told once per `about`. Each sum that people give back by hand has
    its own letter, which is shown at the counter.
    """
    fact = f"{kind}:{campaign.pk}:{about}" if about else f"{kind}:{campaign.pk}"
    seen: set[str] = set()
    drafts: list[NoticeDraft] = []
    pledges = Pledge.objects.counted().filter(campaign=campaign).select_related("tier", "user").order_by("pk")
    for pledge in pledges.iterator(chunk_size=LETTERS_AT_ONCE):
        by_hand = pledge.is_offline and kind in refund_letters.GIVEN_BACK
        whom = pledge.uuid.hex if by_hand else pledge.backer_key
        if whom in seen:
            continue
        seen.add(whom)
        pledge.campaign = campaign
        drafts.append(_backer_draft(pledge, kind, purpose=f"{fact}:{whom}"))
        if len(drafts) == LETTERS_AT_ONCE:
            queue_notices(drafts)
            drafts = []
    queue_notices(drafts)


def tell_holder(
    *,
    campaign: Campaign,
    kind: str,
    at: datetime,
    reason: str = "",
    plan: SettlementPlan | None = None,
    about: str = "",
) -> None:
    """Write to the holder, if the campaign has one with an account; once for what it is `about`, or for this second."""
    if campaign.holder is not None:
        about = f"{campaign.pk}:{campaign.holder_id}:{about or int(at.timestamp())}"
        _tell(campaign, kind, {campaign.holder: about}, HOLDER_LETTERS[kind](campaign, reason, plan))


def tell_people(
    *, campaign: Campaign, kind: str, people: Iterable[User], about: str, path: str, reason: str = ""
) -> None:
    """Write one of the holder's letters to several people, once each for what it is `about`, leading to `path`."""
    letter = replace(
        HOLDER_LETTERS[kind](campaign, reason, None),
        path=path,
        link_text=str(recipient_letters.ACCOUNT_LINK),
        room="",
    )
    _tell(campaign, kind, {user: f"{about}:{user.pk}" for user in people}, letter)


def ask_host(*, recipient: Recipient, by: User) -> None:
    """Write to the association that is asked to host a project; only the letter will hold the link."""
    campaign = recipient.campaign
    letter = recipient_letters.hosting_invitation(campaign, by.public_name)
    context = _context(campaign, letter) | {
        "hosting": str(recipient.uuid),
        "link_text": str(recipient_letters.HOSTING_LINK),
    }
    queue_notices(
        [
            NoticeDraft(
                kind="hosting_invitation",
                recipient=recipient.invited_email,
                purpose=f"hosting_invitation:{recipient.uuid}",
                context=context,
            )
        ]
    )


def _tell(campaign: Campaign, kind: str, people: dict[User, str], letter: letters.Letter) -> None:
    queue_notices(
        NoticeDraft(
            kind=kind,
            recipient=user.email,
            user=user,
            purpose=f"{kind}:{about}",
            context=_context(campaign, letter),
        )
        for user, about in people.items()
    )


def tell_about_decision(*, decision: Decision, kind: str, people: Iterable[User]) -> None:
    """Write to the people who may answer a decision, or to who asked for it."""
    letter = decision_letters.DECISION_LETTERS[kind](decision)
    context = {
        "territory_id": decision.territory_id,
        "title": letter.title,
        "paragraphs": list(letter.paragraphs),
        "path": decision_path(decision),
        "link_text": str(decision_letters.DECISION_LINK),
    }
    queue_notices(
        NoticeDraft(
            kind=kind,
            recipient=person.email,
            user=person,
            purpose=f"{kind}:{decision.uuid}:{person.pk}",
            context=context,
        )
        for person in people
    )


def _backer_draft(pledge: Pledge, kind: str, purpose: str = "") -> NoticeDraft:
    context = _context(pledge.campaign, BACKER_LETTERS[kind](pledge))
    context |= {
        "path": "" if pledge.is_written_to_by_post else receipt_path(pledge),
        "link_text": str(letters.RECEIPT_LINK),
        "reference": pledge.reference,
    }
    return NoticeDraft(
        kind=kind,
        recipient=pledge.backer_email,
        user=pledge.user,
        purpose=purpose or f"{kind}:{pledge.uuid}",
        context=context,
        addressee="\n".join(filter(None, (pledge.organisation_name, pledge.backer_name))),
        postal_address=pledge.postal_address,
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
