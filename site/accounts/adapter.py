"""How allauth behaves here: its messages in the house's words, its e-mails in the house's frame."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.invitation_links import REMEMBERED
from accounts.way_back import way_back
from base.client_address import client_address
from base.context import current_territory
from base.mail import compose

logger = logging.getLogger(__name__)

SUBJECTS = {
    "email_confirmation_signup": _("Confirmez votre adresse pour ouvrir votre compte"),
    "email_confirmation": _("Confirmez votre adresse électronique"),
    "account_already_exists": _("Vous avez déjà un compte"),
    "password_reset_key": _("Choisir un nouveau mot de passe"),
    "unknown_account": _("Aucun compte à cette adresse"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Allauth with our words, our e-mails, and an address read as everywhere else on the site."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte n’est plus actif."),
        "email_password_mismatch": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. "
            "Vérifiez-les, ou choisissez un nouveau mot de passe."
        ),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "invalid_password_reset": _("Ce lien ne fonctionne plus. Demandez-en un nouveau."),
        "too_many_login_attempts": _("Trop d’essais en peu de temps. Attendez quelques minutes."),
        "rate_limited": _("Trop d’essais en peu de temps. Attendez quelques minutes."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's e-mails with our template of the same name.

        A mail server that does not answer must not break the page, whose text says what to do when nothing
        arrives; and a page that broke for known addresses only would tell them from unknown ones.
        """
        name = template_prefix.rpartition("/")[2]
        request: HttpRequest = allauth_context.request
        message = compose(
            template=f"email/accounts/{name}",
            subject=str(SUBJECTS[name]),
            recipient=email,
            context={
                **{key: value for key, value in context.items() if key != "request"},
                "territory": current_territory(request),
                "site_url": request.build_absolute_uri("/").rstrip("/"),
            },
        )
        try:
            message.send()
        except OSError:  # SMTPException is one
            logger.exception("account e-mail %s was not sent", name)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none of the optional notifications: those we want are written by ourselves."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address as `base.client_address` reads it."""
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to what the visitor was doing before signing in (an invitation first), else where everybody goes."""
        if request.session.get(REMEMBERED):
            return reverse("accounts:invitation")
        wanted = way_back(request)
        if wanted:
            return wanted
        url: str = super().get_login_redirect_url(request)
        return url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile after a new password."""
        return reverse("accounts:profile")
