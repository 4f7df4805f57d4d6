"""Who may do what in the admin with the plain models that editors write."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from accounts.groups import EDITORS, belongs
from base.admin_policies import AdministratorPolicy

EVERY_ACTION = ("view", "add", "change", "delete")


class EditorsPolicy(AdministratorPolicy):
    """Editors and technical administrators, whatever permissions a group was given."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action`."""
        return action in self.actions and belongs(user, EDITORS)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        """Return the editors, if one of `actions` exists here."""
        people = get_user_model()._default_manager.filter(is_active=True)
        if not self.actions.intersection(actions):
            return people.none()
        return people.filter(Q(is_superuser=True) | Q(groups__name=EDITORS)).distinct()
