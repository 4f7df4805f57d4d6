"""How allauth behaves here: its messages in the house's words, its e-mails in the house's frame."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.confirmation import is_recently_confirmed
from accounts.invitation_links import REMEMBERED
from accounts.sealing import seal, unseal
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
CONFIRM_WITH = {
    "reauthenticate": _("Confirmer par mon mot de passe"),
    "mfa_reauthenticate": _("Confirmer par un code"),
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
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before the second factor changes, unless a password or a code was given lately."""
        return not is_recently_confirmed(allauth_context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask for a code first where there is a second factor, and say each way in our words."""
        methods = super().get_reauthentication_methods(user)
        methods.sort(key=lambda method: method["id"] != "mfa_reauthenticate")
        return [method | {"description": CONFIRM_WITH[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile after a new password."""
        return reverse("accounts:profile")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor with our words; its picture is drawn by a view of ours, at an address of this site."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Ce code n’ouvre pas : il a peut-être changé, ou déjà servi. Attendez le suivant et recommencez."
        ),
        "unverified_email": _(
            "Confirmez d’abord votre adresse électronique : le lien est dans nos messages."
        ),
        "cannot_generate_recovery_codes": _("Installez d’abord le second facteur."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is kept: that of a telephone, the seed of recovery codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that the application on the telephone shows."""
        territory = current_territory(allauth_context.request)
        return territory.platform_name if territory else settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """Draw nothing here: allauth would put the picture inside the page, which our pages refuse."""
        return ""
