"""The letter that invites somebody to answer a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from base.dates_display import moment
from base.mail import leaving_headers, site_address
from base.models import Territory
from calls.invitation_links import PARAMETER, Refuser, invitation_token, refusal_path
from calls.inviting import source_reason
from calls.models import CallInvitation, CallPage, InvitationRefusal
from calls.status import CallStatus
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft

KIND = "call_invitation"
TEMPLATE = "email/calls/invitation"


def invitation_notices(
    *,
    call: CallPage,
    territory: Territory,
    sentence: str,
    invitations: Iterable[CallInvitation],
    addresses: Mapping[str, str],
) -> Iterator[NoticeDraft]:
    """Yield the letter of each invitation; `addresses` gives the address behind each digest."""
    for invitation in invitations:
        yield NoticeDraft(
            kind=KIND,
            recipient=addresses[invitation.digest],
            purpose=f"{KIND}:{call.pk}:{invitation.digest}",
            context={
                **letter_context(call=call, territory=territory, sentence=sentence, source=invitation.source),
                "call_id": call.pk,
                "digest": invitation.digest,
                "path": f"{call_path(call, territory)}?{PARAMETER}={invitation_token(invitation.pk)}",
            },
        )


def letter_context(*, call: CallPage, territory: Territory, sentence: str, source: str) -> dict[str, Any]:
    """Return what the letter says, the same for everybody of a source; its links are each one's own."""
    closing = call.closes_at
    return {
        "territory_id": territory.pk,
        "title": _("Et si vous répondiez à « %(call)s » ?") % {"call": call.title},
        "sentence": sentence,
        "summary": call.summary,
        "closing": moment(closing, territory.zone) if closing and not call.is_standing else "",
        "reason": str(source_reason(source)),
        "path": call_path(call, territory),
    }


def call_path(call: CallPage, territory: Territory) -> str:
    """Return the address of a call without host."""
    return (call.url or "/").removeprefix(site_address(territory))


def _own_link(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the reader's own way out."""
    return {"refusal_path": refusal_path(Refuser(stored["territory_id"], stored["digest"]))}


def _is_wanted(stored: dict[str, Any]) -> bool:
    """Tell whether the call may still be answered and the reader has not said no meanwhile."""
    call = CallPage.objects.filter(pk=stored["call_id"], live=True).first()
    if call is None or call.status_at(timezone.now()) == CallStatus.CLOSED:
        return False
    refusals = InvitationRefusal.objects.filter(territory=stored["territory_id"], digest=stored["digest"])
    return not refusals.exists()


register(
    NoticeKind(
        name=KIND,
        template=TEMPLATE,
        subject=lambda context: str(context["title"]),
        expand=_own_link,
        headers=lambda context: leaving_headers(context, context["refusal_path"]),
        wanted=_is_wanted,
        priority=4,
        kept=timedelta(days=30),
    )
)
