"""Builders for decisions of two people: staff, and a decision that waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.groups import FINANCE
from accounts.models import User
from accounts.services import create_verified_user
from campaigns.models import Campaign, Decision
from campaigns.services.changing_terms import ask_new_terms
from tests.builders import a_campaign
from tests.second_factor import PASSWORD


def somebody(name: str, *groups: str) -> User:
    """A member of staff groups, finance by default, with a password."""
    groups = groups or (FINANCE,)
    return create_verified_user(
        f"{name}@example.org", PASSWORD, groups=groups, display_name=name.capitalize()
    )


def a_terms_decision(
    asked_by: User, *, campaign: Campaign | None = None, at: datetime | None = None, **changes: Any
) -> Decision:
    """A decision that waits: ten more days for a campaign just launched."""
    at = at or timezone.now()
    campaign = campaign or a_campaign(at=at)
    assert campaign.deadline is not None
    changes = changes or {"deadline": campaign.deadline + timedelta(days=10)}
    return ask_new_terms(
        campaign=campaign, asked_by=asked_by, reason="La salle est prise ce jour-là.", at=at, **changes
    )
