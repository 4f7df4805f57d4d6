"""Pages of accounts: allauth's, limited in rate, never kept by a cache, plus the profile."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.models import User
from base.caching import personal_page, token_page
from base.rate_limits import too_many_requests

SIGN_IN_PAUSE = 300  # seconds: the longer of the two limits on failed sign-ins


class SignInView(allauth_views.LoginView):
    """The one door, for inhabitants and staff alike."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Answer 429 past the limit of failed tries, in place of the form."""
        if form.has_error("__all__", code="too_many_login_attempts"):
            return too_many_requests(self.request, SIGN_IN_PAUSE)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the page of a demonstration that the team needs no second factor there."""
        return super().get_context_data(**kwargs) | {
            "without_second_factor": not settings.STAFF_SECOND_FACTOR
        }

    def get_authenticated_redirect_url(self) -> str:
        """Stop the circle between the admin, which sends here whom it refuses, and this page."""
        url: str = super().get_authenticated_redirect_url()
        if url.startswith(settings.ADMIN_PREFIX) and not self.request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            return reverse("accounts:not_staff")
        return url


class ChangePasswordView(allauth_views.PasswordChangeView):
    """A new password for somebody who knows the current one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send an account without password (made by staff) through the e-mail instead."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        return super().dispatch(request, *args, **kwargs)


sign_in = personal_page(SignInView.as_view())
sign_up = personal_page(allauth_views.signup)
sign_out = personal_page(allauth_views.logout)
inactive = personal_page(allauth_views.account_inactive)
confirmation_sent = personal_page(allauth_views.email_verification_sent)
# The address itself is the secret; and browsers send `Origin: null` with the form of a page without referrer.
confirm_email = csrf_exempt(token_page(allauth_views.confirm_email))
change_password = personal_page(login_required(ChangePasswordView.as_view()))
forgotten_password = personal_page(allauth_views.password_reset)
forgotten_password_sent = personal_page(allauth_views.password_reset_done)
new_password_done = personal_page(allauth_views.password_reset_from_key_done)


@token_page
def _from_link(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    return allauth_views.password_reset_from_key(request, uidb36=uidb36, key=key)


def new_password(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Choose a new password: the link's own address holds a secret and is left at once for one that holds none.

    That second address may be told to this site: without it browsers send `Origin: null` with the form, which the
    check against forged requests refuses.
    """
    response = _from_link(request, uidb36=uidb36, key=key)
    if key == allauth_views.PasswordResetFromKeyView.reset_url_key:
        response["Referrer-Policy"] = "same-origin"
    return response


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's names; list the organisations one acts for."""
    user = cast(User, request.user)  # login_required has seen to it
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre profil est enregistré."))
        return redirect("accounts:profile")
    memberships = user.memberships.select_related("organisation").order_by("organisation__name")
    return render(request, "accounts/profile.html", {"form": form, "memberships": memberships})


@personal_page
@login_required
def not_staff(request: HttpRequest) -> HttpResponse:
    """Tell a signed-in person that the back office is not theirs, and how to get in with another account."""
    list(messages.get_messages(request))  # the admin's own refusal, which this page says better
    return render(request, "accounts/not_staff.html", status=403)
