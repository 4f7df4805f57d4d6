"""Writing together: who writes, who is invited, how one joins and leaves."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.way_back import sign_in_first
from base.caching import personal_page, token_page
from base.rate_limits import address_key, rate_limited
from calls import access
from calls.errors import CallError
from calls.forms.applying import InvitationForm
from calls.models import Application, ApplicationInvitation
from calls.services import inviting
from calls.views.applying.frame import current_form, for_application, person, shared_context

REMEMBERED = "calls.invitation"


@rate_limited("calls.invite", limit=20, per=timedelta(days=1))
@require_http_methods(["GET", "HEAD", "POST"])
@for_application("hold")
def team(request: HttpRequest, application: Application) -> HttpResponse:
    """Show who writes the application; on POST invite somebody by a link."""
    may_invite = access.can(request.user, "invite", application)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and may_invite and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            inviting.invite(application=application, email=email, at=timezone.now(), actor=person(request))
        except CallError as error:
            form.add_error("email", error.reason)
        else:
            messages.success(request, _("Le lien est parti à %(email)s.") % {"email": email})
            return redirect("calls:team", application.reference)
    context = {
        **shared_context(request, application, current_form(application)),
        "members": application.members.select_related("user").order_by("joined_at", "pk"),
        "invitations": application.invitations.usable(at=timezone.now()),
        "form": form,
        "may_invite": may_invite,
        "may_choose": access.can(request.user, "choose_members", application),
    }
    return render(request, "calls/applying/team.html", context, status=422 if form.errors else 200)


@require_POST
@for_application("hold")
def remove(request: HttpRequest, application: Application, member: int) -> HttpResponse:
    """Leave, or take somebody else off; only the holder's side may do the latter."""
    found = application.members.filter(pk=member).first()
    if found is None:
        raise Http404
    is_me = found.user_id == person(request).pk
    if not is_me and not access.can(request.user, "choose_members", application):
        raise Http404
    inviting.leave(application=application, member=found)
    if is_me:
        messages.success(request, _("Vous n’écrivez plus cette candidature."))
        return redirect("calls:mine")
    messages.success(request, _("Cette personne n’écrit plus avec vous."))
    return redirect("calls:team", application.reference)


@require_POST
@for_application("invite")
def withdraw_invitation(request: HttpRequest, application: Application, invitation: int) -> HttpResponse:
    """Have a link work no more."""
    found = application.invitations.filter(pk=invitation).first()
    if found is None:
        raise Http404
    inviting.withdraw_invitation(invitation=found, at=timezone.now())
    messages.success(request, _("Ce lien ne fonctionne plus."))
    return redirect("calls:team", application.reference)


@rate_limited("calls.join", limit=30, per=timedelta(hours=1), methods=("GET",), key=address_key)
@token_page
@require_safe
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation a link names, and leave the address, which holds its secret."""
    found = (
        ApplicationInvitation.objects.usable(at=timezone.now())
        .filter(token_digest=inviting.digest_of(token))
        .first()
    )
    if found is None:
        return render(request, "calls/applying/invitation_unusable.html", status=404)
    request.session[REMEMBERED] = found.pk
    return redirect("calls:invited")


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Show who invites and to what; on POST join, after signing in or up when needed."""
    found = (
        ApplicationInvitation.objects.usable(at=timezone.now())
        .filter(pk=request.session.get(REMEMBERED, 0))
        .select_related("application__call", "invited_by")
        .first()
    )
    if found is None or not found.application.is_writable:
        request.session.pop(REMEMBERED, None)
        return render(request, "calls/applying/invitation_unusable.html", status=404)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return sign_in_first(request, sign_up="sign_up" in request.POST)
        try:
            application = inviting.join(invitation=found, user=person(request), at=timezone.now())
        except CallError:
            return render(request, "calls/applying/invitation_unusable.html", status=404)
        del request.session[REMEMBERED]
        messages.success(request, _("Vous écrivez maintenant cette candidature avec les autres."))
        return redirect("calls:application", application.reference)
    return render(request, "calls/applying/invited.html", {"invitation": found})
