"""One's organisations: the list, founding one, its page, changing what it says."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import allowed_actions
from accounts.models import Organisation
from accounts.organisation_forms import OrganisationForm
from accounts.services.organisations import edit_organisation, found_organisation
from accounts.views.doors import bound, for_members, signed_in
from accounts.views.invitations import expected_invitation
from base import clock
from base.caching import personal_page
from base.rate_limits import rate_limited

AN_HOUR = timedelta(hours=1)


@personal_page
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the organisations one acts for, and the invitation that waits, if any."""
    memberships = signed_in(request).memberships.select_related("organisation").order_by("organisation__name")
    context = {"memberships": memberships, "invitation": expected_invitation(request)}
    return render(request, "accounts/organisations.html", context)


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisation_new", limit=10, per=AN_HOUR)
def found(request: HttpRequest) -> HttpResponse:
    """Create an organisation one administers."""
    form = OrganisationForm(*bound(request))
    if request.method == "POST" and form.is_valid():
        organisation = found_organisation(by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("L’organisation est créée. Invitez maintenant les autres personnes."))
        return redirect("accounts:organisation", organisation.uuid)
    return render(
        request, "accounts/organisation_form.html", {"form": form}, status=422 if form.errors else 200
    )


@for_members("read")
@require_safe
def show(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show an organisation, its documents, and the doors open to the visitor."""
    user = signed_in(request)
    documents = list(organisation.documents.kept())
    today = timezone.localdate(clock.now())
    expired = {
        document.pk
        for document in documents
        if document.current is not None and document.current.has_expired_on(today)
    }
    context = {
        "organisation": organisation,
        "allowed": allowed_actions(user, organisation),
        "documents": documents,
        "expired": expired,
        "members_count": organisation.memberships.count(),
        "handover": organisation.handovers.under_way().first(),
        "membership": organisation.memberships.filter(user=user).first(),
    }
    return render(request, "accounts/organisation.html", context)


@for_members("write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Change what the organisation says of itself."""
    form = OrganisationForm(*bound(request), instance=Organisation.objects.get(pk=organisation.pk))
    if request.method == "POST" and form.is_valid():
        edit_organisation(organisation=organisation, by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("accounts:organisation", organisation.uuid)
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/organisation_form.html", context, status=422 if form.errors else 200)
