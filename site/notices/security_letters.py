"""The letters about the keys of an account: `accounts`, which stands below, asks for them by a signal.

They hold no code and no secret. Each tells what happened, and what to do when it was somebody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.signals import security_letter_due
from notices.registry import NoticeKind, register
from notices.services import queue_notice

KEPT = timedelta(days=60)

LETTERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "second_factor_added": (
        gettext_lazy("Votre second facteur est installé"),
        gettext_lazy(
            "Se connecter à votre compte demande maintenant un code de votre téléphone, en plus du mot de passe. "
            "Gardez vos codes de secours en lieu sûr : ils ouvrent si le téléphone est perdu."
        ),
    ),
    "second_factor_removed": (
        gettext_lazy("Votre second facteur est retiré"),
        gettext_lazy("Votre compte ne demande plus de code : le mot de passe suffit à se connecter."),
    ),
    "second_factor_codes_renewed": (
        gettext_lazy("Vos codes de secours sont renouvelés"),
        gettext_lazy(
            "Les anciens codes de secours de votre compte n’ouvrent plus rien ; les nouveaux sont prêts."
        ),
    ),
    "second_factor_code_used": (
        gettext_lazy("Un code de secours a servi"),
        gettext_lazy("Quelqu’un a utilisé l’un de vos codes de secours pour entrer dans votre compte."),
    ),
    "second_factor_forgotten": (
        gettext_lazy("Votre second facteur a été effacé"),
        gettext_lazy(
            "L’administration technique a effacé le second facteur de votre compte, comme on le fait pour un téléphone "
            "perdu. Vous en installerez un autre à votre prochaine connexion."
        ),
    ),
}


def _expanded(stored: dict[str, Any]) -> dict[str, Any]:
    title, sentence = LETTERS[stored["letter"]]
    return {
        "title": str(title),
        "paragraphs": (
            _("Bonjour,"),
            str(sentence),
            _("Si ce n’était pas vous, changez votre mot de passe tout de suite et appelez-nous."),
        ),
        "path": reverse("mfa_index"),
        "label": _("Voir ce qui protège mon compte"),
    }


def write_letter(*, kind: str, user: Any, purpose: str, territory: Any, **_kwargs: Any) -> None:
    """Put the letter asked for into the outbox, in the transaction of the fact it tells."""
    queue_notice(
        kind=kind,
        recipient=user.email,
        user=user,
        purpose=purpose,
        context={"territory_id": territory.pk if territory else None, "letter": kind},
    )


def connect() -> None:
    """Declare the kinds and answer the signal."""
    for kind in LETTERS:
        register(
            NoticeKind(
                name=kind,
                template="email/accounts/security",
                subject=lambda context: str(context["title"]),
                expand=_expanded,
                sent_again_when_unsure=True,
                kept=KEPT,
            )
        )
    security_letter_due.connect(write_letter, dispatch_uid="notices.security_letters")
