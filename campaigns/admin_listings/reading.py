"""What money is made of, to read: campaigns, pledges, the books. Nothing is edited here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from base.audit import record
from base.money_display import euros
from campaigns.admin_listings.shape import MoneyListing, ReadByAllStaff, described
from campaigns.models import Campaign, LedgerEntry, Pledge
from campaigns.services.correcting import corrected_by
from campaigns.views.finance.exports import Column, amount_of, moment_of


class CampaignListing(MoneyListing):
    """Campaigns with their state, each leading to its « Conditions »."""

    model = Campaign
    menu_label = _("Campagnes")
    menu_icon = "clipboard-list"
    base_url_path = "campagnes-liste"
    permission_helper_class = ReadByAllStaff
    list_display = ("terms", "status", "gathered", "threshold", "deadline", "attention")
    list_filter = ("status", "needs_attention", "territory")
    search_fields = ("page__title", "holder_name")
    list_select_related = ("page", "totals")

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Lead to the terms, where all that is known of a campaign is read."""
        if not instance_pk.isdecimal():
            raise Http404
        return redirect("campaign_terms", get_object_or_404(Campaign, pk=int(instance_pk)).page_id)

    @described(_("campagne"), order="page__title")
    def terms(self, row: Campaign) -> str:
        """The title, which leads to the terms."""
        return row.page.title

    @described(_("réuni"))
    def gathered(self, row: Campaign) -> str:
        """What is gathered."""
        return euros(row.gathered_cents)

    @described(_("à examiner"))
    def attention(self, row: Campaign) -> str:
        """Why a person should look, empty when nobody needs to."""
        return (row.attention_reason or str(_("oui"))) if row.needs_attention else ""

    @described(_("seuil"))
    def threshold(self, row: Campaign) -> str:
        """The threshold."""
        return euros(row.threshold_cents)


class PledgeListing(MoneyListing):
    """Pledges by reference; finance reads identities, nobody else does."""

    model = Pledge
    menu_label = _("Soutiens")
    menu_icon = "pick"
    base_url_path = "soutiens-liste"
    list_display = ("reference", "of_campaign", "amount", "status", "backer_name", "created_at")
    list_filter = ("status", "campaign__territory")
    search_fields = ("backer_name", "backer_email", "organisation_name", "uuid")
    list_select_related = ("campaign__page",)
    inspect_template_name = "campaigns/admin/finance/pledge.html"
    inspect_view_fields_exclude = ("submission_key", "backer_key")
    field_labels = {
        "campaign": _("campagne"),
        "tier": _("contrepartie"),
        "user": _("compte"),
        "backer_kind": _("au nom de"),
        "shown_as": _("ce que le public lit"),
        "gateway": _("prestataire"),
        "charge_id": _("paiement chez le prestataire"),
        "attempts": _("essais"),
        "reserved_until": _("réservé jusqu’au"),
        "created_at": _("fait le"),
        "paid_at": _("payé le"),
    }
    audited = "pledges"
    names_people = True
    exported = (
        Column(_("référence"), lambda row: row.reference),
        Column(_("campagne"), lambda row: row.campaign.page.title),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("état"), lambda row: row.get_status_display()),
        Column(_("nom"), lambda row: row.backer_name),
        Column(_("organisation"), lambda row: row.organisation_name),
        Column(_("adresse électronique"), lambda row: row.backer_email),
        Column(_("fait le"), moment_of("created_at")),
        Column(_("payé le"), moment_of("paid_at")),
        Column(_("paiement chez le prestataire"), lambda row: row.charge_id),
    )

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return rows.select_related("campaign__page")

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Show one pledge, leaving a line in the audit trail: its backer's address is read here."""
        pledge = Pledge.objects.filter(pk=instance_pk).first() if instance_pk.isdecimal() else None
        if pledge and self.permission_helper.user_can_inspect_obj(request.user, pledge):
            record("pledge.inspected", actor=request.user, subject=pledge)
        return super().inspect_view(request, instance_pk)


class EntryListing(MoneyListing):
    """The ledger, as written."""

    model = LedgerEntry
    menu_label = _("Livres")
    menu_icon = "table"
    base_url_path = "livres"
    own_screen = "finance:entry"
    list_display = ("pk", "at", "kind", "debit", "credit", "amount", "of_campaign", "tie")
    list_filter = ("kind", "territory")
    search_fields = ("campaign__page__title", "pledge__uuid", "debit__code", "credit__code")
    list_select_related = ("debit", "credit", "campaign__page", "corrected_by")
    ordering = ("-pk",)
    audited = "ledger"
    exported = (
        Column(_("écriture"), lambda row: row.pk),
        Column(_("le"), moment_of("at")),
        Column(_("nature"), lambda row: row.get_kind_display()),
        Column(_("débit"), lambda row: row.debit.code),
        Column(_("crédit"), lambda row: row.credit.code),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("campagne"), lambda row: row.campaign.page.title if row.campaign else ""),
        Column(_("soutien"), lambda row: row.pledge.reference if row.pledge else ""),
        Column(_("fait comptable"), lambda row: row.fact),
        Column(_("corrige"), lambda row: row.corrects_id or ""),
        Column(_("corrigée par"), corrected_by),
    )

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load accounts, titles and pledges with each row."""
        return rows.select_related("debit", "credit", "campaign__page", "pledge", "corrected_by")

    @described(_("correction"))
    def tie(self, row: LedgerEntry) -> str:
        """The entry it corrects, or the one that corrects it."""
        if row.corrects_id:
            return str(_("corrige nº %(number)s")) % {"number": row.corrects_id}
        number = corrected_by(row)
        return str(_("corrigée par nº %(number)s")) % {"number": number} if number else ""
