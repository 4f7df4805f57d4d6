"""The library of reward ideas in the admin: what holders may start from, kept by editors."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from base.fields import EurosField
from base.money_display import euros
from campaigns.models import RewardIdea
from home.admin_menus import EditorsMenuItem
from home.permissions import EVERY_ACTION, EditorsPolicy

register_permission_policy(RewardIdea, EditorsPolicy(RewardIdea, EVERY_ACTION))


class RewardIdeaForm(WagtailAdminModelForm):
    """An idea, its price typed in euros."""

    price_cents = EurosField(label=_("À partir de"))


class RewardIdeaViewSet(ModelViewSet):
    """Ideas of rewards, for editors."""

    model = RewardIdea
    name = "reward_ideas"
    url_prefix = "programme/idees-de-contreparties"
    icon = "pick"
    menu_label = _("Idées de contreparties")
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = [
        "title",
        "kind",
        Column("price", label=_("à partir de"), accessor=lambda row: euros(row.price_cents)),
    ]
    list_filter = ["territory", "kind"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            FieldPanel("territory"),
            FieldPanel("title"),
            FieldPanel("kind"),
            FieldPanel("price_cents"),
            FieldPanel("hand_over"),
            FieldPanel("description"),
        ],
        base_form_class=RewardIdeaForm,
    )


@hooks.register("register_admin_viewset")
def viewset() -> RewardIdeaViewSet:
    """Mount the library's screens."""
    return RewardIdeaViewSet()


@hooks.register("register_programme_menu_item")
def ideas_item() -> EditorsMenuItem:
    """The entry under « Programme »."""
    return EditorsMenuItem(
        _("Idées de contreparties"),
        reverse("reward_ideas:index"),
        name="reward_ideas",
        icon_name="pick",
        order=90,
    )
