"""Answering an invitation, with an account one has or opens on the way.

The link's address holds the secret and is left at once: the visitor's session remembers which invitation it named,
through signing in or up. Reading the page uses nothing up; accepting does.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import InvitationUnusable
from accounts.invitation_links import REMEMBERED
from accounts.models import Invitation
from accounts.services import invitations as inviting
from accounts.views.doors import signed_in
from base import clock
from base.caching import personal_page, token_page
from base.context import current_territory


@token_page
@require_safe
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation a link names, and go to the page that shows it."""
    try:
        invitation = inviting.invitation_of(token, at=clock.now())
    except InvitationUnusable as refusal:
        return _unusable(request, refusal)
    request.session[REMEMBERED] = str(invitation.uuid)
    return redirect("accounts:invitation")


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the remembered invitation; on POST accept it (`accept`), or forget it."""
    number = str(request.session.get(REMEMBERED, ""))
    try:
        if not number:
            raise InvitationUnusable(
                _("Aucune invitation ne vous attend ici. Suivez le lien du message reçu.")
            )
        invitation = inviting.waiting_invitation(number, at=clock.now())
        if request.method == "POST" and "accept" not in request.POST:
            del request.session[REMEMBERED]
            messages.success(
                request, _("C’est noté. Le lien du message reste valable si vous changez d’avis.")
            )
            return redirect("/")
        if request.method == "POST" and request.user.is_authenticated:
            return _accept(request, invitation)
    except InvitationUnusable as refusal:
        request.session.pop(REMEMBERED, None)
        return _unusable(request, refusal)
    return render(request, "accounts/invitation.html", {"invitation": invitation})


def expected_invitation(request: HttpRequest) -> Invitation | None:
    """Return the invitation the visitor's session remembers, None when there is none or it serves no more."""
    number = str(request.session.get(REMEMBERED, ""))
    if not number:
        return None
    try:
        return inviting.waiting_invitation(number, at=clock.now())
    except InvitationUnusable:
        del request.session[REMEMBERED]
        return None


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = signed_in(request)
    inviting.accept_invitation(
        invitation=invitation, user=user, at=clock.now(), territory=current_territory(request)
    )
    request.session.pop(REMEMBERED, None)
    if user.memberships.filter(organisation=invitation.organisation).exists():
        messages.success(request, _("Bienvenue : vous êtes membre."))
        return redirect("accounts:organisation", invitation.organisation.uuid)
    messages.success(
        request, _("C’est accepté. Vous administrerez dès que les autres personnes nommées auront répondu.")
    )
    return redirect("accounts:organisations")


def _unusable(request: HttpRequest, refusal: InvitationUnusable) -> HttpResponse:
    return render(request, "accounts/invitation_unusable.html", {"reason": str(refusal)}, status=404)
