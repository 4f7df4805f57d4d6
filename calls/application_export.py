"""Applications as rows of a spreadsheet: one column per question, whatever its words were in each form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from calls.application_columns import columns, with_columns
from calls.application_querysets import ApplicationQuerySet
from calls.models import Application, FormVersion
from calls.models.applications import ApplicantKind
from calls.questionnaire import Question, QuestionKind, Questionnaire
from calls.questionnaire.words import answer_words

CHUNK = 200
KINDS = dict(ApplicantKind.choices)


@dataclass(frozen=True)
class Export:
    """A header, and rows read from the database as they are asked for."""

    header: list[str]
    rows: Iterator[list[Any]]


def export_of(applications: ApplicationQuerySet, *, zone: str) -> Export:
    """Return the export of deposited `applications`: what each deposited last, never a draft.

    A question is known by its key: its column bears the label of the newest form that has it. Hours are those of
    `zone`. The queries do not grow with the rows, which are read by chunks.
    """
    used = FormVersion.objects.filter(pk__in=applications.order_by().values("current__form"))
    forms = {form.pk: form.questionnaire for form in used.order_by("made_at", "pk")}
    keys = _keys(forms)
    header = [
        _("numéro"), _("appel"), _("état"), _("déposé le"), _("dépôt"), _("nature"), _("organisation"), _("personnes"),
        *(str(column.label) for column in columns),
        *keys.values(),
    ]  # fmt: skip
    rows = (
        with_columns(applications)
        .select_related("call", "current")
        .only(
            "number", "state", "deposited_at", "applicant_kind", "call_id", "call__title",
            "current__number", "current__answers", "current__applicant", "current__form_id",
        )
        .order_by("call", "number")
        .iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return Export(header, (_row(application, forms, list(keys), ZoneInfo(zone)) for application in rows))


def _keys(forms: dict[int, Questionnaire]) -> dict[str, str]:
    """Return labels by key: the order of the newest form, then what only older ones asked, the newest first."""
    found: dict[str, str] = {}
    for form in reversed(forms.values()):
        for question in form.questions:
            found.setdefault(question.key, question.label)
    return found


def _row(
    application: Application, forms: dict[int, Questionnaire], keys: list[str], zone: ZoneInfo
) -> list[Any]:
    version = application.current
    assert version is not None
    assert application.deposited_at is not None
    questions = {question.key: question for question in forms[version.form_id].questions}
    applicant = version.applicant
    return [
        application.receipt_number,
        application.call.title,
        application.get_state_display(),
        application.deposited_at.astimezone(zone).replace(tzinfo=None, microsecond=0),
        version.number,
        str(KINDS.get(applicant.get("kind", ""), "")),
        applicant.get("organisation", ""),
        ", ".join(applicant.get("people", ())),
        *(column.cell(application) for column in columns),
        *(_cell(questions[key], version.answers.get(key)) if key in questions else "" for key in keys),
    ]


def _cell(question: Question, value: Any) -> Any:
    if value is None:
        return ""
    if question.kind == QuestionKind.AMOUNT:
        return Decimal(value) / 100
    if question.kind == QuestionKind.NUMBER:
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return answer_words(question, value)
