"""Links put in letters: signed ones to a pledge, that nobody can guess, and the holder's own room."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from campaigns.models import Campaign, Decision, PaymentSlip, PayoutAccount, Pledge

_signer = signing.Signer(salt="campaigns.pledge", sep="~")
_slip_signer = signing.Signer(salt="campaigns.slip", sep="~")


def pledge_token(pledge: Pledge) -> str:
    """Return the signed token of a pledge."""
    return _signer.sign(pledge.uuid.hex)


def pledge_uuid(token: str) -> str | None:
    """Return the uuid a token was made for, None when it was not made here."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def receipt_path(pledge: Pledge) -> str:
    """Return the address of a pledge's receipt, without host."""
    return reverse("campaigns:receipt", args=[pledge_token(pledge)])


def return_path(pledge: Pledge) -> str:
    """Return the address the payment provider sends the backer back to, without host."""
    return reverse("campaigns:return", args=[pledge_token(pledge)])


def slip_token(slip: PaymentSlip) -> str:
    """Return the signed token of a slip: its code alone could be guessed."""
    return _slip_signer.sign(slip.code)


def slip_code(token: str) -> str | None:
    """Return the code a token was made for, None when it was not made here."""
    try:
        return _slip_signer.unsign(token)
    except signing.BadSignature:
        return None


def slip_path(slip: PaymentSlip) -> str:
    """Return the address of a slip, without host."""
    return reverse("campaigns:slip", args=[slip_token(slip)])


def accounts_path(campaign: Campaign) -> str:
    """Return the address of the campaign's accounts for its holder, without host."""
    return reverse("campaigns:accounts", args=[campaign.pk])


def editor_path(campaign: Campaign) -> str:
    """Return the address of the holder's editor for this campaign, without host."""
    return reverse("campaigns:editor", args=[campaign.pk])


def payout_path(campaign: Campaign) -> str:
    """Return the address of « Compte de versement » at the holder's desk, without host."""
    return reverse("campaigns:payout", args=[campaign.pk])


def account_path(account: PayoutAccount) -> str:
    """Return the address of a payout account's own page, without host."""
    return reverse("campaigns:payout_account", args=[account.uuid])


def hosting_token(uuid: UUID | str) -> str:
    """Return the secret of a link to host a project: made again when its letter is written, never stored."""
    return salted_hmac("campaigns.hosting", str(uuid), algorithm="sha256").hexdigest()


def hosting_digest(token: str) -> str:
    """Return what the database keeps of that secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def hosting_path(uuid: UUID | str) -> str:
    """Return the address of a link to host a project, secret included."""
    return reverse("campaigns:hosting_link", args=[hosting_token(uuid)])


def decision_path(decision: Decision) -> str:
    """Return the address of a decision of two people, without host; one signs in to read it."""
    return reverse("campaigns:decision", args=[decision.uuid])
