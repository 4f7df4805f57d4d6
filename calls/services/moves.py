"""The one way in which an application changes state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from calls.errors import MoveRefused
from calls.models import Application, ApplicationChange
from calls.rules import may_move


def lock_application(application: Application) -> Application:
    """Return the application read again with its call, locked until the end of the transaction."""
    return Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)


@transaction.atomic
def move_application(
    *, application: Application, to: str, at: datetime, actor: User | None = None, reason: str = ""
) -> None:
    """Change the state of a locked application and log it; MoveRefused when the move is not in the table."""
    before = application.state
    if not may_move(before, to):
        raise MoveRefused(_("L’état de cette candidature a changé entre-temps : relisez-la."))
    application.state = to
    application.save(update_fields=["state"])
    ApplicationChange.objects.create(
        application=application, before=before, after=to, at=at, actor=actor, reason=reason
    )
