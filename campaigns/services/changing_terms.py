"""Changing the deadline or the threshold after launch: by a decision of two people, never in the last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from base.dates_display import moment
from base.money_display import euros
from base.page_cache import forget_pages
from campaigns.errors import DecisionRefused
from campaigns.models import Campaign, Decision
from campaigns.notices import tell_backers, tell_holder
from campaigns.rules.deadlines import latest_deadline
from campaigns.rules.decisions import TERMS_REST, DecisionKind, DecisionState
from campaigns.rules.status import CampaignState
from campaigns.services.deciding import Figure, ask, register_executor
from campaigns.services.launching import frozen_terms

if TYPE_CHECKING:
    from accounts.models import User

CHANGEABLE = ("deadline", "threshold_cents")
OPEN = frozenset({CampaignState.LIVE, CampaignState.SUSPENDED})


def ask_new_terms(
    *,
    campaign: Campaign,
    asked_by: User,
    reason: str,
    at: datetime,
    deadline: datetime | None = None,
    threshold_cents: int | None = None,
) -> Decision:
    """Ask that the deadline, the threshold or both change; None keeps what is. Errors as `deciding.ask`."""
    payload: dict[str, Any] = {"was": _terms(campaign)}
    if deadline is not None and deadline != campaign.deadline:
        payload["deadline"] = deadline.astimezone(ZoneInfo("UTC")).isoformat()
    if threshold_cents is not None and threshold_cents != campaign.threshold_cents:
        payload["threshold_cents"] = threshold_cents
    return ask(
        kind=DecisionKind.TERMS,
        campaign=campaign,
        asked_by=asked_by,
        reason=reason,
        payload=payload,
        at=at,
    )


def change_terms(*, decision: Decision, by: User, at: datetime) -> None:
    """Write the new terms, and tell the holder and everybody who pledged; `launched_terms` stays as it was."""
    campaign = decision.campaign
    assert campaign is not None
    check_terms(decision, at)
    facts: dict[str, Any] = {"terms_version": campaign.terms_version + 1}
    if "deadline" in decision.payload:
        facts["deadline"] = datetime.fromisoformat(decision.payload["deadline"])
    if "threshold_cents" in decision.payload:
        facts["threshold_cents"] = decision.payload["threshold_cents"]
    for name, value in facts.items():
        setattr(campaign, name, value)
    Campaign.objects.filter(pk=campaign.pk).update(**facts)
    forget_pages()
    tell_holder(campaign=campaign, kind="campaign_terms_changed", at=at, reason=decision.reason)
    tell_backers(campaign=campaign, kind="terms_changed", at=at, about=decision.uuid.hex)


def check_terms(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what may not change: `DecisionRefused`."""
    campaign, payload = decision.campaign, decision.payload
    assert campaign is not None
    if campaign.status not in OPEN or campaign.deadline is None or campaign.launched_at is None:
        raise DecisionRefused(_("Les conditions ne changent qu’entre le lancement et l’échéance."))
    if payload["was"] != _terms(campaign):
        raise DecisionRefused(
            _("Les conditions ont changé depuis cette demande : refusez-la, et demandez de nouveau.")
        )
    if not payload.keys() & set(CHANGEABLE):
        raise DecisionRefused(_("Rien ne change : indiquez une autre échéance ou un autre seuil."))
    if at > campaign.deadline - TERMS_REST:
        raise DecisionRefused(_("Rien ne change dans les dernières 24 heures avant l’échéance."))
    if "deadline" in payload:
        deadline = datetime.fromisoformat(payload["deadline"])
        if deadline < at + TERMS_REST:
            raise DecisionRefused(
                _("La nouvelle échéance laisse 24 heures au moins à celles et ceux qui liront.")
            )
        zone = ZoneInfo(campaign.zone)
        if deadline > latest_deadline(campaign.launched_at.astimezone(zone)):
            raise DecisionRefused(_("Une campagne dure deux mois au plus, comptés du lancement."))
    if not 0 < payload.get("threshold_cents", campaign.threshold_cents) <= campaign.goal_cents:
        raise DecisionRefused(_("Le seuil est au-dessus de zéro, et ne dépasse pas l’objectif."))


def shown_changes(decision: Decision) -> Sequence[Figure]:
    """Return the terms that change, before and after."""
    payload, campaign = decision.payload, decision.campaign
    assert campaign is not None
    found = []
    if "deadline" in payload:
        before, after = (
            moment(datetime.fromisoformat(each["deadline"]), campaign.zone)
            for each in (payload["was"], payload)
        )
        found.append(Figure(_("Échéance"), before, after))
    if "threshold_cents" in payload:
        was, becomes = payload["was"]["threshold_cents"], payload["threshold_cents"]
        found.append(Figure(_("Seuil"), euros(was), euros(becomes)))
    return found


def decided_terms() -> dict[int, dict[str, Any]]:
    """Return, by campaign, what decisions changed of the terms since the launch: what `check_ledger` allows."""
    rows = Decision.objects.filter(kind=DecisionKind.TERMS, state=DecisionState.CARRIED_OUT)
    found: dict[int, dict[str, Any]] = {}
    for campaign_id, payload in rows.order_by("answered_at", "pk").values_list("campaign_id", "payload"):
        changed = {name: payload[name] for name in CHANGEABLE if name in payload}
        found.setdefault(campaign_id, {}).update(changed)
    return found


def _terms(campaign: Campaign) -> dict[str, Any]:
    frozen = frozen_terms(campaign)
    return {name: frozen[name] for name in CHANGEABLE}


register_executor(DecisionKind.TERMS, change_terms, figures=shown_changes, check=check_terms)
