"""A sample campaign for previews of a page that has none yet: the same attributes, invented figures."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from base import clock
from campaigns.wording import Guidance, State


class _Rows(list[Any]):
    """A list that answers `.all()` as a related manager does."""

    def all(self) -> list[Any]:
        """Return the rows."""
        return list(self)


def sample_campaign(page: Any) -> SimpleNamespace:
    """Return what a campaign page's template needs, without any row in the database."""
    deadline = clock.now() + timedelta(days=30)
    tier = {
        "limit": None,
        "left": None,
        "sold_out": False,
        "is_purchase": False,
        "pk": None,
        "delivery_month": date(deadline.year, deadline.month, 1),
        "get_hand_over_display": _("sur place"),
    }
    return SimpleNamespace(
        pk=None,
        page=page,
        is_sample=True,
        rights_sentence="",
        recipient_sentence="",
        tax_answer=Guidance(_("Oui ou non,"), _("selon ce que le projet aura déclaré.")),
        deliberation_reference="",
        origin_label="",
        holder_name=_("le porteur du projet"),
        get_holder_kind_display="",
        threshold_cents=300_000,
        goal_cents=400_000,
        ceiling_cents=600_000,
        gathered_cents=174_000,
        missing_cents=126_000,
        room_cents=426_000,
        threshold_percent=58,
        threshold_met=False,
        backers=42,
        deadline=deadline,
        local_deadline=deadline,
        zone="Europe/Paris",
        days_left=30,
        accepts_pledges=False,
        status="draft",
        outcome="",
        commission_bps=500,
        territory=None,
        state=State(_("Aperçu"), "wait", _("Chiffres d’exemple : cette page n’a pas encore de conditions.")),
        tiers=_Rows(
            [
                SimpleNamespace(
                    title=_("Un merci affiché"),
                    description=_("Votre nom sur le mur des soutiens."),
                    kind="thanks",
                    get_kind_display=_("remerciement"),
                    price_cents=500,
                    price_until_cents=2000,
                    **tier,
                ),
                SimpleNamespace(
                    title=_("Une invitation"),
                    description=_("La fête d’ouverture."),
                    kind="invitation",
                    get_kind_display=_("invitation"),
                    price_cents=2000,
                    price_until_cents=None,
                    **tier,
                ),
            ]
        ),
        stretch_goals=_Rows(),
        budget_lines=_Rows(),
    )
