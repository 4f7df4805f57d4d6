"""Who may do what in the admin with the plain models that editors write."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet

from accounts.groups import EDITORS, belongs
from base.admin_policies import AdministratorPolicy

EVERY_ACTION = ("view", "add", "change", "delete")


class GroupsPolicy(AdministratorPolicy):
    """Some staff groups and technical administrators, whatever permissions a group was given."""

    def __init__(
        self, model: type[Model], actions: Collection[str] = ("view",), groups: Collection[str] = ()
    ) -> None:
        super().__init__(model, actions)
        self.groups = tuple(groups)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action`."""
        return action in self.actions and belongs(user, *self.groups)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        """Return the people of the groups, if one of `actions` exists here."""
        people = get_user_model()._default_manager.filter(is_active=True)
        if not self.actions.intersection(actions):
            return people.none()
        return people.filter(Q(is_superuser=True) | Q(groups__name__in=self.groups)).distinct()


class EditorsPolicy(GroupsPolicy):
    """Editors and technical administrators."""

    def __init__(self, model: type[Model], actions: Collection[str] = ("view",)) -> None:
        super().__init__(model, actions, (EDITORS,))
