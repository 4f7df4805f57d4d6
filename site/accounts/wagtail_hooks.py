"""Organisations, who acts for them, and the team's second factors, in the admin. For technical administrators only."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from accounts.models import Membership, Organisation
from accounts.views import team
from base.admin_policies import AdministratorPolicy

register_permission_policy(Organisation, AdministratorPolicy(Organisation, ("view", "add", "change")))
register_permission_policy(Membership, AdministratorPolicy(Membership, ("view", "add", "change", "delete")))


class OrganisationViewSet(ModelViewSet):
    """Organisations: never deleted, since campaigns are carried by them."""

    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = _("Organisations")
    copy_view_enabled = False
    form_fields = ["name", "kind"]
    list_display = ["name", "kind", "created_at"]
    list_filter = ["kind"]
    search_fields = ["name"]


class MembershipViewSet(ModelViewSet):
    """Who may do what for which organisation."""

    model = Membership
    name = "appartenances"
    icon = "user"
    menu_label = _("Appartenances")
    copy_view_enabled = False
    form_fields = ["user", "organisation", "right"]
    list_display = ["user", "organisation", "right"]
    list_filter = ["right"]
    search_fields = ["organisation__name", "user__email"]


class OrganisationGroup(ViewSetGroup):
    """Both under one entry of the settings menu."""

    menu_label = _("Organisations")
    menu_icon = "group"
    add_to_settings_menu = True
    add_to_admin_menu = False
    items = (OrganisationViewSet, MembershipViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> OrganisationGroup:
    """Show them in the settings menu."""
    return OrganisationGroup()


class AdministratorsMenuItem(MenuItem):
    """An entry for technical administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them alone."""
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[Any]:
    """Addresses of the team's second factors."""
    return [
        path("seconds-facteurs/", team.second_factors, name="second_factors"),
        path("seconds-facteurs/<int:pk>/effacer/", team.forget, name="second_factor_forget"),
    ]


@hooks.register("register_settings_menu_item")
def second_factors_item() -> MenuItem:
    """Lead there from the settings menu."""
    return AdministratorsMenuItem(
        _("Seconds facteurs"), reverse("second_factors"), name="second-factors", icon_name="key", order=620
    )
