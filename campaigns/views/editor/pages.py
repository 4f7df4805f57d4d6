"""The editor's other pages: the list of one's projects, the overview, the preview, handing over, asking again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from base.caching import personal_page
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.access import ACCOUNTS_STATES, can
from campaigns.errors import MoveRefused, NotReady
from campaigns.links import editor_path
from campaigns.models import Campaign, PayoutAccount
from campaigns.rules.criteria import Criterion
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services import reviewing
from campaigns.views.editor.desk import desk_for


@personal_page
@login_required
@require_safe
def my_projects(request: HttpRequest) -> HttpResponse:
    """List the projects one carries or writes for, each with where it stands, and the accounts one acts for."""
    assert isinstance(request.user, User)
    rows = Campaign.objects.carried_by(request.user).select_related("page", "page__picture", "organisation")
    projects = [
        {
            "campaign": row,
            "state": wording.LAUNCHED
            if row.status in PUBLIC_STATES
            else wording.EDITOR_STATES[CampaignState(row.status)],
            "has_accounts": row.status in ACCOUNTS_STATES,
        }
        for row in rows
    ]
    accounts = PayoutAccount.objects.managed_by(request.user).select_related("user", "organisation")
    return render(request, "campaigns/editor/my_projects.html", {"projects": projects, "accounts": accounts})


@csp_update({"frame-src": [SELF]})  # the preview is shown in a frame of this very page
@personal_page
@login_required
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the project stands: what blocks the launch, what moderators said, the page as it will be seen."""
    desk = desk_for(request, pk)
    campaign = desk.campaign
    context: dict[str, Any] = {
        "desk": desk,
        "campaign": campaign,
        "page": None,
        "draft": desk.page,
        "territory": campaign.territory,
        "review": campaign.reviews.exclude(verdict="approved").first()
        if campaign.status in {CampaignState.NEEDS_CHANGES, CampaignState.REFUSED} or desk.is_launched
        else None,
        "may_submit": can(request.user, "submit_own", campaign),
        "may_submit_words": can(request.user, "submit_words", campaign)
        and desk.page.has_unpublished_changes
        and not desk.is_read_by_team,
        "has_accounts": can(request.user, "read_accounts", campaign),
        "may_ask_again": can(request.user, "ask_again", campaign),
    }
    return render(request, "campaigns/editor/overview.html", context)


@personal_page
@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft exactly as the public will see it, to who writes it."""
    draft = desk_for(request, pk).page
    response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@personal_page
@login_required
@require_POST
@rate_limited("editor_submit", limit=10, per=timedelta(minutes=1))
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft to the moderators, or the words changed since the launch."""
    desk = desk_for(request, pk)
    service = reviewing.submit_words if desk.is_launched else reviewing.submit
    if desk.page.locked:
        messages.error(request, _("L’équipe a verrouillé cette page : elle ne peut pas être soumise."))
        return redirect(editor_path(desk.campaign))
    try:
        service(campaign=desk.campaign, at=timezone.now(), actor=desk.user)
    except NotReady:
        messages.error(request, _("Il manque encore quelque chose : voyez la liste ci-dessous."))
    except MoveRefused:
        messages.error(request, _("Ce projet ne peut pas être soumis en ce moment : relisez son état."))
    else:
        messages.success(request, _("C’est soumis : l’équipe va lire votre projet et vous écrira."))
    return redirect(editor_path(desk.campaign))


@personal_page
@login_required
@require_POST
@rate_limited("editor_submit", limit=10, per=timedelta(minutes=1))
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a refused project up again."""
    desk = desk_for(request, pk)
    try:
        reviewing.ask_again(campaign=desk.campaign, at=timezone.now(), actor=desk.user)
    except MoveRefused:
        messages.error(request, _("Ce projet ne peut pas être repris en ce moment : relisez son état."))
    else:
        messages.success(request, _("Votre projet est de nouveau un brouillon : présentez-le autrement."))
    return redirect(editor_path(desk.campaign))


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """Publish what every project is judged by."""
    lines = [wording.CRITERIA[criterion] for criterion in Criterion]
    return render(request, "campaigns/criteria.html", {"criteria": lines})
