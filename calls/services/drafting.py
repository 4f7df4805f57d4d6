"""Writing an application: begun once, saved as often as one likes, never deposited by accident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from calls.errors import CallNotOpen, MoveRefused
from calls.models import Application, ApplicationChange, CallPage
from calls.models.applications import ApplicantKind
from calls.questionnaire import Merged, Role, merge
from calls.services.forms import form_now
from calls.services.moves import lock_application
from calls.status import CallStatus


@transaction.atomic
def begin_application(
    *,
    call: CallPage,
    holder: User,
    at: datetime,
    applicant_kind: str = ApplicantKind.INDIVIDUAL,
    organisation: Organisation | None = None,
) -> Application:
    """Return a new empty draft; CallNotOpen when the call cannot be answered at `at`."""
    if not call.live or call.status_at(at) != CallStatus.OPEN:
        raise CallNotOpen(_("Cet appel n’est pas ouvert : on ne peut pas y répondre maintenant."))
    application = Application.objects.create(
        call=call,
        holder=holder,
        applicant_kind=applicant_kind,
        organisation=organisation,
        form=form_now(call=call, at=at),
        begun_at=at,
        saved_at=at,
    )
    ApplicationChange.objects.create(application=application, after=application.state, at=at, actor=holder)
    return application


@transaction.atomic
def save_answers(
    *, application: Application, typed: Mapping[str, Any], base: int, at: datetime, actor: User
) -> Merged:
    """Store what `actor`, who had read revision `base`, typed; return what came of it, conflicts included.

    Answers have the shapes of `QuestionKind` and are already clean; None takes an answer away. A draft may be
    written after the closing, so that nothing typed is ever lost: only the deposit looks at the time. MoveRefused
    once the application was deposited, unless more was asked.
    """
    locked = lock_application(application)
    if not locked.is_writable:
        raise MoveRefused(_("Cette candidature est déposée : elle ne se modifie plus."))
    merged = merge(
        stored=locked.answers,
        changed_at=locked.changed_at_revision,
        revision=locked.revision,
        base=base,
        typed=typed,
    )
    if merged.has_changed:
        locked.answers, locked.changed_at_revision = merged.answers, merged.changed_at
        locked.revision += 1
        locked.saved_at = at
        copy_listed_answers(locked)
        locked.save()
    application.refresh_from_db()
    return merged


def copy_listed_answers(application: Application) -> None:
    """Write the answers by which lists filter into the application's own columns, unsaved."""
    form = application.form.questionnaire

    def answer(role: Role) -> Any:
        return next((application.answers.get(question.key) for question in form.with_role(role)), None)

    application.title = str(answer(Role.TITLE) or "")[:120]
    application.neighbourhood = str(answer(Role.NEIGHBOURHOOD) or "")[:80]
    application.goal_cents = answer(Role.GOAL)
