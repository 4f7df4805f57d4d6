"""People with a second factor: their codes, their sessions, and a session that was just confirmed."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.sealing import unseal

PASSWORD = "motdepasse"
SIGN_IN, CODE, CONFIRM = "/compte/connexion/", "/compte/connexion/code/", "/compte/confirmer-mon-acces/"
SET_UP = "/compte/second-facteur/installer/"


def give_second_factor(user: User) -> Authenticator:
    """Switch a second factor on, with recovery codes, as the set-up page does."""
    RecoveryCodes.activate(user)
    return TOTP.activate(user, generate_totp_secret()).instance


def code_of(user: User, *, windows: int = 0) -> str:
    """Return the code that the person's telephone shows now, or some half minutes later or before."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_for(unseal(row.data["secret"]), windows=windows)


def code_for(secret: str, *, windows: int = 0) -> str:
    """Return the code of a secret."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + windows))


def recovery_codes_of(user: User) -> list[str]:
    """Return the recovery codes that still open."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()


def sign_in(client: Client, user: User, *, to: str = "") -> HttpResponse:
    """Give address and password; return the answer."""
    return client.post(
        f"{SIGN_IN}?next={to}" if to else SIGN_IN,
        {"login": user.email, "password": PASSWORD, **({"next": to} if to else {})},
    )


def sign_in_with_code(client: Client, user: User, *, to: str = "") -> HttpResponse:
    """Sign in with both; return the last answer."""
    sign_in(client, user, to=to)
    return client.post(CODE, {"code": code_of(user)})


def confirm(client: Client, *, ago: float = 0, method: str = "password") -> None:
    """Have the session of a signed-in client hold a password given `ago` seconds before now."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
