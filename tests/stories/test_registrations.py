"""Registering without an account: places, waiting list, secret link, letters, what is forgotten afterwards."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from notices.models import Notice
from notices.services import send_due_notices
from stories.errors import NotFewer, RegistrationClosed
from stories.models import EventDate, Registration
from stories.services import dating, registering
from tests.editorial import an_event
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


def typed(date: EventDate, /, **changes) -> dict:
    usual = {
        "date": date.pk,
        "name": "Zoé Martin",
        "email": "zoe@example.org",
        "people": 2,
        "needs": "Fauteuil",
    }
    return {**usual, **changes}


def secret(registration: Registration, name: str = "registration") -> str:
    return reverse(f"stories:{name}", args=[registration.token])


def letters(kind: str = "") -> list[tuple[str, str]]:
    notices = Notice.objects.filter(kind__startswith=kind).order_by("pk")
    return list(notices.values_list("kind", "recipient"))


# Registering


def test_the_form_says_what_the_address_is_for(client: Client, event, date):
    text = read_page(client, f"{event.registration_url}?date={date.pk}")

    for words in (
        "effacés 90 jours après la date",
        "encore 5 places",
        "Jeudi 3\u00a0décembre 2026",
        "dans l’ordre d’arrivée",
    ):
        assert words in text, words


def test_registering_gives_a_place_and_a_letter(client: Client, event, date):
    answer = client.post(event.registration_url, typed(date))

    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    assert "C’est noté" in read_page(client, answer.url)
    registration = Registration.objects.get()
    assert (registration.state, registration.people, registration.needs) == ("confirmed", 2, "Fauteuil")
    assert letters() == [("event_confirmed", "zoe@example.org")]
    send_due_notices(at=NOW + SECOND)
    (message,) = mail.outbox
    assert message.subject == "Votre place est retenue : La soirée des projets"
    for part in (message.body, message.alternatives[0].content):
        assert f"http://localhost{secret(registration)}" in part or secret(registration) in part
        assert f"{secret(registration)}agenda/" in part
        assert "jeudi 3" in part.lower()


def test_without_room_one_waits(client: Client, event, date):
    somebody_registers(date, 4)

    answer = client.post(event.registration_url, typed(date))

    assert "liste d’attente" in read_page(client, answer.url)
    assert states(date) == ["confirmed", "waiting"]
    assert letters("event_waiting") == [("event_waiting", "zoe@example.org")]


def test_without_limit_everybody_comes(event):
    date = the_date(an_open_event(starts_at=STARTS, capacity=None))

    for _number in range(9):
        somebody_registers(date, 6)

    assert set(states(date)) == {"confirmed"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "   "}, "Indiquez votre nom"),
        ({"email": "zoe"}, "ne semble pas complète"),
        ({"email": ""}, "Indiquez votre adresse"),
        ({"people": 7}, "De une à six personnes"),
        ({"people": 0}, "De une à six personnes"),
        ({"people": "deux"}, "De une à six personnes"),
        ({"date": 999999}, "choisissez-en une autre"),
        ({"date": "x"}, "choisissez-en une autre"),
        ({"needs": "x" * 300}, "240"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(client: Client, event, date, changes, words):
    answer = client.post(event.registration_url, typed(date, **changes))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "name" in changes or "Zoé Martin" in text
    check_markup(text)
    assert not Registration.objects.exists()


def test_several_dates_are_a_choice(client: Client):
    event = an_open_event(starts_at=STARTS, repeats="weekly", repeats_until=dt.date(2026, 12, 17))
    second = event.dates.order_by("starts_at")[1]

    text = read_page(client, f"{event.registration_url}?date={second.pk}")
    client.post(event.registration_url, typed(second))

    assert f'<option value="{second.pk}" selected' in text
    assert Registration.objects.get().date == second


def test_the_same_address_twice_is_one_registration_answered_alike(client: Client, event, date):
    first = client.post(event.registration_url, typed(date))
    again = client.post(event.registration_url, typed(date, email="ZOE@example.org ", people=1))
    newcomer = client.post(event.registration_url, typed(date, email="ada@example.org", people=1))
    client.post(event.registration_url, typed(date))

    assert first.url == again.url == newcomer.url
    assert sorted(Registration.objects.values_list("email", flat=True)) == [
        "ada@example.org",
        "zoe@example.org",
    ]
    assert letters("event_asked_again") == [("event_asked_again", "zoe@example.org")]  # once an hour at most


def test_full_or_not_the_answer_says_nothing_of_who_is_registered(client: Client, event, date):
    somebody_registers(date, 5, email="zoe@example.org")

    known = client.post(event.registration_url, typed(date))
    unknown = client.post(event.registration_url, typed(date, email="ada@example.org"))

    assert known.url == unknown.url


def test_after_cancelling_one_may_come_back(client: Client, event, date):
    registration = somebody_registers(date, email="zoe@example.org")
    registering.cancel_registration(registration=registration, at=NOW)

    client.post(event.registration_url, typed(date))

    assert states(date) == ["cancelled", "confirmed"]


@pytest.mark.parametrize("at", [STARTS, STARTS + DAY])
def test_it_closes_when_it_begins(client: Client, event, date, clock, at):
    clock.move_to(at)

    answer = client.post(event.registration_url, typed(date))

    assert answer.status_code == 422
    assert "Les inscriptions sont closes" in answer.content.decode()
    assert "Les inscriptions sont closes" in read_page(client, event.registration_url)
    with pytest.raises(RegistrationClosed):
        somebody_registers(date, at=at)


def test_a_date_that_closes_while_one_types_says_so(client: Client, event, date, monkeypatch):
    """The form saw the date open; the service, which reads it again under its lock, has the last word."""
    register = registering.register

    def too_late(**facts):
        dating.cancel_date(date=date, reason="Neige", at=NOW)
        return register(**facts)

    monkeypatch.setattr(registering, "register", too_late)

    answer = client.post(event.registration_url, typed(date))

    assert answer.status_code == 422
    assert "Cette date est annulée." in answer.content.decode()


def test_cancelled_withdrawn_or_without_registration_it_is_closed(client: Client, event, date):
    free = an_event()
    draft = an_open_event(live=False)
    assert client.get(free.registration_url).status_code == 404
    assert client.post(free.registration_url, typed(the_date(free))).status_code == 404
    assert client.get(draft.registration_url).status_code == 404
    for closed in (the_date(free), dating.cancel_date(date=date, reason="Neige", at=NOW)):
        with pytest.raises(RegistrationClosed):
            somebody_registers(closed)
    event.unpublish()
    assert client.get(event.registration_url).status_code == 404
    with pytest.raises(RegistrationClosed):
        somebody_registers(dating.restore_date(date=date, at=NOW))


def test_a_date_of_another_event_is_not_found(client: Client, event):
    other = the_date(an_open_event())

    assert client.get(f"{event.registration_url}?date={other.pk}").status_code == 404
    assert client.get(f"{event.registration_url}?date=x").status_code == 404
    assert client.get(f"{event.registration_url}merci/?date={other.pk}").status_code == 404
    assert client.get(f"{event.registration_url}merci/").status_code == 404


def test_insisting_is_slowed_down(client: Client, event, date):
    answers = [client.post(event.registration_url, typed(date, email="x")).status_code for _try in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_form_of_another_site_is_refused(event, date):
    careful = Client(enforce_csrf_checks=True)

    assert careful.post(event.registration_url, typed(date)).status_code == 403


# The waiting list


def test_places_go_in_order_to_the_first_who_fit(date):
    leaving = somebody_registers(date, 3)
    somebody_registers(date, 2)
    somebody_registers(date, 4)  # waits: does not fit in three places
    somebody_registers(date, 2)  # waits, and fits
    somebody_registers(date, 2)  # waits: one place is left by then
    somebody_registers(date, 1)  # waits, and fits

    registering.cancel_registration(registration=leaving, at=NOW)

    assert states(date) == ["cancelled", "confirmed", "waiting", "confirmed", "waiting", "confirmed"]
    assert len(letters("event_place_freed")) == 2


def test_who_fits_beside_those_who_wait_takes_nobody_s_place(date):
    somebody_registers(date, 4)
    somebody_registers(date, 3)

    somebody_registers(date, 1)

    assert states(date) == ["confirmed", "waiting", "confirmed"]


def test_coming_fewer_frees_places(date):
    large = somebody_registers(date, 5)
    somebody_registers(date, 2)

    registering.reduce_people(registration=large, people=3, at=NOW)

    assert states(date) == ["confirmed", "confirmed"]


@pytest.mark.parametrize("people", [0, 3, 4])
def test_online_one_only_comes_fewer(date, people):
    registration = somebody_registers(date, 3)

    with pytest.raises(NotFewer):
        registering.reduce_people(registration=registration, people=people, at=NOW)


def test_a_larger_room_serves_those_who_wait(event, date):
    somebody_registers(date, 5)
    somebody_registers(date, 3)
    event.capacity = 8

    event.save_revision().publish()

    assert states(date) == ["confirmed", "confirmed"]


def test_a_smaller_room_turns_nobody_out(event, date):
    somebody_registers(date, 5)
    event.capacity = 2

    event.save_revision().publish()
    somebody_registers(date, 1)

    assert states(date) == ["confirmed", "waiting"]


def test_nobody_is_given_a_place_once_it_has_begun(date):
    leaving = somebody_registers(date, 5)
    somebody_registers(date, 5)

    registering.cancel_registration(registration=leaving, at=STARTS + SECOND, by_staff=True)

    assert states(date) == ["cancelled", "waiting"]
