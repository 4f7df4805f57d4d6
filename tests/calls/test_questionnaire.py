"""The form of a call as values: what editors composed, what is missing, two people writing at once."""

import datetime as dt

import pytest

from calls.models import CallCriterion, FormVersion
from calls.questionnaire import Question, QuestionKind, Questionnaire, Role, Section, merge, missing
from calls.services.forms import form_now, questionnaire_now
from tests.editorial import a_call

AT = dt.datetime(2026, 12, 7, 22, 59, tzinfo=dt.UTC)


def a_question(key: str, kind: QuestionKind = QuestionKind.SHORT_TEXT, **fields: object) -> Question:
    return Question(key=key, kind=kind, label=key.capitalize(), **fields)


@pytest.mark.django_db
def test_the_form_begins_with_the_standard_questions_then_follows_the_editor() -> None:
    call = a_call(
        goal_ceiling_cents=450_000,
        questions=[
            ("short_text", {"label": "Depuis quand ?", "longest": 80, "required": False}),
            ("section", {"title": "Le lieu", "text": "Où cela se passe."}),
            ("choices", {"label": "Quels jours ?", "choices": ["lundi", "mardi", "lundi"], "required": True}),
            ("amount", {"label": "Loyer", "least": 0, "most": 300}),
            ("section", {"title": "Vide", "text": ""}),
        ],
    )
    criterion = CallCriterion.objects.create(call=call, title="Utile", weight=100)

    form = questionnaire_now(call)

    assert [section.title for section in form.sections] == ["Votre projet en bref", "Vos réponses", "Le lieu"]
    assert [q.label for q in form.questions][4:] == ["Depuis quand ?", "Quels jours ?", "Loyer"]
    assert form.with_role(Role.GOAL)[0].most == "450000"
    days, rent = form.sections[2].questions
    assert days.choices == ("lundi", "mardi")
    assert (rent.least, rent.most) == ("0", "30000")
    assert not form.sections[1].questions[0].is_required
    assert form.criteria[0].key == str(criterion.key)
    assert Questionnaire.from_json(form.as_json()) == form


@pytest.mark.django_db
def test_a_form_that_did_not_change_is_kept_once() -> None:
    call = a_call(questions=[("long_text", {"label": "Racontez", "longest": 500})])

    first, second = form_now(call=call, at=AT), form_now(call=call, at=AT)
    CallCriterion.objects.create(call=call, title="Utile", weight=100)
    third = form_now(call=type(call).objects.get(pk=call.pk), at=AT)

    assert first == second
    assert third != first
    assert FormVersion.objects.count() == 2
    assert not first.questionnaire.criteria


@pytest.mark.parametrize(
    ("question", "value", "is_missing"),
    [
        (a_question("a"), None, True),
        (a_question("a"), "  ", True),
        (a_question("a"), "oui", False),
        (a_question("a", is_required=False), None, False),
        (a_question("a", QuestionKind.DECLARATION), False, True),
        (a_question("a", QuestionKind.DECLARATION), True, False),
        (a_question("a", QuestionKind.AMOUNT), 0, False),
        (a_question("a", QuestionKind.CHOICE, choices=("x", "y")), "z", True),
        (a_question("a", QuestionKind.CHOICES, choices=("x", "y")), ["z"], True),
        (a_question("a", QuestionKind.CHOICES, choices=("x", "y")), ["z", "y"], False),
        (a_question("a", QuestionKind.BUDGET), {"expenses": [], "resources": [["ventes", 100]]}, True),
        (a_question("a", QuestionKind.PLACE), {"words": " ", "latitude": "45.1", "longitude": "4.2"}, True),
        (a_question("a", QuestionKind.FILES), [], True),
    ],
)
def test_what_is_missing(question: Question, value: object, is_missing: bool) -> None:
    form = Questionnaire((Section("s", "Étape", questions=(question,)),))

    assert bool(missing(form, {} if value is None else {"a": value})) is is_missing


def test_two_people_who_write_different_answers_lose_nothing() -> None:
    merged = merge(
        stored={"a": "un", "b": "deux"}, changed_at={"a": 4}, revision=4, base=3, typed={"b": "2", "c": "3"}
    )

    assert merged.answers == {"a": "un", "b": "2", "c": "3"}
    assert merged.changed_at == {"a": 4, "b": 5, "c": 5}
    assert not merged.conflicts


def test_the_same_question_answered_by_two_is_reported_and_keeps_what_is_stored() -> None:
    merged = merge(stored={"a": "un"}, changed_at={"a": 4}, revision=4, base=3, typed={"a": "moi", "b": "x"})

    assert merged.answers == {"a": "un", "b": "x"}
    assert [(c.key, c.kept, c.typed) for c in merged.conflicts] == [("a", "un", "moi")]


def test_the_same_words_typed_by_two_are_no_conflict_and_an_answer_can_be_taken_away() -> None:
    merged = merge(
        stored={"a": "un", "b": "x"}, changed_at={"a": 4}, revision=4, base=3, typed={"a": "un", "b": None}
    )

    assert merged.answers == {"a": "un"}
    assert not merged.conflicts
    assert merged.has_changed
