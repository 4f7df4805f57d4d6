"""The sub-menus of the admin that topics fill, and the entry that only editors see."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem

from accounts.groups import EDITORS, MODERATORS, belongs

# Topics add their screens to these two with hooks of these names.
programme_menu = Menu(register_hook_name="register_programme_menu_item")
outreach_menu = Menu(register_hook_name="register_outreach_menu_item")


class EditorsMenuItem(MenuItem):
    """An entry for editors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to editors and technical administrators."""
        return belongs(request.user, EDITORS)


class ReadersMenuItem(MenuItem):
    """An entry for those who read applications."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to editors, moderators and technical administrators."""
        return belongs(request.user, EDITORS, MODERATORS)
