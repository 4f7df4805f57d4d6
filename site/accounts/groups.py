"""The staff groups: what a person may do in the admin comes from these and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

EDITORS = "Éditeurs"
MODERATORS = "Modérateurs"
FINANCE = "Finances"
CLERKS = "Guichet"
ALL = (EDITORS, MODERATORS, FINANCE, CLERKS)


def belongs(user: User | AnonymousUser, *groups: str) -> bool:
    """Tell whether `user` is active and in one of `groups`; a technical administrator belongs everywhere."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    names: set[str] | None = user.__dict__.get("_group_names")
    if names is None:
        names = user.__dict__["_group_names"] = set(user.groups.values_list("name", flat=True))
    return bool(names.intersection(groups))


def is_at_the_desk_only(user: User | AnonymousUser) -> bool:
    """Tell whether `user` has no other room in the admin than the desk of a counter."""
    return belongs(user, CLERKS) and not belongs(user, *(group for group in ALL if group != CLERKS))
