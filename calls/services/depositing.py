"""Depositing an application, answering a request for more, withdrawing: what freezes a copy or ends it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from calls.errors import AnswersMissing, CallNotOpen, FormChanged
from calls.models import Application, ApplicationVersion, CallPage, InformationRequest
from calls.notices import tell_holders
from calls.questionnaire import Question, missing
from calls.services.drafting import copy_listed_answers
from calls.services.forms import form_now
from calls.services.moves import lock_application, move_application
from calls.status import CallStatus

S = Application.State


@transaction.atomic
def deposit(
    *, application: Application, at: datetime, actor: User, read_form: str = ""
) -> ApplicationVersion:
    """Freeze a copy of the draft, number it and write the receipt to its holders; return the copy.

    `at` is the instant at which the deposit was asked for: a second before the closing is in time, the closing
    itself is not (CallNotOpen, and the draft stays). An answer to a request for more may come after the closing.
    AnswersMissing when a required answer lacks in the form as it is published now, or something typed does not fit.
    FormChanged when that form is no longer the one whose digest the person read (`read_form`, empty: not asked).
    """
    locked = lock_application(application)
    # The row of the call is the queue in which numbers are given.
    call = CallPage.objects.select_for_update(of=("self",)).get(pk=locked.call_id)
    is_first = locked.state == S.DRAFT
    if is_first:
        if not call.live or call.status_at(at) != CallStatus.OPEN:
            raise CallNotOpen(
                _("L’appel est clos : il est trop tard pour déposer. Votre brouillon est gardé.")
            )
        locked.form = form_now(call=call, at=at)
    if read_form and read_form != locked.form.digest:
        raise FormChanged(_("Le questionnaire vient de changer : relisez vos réponses avant de déposer."))
    lacking = to_mend(locked)
    if lacking:
        raise AnswersMissing(
            _("Il manque ou il faut corriger : %(questions)s.")
            % {"questions": ", ".join(question.label for question in lacking)}
        )
    version = _freeze(locked, at=at, actor=actor)
    copy_listed_answers(locked)
    if is_first:
        locked.deposited_at = at
        highest = call.applications.aggregate(highest=Max("number"))["highest"]
        locked.number = (highest or 0) + 1
    locked.current = version
    locked.save()
    move_application(application=locked, to=S.DEPOSITED, at=at, actor=actor)
    InformationRequest.objects.filter(application=locked, answered_by=None).update(answered_by=version)
    tell_holders(kind="application_deposited" if is_first else "application_answered", application=locked)
    application.refresh_from_db()
    return version


def to_mend(application: Application) -> list[Question]:
    """Return the questions of the application's form that stop its deposit, in order: unanswered or unfit."""
    form = application.form.questionnaire
    lacking = {question.key for question in missing(form, application.answers)}
    return [q for q in form.questions if q.key in lacking or q.key in application.unfit]


@transaction.atomic
def ask_more(
    *, application: Application, text: str, at: datetime, actor: User, due_at: datetime | None = None
) -> InformationRequest:
    """Ask the holders for more: the application may be written again until they deposit their answer."""
    locked = lock_application(application)
    move_application(application=locked, to=S.MORE_ASKED, at=at, actor=actor, reason=text)
    request = InformationRequest.objects.create(
        application=locked, text=text, asked_by=actor, asked_at=at, due_at=due_at
    )
    tell_holders(kind="application_more_asked", application=locked, occasion=str(request.pk), text=text)
    application.refresh_from_db()
    return request


@transaction.atomic
def withdraw(*, application: Application, at: datetime, actor: User, reason: str = "") -> None:
    """Take a draft or a deposited application back, for good; MoveRefused once it is decided."""
    locked = lock_application(application)
    was_deposited = not locked.is_draft
    move_application(application=locked, to=S.WITHDRAWN, at=at, actor=actor, reason=reason)
    if was_deposited:
        tell_holders(kind="application_withdrawn", application=locked)
    application.refresh_from_db()


def _freeze(application: Application, *, at: datetime, actor: User) -> ApplicationVersion:
    """Write the copy; its digest proves that it was not changed since."""
    questions = {question.key for question in application.form.questionnaire.questions}
    answers = {key: value for key, value in application.answers.items() if key in questions}
    applicant = _applicant(application)
    text = json.dumps([application.form.digest, answers, applicant], sort_keys=True, ensure_ascii=False)
    return ApplicationVersion.objects.create(
        application=application,
        number=application.versions.count() + 1,
        form=application.form,
        answers=answers,
        applicant=applicant,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        deposited_at=at,
        deposited_by=actor,
    )


def _applicant(application: Application) -> dict[str, Any]:
    people = [application.holder, *(member.user for member in application.members.select_related("user"))]
    body = application.organisation
    return {
        "kind": application.applicant_kind,
        "organisation": body.name if body else application.collective_name,
        "siret": body.siret if body else "",
        "rna": body.rna if body else "",
        "address": body.address if body else "",
        "website": body.website if body else "",
        "kit": application.kit.title if application.kit else "",
        "people": [person.public_name for person in people],
    }
