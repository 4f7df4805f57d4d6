"""Members of an organisation: who they are, inviting, changing a right, parting."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import allowed_actions, can
from accounts.errors import AlreadyInvited, LastAdministrator
from accounts.models import Invitation, Membership, Organisation
from accounts.organisation_forms import InvitationForm, RightForm
from accounts.services import invitations as inviting
from accounts.services.members import change_right, leave_organisation, remove_member
from accounts.views.doors import bound, for_members, signed_in
from base import clock
from base.audit import record
from base.context import current_territory
from base.rate_limits import rate_limited

AN_HOUR = timedelta(hours=1)


@for_members("read")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisation_invitation", limit=10, per=AN_HOUR)
def members(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the members; for an administrator also their addresses, what waits, and the form that invites."""
    user = signed_in(request)
    may_manage = can(user, "manage_members", organisation)
    form = InvitationForm(*bound(request)) if may_manage else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                inviting.invite(
                    organisation=organisation,
                    by=user,
                    at=clock.now(),
                    territory=current_territory(request),
                    **form.cleaned_data,
                )
            except AlreadyInvited as refusal:
                form.add_error("email", str(refusal))
            else:
                messages.success(
                    request, _("Le lien part à cette adresse. Il fonctionne une fois, quatorze jours.")
                )
                return redirect("accounts:members", organisation.uuid)
    if may_manage:
        record("organisation.members_read", actor=user, subject=organisation)
    context = {
        "organisation": organisation,
        "memberships": organisation.memberships.with_people(),
        "waiting": [
            (invitation, invitation.is_expired_at(clock.now()))
            for invitation in organisation.invitations.waiting().filter(handover=None)
        ]
        if may_manage
        else [],
        "form": form,
        "allowed": allowed_actions(user, organisation),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "accounts/members.html", context, status=status)


@for_members("manage_members")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """Change a member's right, or part with them (`remove` in the form)."""
    membership = get_object_or_404(organisation.memberships.select_related("user", "organisation"), pk=number)
    user = signed_in(request)
    form = RightForm(*bound(request), initial={"right": membership.right})
    try:
        if request.method == "POST" and "remove" in request.POST:
            form = RightForm(initial={"right": membership.right})
            remove_member(membership=membership, by=user, territory=current_territory(request))
            messages.success(request, _("Cette personne n’est plus membre. Un message le lui dit."))
            return _after(organisation, user.pk == membership.user_id)
        if request.method == "POST" and form.is_valid():
            change_right(membership=membership, right=form.cleaned_data["right"], by=user)
            messages.success(request, _("Le droit est changé."))
            return _after(organisation, not can(user, "manage_members", organisation))
    except Membership.DoesNotExist as error:
        raise Http404 from error
    except LastAdministrator as refusal:
        form = RightForm(initial={"right": membership.right})
        context = {
            "organisation": organisation,
            "membership": membership,
            "form": form,
            "refused": str(refusal),
        }
        return render(request, "accounts/member.html", context, status=409)
    context = {"organisation": organisation, "membership": membership, "form": form}
    return render(request, "accounts/member.html", context, status=422 if form.errors else 200)


@for_members("manage_members")
@require_POST
def withdraw_invitation(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """Make a link useless."""
    invitation = get_object_or_404(Invitation, organisation=organisation, handover=None, pk=number)
    inviting.withdraw_invitation(invitation=invitation, by=signed_in(request), at=clock.now())
    messages.success(request, _("L’invitation est retirée : son lien ne fonctionne plus."))
    return redirect("accounts:members", organisation.uuid)


@for_members("leave")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Ask, then leave."""
    refused = ""
    if request.method == "POST":
        try:
            leave_organisation(organisation=organisation, user=signed_in(request))
        except LastAdministrator as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Vous n’êtes plus membre de cette organisation."))
            return redirect("accounts:organisations")
    context = {"organisation": organisation, "refused": refused}
    return render(request, "accounts/organisation_leave.html", context, status=409 if refused else 200)


def _after(organisation: Organisation, has_lost_the_door: bool) -> HttpResponse:
    """Go back to the members, or to the list when the person has just closed that door on themselves."""
    if has_lost_the_door:
        return redirect("accounts:organisations")
    return redirect("accounts:members", organisation.uuid)
