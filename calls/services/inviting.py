"""Writing an application together: links that let one person in, once, and those who leave."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from base.models import Territory
from calls.errors import InvitationRefused, MoveRefused
from calls.letters.applying import invitation_letter
from calls.models import Application, ApplicationInvitation, ApplicationMember
from calls.notices import queue_letter
from calls.services.moves import lock_application

LASTS = timedelta(days=14)
MOST_WAITING = 10


def digest_of(token: str) -> str:
    """Return what the database keeps of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, application: Application, email: str, at: datetime, actor: User) -> ApplicationInvitation:
    """Write a link to `email` by which one person joins the application, once, within `LASTS`.

    A second invitation to the same address takes the place of the first. MoveRefused once the application can no
    longer be written, or when too many people are awaited.
    """
    locked = lock_application(application)
    if not locked.is_writable:
        raise MoveRefused(
            _("Cette candidature ne se modifie plus : il est trop tard pour l’écrire à plusieurs.")
        )
    locked.invitations.usable(at=at).filter(email__iexact=email).update(withdrawn_at=at)
    if locked.invitations.usable(at=at).count() >= MOST_WAITING:
        raise MoveRefused(_("Dix personnes sont déjà attendues : annulez une invitation d’abord."))
    token = secrets.token_urlsafe(32)
    row = ApplicationInvitation.objects.create(
        application=locked,
        email=email,
        token_digest=digest_of(token),
        invited_by=actor,
        invited_at=at,
        expires_at=at + LASTS,
    )
    territory = Territory.objects.for_page(locked.call)
    queue_letter(
        kind="application_invitation",
        letter=invitation_letter(
            locked,
            by=actor.public_name,
            expires_at=row.expires_at,
            zone=territory.zone if territory else "",
            path=reverse("calls:join", args=[token]),
        ),
        territory=territory,
        recipient=email,
        purpose=f"application_invitation:{row.pk}",
    )
    return row


@transaction.atomic
def withdraw_invitation(*, invitation: ApplicationInvitation, at: datetime) -> None:
    """Have a link that was not used yet work no more."""
    ApplicationInvitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )


@transaction.atomic
def join(*, invitation: ApplicationInvitation, user: User, at: datetime) -> Application:
    """Let `user` in by the link, which is used up; InvitationRefused when it no longer works."""
    application = lock_application(invitation.application)
    taken = ApplicationInvitation.objects.usable(at=at).filter(pk=invitation.pk).update(used_at=at)
    if not taken or not application.is_writable:
        raise InvitationRefused(
            _("Ce lien ne fonctionne plus : demandez-en un autre à la personne qui vous a invité.")
        )
    if application.holder_id != user.pk:
        ApplicationMember.objects.get_or_create(
            application=application, user=user, defaults={"joined_at": at}
        )
    return application


@transaction.atomic
def leave(*, application: Application, member: ApplicationMember) -> None:
    """Take somebody off those who write; what they wrote stays."""
    lock_application(application)
    ApplicationMember.objects.filter(pk=member.pk, application=application).delete()
