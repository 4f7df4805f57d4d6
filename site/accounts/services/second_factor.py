"""Verbs of the second factor: what is written down of it, who is told, and forgetting one whose telephone is lost."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import SecondFactorRefusal
from accounts.models import User
from accounts.sealing import can_open, is_sealed_anew, seal, unseal
from accounts.signals import security_letter_due
from base.audit import record
from base.models import Territory

# What happens to a second factor, each with its audit line and its letter to the person.
ADDED, REMOVED, CODES_RENEWED, FORGOTTEN, CODE_USED = (
    "added",
    "removed",
    "codes_renewed",
    "forgotten",
    "code_used",
)
# What allauth keeps that opens an account: the telephone's secret, the seed of recovery codes.
SECRETS = ("secret", "seed")


@transaction.atomic
def note_second_factor(*, user: User, what: str, at: datetime, territory: Territory | None = None) -> None:
    """Write the audit line of what happened to somebody's second factor, and ask for the letter that tells them."""
    record(f"second_factor.{what}", actor=user, subject=user, at=at)
    _ask_letter(user, what, at, territory)


@transaction.atomic
def forget_second_factor(
    *, user: User, at: datetime, by: User | None = None, territory: Territory | None = None
) -> None:
    """Remove somebody's second factor and recovery codes; `by` is a technical administrator, None the command line.

    `SecondFactorRefusal` for one's own, or when there is none.
    """
    if by is not None and by.pk == user.pk:
        raise SecondFactorRefusal(
            _("Personne ne retire son propre second facteur ici : demandez à quelqu’un d’autre.")
        )
    if by is not None and not (by.is_active and by.is_superuser):
        raise SecondFactorRefusal(
            _("Seule l’administration technique retire le second facteur de quelqu’un.")
        )
    deleted, _per_model = Authenticator.objects.filter(user=user).delete()
    if not deleted:
        raise SecondFactorRefusal(_("Ce compte n’a pas de second facteur."))
    detail = {"from": "admin" if by else "command line"}
    record(f"second_factor.{FORGOTTEN}", actor=by, subject=user, detail=detail, at=at)
    _ask_letter(user, FORGOTTEN, at, territory)


@transaction.atomic
def seal_again() -> tuple[int, int]:
    """Seal with the newest key what it does not open yet; return how many were, and how many no key opens."""
    sealed = lost = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        stale = {
            name: row.data[name]
            for name in SECRETS
            if name in row.data and not is_sealed_anew(row.data[name])
        }
        if not stale:
            continue
        if not all(can_open(kept) for kept in stale.values()):
            lost += 1
            continue
        row.data = row.data | {name: seal(unseal(kept)) for name, kept in stale.items()}
        row.save(update_fields=["data"])
        sealed += 1
    return sealed, lost


def _ask_letter(user: User, what: str, at: datetime, territory: Territory | None) -> None:
    security_letter_due.send(
        sender=User,
        kind=f"second_factor_{what}",
        user=user,
        purpose=f"second_factor_{what}:{user.pk}:{at.isoformat()}",
        territory=territory,
    )
