"""One step of a form as applicants fill it in. Nothing is required here: what is missing is said, and stops deposits.

A step is always read from fields as a page holds them, whether they were just posted or come from what is stored:
so a value that could not be an answer is shown again beside its message, days later if need be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from base.fields import EurosField
from base.file_fields import PrivateFilesField
from base.file_kinds import EVERY_KIND, PICTURES
from base.identifier_fields import RnaField, SiretField
from base.money_display import euros, plain_euros
from calls.forms.answer_fields import SIDES, BudgetField, PlaceField, PlainNumberField, typed_budget
from calls.forms.typed import LONGEST_KEPT
from calls.questionnaire import Question, QuestionKind, Role, Section

K = QuestionKind
OF_FILES = (K.FILE, K.FILES)


def field_name(question: Question) -> str:
    """Return the name of the question's field in the page."""
    return f"q-{question.key}"


class StepForm(forms.Form):
    """The questions of one section; `answers()` are those that can be stored, `unfit()` what cannot be."""

    def __init__(self, section: Section, data: QueryDict, files: Any = None) -> None:
        self.section, self.typed = section, data
        super().__init__(data, files, use_required_attribute=False)
        for question in section.questions:
            field = _field(question)
            field.question = question  # type: ignore[attr-defined]
            self.fields[field_name(question)] = field

    def answers(self) -> dict[str, Any]:
        """Return the answers that were typed and fit, None for what was emptied; files are attached apart."""
        found = {}
        for question in self._asked():
            name = field_name(question)
            if name not in self.errors:
                found[question.key] = self.cleaned_data.get(name) or None
                if question.kind == K.AMOUNT:  # nothing and zero are two answers
                    found[question.key] = self.cleaned_data.get(name)
        return found

    def unfit(self) -> dict[str, dict[str, list[str]]]:
        """Return, for the questions whose value does not fit, the fields as they were typed."""
        self.full_clean()
        found = {}
        for question in self._asked():
            if field_name(question) in self.errors:
                raw = {name: self.typed.getlist(name) for name in names_of(question) if name in self.typed}
                if sum(len(text) for values in raw.values() for text in values) <= LONGEST_KEPT:
                    found[question.key] = raw
        return found

    def uploads(self) -> list[tuple[Question, list[Any]]]:
        """Return the files chosen, checked, for each question that takes some."""
        return [
            (question, self.cleaned_data[field_name(question)])
            for question in self.section.questions
            if question.kind in OF_FILES and self.cleaned_data.get(field_name(question))
        ]

    def _asked(self) -> list[Question]:
        """The questions whose fields came with the form; others are left as they were."""
        return [
            question
            for question in self.section.questions
            if question.kind not in OF_FILES and not self._is_absent(question)
        ]

    def _is_absent(self, question: Question) -> bool:
        if question.kind in (K.CHOICE, K.CHOICES, K.DECLARATION):  # unticked boxes send nothing
            return f"{field_name(question)}-asked" not in self.data
        widget = self.fields[field_name(question)].widget
        return widget.value_omitted_from_data(self.data, {}, field_name(question))


def names_of(question: Question) -> list[str]:
    """Return the names of the fields that hold the question's answer in a page."""
    name = field_name(question)
    if question.kind == K.BUDGET:
        return [f"{name}-{side}-{part}" for side in SIDES for part in ("label", "amount")]
    if question.kind == K.PLACE:
        return [f"{name}-{part}" for part in ("words", "latitude", "longitude")]
    return [name, f"{name}-asked"]


def stored_fields(
    section: Section, answers: Mapping[str, Any], unfit: Mapping[str, Mapping[str, list[str]]]
) -> QueryDict:
    """Return what is stored as the fields of a page hold it, what does not fit first."""
    fields = QueryDict(mutable=True)
    for question in section.questions:
        raw = unfit.get(question.key) or _typed(question, answers.get(question.key))
        for name, values in raw.items():
            fields.setlist(name, list(values))
    return fields


def seen_mark(value: Any) -> str:
    """Return a short sum of a stored answer, by which a page says what its reader had in front of them."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def seen_marks(section: Section, answers: Mapping[str, Any], unfit: Mapping[str, Any] | None = None) -> str:
    """Return the marks of every answer of a section, for a hidden field."""
    marks = (
        f"{question.key}={seen_mark([answers.get(question.key), (unfit or {}).get(question.key)])}"
        for question in section.questions
        if question.kind not in OF_FILES
    )
    return " ".join(marks)


def read_marks(text: str) -> dict[str, str]:
    """Return what `seen_marks` wrote, by question."""
    return dict(part.split("=", 1) for part in text[:20_000].split() if "=" in part)


def _typed(question: Question, value: Any) -> dict[str, list[str]]:
    name = field_name(question)
    asked = {f"{name}-asked": ["1"]}
    if value is None:
        return {}
    if question.kind in OF_FILES:
        return {}
    if question.kind == K.AMOUNT:
        return {name: [plain_euros(value)]}
    if question.kind == K.NUMBER:
        return {name: [str(value).replace(".", ",")]}
    if question.kind == K.CHOICES:
        return {name: list(value), **asked}
    if question.kind == K.CHOICE:
        return {name: [value], **asked}
    if question.kind == K.DECLARATION:
        return {name: ["on"], **asked}
    if question.kind == K.PLACE:
        return {
            f"{name}-words": [value["words"]],
            f"{name}-latitude": [(value.get("latitude") or "").replace(".", ",")],
            f"{name}-longitude": [(value.get("longitude") or "").replace(".", ",")],
        }
    if question.kind == K.BUDGET:
        fields = {}
        for side, lines in typed_budget(value).items():
            fields[f"{name}-{side}-label"] = [label for label, _amount in lines]
            fields[f"{name}-{side}-amount"] = [amount for _label, amount in lines]
        return fields
    return {name: [str(value)]}


def _field(question: Question) -> forms.Field:
    usual: dict[str, Any] = {"label": question.label, "required": False}
    make = _MAKERS[question.kind]
    return make(question, usual)


def _text(question: Question, usual: dict[str, Any]) -> forms.Field:
    is_long = question.kind == K.LONG_TEXT
    rows = 5 if question.longest <= 600 else 10
    widget = forms.Textarea(attrs={"rows": rows}) if is_long else forms.TextInput()
    field = forms.CharField(
        **usual,
        widget=widget,
        help_text=_joined(question.help, _("%(most)s signes au plus.") % {"most": _spaced(question.longest)}),
        max_length=question.longest or None,
        error_messages={"max_length": _("%(limit_value)d signes au plus ; il y en a %(show_value)d.")},
    )
    # Browsers would cut what is pasted without a word: the limit is counted beside the field, and said on saving.
    widget.attrs.pop("maxlength", None)
    widget.attrs.update({"data-longest": str(question.longest), "dir": "auto"})
    return field


def _amount(question: Question, usual: dict[str, Any]) -> forms.Field:
    limit = _("%(most)s au plus.") % {"most": euros(int(question.most))} if question.most else ""
    return EurosField(
        **usual,
        help_text=_joined(question.help, limit),
        min_cents=int(question.least or 0),
        max_cents=int(question.most) if question.most else None,
    )


def _number(question: Question, usual: dict[str, Any]) -> forms.Field:
    return PlainNumberField(
        **usual, help_text=question.help, least=question.least, most=question.most, max_length=40
    )


class _IsoDateField(forms.DateField):
    """A day, cleaned to "2026-12-07"."""

    def clean(self, value: Any) -> Any:
        """Return the day as text, None when nothing was typed."""
        day = super().clean(value)
        return day.isoformat() if day else None


def _date(question: Question, usual: dict[str, Any]) -> forms.Field:
    return _IsoDateField(
        **usual,
        help_text=question.help,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("Écrivez une date, par exemple 07/12/2026.")},
    )


def _choice(question: Question, usual: dict[str, Any]) -> forms.Field:
    choices = [(label, label) for label in question.choices]
    errors = {
        "invalid_choice": _("Cette réponse n’est plus proposée : choisissez-en une autre."),
        "invalid_list": _("Choisissez parmi les réponses proposées."),
    }
    if question.kind == K.CHOICE:
        return forms.ChoiceField(
            **usual,
            help_text=question.help,
            choices=choices,
            widget=forms.RadioSelect(),
            error_messages=errors,
        )
    return forms.MultipleChoiceField(
        **usual,
        help_text=question.help,
        choices=choices,
        widget=forms.CheckboxSelectMultiple(),
        error_messages=errors,
    )


def _declaration(question: Question, usual: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**usual, help_text=question.help)


def _files(question: Question, usual: dict[str, Any]) -> forms.Field:
    field = PrivateFilesField(
        **usual,
        allowed=PICTURES if question.role == Role.PICTURES else EVERY_KIND,
        most=max(1, question.most_files),
    )
    if question.most_files <= 1:
        field.widget.allow_multiple_selected = False
        field.widget.attrs.pop("multiple", None)
    field.help_text = _joined(question.help, str(field.help_text))
    return field


_MAKERS: dict[QuestionKind, Any] = {
    K.SHORT_TEXT: _text,
    K.LONG_TEXT: _text,
    K.NUMBER: _number,
    K.AMOUNT: _amount,
    K.DATE: _date,
    K.CHOICE: _choice,
    K.CHOICES: _choice,
    K.FILE: _files,
    K.FILES: _files,
    K.BUDGET: lambda question, usual: BudgetField(**usual, help_text=question.help),
    K.PLACE: lambda question, usual: PlaceField(**usual, help_text=question.help),
    K.SIRET: lambda question, usual: SiretField(**usual, help_text=question.help),
    K.RNA: lambda question, usual: RnaField(
        **usual, **({"help_text": question.help} if question.help else {})
    ),
    K.DECLARATION: _declaration,
}


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
