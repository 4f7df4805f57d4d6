"""What follows a registration: the secret link, the reminder, and what is forgotten afterwards."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from base.schedule import all_jobs
from notices.models import Notice
from notices.services import forget_old_contexts, send_due_notices
from stories.models import KEPT_AFTER, EventDate, Registration
from stories.services import dating, registering
from tests.registrations import an_open_event, somebody_registers, states, the_date
from tests.support.html import check_markup, read_page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2026, 12, 3, 17, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event():
    return an_open_event(title="La soirée des projets", starts_at=STARTS, capacity=5)


@pytest.fixture
def date(event) -> EventDate:
    return the_date(event)


def secret(registration: Registration, name: str = "registration") -> str:
    return reverse(f"stories:{name}", args=[registration.token])


def letters(kind: str = "") -> list[tuple[str, str]]:
    notices = Notice.objects.filter(kind__startswith=kind).order_by("pk")
    return list(notices.values_list("kind", "recipient"))


# The secret link


def test_the_link_shows_where_one_stands(client: Client, date):
    registration = somebody_registers(date, 2, name="Zoé Martin")
    waiting = somebody_registers(date, 5)

    text = read_page(client, secret(registration))

    for words in (
        "Votre place est retenue",
        "Zoé Martin",
        "2 personnes",
        "Nadia Berthier",
        "Annuler mon inscription",
    ):
        assert words in text, words
    assert "Vous êtes en liste d’attente" in read_page(client, secret(waiting))
    headers = client.get(secret(registration)).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]


def test_cancelling_is_asked_first_and_done_once(client: Client, date):
    registration = somebody_registers(date, 5)
    somebody_registers(date, 1)

    assert "Annuler votre inscription ?" in read_page(client, secret(registration, "registration_cancel"))
    assert states(date) == ["confirmed", "waiting"]
    for _time in range(2):
        answer = client.post(secret(registration, "registration_cancel"))
        assert answer.url == secret(registration)

    assert states(date) == ["cancelled", "confirmed"]
    assert letters("event_withdrawn") == [("event_withdrawn", registration.email)]
    assert "Votre inscription est annulée" in read_page(client, secret(registration))


def test_coming_fewer_by_the_link(client: Client, date):
    registration = somebody_registers(date, 3)

    assert client.post(secret(registration), {"people": 2}).status_code == 302
    refused = client.post(secret(registration), {"people": 6})

    registration.refresh_from_db()
    assert registration.people == 2
    assert refused.status_code == 422
    check_markup(refused.content.decode())


def test_too_late_to_change_one_s_mind(client: Client, date, clock):
    registration = somebody_registers(date, 3)
    clock.move_to(STARTS)

    assert client.post(secret(registration, "registration_cancel")).status_code == 409
    assert client.get(secret(registration, "registration_cancel")).status_code == 302
    assert client.post(secret(registration), {"people": 2}).status_code == 422
    assert states(date) == ["confirmed"]


def test_the_link_has_its_diary_file(client: Client, date):
    answer = client.get(secret(somebody_registers(date), "registration_diary"))

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_cancelled_date_says_why(client: Client, date):
    registration = somebody_registers(date)
    dating.cancel_date(date=date, reason="La salle est inondée.", at=NOW)

    text = read_page(client, secret(registration))

    assert "Ce rendez-vous est annulé" in text
    assert "La salle est inondée." in text
    assert letters("event_cancelled") == [("event_cancelled", registration.email)]


def test_an_unknown_link_is_not_found(client: Client, date):
    other = "00000000-0000-4000-8000-000000000000"

    for name in ("registration", "registration_cancel", "registration_diary"):
        assert client.get(reverse(f"stories:{name}", args=[other])).status_code == 404
    assert client.post(reverse("stories:registration_cancel", args=[other])).status_code == 404


# Reminding and forgetting


def test_people_are_reminded_two_days_before_once(date):
    coming, leaving = somebody_registers(date), somebody_registers(date)
    somebody_registers(date, 4)  # waits
    somebody_registers(date, 1, email="")
    registering.cancel_registration(registration=leaving, at=NOW)
    Notice.objects.all().delete()

    assert registering.remind_registered(at=STARTS - 2 * DAY - SECOND) == 0
    assert registering.remind_registered(at=STARTS - 2 * DAY) == 1
    assert registering.remind_registered(at=STARTS - DAY) == 0

    kinds = [kind for kind, _recipient in letters()]
    assert ("event_reminder", coming.email) in letters()
    assert set(kinds) == {"event_reminder"}


def test_a_reminder_does_not_leave_once_one_has_cancelled(date, clock):
    registration = somebody_registers(date)
    registering.remind_registered(at=STARTS - DAY)
    clock.move_to(STARTS - DAY)
    registering.cancel_registration(registration=registration, at=STARTS - DAY)

    send_due_notices(at=STARTS - DAY + SECOND)

    subjects = [message.subject for message in mail.outbox]
    assert not [subject for subject in subjects if subject.startswith("C’est bientôt")]
    assert subjects


def test_nobody_is_reminded_of_what_is_off_or_withdrawn(event, date):
    somebody_registers(date)
    event.unpublish()
    assert registering.remind_registered(at=STARTS - DAY) == 0
    event.save_revision().publish()
    dating.cancel_date(date=date, reason="Neige", at=NOW)
    assert registering.remind_registered(at=STARTS - DAY) == 0


def test_a_date_moved_away_is_reminded_again(event, date):
    somebody_registers(date)
    registering.remind_registered(at=STARTS - DAY)
    event.starts_at, event.ends_at = STARTS + 30 * DAY, None

    event.save_revision().publish()

    assert registering.remind_registered(at=STARTS + 29 * DAY) == 1
    assert len(letters("event_reminder")) == 2


def test_names_are_forgotten_and_numbers_stay(client: Client, date):
    registration = somebody_registers(date, 3, name="Zoé Martin", needs="Fauteuil")
    somebody_registers(date, 2, name="Ada", email="ada@example.org")

    assert registering.forget_registered(at=STARTS + 90 * DAY) == 0
    assert registering.forget_registered(at=STARTS + 90 * DAY + SECOND) == 2
    assert registering.forget_registered(at=STARTS + 91 * DAY) == 0

    registration.refresh_from_db()
    assert (registration.name, registration.email, registration.needs) == ("", "", "")
    assert EventDate.objects.with_people().get(pk=date.pk).confirmed_people == 5
    assert client.get(secret(registration)).status_code == 404


def test_letters_are_forgotten_with_the_names_as_the_form_promises(client: Client, event, date, clock):
    promise = f"effacés {KEPT_AFTER.days} jours après la date"
    assert promise in read_page(client, f"{event.registration_url}?date={date.pk}")
    somebody_registers(date)
    clock.move_to(STARTS - SECOND)
    registering.remind_registered(at=STARTS - SECOND)  # the last letter there may be
    send_due_notices(at=STARTS)
    last_day = STARTS + KEPT_AFTER

    for at, names, kept in ((last_day - DAY, 1, 1), (last_day + SECOND, 0, 0)):
        registering.forget_registered(at=at)
        forget_old_contexts(at=at)
        assert Registration.objects.named().count() == names
        assert len(letters("event_reminder")) == kept
    assert letters("event_") == []


def test_the_worker_does_both():
    assert {"stories.remind", "stories.forget"} <= {job.name for job in all_jobs()}
