"""Signed links of people who read the letters: who has one may change that subscription, nobody can guess one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

CONFIRMATION_HOLDS = timedelta(days=7)

_own = signing.Signer(salt="home.subscription", sep="~")
_asked = signing.Signer(salt="home.subscription.asked", sep="~")


@dataclass(frozen=True)
class Choice:
    """What somebody asked for with an address not confirmed yet: nothing of it is written before they confirm."""

    subscription_id: int
    everything: bool
    theme_ids: list[int]
    asked_at: datetime


def subscription_token(subscription_id: int) -> str:
    """Return the token by which one subscription is managed and left; it holds as long as the subscription."""
    return _own.sign(str(subscription_id))


def subscription_number(token: str) -> int | None:
    """Return the subscription a token was made for, None when it was not made here."""
    try:
        return int(_own.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def choice_token(choice: Choice) -> str:
    """Return the token of the confirmation link."""
    asked = choice.asked_at.isoformat(timespec="seconds")
    return _asked.sign_object([choice.subscription_id, choice.everything, choice.theme_ids, asked])


def choice_of(token: str, *, at: datetime) -> Choice | None:
    """Return the wish of a confirmation link, None when it was not made here or is older than seven days."""
    try:
        number, everything, themes, asked = _asked.unsign_object(token)
        choice = Choice(number, everything, themes, datetime.fromisoformat(asked))
    except (signing.BadSignature, ValueError):
        return None
    return choice if choice.asked_at <= at < choice.asked_at + CONFIRMATION_HOLDS else None


def confirm_path(choice: Choice) -> str:
    """Return the address where a wish is confirmed, without host."""
    return reverse("home:confirm_subscription", args=[choice_token(choice)])


def manage_path(subscription_id: int) -> str:
    """Return the address where a subscription is changed, without host."""
    return reverse("home:manage_subscription", args=[subscription_token(subscription_id)])


def leave_path(subscription_id: int) -> str:
    """Return the address where a subscription is left, in one click for mail programs, without host."""
    return reverse("home:leave_subscription", args=[subscription_token(subscription_id)])
