"""Organisations and who acts for them, in the admin. For technical administrators only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from accounts.models import Membership, Organisation
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
