"""The counters of a territory in the admin: kept by editors and finance, closed rather than deleted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from accounts.groups import EDITORS, FINANCE
from accounts.permissions import GroupsPolicy
from campaigns.models import Counter

register_permission_policy(Counter, GroupsPolicy(Counter, ("view", "add", "change"), (EDITORS, FINANCE)))


class CounterViewSet(ModelViewSet):
    """Where people bring money; what is open is on every « Payer autrement » page and on every slip printed."""

    model = Counter
    name = "counters"
    url_prefix = "guichets"
    icon = "site"
    menu_label = _("Guichets")
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = [
        "name",
        "address",
        "hours",
        BooleanColumn("takes_cash", label=_("espèces")),
        BooleanColumn("takes_cheques", label=_("chèques")),
        BooleanColumn("is_open", label=_("ouvert")),
    ]
    list_filter = ["territory", "is_open"]
    search_fields = ["name", "address"]
    edit_handler = ObjectList(
        [
            FieldPanel("territory"),
            FieldPanel("name"),
            FieldPanel("address"),
            FieldPanel("hours"),
            FieldRowPanel(
                [
                    FieldPanel("phone"),
                    FieldPanel("position", help_text=_("Dans l’ordre des rangs, puis des noms.")),
                ]
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("takes_cash"), FieldPanel("takes_cheques")]),
                    FieldPanel(
                        "is_open",
                        help_text=_(
                            "Fermé : il n’est plus montré à personne ; les paiements qu’il a reçus gardent son nom."
                        ),
                    ),
                ],
                heading=_("Ce qu’il reçoit"),
            ),
        ]
    )
