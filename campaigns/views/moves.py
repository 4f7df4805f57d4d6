"""The moves staff make from « Conditions »: each a service, a button, and what must be filled in first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import User
from campaigns import wording
from campaigns.access import can
from campaigns.errors import MoveRefused, NotReady, RecipientFixed
from campaigns.forms.verdicts import ReasonForm, RefusalForm
from campaigns.models import Campaign
from campaigns.models.answers import ApprovalForm
from campaigns.rules.recipients import RecipientState
from campaigns.services import launching, recipient_changes, reviewing, settling

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _end_now(*, campaign: Campaign, at: Any, actor: User) -> None:
    """Close a demonstration campaign as if its deadline had come; no term changes."""
    assert campaign.deadline is not None
    settling.close_campaign(
        campaign=campaign, at=campaign.deadline, actor=actor, reason=_("fin demandée pour la démonstration")
    )


def _approve(*, comment: str, **facts: Any) -> None:
    at, campaign, actor = facts.pop("at"), facts.pop("campaign"), facts.pop("actor")
    reviewing.approve(campaign=campaign, answers=facts, at=at, reason=comment, actor=actor)


@dataclass(frozen=True)
class Move:
    """One move: its service, its button, what is said once done, and the form to fill in first."""

    service: Callable[..., None]
    label: str | Promise | _StrPromise
    done: str | Promise | _StrPromise
    form: type[forms.Form] | None = None


MOVES: dict[str, Move] = {
    "submit": Move(
        reviewing.submit,
        gettext_lazy("Soumettre à la relecture"),
        gettext_lazy("La campagne est soumise à la relecture."),
    ),
    "approve": Move(
        _approve,
        gettext_lazy("Approuver"),
        gettext_lazy("La campagne est approuvée : elle peut être lancée."),
        ApprovalForm,
    ),
    "ask_changes": Move(
        reviewing.ask_changes,
        gettext_lazy("Demander des compléments"),
        gettext_lazy("La demande de compléments est envoyée au porteur."),
        ReasonForm,
    ),
    "refuse": Move(
        reviewing.refuse,
        gettext_lazy("Refuser"),
        gettext_lazy("Le refus est envoyé au porteur."),
        RefusalForm,
    ),
    "launch": Move(
        launching.launch,
        gettext_lazy("Lancer la campagne"),
        gettext_lazy("La campagne est lancée : elle prend des soutiens."),
    ),
    "suspend": Move(
        launching.suspend,
        gettext_lazy("Suspendre"),
        gettext_lazy("La campagne est suspendue."),
        ReasonForm,
    ),
    "resume": Move(launching.resume, gettext_lazy("Reprendre"), gettext_lazy("La campagne a repris.")),
    "cancel": Move(
        settling.cancel,
        gettext_lazy("Annuler et rembourser tout le monde"),
        gettext_lazy("La campagne est annulée : chacun est en cours de remboursement."),
        ReasonForm,
    ),
    "approve_recipient": Move(
        recipient_changes.approve_change,
        gettext_lazy("Approuver le changement de bénéficiaire"),
        gettext_lazy("Approuvé : il prend effet dès que le compte est en règle."),
    ),
    "refuse_recipient": Move(
        recipient_changes.refuse_change,
        gettext_lazy("Refuser le changement de bénéficiaire"),
        gettext_lazy("Refusé : le bénéficiaire annoncé reste, le porteur lit pourquoi."),
        ReasonForm,
    ),
    "end_now": Move(
        _end_now,
        gettext_lazy("Terminer maintenant (démonstration)"),
        gettext_lazy("La campagne est close : le dénouement suit dans quelques secondes."),
    ),
}
ABOUT_A_CHANGE = ("approve_recipient", "refuse_recipient")


def make(request: HttpRequest, campaign: Campaign, name: str) -> tuple[str, forms.Form] | None:
    """Make one move and say what came of it; return (name, form) when what was filled in must be corrected."""
    if name not in MOVES:
        raise Http404
    if not can(request.user, name, campaign):
        messages.error(
            request, _("Cette action n’est pas possible dans l’état actuel de la campagne, ou pas par vous.")
        )
        return None
    move = MOVES[name]
    values: dict[str, Any] = {}
    if move.form is not None:
        form = move.form(request.POST, auto_id=f"{name}_%s")
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(str(error) for error in errors))
            return name, form
        values = form.cleaned_data
    try:
        move.service(campaign=campaign, at=timezone.now(), actor=request.user, **values)
    except NotReady as error:
        for code in error.reasons:
            messages.error(request, str(wording.OBSTACLES[code]))  # type: ignore[index]
    except MoveRefused:
        messages.error(request, _("L’état de la campagne a changé entre-temps : relisez cette page."))
    except RecipientFixed:
        messages.error(request, _("Trop tard : le versement est décidé, le bénéficiaire ne change plus."))
    else:
        messages.success(request, str(move.done))
    return None


def offered(user: Any, campaign: Campaign, refused: tuple[str, forms.Form] | None) -> list[dict[str, Any]]:
    """Return the moves `user` may make now, each with its form (the refused one as it was filled in)."""
    forms_kept = dict([refused] if refused else [])
    return [
        {
            "name": name,
            "label": move.label,
            "form": forms_kept.get(name) or (move.form(auto_id=f"{name}_%s") if move.form else None),
            "open": name in forms_kept,
        }
        for name, move in MOVES.items()
        if can(user, name, campaign) and (name not in ABOUT_A_CHANGE or _waits_for_verdict(campaign))
    ]


def _waits_for_verdict(campaign: Campaign) -> bool:
    """Tell whether somebody else is asked to receive the money, and the moderators have not answered."""
    proposed = campaign.recipient_under_way
    return proposed is not None and proposed.state == RecipientState.IN_REVIEW
