"""The admin's main menu: at most seven entries for an editor, and « Ma semaine » first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs, is_at_the_desk_only
from home.admin_menus import CounterMenuItem, EditorsMenuItem, FinanceMenuItem, outreach_menu, programme_menu
from home.week.panel import FinancePanel, WeekPanel

MEDIA = frozenset({"images", "documents"})
FOR_ADMINISTRATORS = frozenset({"reports", "help"})


@hooks.register("register_admin_menu_item")
def week_item() -> MenuItem:
    """The opening page."""
    return MenuItem(_("Ma semaine"), reverse("wagtailadmin_home"), name="week", icon_name="home", order=10)


@hooks.register("register_admin_menu_item")
def programme_item() -> MenuItem:
    """What is shown, when."""
    return SubmenuMenuItem(
        _("Programme"), programme_menu, name="programme", icon_name="calendar-alt", order=20
    )


@hooks.register("register_admin_menu_item")
def outreach_item() -> MenuItem:
    """What leaves the site: newsletters, leaflets, posters, displays."""
    return SubmenuMenuItem(_("Diffusion"), outreach_menu, name="outreach", icon_name="mail", order=40)


@hooks.register("register_admin_menu_item")
def complete_export_item() -> MenuItem:
    """The export of personal data, which is finance's alone."""
    return FinanceMenuItem(
        _("Export complet"),
        reverse("applications:complete"),
        name="complete-export",
        icon_name="download",
        order=310,
    )


@hooks.register("register_admin_menu_item")
def decisions_item() -> MenuItem:
    """Decisions of two people, on a front page: whoever approves may work elsewhere."""
    return FinanceMenuItem(
        _("Décisions à deux"), reverse("campaigns:decisions"), name="decisions", icon_name="group", order=305
    )


@hooks.register("register_admin_menu_item")
def counter_item() -> MenuItem:
    """Where money that people bring is taken in."""
    return CounterMenuItem(_("Guichet"), reverse("counter:desk"), name="counter", icon_name="user", order=295)


@hooks.register("register_admin_menu_item")
def guide_item() -> MenuItem:
    """The editors' guide, in place of Wagtail's own help."""
    return EditorsMenuItem(_("Guide"), reverse("guide:show"), name="guide", icon_name="help", order=900)


@hooks.register("construct_main_menu")
def shorten(request: HttpRequest, items: list[Any]) -> None:
    """Put pictures and documents together, and leave to technical administrators what is theirs.

    Money has its own entry for those who follow it; editors never need it.
    """
    media = [item for item in items if item.name in MEDIA]
    if media:
        items[:] = [item for item in items if item.name not in MEDIA]
        items.append(
            SubmenuMenuItem(_("Médias"), Menu(items=media), name="media", icon_name="image", order=200)
        )
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in FOR_ADMINISTRATORS]
        if not belongs(request.user, FINANCE, MODERATORS):
            items[:] = [item for item in items if item.name != "argent"]
    if is_at_the_desk_only(request.user):
        items[:] = [item for item in items if item.name == "counter"]


@hooks.register("construct_homepage_panels")
def open_on_the_week(request: HttpRequest, panels: list[Any]) -> None:
    """Open the admin on « Ma semaine », in place of Wagtail's own panels."""
    if belongs(request.user, EDITORS, MODERATORS):
        panels[:] = [WeekPanel()]
    elif belongs(request.user, FINANCE):
        panels[:] = [FinancePanel()]


@hooks.register("insert_global_admin_css")
def admin_styles() -> SafeString:
    """The sheets of the opening page and of the lists of pages."""
    sheets = (static("css/admin/week.css"), static("css/admin/listings.css"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in sheets))
