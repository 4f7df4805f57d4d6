"""Writing an application: begun once, saved as often as one likes, never deposited by accident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from calls.errors import ApplicantRefused, CallNotOpen, MoveRefused
from calls.models import Application, ApplicationChange, CallPage
from calls.models.applications import ApplicantKind
from calls.questionnaire import Conflict, Merged, Role, merge
from calls.services.forms import form_now
from calls.services.moves import lock_application
from calls.status import CallStatus
from stories.models import KitPage

# What does not fit is merged beside the answers, under a name that no question has.
UNFIT = "unfit:"


@transaction.atomic
def begin_application(
    *,
    call: CallPage,
    holder: User,
    at: datetime,
    applicant_kind: str = ApplicantKind.INDIVIDUAL,
    organisation: Organisation | None = None,
    collective_name: str = "",
    kit: KitPage | None = None,
) -> Application:
    """Return a new empty draft. CallNotOpen when the call cannot be answered at `at`; ApplicantRefused when it is not
    open to that kind of applicant.
    """
    if not call.live or call.status_at(at) != CallStatus.OPEN:
        raise CallNotOpen(_("Cet appel n’est pas ouvert : on ne peut pas y répondre maintenant."))
    if call.answerers and applicant_kind not in call.answerers:
        raise ApplicantRefused(
            _("Cet appel ne s’adresse pas à %(kind)s.") % {"kind": ApplicantKind(applicant_kind).label}
        )
    application = Application.objects.create(
        call=call,
        holder=holder,
        applicant_kind=applicant_kind,
        organisation=organisation,
        collective_name=collective_name,
        kit=kit,
        form=form_now(call=call, at=at),
        begun_at=at,
        saved_at=at,
    )
    ApplicationChange.objects.create(application=application, after=application.state, at=at, actor=holder)
    return application


@transaction.atomic
def save_answers(
    *,
    application: Application,
    typed: Mapping[str, Any],
    base: int,
    at: datetime,
    actor: User,
    unfit: Mapping[str, Any] | None = None,
) -> Merged:
    """Store what `actor`, who had read revision `base`, typed; return what came of it, conflicts included.

    Answers have the shapes of `QuestionKind` and are already clean; None takes an answer away. `unfit` is what was
    typed for other questions and cannot be an answer: it is kept to be shown again, and stops the deposit. A draft
    may be written after the closing, so that nothing typed is ever lost: only the deposit looks at the time.
    MoveRefused once the application was deposited, unless more was asked.
    """
    locked = lock_application(application)
    if not locked.is_writable:
        raise MoveRefused(_("Cette candidature est déposée : elle ne se modifie plus."))
    unfit = unfit or {}
    cleared = {UNFIT + key: None for key in typed if key in locked.unfit}
    merged = merge(
        stored={**locked.answers, **{UNFIT + key: raw for key, raw in locked.unfit.items()}},
        changed_at=locked.changed_at_revision,
        revision=locked.revision,
        base=base,
        typed={**typed, **cleared, **{UNFIT + key: raw for key, raw in unfit.items()}},
    )
    form = form_now(call=locked.call, at=at) if locked.is_draft else locked.form
    if merged.has_changed or form != locked.form:
        locked.answers = {key: value for key, value in merged.answers.items() if not key.startswith(UNFIT)}
        locked.unfit = {
            key.removeprefix(UNFIT): raw for key, raw in merged.answers.items() if key.startswith(UNFIT)
        }
        locked.changed_at_revision = merged.changed_at
        locked.revision += 1
        locked.saved_at, locked.form = at, form
        copy_listed_answers(locked)
        locked.save()
    application.refresh_from_db()
    conflicts = {conflict.key.removeprefix(UNFIT): conflict.typed for conflict in merged.conflicts}
    return Merged(
        answers=application.answers,
        changed_at=merged.changed_at,
        conflicts=tuple(Conflict(key, application.answers.get(key), mine) for key, mine in conflicts.items()),
        has_changed=merged.has_changed,
    )


def copy_listed_answers(application: Application) -> None:
    """Write the answers by which lists filter into the application's own columns, unsaved."""
    form = application.form.questionnaire

    def answer(role: Role) -> Any:
        return next((application.answers.get(question.key) for question in form.with_role(role)), None)

    application.title = str(answer(Role.TITLE) or "")[:120]
    application.neighbourhood = str(answer(Role.NEIGHBOURHOOD) or "")[:80]
    application.goal_cents = answer(Role.GOAL)
