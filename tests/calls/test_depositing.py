"""Depositing: in time to the second, complete, numbered, frozen, told to those who wrote it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from calls.errors import AnswersMissing, CallNotOpen, MoveRefused
from calls.models import Application, ApplicationChange
from calls.services import depositing, drafting
from notices.models import Notice
from tests.applications import a_deposited_application, an_application
from tests.builders import a_user
from tests.editorial import a_call

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    "closes_at",
    [
        dt.datetime(2026, 12, 7, 23, 59, tzinfo=PARIS),
        dt.datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=PARIS),  # the hour that comes twice, first time
        dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS),  # and second time
        dt.datetime(2027, 3, 28, 3, 0, tzinfo=PARIS),  # the hour that does not exist has just been skipped
    ],
)
def test_a_second_before_the_closing_is_in_time_and_the_closing_is_not(closes_at: dt.datetime) -> None:
    closes_at = closes_at.astimezone(dt.UTC)
    call = a_call(opens_at=closes_at - dt.timedelta(days=30), closes_at=closes_at)
    early = closes_at - dt.timedelta(days=1)
    in_time, late = an_application(call, at=early), an_application(call, at=early)

    version = depositing.deposit(application=in_time, at=closes_at - SECOND, actor=in_time.holder)
    with pytest.raises(CallNotOpen):
        depositing.deposit(application=late, at=closes_at, actor=late.holder)

    late.refresh_from_db()
    assert (in_time.state, in_time.number, version.number) == ("deposited", 1, 1)
    assert (late.state, late.number, late.answers["title"]) == ("draft", None, "Une ligne")
    drafting.save_answers(
        application=late, typed={"title": "Après"}, base=late.revision, at=closes_at, actor=late.holder
    )
    assert late.title == "Après"


def test_what_is_missing_stops_the_deposit_and_is_named() -> None:
    application = an_application(answers={"summary": None})

    with pytest.raises(AnswersMissing) as refused:
        depositing.deposit(application=application, at=timezone.now(), actor=application.holder)

    assert "Le projet en une phrase" in refused.value.reason
    assert not Notice.objects.exists()


def test_the_copy_does_not_move_when_the_form_or_the_draft_do() -> None:
    call = a_call(questions=[("long_text", {"label": "Racontez", "longest": 500, "required": True})])
    application = a_deposited_application(call)
    version = application.current
    before = (version.answers, version.form.content, version.digest)

    call.questions = []
    call.save()
    with pytest.raises(MoveRefused):
        drafting.save_answers(
            application=application,
            typed={"title": "Autre"},
            base=9,
            at=timezone.now(),
            actor=application.holder,
        )

    version.refresh_from_db()
    assert (version.answers, version.form.content, version.digest) == before
    assert [q.label for q in version.form.questionnaire.questions][-1] == "Racontez"


def test_more_asked_is_answered_by_another_copy_even_after_the_closing() -> None:
    call = a_call()
    application = a_deposited_application(call)
    late = call.closes_at + dt.timedelta(days=2)
    asker = a_user()

    request = depositing.ask_more(application=application, text="Qui tient la caisse ?", at=late, actor=asker)
    drafting.save_answers(
        application=application,
        typed={"summary": "Nous à tour de rôle"},
        base=application.revision,
        at=late,
        actor=application.holder,
    )
    version = depositing.deposit(application=application, at=late, actor=application.holder)

    request.refresh_from_db()
    assert (version.number, request.answered_by, application.number) == (2, version, 1)
    assert application.versions.get(number=1).answers["summary"] == "Une ligne"
    assert [change.after for change in application.changes.all()] == [
        "draft", "deposited", "more_asked", "deposited",
    ]  # fmt: skip


def test_the_receipt_is_written_once_to_each_writer() -> None:
    application = an_application()
    application.members.create(user=a_user("amie@example.org"), joined_at=timezone.now())

    depositing.deposit(application=application, at=timezone.now(), actor=application.holder)

    letters = Notice.objects.filter(kind="application_deposited")
    assert {letter.recipient for letter in letters} == {application.holder.email, "amie@example.org"}
    assert all(application.receipt_number in str(letter.context["facts"]) for letter in letters)


def test_a_withdrawn_application_comes_back_no_more() -> None:
    application = a_deposited_application()

    depositing.withdraw(application=application, at=timezone.now(), actor=application.holder)

    with pytest.raises(MoveRefused):
        depositing.deposit(application=application, at=timezone.now(), actor=application.holder)
    assert not Application.objects.deposited().exists()
    assert ApplicationChange.objects.filter(after="withdrawn").count() == 1
