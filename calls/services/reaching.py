"""Inviting people to answer a call, each once; and hearing that somebody wants no more of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from base.audit import record
from base.models import Territory
from calls.addresses import address_digest, address_digests, normal_address
from calls.application_querysets import WRITERS
from calls.errors import CallError
from calls.inviting import TYPED, Invitee, Source, all_sources
from calls.models import Application, ApplicationMember, CallInvitation, CallPage, InvitationRefusal
from calls.reach_notices import invitation_notices
from calls.status import CallStatus
from notices.services import queue_notices

MOST_A_DAY = 500  # from one territory, all calls together


class NoInvitationNow(CallError):
    """The call is not public, or closed: nobody can be invited to answer it."""


class TooManyInvitations(CallError):
    """The territory has written to too many people today."""


@dataclass(frozen=True)
class Chosen:
    """Whom an editor chose: sources taken whole, (source, key) of people, addresses typed by hand."""

    whole: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str]] = frozenset()
    typed: tuple[str, ...] = ()


@dataclass
class Guests:
    """Who would be written to, by digest of their address, with their source; and how many others were chosen.

    The others were invited before, are answering already, or asked not to be invited: which, nobody is told.
    """

    to_invite: dict[str, tuple[str, Invitee]] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True)
class Proposal:
    """What a source proposes for a call: people not invited yet, and how many of its people were."""

    source: Source
    people: list[Invitee]
    invited: int


def proposals(*, call: CallPage, territory: Territory) -> list[Proposal]:
    """Return what each source proposes for a call; each person once per source."""
    known = set(call.call_invitations.values_list("digest", flat=True))
    found = []
    for source in all_sources():
        people: dict[str, Invitee] = {}
        for invitee in source.find(call, territory):
            people.setdefault(normal_address(invitee.email), invitee)
        fresh = [one for one in people.values() if not address_digests(one.email) & known]
        found.append(Proposal(source, fresh, len(people) - len(fresh)))
    return found


def guests_of(*, call: CallPage, territory: Territory, chosen: Chosen) -> Guests:
    """Return who would be invited if this choice were sent now; the first source that names somebody counts."""
    applied, organisations = _applicants(call)
    set_aside = applied | _refused(territory) | set(call.call_invitations.values_list("digest", flat=True))
    guests, left_out = Guests(), set()
    for source, invitee in _named(call, territory, chosen):
        digest = address_digest(invitee.email)
        if address_digests(invitee.email) & set_aside or invitee.organisation_id in organisations:
            left_out.add(digest)
        else:
            guests.to_invite.setdefault(digest, (source, invitee))
    guests.left_out = len(left_out - guests.to_invite.keys())
    return guests


@transaction.atomic
def invite(*, call: CallPage, chosen: Chosen, sentence: str, at: datetime, actor: User) -> Guests:
    """Write to whoever was chosen and may be written to, once per call; return them with how many were left out.

    NoInvitationNow for a call the public cannot answer any more, TooManyInvitations past the day's limit.
    """
    locked = CallPage.objects.select_for_update(of=("self",)).get(pk=call.pk)
    territory = Territory.objects.for_page(locked)
    if territory is None or not locked.live or locked.status_at(at) == CallStatus.CLOSED:
        raise NoInvitationNow(_("On n’invite à répondre qu’à un appel publié et pas encore clos."))
    # One sending of the territory after the other: two that counted at once would both be under the limit.
    Territory.objects.select_for_update().get(pk=territory.pk)
    guests = guests_of(call=locked, territory=territory, chosen=chosen)
    sent_today = CallInvitation.objects.filter(
        invited_at__gt=at - timedelta(days=1), call__path__startswith=territory.root_page.path
    ).count()
    if sent_today + len(guests.to_invite) > MOST_A_DAY:
        raise TooManyInvitations(
            _("%(most)d invitations par jour au plus : il en reste %(left)d pour aujourd’hui.")
            % {"most": MOST_A_DAY, "left": max(MOST_A_DAY - sent_today, 0)}
        )
    rows = CallInvitation.objects.bulk_create(
        CallInvitation(
            call=locked,
            digest=digest,
            source=source,
            organisation_id=invitee.organisation_id,
            invited_by=actor,
            invited_at=at,
        )
        for digest, (source, invitee) in guests.to_invite.items()
    )
    addresses = {digest: normal_address(one.email) for digest, (_source, one) in guests.to_invite.items()}
    queue_notices(
        invitation_notices(
            call=locked, territory=territory, sentence=sentence, invitations=rows, addresses=addresses
        )
    )
    if rows:
        record("calls.invited", actor=actor, subject=locked, detail={"number": len(rows)}, at=at)
    return guests


@transaction.atomic
def note_opened(*, invitation_id: int, call: CallPage, at: datetime) -> None:
    """Note that the link of an invitation to `call` was followed; the first time counts."""
    CallInvitation.objects.filter(pk=invitation_id, call=call, opened_at=None).update(opened_at=at)


@transaction.atomic
def refuse_invitations(*, territory: Territory, digest: str, at: datetime) -> None:
    """Never invite whoever has that digest again, in any call of the territory; twice changes nothing."""
    InvitationRefusal.objects.get_or_create(territory=territory, digest=digest, defaults={"refused_at": at})


def _named(call: CallPage, territory: Territory, chosen: Chosen) -> Iterator[tuple[str, Invitee]]:
    """Everybody chosen, as many times as sources name them, those with a name before those typed."""
    for source in all_sources():
        is_whole = source.name in chosen.whole
        if not is_whole and not any(name == source.name for name, _key in chosen.people):
            continue
        for invitee in source.find(call, territory):
            if is_whole or (source.name, invitee.key) in chosen.people:
                yield source.name, invitee
    for address in chosen.typed:
        yield TYPED, Invitee(address)


def _applicants(call: CallPage) -> tuple[set[str], set[int]]:
    """Return the digests of everybody who answers or answered a call, and the organisations for which they do."""
    holders = Application.objects.filter(call=call).values_list("holder__email", "organisation_id")
    joined = ApplicationMember.objects.filter(application__call=call).values_list("user__email", flat=True)
    organisations = {number for _email, number in holders if number is not None}
    writing = Membership.objects.filter(organisation__in=organisations, right__in=WRITERS)
    emails = {email for email, _organisation in holders}
    emails |= {*joined, *writing.values_list("user__email", flat=True)}
    return {digest for email in emails for digest in address_digests(email)}, organisations


def _refused(territory: Territory) -> set[str]:
    return set(InvitationRefusal.objects.filter(territory=territory).values_list("digest", flat=True))
