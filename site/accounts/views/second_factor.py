"""Pages of the second factor: allauth's, in our frame; the picture to scan; confirming who one is."""

from __future__ import annotations

import io
from typing import Any, cast

import segno
from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.second_factor import AFTER, is_staff_member
from accounts.second_factor_forms import SPENT
from accounts.services.second_factor import ADDED, CODE_USED, CODES_RENEWED, REMOVED, note_second_factor
from base.caching import personal_page
from base.context import current_territory
from base.rate_limits import too_many_requests

CODE_PAUSE = 300  # seconds: the longer of the two limits on failed codes
NEW_LEFT_WHEN = 3  # recovery codes: fewer than that, and we say to make new ones


def _note(request: HttpRequest, what: str, user: User | None = None) -> None:
    note_second_factor(
        user=user or cast(User, request.user),
        what=what,
        at=timezone.now(),
        territory=current_territory(request),
    )


class CodeLimitMixin:
    """A page that takes a code: past the limit of wrong ones it answers 429, and a recovery code is noted."""

    request: Any

    def form_invalid(self, form: Any) -> HttpResponse:
        """Answer 429 past the limit, else the form again."""
        if form.has_error("code", code="too_many_login_attempts"):
            return too_many_requests(self.request, CODE_PAUSE)
        return super().form_invalid(form)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        """Say how many recovery codes are left when one was used."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if form.used_recovery_code:
            _note(self.request, CODE_USED, form.user)
            left = len(form.authenticator.wrap().get_unused_codes())
            messages.warning(self.request, codes_left(left))
        return response


def codes_left(left: int) -> str:
    """Return what is told to somebody who used a recovery code."""
    words = ngettext(
        "Ce code de secours ne servira plus. Il vous en reste %(left)s.",
        "Ce code de secours ne servira plus. Il vous en reste %(left)s.",
        left,
    ) % {"left": left}
    return f"{words} {_('Faites-en de nouveaux dans « Mon profil ».')}" if left < NEW_LEFT_WHEN else words


class SignInCodeView(CodeLimitMixin, base_views.AuthenticateView):
    """The second step of signing in."""


class CodeAgainView(CodeLimitMixin, base_views.ReauthenticateView):
    """A code again, before money, exports and keys."""


class SetUpView(totp_views.ActivateTOTPView):
    """Setting the second factor up: a picture to scan or a key to type, then the first code."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret, close the code that proved it, and count it as given in this session."""
        response = super().form_valid(form)
        authenticator = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        authenticator.data[SPENT] = form.window
        authenticator.save(update_fields=["data"])
        _prove(self.request, authenticator)
        _note(self.request, ADDED)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the key in groups of four, to be typed by hand."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return context | {"groups": groups, "is_required": _is_required(self.request)}


class RemoveView(totp_views.DeactivateTOTPView):
    """Switching the second factor off, to install it on another telephone."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, and write to the person."""
        response = super().form_valid(form)
        _note(self.request, REMOVED)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the page whether another one must follow."""
        return super().get_context_data(**kwargs) | {"is_required": _is_required(self.request)}


class NewCodesView(codes_views.GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Make them, and write to the person."""
        response = super().form_valid(form)
        _note(self.request, CODES_RENEWED)
        return response


class CodesView(codes_views.ViewRecoveryCodesView):
    """The recovery codes that still open, to print or copy."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell where one was going, once."""
        return super().get_context_data(**kwargs) | {"onward": self.request.session.pop(AFTER, "")}


class CodesFileView(codes_views.DownloadRecoveryCodesView):
    """The same as a file of plain text."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Name the file in French."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response


class OverviewView(base_views.IndexView):
    """What protects the account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the codes left."""
        context = super().get_context_data(**kwargs)
        codes = context["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        totp = context["authenticators"].get(Authenticator.Type.TOTP)
        return context | {
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "totp": totp.instance if totp else None,
            "is_required": _is_required(self.request),
        }


@personal_page
@login_required
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the secret that is being set up, for the telephone to scan; 404 when none is."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    address = get_adapter().build_totp_url(request.user, secret)
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=2, scale=6, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _prove(request: HttpRequest, authenticator: Authenticator) -> None:
    record_authentication(request, request.user, "mfa", id=authenticator.pk, type=authenticator.type)


def _is_required(request: HttpRequest) -> bool:
    return bool(settings.STAFF_SECOND_FACTOR and is_staff_member(request.user))


overview = personal_page(OverviewView.as_view())
set_up = personal_page(SetUpView.as_view())
remove = personal_page(RemoveView.as_view())
codes = personal_page(CodesView.as_view())
new_codes = personal_page(login_required(NewCodesView.as_view()))
codes_file = personal_page(CodesFileView.as_view())
sign_in_code = personal_page(SignInCodeView.as_view())
code_again = personal_page(CodeAgainView.as_view())
password_again = personal_page(account_views.ReauthenticateView.as_view())
