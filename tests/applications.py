"""Builders of applications, through the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from calls.models import Application, CallPage
from calls.questionnaire import Question, QuestionKind
from calls.services import depositing, drafting
from tests.builders import a_user
from tests.editorial import a_call

SOME_ANSWERS: dict[QuestionKind, Any] = {
    QuestionKind.SHORT_TEXT: "Une ligne",
    QuestionKind.LONG_TEXT: "Deux phrases. Ou trois.",
    QuestionKind.NUMBER: "12",
    QuestionKind.AMOUNT: 250_000,
    QuestionKind.DATE: "2027-03-01",
    QuestionKind.BUDGET: {"expenses": [["Four", 200_000], ["Farine", 50_000]], "resources": []},
    QuestionKind.PLACE: {"words": "12, rue des Tanneurs", "latitude": None, "longitude": None},
    QuestionKind.SIRET: "35600000000048",
    QuestionKind.RNA: "W751234567",
    QuestionKind.DECLARATION: True,
}


def some_answer(question: Question) -> Any:
    """An answer that fits the question; None for files, which need real ones."""
    if question.kind == QuestionKind.CHOICE:
        return question.choices[0]
    if question.kind == QuestionKind.CHOICES:
        return [question.choices[0]]
    return SOME_ANSWERS.get(question.kind)


def an_application(
    call: CallPage | None = None,
    *,
    holder: User | None = None,
    at: datetime | None = None,
    answers: dict[str, Any] | None = None,
    **fields: Any,
) -> Application:
    """A draft with an answer to every question that needs no file; `answers` replaces some, by key."""
    at = at or timezone.now()
    application = drafting.begin_application(
        call=call or a_call(), holder=holder or a_user(), at=at, **fields
    )
    typed = {
        question.key: some_answer(question)
        for question in application.form.questionnaire.questions
        if some_answer(question) is not None
    }
    drafting.save_answers(
        application=application, typed={**typed, **(answers or {})}, base=0, at=at, actor=application.holder
    )
    return application


def a_deposited_application(call: CallPage | None = None, **fields: Any) -> Application:
    """An application deposited at `at`, now by default."""
    application = an_application(call, **fields)
    depositing.deposit(
        application=application, at=fields.get("at") or timezone.now(), actor=application.holder
    )
    return application
