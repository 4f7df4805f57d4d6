"""Applications as rows of a spreadsheet: one column per question, whatever its words were in each form.

There are two exports. The plain one, for editors, tells projects apart without telling people: no name, no address, no
telephone, whether in its own column or inside an answer. The complete one is finance's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from base.contact_details import without_contact_details
from calls.application_columns import columns_for, with_columns
from calls.application_querysets import ApplicationQuerySet
from calls.models import Application, FormVersion
from calls.models.applications import ApplicantKind
from calls.questionnaire import Question, QuestionKind, Questionnaire
from calls.questionnaire.words import answer_words

if TYPE_CHECKING:
    from calls.access import Person

CHUNK = 200
KINDS = dict(ApplicantKind.choices)


@dataclass(frozen=True)
class Export:
    """A header, and rows read from the database as they are asked for."""

    header: list[str]
    rows: Iterator[list[Any]]


def export_of(
    applications: ApplicationQuerySet, *, zone: str, reader: Person | None = None, is_complete: bool = False
) -> Export:
    """Return the export of deposited `applications`: what each deposited last, never a draft.

    A question is known by its key: its column bears the label of the newest form that has it. Hours are those of
    `zone`, and the topics' columns those that `reader` has. The queries do not grow with the rows, which are read by
    chunks. Unless `is_complete`, nothing in it names or reaches a person.
    """
    used = FormVersion.objects.filter(pk__in=applications.order_by().values("current__form"))
    forms = {form.pk: form.questionnaire for form in used.order_by("made_at", "pk")}
    sheet = _Sheet(forms, ZoneInfo(zone), reader, is_complete)
    rows = (
        with_columns(applications, reader)
        .select_related("call", "current", "holder")
        .only(
            "number", "state", "deposited_at", "applicant_kind", "call_id", "call__title", "holder__email",
            "current__number", "current__answers", "current__applicant", "current__form_id",
        )
        .order_by("call", "number")
        .iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return Export(sheet.header(), (sheet.row(application) for application in rows))


class _Sheet:
    """What the columns are, and what each application puts in them."""

    def __init__(
        self, forms: dict[int, Questionnaire], zone: ZoneInfo, reader: Person | None, is_complete: bool
    ) -> None:
        self.zone, self.is_complete = zone, is_complete
        self.columns = [column for column in columns_for(reader) if is_complete or not column.is_personal]
        naming = {q.key for form in forms.values() for q in form.questions if q.says_who_answers}
        hidden = set() if is_complete else naming
        self.labels = _labels(forms, hidden)
        self.questions = {
            pk: {question.key: question for question in form.questions} for pk, form in forms.items()
        }

    def header(self) -> list[str]:
        """Return the first line."""
        return [
            _("numéro"), _("appel"), _("état"), _("déposé le"), _("dépôt"), _("nature"), _("organisation"),
            *(self._personal() if self.is_complete else ()),
            *(str(column.label) for column in self.columns),
            *self.labels.values(),
        ]  # fmt: skip

    def _personal(self) -> tuple[str, ...]:
        return _("personnes"), _("adresse électronique"), _("SIRET"), _("RNA"), _("adresse")

    def row(self, application: Application) -> list[Any]:
        """Return the line of one application."""
        version = application.current
        assert version is not None
        assert application.deposited_at is not None
        questions, applicant = self.questions[version.form_id], version.applicant
        personal = (
            ", ".join(applicant.get("people", ())),
            application.holder.email,
            *(applicant.get(name, "") for name in ("siret", "rna", "address")),
        )
        return [
            application.receipt_number,
            application.call.title,
            application.get_state_display(),
            application.deposited_at.astimezone(self.zone).replace(tzinfo=None, microsecond=0),
            version.number,
            str(KINDS.get(applicant.get("kind", ""), "")),
            applicant.get("organisation", ""),
            *(personal if self.is_complete else ()),
            *(column.cell(application) for column in self.columns),
            *(
                self._cell(questions[key], version.answers.get(key)) if key in questions else ""
                for key in self.labels
            ),
        ]

    def _cell(self, question: Question, value: Any) -> Any:
        if value is None:
            return ""
        if question.kind == QuestionKind.AMOUNT:
            return Decimal(value) / 100
        if question.kind == QuestionKind.NUMBER:
            try:
                return Decimal(value)
            except InvalidOperation:
                return value
        words = answer_words(question, value)
        return words if self.is_complete else without_contact_details(words)


def _labels(forms: dict[int, Questionnaire], hidden: set[str]) -> dict[str, str]:
    """Return labels by key: the order of the newest form, then what only older ones asked, the newest first."""
    found: dict[str, str] = {}
    for form in reversed(forms.values()):
        for question in form.questions:
            if question.key not in hidden:
                found.setdefault(question.key, question.label)
    return found
