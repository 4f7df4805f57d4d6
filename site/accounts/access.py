"""Who may do what to an organisation: one rule, called by views, downloads and upper apps alike.

Only members have rights. Staff read what an organisation deposits in their own rooms, never in its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

R = Membership.Right

# action → the rights that allow it
RULES: dict[str, frozenset[str]] = {
    "read": frozenset({R.READER, R.EDITOR, R.ADMINISTRATOR}),
    "read_documents": frozenset({R.READER, R.EDITOR, R.ADMINISTRATOR}),
    "leave": frozenset({R.READER, R.EDITOR, R.ADMINISTRATOR}),
    "write": frozenset({R.EDITOR, R.ADMINISTRATOR}),
    "write_documents": frozenset({R.EDITOR, R.ADMINISTRATOR}),
    "apply": frozenset({R.EDITOR, R.ADMINISTRATOR}),
    "manage_members": frozenset({R.ADMINISTRATOR}),
    "hand_over": frozenset({R.ADMINISTRATOR}),
    "manage_account": frozenset({R.ADMINISTRATOR}),
}


def right_of(user: User | AnonymousUser, organisation: Organisation) -> str | None:
    """Return the right of a person, None for whoever is not an active member."""
    if not user.is_authenticated or not user.is_active:
        return None
    return (
        Membership.objects.filter(user_id=user.pk, organisation=organisation)
        .values_list("right", flat=True)
        .first()
    )


def can(user: User | AnonymousUser, action: str, organisation: Organisation) -> bool:
    """Tell whether `user` may do `action` to the organisation; KeyError for an action nobody named."""
    return right_of(user, organisation) in RULES[action]


def allowed_actions(user: User | AnonymousUser, organisation: Organisation) -> frozenset[str]:
    """Return everything a person may do, in one query: what a page needs to show the right doors."""
    right = right_of(user, organisation)
    return frozenset(action for action, rights in RULES.items() if right in rights)
