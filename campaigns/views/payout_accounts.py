"""A payout account's own page, for who acts for it, and the way to the provider's page and back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.caching import personal_page
from base.context import current_territory
from base.rate_limits import rate_limited
from campaigns.access import can, may_manage_account
from campaigns.errors import ProviderError, ProviderRefused
from campaigns.links import account_path, payout_path
from campaigns.models import Campaign, PayoutAccount, Recipient
from campaigns.rules.recipients import RecipientState
from campaigns.services import payout_accounts
from campaigns.wording.receiving import account_situation

ZONE = "Europe/Paris"
SERVED = (RecipientState.CURRENT, RecipientState.VERIFYING, RecipientState.IN_REVIEW)


def account_of(request: HttpRequest, uuid: UUID) -> PayoutAccount:
    """Return an account for who acts for it today, or answer 404."""
    account = PayoutAccount.objects.filter(uuid=uuid).select_related("user", "organisation").first()
    if account is None or not may_manage_account(request.user, account):
        raise Http404
    return account


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("payout_account", limit=20, per=timedelta(hours=1))
def account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show where the account stands; on POST, lead to the provider's page, opening the account the first time."""
    found = account_of(request, uuid)
    if request.method == "POST":
        return _lead_to_provider(request, found)
    rows = Recipient.objects.filter(account=found, state__in=SERVED)
    territory = current_territory(request)
    context = {
        "account": found,
        "situation": account_situation(found, zone=territory.zone if territory else ZONE),
        "served": rows.select_related("campaign__page", "campaign__totals"),
        "territory": territory,
    }
    return render(request, "campaigns/payout_account.html", context)


def _lead_to_provider(request: HttpRequest, account: PayoutAccount) -> HttpResponse:
    campaign = _campaign_of(request, request.POST.get("projet", ""))
    query = f"?{urlencode({'projet': campaign.pk})}" if campaign else ""
    address = request.build_absolute_uri(reverse("campaigns:payout_return", args=[account.uuid]) + query)
    again = address + ("&" if query else "?") + "encore=1"
    try:
        opened = payout_accounts.open_account(
            account=account, at=timezone.now(), email=getattr(request.user, "email", "")
        )
        return redirect(payout_accounts.account_page(account=opened, return_url=address, again_url=again))
    except ProviderRefused:
        messages.error(
            request,
            _("Le prestataire de paiement refuse ce compte. Appelez-nous : nous regarderons ensemble."),
        )
    except ProviderError:
        messages.error(
            request,
            _(
                "Le prestataire de paiement ne répond pas. Rien n’est perdu : réessayez dans quelques minutes."
            ),
        )
    return redirect(payout_path(campaign) if campaign else account_path(account))


@personal_page
@login_required
@require_safe
@rate_limited("payout_return", limit=30, per=timedelta(minutes=10), methods=["GET"])
def account_return(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Come back from the provider's page: read the account again, and say where it stands."""
    found = account_of(request, uuid)
    campaign = _campaign_of(request, request.GET.get("projet", ""))
    if found.remote_id:
        try:
            payout_accounts.sync_account(
                gateway_name=found.gateway, remote_id=found.remote_id, at=timezone.now()
            )
        except ProviderError:
            messages.info(
                request, _("Le prestataire ne répond pas encore : cette page se mettra à jour d’elle-même.")
            )
    if "encore" in request.GET:
        messages.info(request, _("Le lien du prestataire avait trop vieilli : pressez le bouton de nouveau."))
    return redirect(payout_path(campaign) if campaign else account_path(found))


def _campaign_of(request: HttpRequest, number: str) -> Campaign | None:
    """Return the campaign somebody came from, when its desk is theirs."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    campaign = Campaign.objects.filter(pk=number).first()
    return campaign if campaign is not None and can(request.user, "open_editor", campaign) else None
