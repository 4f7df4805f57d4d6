"""Moves of who receives the money, and what each writes. The caller holds the campaign's lock."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from base.audit import record
from base.page_cache import forget_pages
from campaigns.errors import MoveRefused, RecipientFixed
from campaigns.links import account_path
from campaigns.models import Campaign, PaymentOperation, PayoutAccount, Recipient
from campaigns.notices import tell_backers, tell_holder, tell_people
from campaigns.rules.recipients import (
    CHANGED_WITH_CARE,
    CHOSEN_FREELY,
    RECIPIENT_MOVES,
    RecipientState,
    recipient_may,
)
from campaigns.services.launching import frozen_terms
from campaigns.wording.receiving import recipient_sentence

if TYPE_CHECKING:
    from accounts.models import Organisation, User

Kind = PaymentOperation.Kind


def account_row(
    *, gateway: str, at: datetime, user: User | None = None, organisation: Organisation | None = None
) -> PayoutAccount:
    """Return the payout account of a person or an organisation, written the first time; nothing is sent yet."""
    return PayoutAccount.objects.get_or_create(
        gateway=gateway,
        user=user,
        organisation=organisation,
        defaults={"created_at": at, "next_try_at": at},
    )[0]


def refuse_when_fixed(campaign: Campaign) -> bool:
    """Tell whether a change needs the moderators; `RecipientFixed` when nothing may change any more."""
    if campaign.status in CHOSEN_FREELY:
        return False
    decided = PaymentOperation.objects.filter(campaign=campaign, kind=Kind.PAYOUT).exists()
    if campaign.status not in CHANGED_WITH_CARE or decided:
        raise RecipientFixed
    return True


def add_recipient(*, campaign: Campaign, state: RecipientState, by: User | None, **facts: Any) -> Recipient:
    """Write a new recipient; one that was under way gives way to it."""
    if (pending := campaign.recipient_under_way) is not None:
        move_recipient(recipient=pending, to=RecipientState.WITHDRAWN, at=facts["proposed_at"], actor=by)
    recipient = Recipient(
        uuid=facts.pop("uuid", None) or uuid.uuid4(),
        campaign=campaign,
        state=state,
        proposed_by=by,
        **facts,
    )
    if state != RecipientState.CURRENT:
        recipient.save(force_insert=True)
        _log(recipient, "propose", at=recipient.proposed_at, actor=by)
        return recipient
    _replace_current(campaign, at=recipient.proposed_at, actor=by)
    recipient.save(force_insert=True)
    _log(recipient, "choose", at=recipient.proposed_at, actor=by)
    forget_pages()
    return recipient


def move_recipient(
    *, recipient: Recipient, to: RecipientState, at: datetime, actor: User | None = None, **fields: Any
) -> None:
    """Move a recipient to a state, setting `fields` in the same write; `MoveRefused` when it may not."""
    before = recipient.state
    if not recipient_may(before, to):
        raise MoveRefused(before, to)
    if before == RecipientState.INVITED:
        fields["invited_email"] = ""  # it served to ask; who accepted is known by name
    if not Recipient.objects.filter(pk=recipient.pk, state=before).update(state=to.value, **fields):
        raise MoveRefused(before, to)
    for name, value in {"state": to.value, **fields}.items():
        setattr(recipient, name, value)
    _log(recipient, RECIPIENT_MOVES[RecipientState(before), to], at=at, actor=actor)


def make_current(
    *, recipient: Recipient, campaign: Campaign, at: datetime, actor: User | None = None, **fields: Any
) -> None:
    """Let a recipient take the place of the former one; once launched, everyone concerned hears of it."""
    moderated = refuse_when_fixed(campaign)
    former = _replace_current(campaign, at=at, actor=actor)
    move_recipient(recipient=recipient, to=RecipientState.CURRENT, at=at, actor=actor, **fields)
    forget_pages()
    if not moderated:
        return
    campaign.launched_terms = frozen_terms(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(launched_terms=campaign.launched_terms)
    sentence = recipient_sentence(recipient, holder_name=campaign.holder_name)
    about = str(recipient.uuid)
    tell_holder(campaign=campaign, kind="recipient_changed", at=at, reason=sentence)
    tell_backers(campaign=campaign, kind="backer_recipient_changed", at=at, about=about)
    if former is not None and former.account is not None:
        tell_people(
            campaign=campaign,
            kind="recipient_former",
            people=people_of(former.account),
            about=about,
            path=account_path(former.account),
            reason=sentence,
        )


def people_of(account: PayoutAccount) -> list[User]:
    """Return those who may act for an account: its person, or the administrators of its organisation."""
    if account.user is not None:
        return [account.user]
    assert account.organisation is not None
    rows = account.organisation.memberships.administrators().select_related("user").order_by("pk")
    return [row.user for row in rows if row.user.is_active]


def _replace_current(campaign: Campaign, *, at: datetime, actor: User | None) -> Recipient | None:
    former = campaign.recipient
    if former is not None:
        move_recipient(recipient=former, to=RecipientState.REPLACED, at=at, actor=actor, replaced_at=at)
    return former


def _log(recipient: Recipient, move: str, *, at: datetime, actor: User | None) -> None:
    record(
        f"recipients.{move}",
        actor=actor,
        subject=recipient,
        detail={
            "campaign": recipient.campaign_id,
            "account": recipient.account_id,
            "kind": str(recipient.kind),
        },
        at=at,
    )
