"""What invitations brought to a call: how many were sent, opened, refused, and became answers.

Nobody is followed. An answer comes from an invitation when whoever holds or joined it has an invited address, or
answers for an invited organisation, and began after the invitation left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from base.models import Territory
from calls.addresses import address_digests
from calls.inviting import source_label
from calls.models import Application, ApplicationMember, CallInvitation, CallPage, InvitationRefusal

FEWEST_SHOWN = 3  # below that number of people, drafts would tell who is writing one


@dataclass
class Brought:
    """The figures of one source, or of all of them; `deposited` counts withdrawn answers too."""

    label: Promise | str
    sent: int = 0
    opened: int = 0
    refused: int = 0
    begun: int = 0
    deposited: int = 0
    gives_away: bool = False

    @property
    def refused_shown(self) -> int | None:
        """How many asked never to be invited again, None when it would tell who."""
        return self.refused if self.says_people else None

    @property
    def drafts_shown(self) -> int | None:
        """Answers begun and not deposited, None when it would tell who is writing one."""
        return self.begun - self.deposited if self.says_people else None

    @property
    def says_people(self) -> bool:
        """Whether enough people are counted here, and none can be found by subtraction."""
        return self.sent >= FEWEST_SHOWN and not self.gives_away


@dataclass(frozen=True)
class InvitationFigures:
    """What each source brought, all of them together, and the answers no invitation explains."""

    sources: list[Brought]
    total: Brought
    other_deposits: int
    other_drafts: int


def invitation_figures(call: CallPage) -> InvitationFigures:
    """Return the figures of a call; four queries and its territory's, whatever there is to count."""
    invitations = list(CallInvitation.objects.filter(call=call).order_by("invited_at", "pk"))
    refused = _refused(call, invitations)
    by_source: dict[str, Brought] = {}
    total = Brought("")
    for invitation in invitations:
        for brought in (total, _line(by_source, invitation.source)):
            brought.sent += 1
            brought.opened += invitation.opened_at is not None
            brought.refused += invitation.digest in refused
    by_digest = {one.digest: one for one in invitations}
    by_organisation: dict[int, CallInvitation] = {}
    for invitation in invitations:
        if invitation.organisation_id is not None:
            by_organisation.setdefault(invitation.organisation_id, invitation)
    other = Brought("")
    for application, emails in _applications(call):
        found = [by_digest[digest] for digest in _digests(emails) if digest in by_digest]
        if application.organisation_id in by_organisation:
            found.append(by_organisation[application.organisation_id])
        origin = _first_before(found, application.begun_at)
        deposited = application.deposited_at is not None
        counted = (other,) if origin is None else (total, _line(by_source, origin.source))
        for brought in counted:
            brought.begun += 1
            brought.deposited += deposited
    few = sum(line.sent for line in by_source.values() if line.sent < FEWEST_SHOWN)
    total.gives_away = 0 < few < FEWEST_SHOWN and few < total.sent
    return InvitationFigures(list(by_source.values()), total, other.deposited, other.begun - other.deposited)


def _refused(call: CallPage, invitations: list[CallInvitation]) -> set[str]:
    """Return the digests of those who said no after this call's invitation left; one who had said no got none."""
    if not invitations:
        return set()
    said = dict(
        InvitationRefusal.objects.filter(territory=Territory.objects.for_page(call)).values_list(
            "digest", "refused_at"
        )
    )
    return {one.digest for one in invitations if one.digest in said and said[one.digest] >= one.invited_at}


def _line(lines: dict[str, Brought], source: str) -> Brought:
    return lines.setdefault(source, Brought(source_label(source)))


def _applications(call: CallPage) -> Iterable[tuple[Application, list[str]]]:
    """Return every answer to a call with the addresses of those who write it."""
    joined: dict[int, list[str]] = {}
    rows = ApplicationMember.objects.filter(application__call=call)
    for application_id, email in rows.values_list("application_id", "user__email"):
        joined.setdefault(application_id, []).append(email)
    for application in Application.objects.filter(call=call).select_related("holder").order_by("pk"):
        yield application, [application.holder.email, *joined.get(application.pk, [])]


def _digests(emails: Iterable[str]) -> set[str]:
    return {digest for email in emails for digest in address_digests(email)}


def _first_before(found: Iterable[CallInvitation], begun_at: datetime) -> CallInvitation | None:
    """Return the first of these invitations that left before an answer was begun."""
    earlier = (one for one in found if one.invited_at <= begun_at)
    return min(earlier, key=lambda one: (one.invited_at, one.pk), default=None)
