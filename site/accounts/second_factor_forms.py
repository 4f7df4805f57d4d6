"""Forms of the second factor: a code opens once, whatever the cache remembers."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 40
SPENT = "spent"


def window_of(secret: str, code: str) -> int | None:
    """Return which half minute a code belongs to, None when it is none of those accepted now."""
    for window in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, window))):
            return int(window)
    return None


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Tell whether `code` opens, and close it and every earlier one for good (RFC 6238, 5.2)."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    window = window_of(decrypt(row.data["secret"]), code)
    if window is None or window <= row.data.get(SPENT, -1):
        return False
    row.data[SPENT] = window
    row.save(update_fields=["data"])
    return True


def _code_field(help_text: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label=_("Code"), max_length=LONGEST_CODE, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code; `user` is whose."""

    code = _code_field(_("Les six chiffres de votre application, ou l’un de vos codes de secours."))
    again = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        self.authenticator: Authenticator | None = None
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Accept a code that was never accepted before; every try counts, whatever the address it comes from."""
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
        known = list(Authenticator.objects.filter(user=self.user, type__in=kinds).order_by("-type"))
        for authenticator in known:
            is_totp = authenticator.type == Authenticator.Type.TOTP
            if spend(authenticator, code) if is_totp else authenticator.wrap().validate_code(code):
                authenticator.refresh_from_db()
                self.authenticator = authenticator
                forget_tries()
                return code
        if known:
            signals.authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=known[0],
                reauthentication=self.again,
            )
        raise get_adapter().validation_error("incorrect_code")

    def save(self) -> None:
        """Write in the session that a code was given."""
        assert self.authenticator is not None
        post_authentication(context.request, self.authenticator, reauthenticated=self.again)

    @property
    def used_recovery_code(self) -> bool:
        """Whether what was given is a recovery code."""
        return self.authenticator is not None and self.authenticator.type == Authenticator.Type.RECOVERY_CODES


class CodeAgainForm(CodeForm):
    """The same, for somebody already signed in."""

    again = True


class FirstCodeForm(ActivateTOTPForm):
    """The first code, which proves that the application holds the secret; `window` is then closed."""

    code = _code_field(_("Les six chiffres qu’affiche l’application maintenant."))

    def clean_code(self) -> str:
        """Check the code and remember its half minute."""
        code: str = super().clean_code()
        self.window = window_of(self.secret, code)
        return code


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password, asked again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = _("Mot de passe")
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
