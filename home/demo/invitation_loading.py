"""Writes who was invited to answer a call of the demonstration: some came, some read, one said no for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from base.models import Territory
from calls.models import CallPage
from calls.services import reaching
from calls.services.reaching import Chosen
from home.demo.people import crowd

OTHERS = 9
READ_BY_ONE_IN = 2
SENTENCE = (
    "Vous avez déjà sauvé quelque chose de la benne, et vous savez le montrer\u00a0: cet appel est pour vous."
)


def write_invitations(call: CallPage, *, answerers: list[str], by: User, at: datetime) -> None:
    """Invite organisations, some of those who will answer (by address), and others who will not."""
    territory = Territory.objects.for_page(call)
    assert territory is not None
    others = [person.email for person in crowd(seed="invites", size=OTHERS)]
    reaching.invite(
        call=call,
        chosen=Chosen(whole=frozenset({"organisations"}), typed=(*answerers, *others)),
        sentence=SENTENCE,
        at=at,
        actor=by,
    )
    sent = list(call.call_invitations.order_by("pk"))
    for number, invitation in enumerate(sent):
        if number % READ_BY_ONE_IN == 0:
            reaching.note_opened(invitation_id=invitation.pk, call=call, at=at + timedelta(hours=5 + number))
    reaching.refuse_invitations(territory=territory, digest=sent[-1].digest, at=at + timedelta(days=1))
