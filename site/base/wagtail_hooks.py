"""The plain models of `base` in the admin: territories, audit trail, jobs; for technical administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.permissions import register_permission_policy

from base.admin_policies import AdministratorPolicy
from base.films import part_of_film
from base.forms import TerritoryForm
from base.models import AuditLine, JobRun, Territory
from base.page_cache import note_served_page

register_permission_policy(Territory, AdministratorPolicy(Territory, ("view", "add", "change")))
register_permission_policy(AuditLine, AdministratorPolicy(AuditLine))
register_permission_policy(JobRun, AdministratorPolicy(JobRun))


class TerritoryViewSet(ModelViewSet):
    """Territories: made and changed, never deleted, since every money row points to one."""

    model = Territory
    name = "territoires"
    icon = "globe"
    menu_label = _("Territoires")
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "platform_name", "contact_name"]
    search_fields = ["name", "platform_name"]
    exclude_form_fields = ["updated_at"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
                    FieldRowPanel([FieldPanel("platform_name"), FieldPanel("baseline")]),
                    FieldPanel("root_page"),
                    FieldPanel("zone"),
                ],
                heading=_("Le territoire"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("logo"),
                    FieldRowPanel([FieldPanel("brand_colour"), FieldPanel("accent_colour")]),
                ],
                heading=_("Son visage"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("commission_bps", heading=_("Commission (%)")),
                            FieldPanel("goal_ceiling_cents", heading=_("Objectif maximal (€)")),
                            FieldPanel("surplus_percent"),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("smallest_pledge_cents", heading=_("Soutien minimal (€)")),
                            FieldPanel("largest_pledge_cents", heading=_("Soutien maximal (€)")),
                            FieldPanel("suggested_amounts", heading=_("Montants suggérés (€)")),
                        ]
                    ),
                ],
                heading=_("Règles d’argent"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("largest_cash_cents", heading=_("Espèces, au plus (€)")),
                            FieldPanel("cheque_payee"),
                            FieldPanel("offline_days_before"),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("transfer_name"),
                            FieldPanel("transfer_iban"),
                            FieldPanel("transfer_bic"),
                        ]
                    ),
                ],
                heading=_("Payer autrement"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("legal_name"), FieldPanel("legal_address")]),
                    FieldRowPanel(
                        [FieldPanel("legal_siret"), FieldPanel("vat_number"), FieldPanel("invoice_prefix")]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("vat_bps", heading=_("TVA sur la commission (%)")),
                            FieldPanel("vat_exemption"),
                        ]
                    ),
                ],
                heading=_("La facture de la commission"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "receipt_reward_share_bps",
                                heading=_("Contrepartie : part du don, au plus (%)"),
                            ),
                            FieldPanel(
                                "receipt_reward_cap_cents", heading=_("Contrepartie : valeur, au plus (€)")
                            ),
                        ]
                    ),
                ],
                heading=_("Les reçus fiscaux"),
            ),
            MultiFieldPanel([FieldPanel("programme_needs_approval")], heading=_("Programme")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_role")]),
                    FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_hours")]),
                    FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_address")]),
                ],
                heading=_("La personne qui répond"),
            ),
        ],
        base_form_class=TerritoryForm,
    )


class AuditLineViewSet(ModelViewSet):
    """The audit trail, to read."""

    model = AuditLine
    name = "journal"
    icon = "history"
    menu_label = _("Journal des actions")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["at", "actor", "action", "object_kind", "object_id"]
    list_filter = {"action": ["exact"], "object_kind": ["exact"], "at": ["gte", "lte"]}
    exclude_form_fields: list[str] = []
    list_per_page = 50


class JobRunViewSet(ModelViewSet):
    """What the worker did last, to see that it is alive."""

    model = JobRun
    name = "taches"
    icon = "cogs"
    menu_label = _("Tâches du serveur")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["name", "last_started_at", "last_ok_at", "failures", "next_run_at", "last_error"]
    exclude_form_fields: list[str] = []


@hooks.register("register_admin_viewset")
def viewsets() -> list[ModelViewSet]:
    """Show them in the settings menu."""
    return [TerritoryViewSet(), AuditLineViewSet(), JobRunViewSet()]


# Last of its kind, hence the innermost: it hears only of pages whose restrictions were passed.
hooks.register("on_serve_page", note_served_page, order=100)


@hooks.register(
    "before_serve_document", order=100
)  # after Wagtail's own, which checks who may read the document
def send_part_of_film(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Send the part of a film that a player asks for."""
    return part_of_film(document, request)
