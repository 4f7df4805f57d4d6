"""« Conditions »: the one staff screen where a campaign's terms are read, written, reviewed and launched."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.people import account_for
from base.caching import never_kept
from base.models import Territory
from campaigns import wording
from campaigns.access import can, may_ask
from campaigns.errors import OlderVersion, TermsFrozen
from campaigns.forms import terms as forms
from campaigns.models import Campaign, CampaignPage
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import CampaignState
from campaigns.services import launching
from campaigns.services.changing_terms import OPEN
from campaigns.views import moves
from campaigns.wording.receiving import account_situation


def terms(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the terms of a page's campaign, create them, save them, or make one move of the state machine."""
    assert isinstance(request.user, User)
    page = get_object_or_404(CampaignPage, pk=page_id)
    campaign = Campaign.objects.filter(page=page).select_related("territory", "totals", "holder").first()
    if not can(request.user, "read_terms", campaign):
        raise PermissionDenied
    if campaign is None:
        return _without_campaign(request, page)
    campaign.page = page
    may_write = can(request.user, "write_terms", campaign)
    if request.method == "POST" and (name := request.POST.get("action")):
        refused = moves.make(request, campaign, name)
        if refused is None:
            return redirect(_address(page))
        screen = _screen(campaign, None)
        return _page(request, page, campaign, screen, may_write=may_write, refused=refused)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    screen = _screen(campaign, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if all(part.is_valid() for part in screen.values()):
            return _save(request, campaign, screen)
        messages.error(request, _("Rien n’est enregistré : corrigez les champs signalés."))
    return _page(request, page, campaign, screen, may_write=may_write)


@require_safe
def reading(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the page's latest draft to whoever may read its terms: moderators and finance have no right on pages."""
    page = get_object_or_404(CampaignPage, pk=page_id)
    if not can(request.user, "read_terms", Campaign.objects.filter(page=page).first()):
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    return never_kept(response)


def _address(page: CampaignPage) -> str:
    return reverse("campaign_terms", args=[page.pk])


def _without_campaign(request: HttpRequest, page: CampaignPage) -> HttpResponse:
    """Offer to create the draft; only an editor may."""
    may_create = can(request.user, "create", None)
    territory = Territory.objects.for_page(page)
    if request.method == "POST":
        if not may_create or territory is None:
            raise PermissionDenied
        launching.create_campaign(page=page, territory=territory, at=timezone.now(), actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Le brouillon des conditions est créé."))
        return redirect(_address(page))
    context = {"page": page, "may_create": may_create and territory is not None, "territory": territory}
    return TemplateResponse(request, "campaigns/admin/terms_missing.html", context | _header(page))


def _screen(campaign: Campaign, posted: Any) -> dict[str, Any]:
    holder = campaign.holder
    initial = {
        "holder_email": holder.email if holder else "",
        "holder_name": campaign.holder_name,
        "holder_kind": campaign.holder_kind,
        "organisation": campaign.organisation_id,
        "threshold_cents": campaign.threshold_cents or None,
        "goal_cents": campaign.goal_cents or None,
        "surplus_percent": campaign.surplus_percent,
        "terms_version": campaign.terms_version,
        **{name: getattr(campaign, name) for name in forms.COMMITMENTS},
    }
    return {
        "form": forms.TermsForm(posted, initial=initial, campaign=campaign),
        "tiers": forms.TierFormSet(posted, initial=forms.tier_rows(campaign), prefix="tiers"),
        "budget": forms.BudgetFormSet(posted, initial=forms.budget_rows(campaign), prefix="budget"),
        "stretch": forms.StretchFormSet(posted, initial=forms.stretch_rows(campaign), prefix="stretch"),
    }


def _save(request: HttpRequest, campaign: Campaign, screen: dict[str, Any]) -> HttpResponse:
    values = screen["form"].cleaned_data
    holder = account_for(email=values["holder_email"], display_name=values["holder_name"])
    try:
        launching.save_terms(
            campaign=campaign,
            terms=launching.Terms(
                holder=holder,
                holder_name=values["holder_name"],
                holder_kind=values["holder_kind"],
                organisation=values["organisation"],
                threshold_cents=values["threshold_cents"],
                goal_cents=values["goal_cents"],
                surplus_percent=values["surplus_percent"],
                deadline=values["deadline"],
                tiers=forms.tier_drafts(screen["tiers"], campaign),
                budget=forms.budget_drafts(screen["budget"]),
                stretch=forms.stretch_drafts(screen["stretch"]),
                **{name: values[name] for name in forms.COMMITMENTS},
            ),
            based_on=values["terms_version"],
        )
    except TermsFrozen:
        messages.error(request, _("La campagne est lancée : ses conditions ne changent plus."))
    except OlderVersion:
        messages.error(
            request,
            _(
                "Rien n’est enregistré : le porteur, ou un collègue, a changé ces conditions entre-temps. Relisez-les."
            ),
        )
        campaign.refresh_from_db()
        screen["form"].data = {**screen["form"].data.dict(), "terms_version": campaign.terms_version}
        return _page(request, campaign.page, campaign, screen, may_write=True)
    else:
        messages.success(request, _("Les conditions sont enregistrées."))
    return redirect(_address(campaign.page))


def _header(page: CampaignPage) -> dict[str, Any]:
    return {
        "header_title": _("Conditions"),
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [
            {
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "label": page.get_admin_display_title(),
            },
            {"url": _address(page), "label": _("Conditions")},
        ],
    }


def _page(
    request: HttpRequest,
    page: CampaignPage,
    campaign: Campaign,
    screen: dict[str, Any],
    *,
    may_write: bool,
    refused: tuple[str, Any] | None = None,
) -> HttpResponse:
    user: Any = request.user
    if not may_write:
        for rows in (screen["tiers"], screen["budget"], screen["stretch"]):
            rows.extra, rows.can_delete = 0, False
    obstacles = (
        launching.launch_obstacles(campaign=campaign, at=timezone.now()) if campaign.is_editable else ()
    )
    context = {
        "page": page,
        "campaign": campaign,
        **screen,
        "may_write": may_write,
        "may_ask_terms": campaign.status in OPEN and may_ask(request.user, DecisionKind.TERMS, campaign),
        "obstacles": [wording.OBSTACLES[code] for code in obstacles],
        "actions": moves.offered(user, campaign, refused),
        **_receiving(campaign),
        "reviews": campaign.reviews.select_related("reviewer")[:10],
        "changes": [
            {
                "at": change.at,
                "actor": change.actor,
                "reason": change.reason,
                "label": wording.CAMPAIGN_LABELS[CampaignState(change.after)],
            }
            for change in campaign.changes.filter(pledge=None).select_related("actor").order_by("-pk")
        ],
    }
    return TemplateResponse(request, "campaigns/admin/terms.html", context | _header(page))


def _receiving(campaign: Campaign) -> dict[str, Any]:
    """Return who receives the money, who was proposed, and where their accounts stand."""
    recipient, proposed = campaign.recipient, campaign.recipient_under_way
    accounts = [row.account if row is not None else None for row in (recipient, proposed)]
    situations = [account_situation(account, zone=campaign.zone) if account else None for account in accounts]
    return {
        "recipient": recipient,
        "recipient_account": situations[0],
        "proposed": proposed,
        "proposed_account": situations[1],
    }
