"""Links put in letters: signed ones to a pledge, that nobody can guess, and the holder's own room."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from campaigns.models import Campaign, Pledge

_signer = signing.Signer(salt="campaigns.pledge", sep="~")


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


def accounts_path(campaign: Campaign) -> str:
    """Return the address of the campaign's accounts for its holder, without host."""
    return reverse("campaigns:accounts", args=[campaign.pk])


def editor_path(campaign: Campaign) -> str:
    """Return the address of the holder's editor for this campaign, without host."""
    return reverse("campaigns:editor", args=[campaign.pk])
