"""What is past its time is forgotten: words and names go, the counts stay, accepted ones are never touched."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from calls.models import Application, ApplicationChange, ApplicationVersion
from calls.services import depositing, drafting
from calls.services.erasing import erase_applications
from calls.services.moves import move_application
from calls.statistics import statistics_of
from tests.applications import a_deposited_application, an_application
from tests.builders import a_user
from tests.editorial import a_call

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def decided(state: str) -> Application:
    application = a_deposited_application(answers={"neighbourhood": "La Gare"})
    move_application(application=application, to=state, at=timezone.now(), reason="Trop cher")
    return application


def test_a_draft_is_forgotten_a_year_after_its_last_save() -> None:
    application = an_application()
    a_year_later = application.saved_at + 365 * DAY

    assert erase_applications(at=a_year_later - DAY) == 0
    assert erase_applications(at=a_year_later) == 1
    assert erase_applications(at=a_year_later) == 0

    application.refresh_from_db()
    assert (application.answers, application.title, application.state) == ({}, "", "draft")
    assert application.erased_at == a_year_later


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_words_and_names_go_and_the_counts_stay(state: str) -> None:
    application = decided(state)
    application.members.create(user=a_user("amie@example.org"), joined_at=timezone.now())
    holder = application.holder

    assert erase_applications(at=timezone.now() + 729 * DAY) == 0
    assert erase_applications(at=timezone.now() + 731 * DAY) == 1

    application.refresh_from_db()
    version = ApplicationVersion.objects.get()
    assert (version.answers, version.applicant, version.deposited_by) == ({}, {}, None)
    assert version.digest
    assert application.holder != holder
    assert not application.holder.is_active
    assert not application.members.exists()
    assert not ApplicationChange.objects.exclude(reason="", actor=None).exists()
    assert statistics_of(application.call, at=timezone.now()).deposited == 1
    assert not Application.objects.read_by_staff().exists()


@pytest.mark.parametrize("state", ["accepted", "reserve"])
def test_what_may_become_a_campaign_is_never_erased(state: str) -> None:
    application = decided(state)

    assert erase_applications(at=timezone.now() + 9000 * DAY) == 0
    assert application.versions.get().answers["title"]


def test_what_was_just_deposited_is_not_erased() -> None:
    a_deposited_application()

    assert erase_applications(at=timezone.now() + 9000 * DAY) == 0


def test_the_periods_are_the_installation_s(settings) -> None:
    settings.APPLICATION_DRAFTS_KEPT_DAYS = 10
    application = an_application()

    assert erase_applications(at=application.saved_at + 11 * DAY) == 1


def test_a_draft_saved_again_starts_its_year_again() -> None:
    application = an_application()
    later = application.saved_at + 300 * DAY
    drafting.save_answers(
        application=application, typed={"title": "Encore"}, base=9, at=later, actor=application.holder
    )

    assert erase_applications(at=later + 100 * DAY) == 0


def test_the_command_counts_then_erases(time_machine) -> None:
    call = a_call()
    an_application(call)
    time_machine.move_to(timezone.now() + 400 * DAY)
    said = StringIO()

    call_command("erase_applications", "--count", stdout=said)
    call_command("erase_applications", stdout=said)
    call_command("erase_applications", stdout=said)

    assert said.getvalue().split("\n")[:3] == ["1 to erase", "1 erased", "0 erased"]


def test_a_withdrawal_is_dated_by_its_move() -> None:
    application = a_deposited_application()
    late = timezone.now() + 500 * DAY
    depositing.withdraw(application=application, at=late, actor=application.holder)

    assert erase_applications(at=late + 700 * DAY) == 0
