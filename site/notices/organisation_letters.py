"""The letters about organisations: `accounts`, which stands below, asks for them by a signal.

What is kept in the outbox holds no secret: the link of an invitation is made when its letter leaves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitation_links import invitation_path
from accounts.models import Invitation
from accounts.signals import letter_due
from base.dates_display import moment
from notices.registry import NoticeKind, register
from notices.services import queue_notice

KEPT = timedelta(days=60)
Words = tuple[str, tuple[str, ...]]


def _invitation(facts: dict[str, Any]) -> Words:
    return _("%(by)s vous invite à rejoindre %(organisation)s") % facts, (
        _("Bonjour,"),
        _(
            "%(by)s vous invite à rejoindre « %(organisation)s » sur cette plateforme. Votre droit : %(right)s."
        )
        % facts,
        _("Le lien ci-dessous fonctionne une fois, jusqu’au %(until)s : le temps d’ouvrir un compte.")
        % facts,
        _("Ne le transmettez à personne : qui le suit entre à votre place."),
    )


def _handover_invitation(facts: dict[str, Any]) -> Words:
    return _("On vous propose d’administrer %(organisation)s") % facts, (
        _("Bonjour,"),
        _(
            "%(by)s propose de vous transmettre l’administration de « %(organisation)s ». Rien ne change tant que "
            "toutes les personnes nommées n’ont pas accepté."
        )
        % facts,
        _("Le lien ci-dessous ne fonctionne qu’une fois, jusqu’au %(until)s. Ne le transmettez à personne.")
        % facts,
    )


def _handover_proposed(facts: dict[str, Any]) -> Words:
    named = ", ".join(facts.get("named", []))
    return _("Transmission proposée : %(organisation)s") % facts, (
        _("Bonjour,"),
        _("%(by)s propose de transmettre l’administration de « %(organisation)s » à : %(named)s.")
        % {**facts, "named": named},
        _(
            "Quand toutes ces personnes auront accepté, et pas avant, vous ne serez plus membre de l’organisation. "
            "Si cette proposition vous surprend, retirez-la sur la page de l’organisation, ou appelez-nous."
        ),
    )


def _handover_withdrawn(facts: dict[str, Any]) -> Words:
    return _("Transmission retirée : %(organisation)s") % facts, (
        _("Bonjour,"),
        _(
            "La transmission de « %(organisation)s » est retirée. Aucun droit n’a changé, et ses liens ne servent plus."
        )
        % facts,
    )


def _handover_completed(facts: dict[str, Any]) -> Words:
    return _("Transmission faite : %(organisation)s") % facts, (
        _("Bonjour,"),
        _(
            "Toutes les personnes nommées ont accepté : elles administrent maintenant « %(organisation)s ». "
            "L’ancienne équipe d’administration n’en est plus membre."
        )
        % facts,
    )


def _removed(facts: dict[str, Any]) -> Words:
    return _("Vous n’êtes plus membre de %(organisation)s") % facts, (
        _("Bonjour,"),
        _("%(by)s vous a retiré de « %(organisation)s ». Votre compte et vos soutiens restent les vôtres.")
        % facts,
    )


LETTERS = {
    "organisation_invitation": _invitation,
    "organisation_removed": _removed,
    "handover_invitation": _handover_invitation,
    "handover_proposed": _handover_proposed,
    "handover_withdrawn": _handover_withdrawn,
    "handover_completed": _handover_completed,
}


def _expanded(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the words, and the address they lead to: the only moment at which a link's secret exists."""
    facts = dict(stored["facts"])
    if facts.get("until"):
        at = datetime.fromisoformat(facts["until"])
        facts["until"] = moment(at, ZoneInfo(settings.TIME_ZONE).key)
    title, paragraphs = LETTERS[stored["letter"]](facts)
    if facts.get("invitation"):
        path, label = invitation_path(facts["invitation"]), _("Voir l’invitation")
    else:
        path, label = reverse("accounts:organisations"), _("Voir mes organisations")
    return {"title": title, "paragraphs": paragraphs, "path": path, "label": label}


def _is_wanted(stored: dict[str, Any]) -> bool:
    """Tell whether the invitation a letter carries still works."""
    number = stored["facts"].get("invitation")
    return not number or Invitation.objects.usable(at=timezone.now()).filter(uuid=number).exists()


def write_letter(
    *,
    kind: str,
    recipient: str,
    purpose: str,
    facts: dict[str, Any],
    user: Any,
    territory: Any,
    **_kwargs: Any,
) -> None:
    """Put the letter asked for into the outbox, in the transaction of the fact it tells."""
    queue_notice(
        kind=kind,
        recipient=recipient,
        user=user,
        purpose=purpose,
        context={"territory_id": territory.pk if territory else None, "letter": kind, "facts": facts},
    )


def connect() -> None:
    """Declare the kinds and answer the signal."""
    for kind in LETTERS:
        register(
            NoticeKind(
                name=kind,
                template="email/accounts/organisation",
                subject=lambda context: str(context["title"]),
                expand=_expanded,
                wanted=_is_wanted,
                kept=KEPT,
            )
        )
    letter_due.connect(write_letter, dispatch_uid="notices.organisation_letters")
