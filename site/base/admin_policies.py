"""Who may do what with the plain models of the admin."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class AdministratorPolicy(ModelPermissionPolicy):
    """Only technical administrators, and only for the named actions, whatever permissions a group was given.

    Actions left out do not exist: a model without "delete" has no delete page, whoever asks.
    """

    def __init__(self, model: type[Model], actions: Collection[str] = ("view",)) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action`."""
        return bool(user.is_active and user.is_superuser and action in self.actions)

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        """Tell whether `user` may do one of `actions`."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[Any]:
        """Return the technical administrators, if one of `actions` exists here."""
        users = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return users if self.actions.intersection(actions) else users.none()
