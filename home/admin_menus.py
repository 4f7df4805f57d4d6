"""The sub-menus of the admin that topics fill, and the entries that only some staff see."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem

from accounts.groups import CLERKS, EDITORS, FINANCE, MODERATORS, belongs

# Topics add their screens to these two with hooks of these names.
programme_menu = Menu(register_hook_name="register_programme_menu_item")
outreach_menu = Menu(register_hook_name="register_outreach_menu_item")


class StaffMenuItem(MenuItem):
    """An entry for some staff groups; technical administrators see every entry."""

    groups: tuple[str, ...] = ()

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to the groups."""
        return belongs(request.user, *self.groups)


class EditorsMenuItem(StaffMenuItem):
    """An entry for editors."""

    groups = (EDITORS,)


class ReadersMenuItem(StaffMenuItem):
    """An entry for those who read applications."""

    groups = (EDITORS, MODERATORS)


class FinanceMenuItem(StaffMenuItem):
    """An entry for finance."""

    groups = (FINANCE,)


class CounterMenuItem(StaffMenuItem):
    """An entry for those who take money in at a counter."""

    groups = (CLERKS, FINANCE)
