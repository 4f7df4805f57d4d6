"""Anybody reads and prints the whole form before having an account; a draft call shows it to nobody."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from base.models import Territory
from calls.models import CallCriterion, CallEvent, CallFaq, CallPage
from home.ready_made import CALLS
from home.services.ready_made import questions_json
from tests.editorial import a_call, a_theme, an_event, the_home, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db


def address(call: CallPage) -> str:
    return f"/appels/{call.pk}/questionnaire/"


def test_it_says_every_question_its_limits_and_what_is_required(client: Client) -> None:
    call = a_call(
        questions=json.loads(questions_json(CALLS[0])),
        answerers=["association"],
        area="Rivelaine et la plaine",
        goal_ceiling_cents=450_000,
    )
    CallCriterion.objects.create(call=call, title="Utilité locale", weight=100)

    text = read_page(client, address(call))

    for words in (
        "Nom du projet",
        "Racontez votre idée",
        "1\u202f500 signes au plus",
        "au plus 4\u202f500\u00a0€",
        "obligatoire",
        "facultatif",
        "À un bailleur",
        "Une association",
        "Rivelaine et la plaine",
        "100 points sur 100",
        "heure de Paris",
    ):
        assert words in text, words
    assert address(call) in read_page(client, call.url)


def test_what_the_public_does_not_see_is_not_found(client: Client) -> None:
    draft, hidden = a_call(live=False), a_call()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    for call in (draft, hidden):
        assert client.get(address(call)).status_code == 404
    assert client.get("/appels/999999/questionnaire/").status_code == 404
    assert client.post(address(a_call())).status_code == 405


def test_hours_are_those_of_the_territory(client: Client) -> None:
    the_home()
    Territory.objects.update(zone="Indian/Reunion")
    call = a_call(closes_at=timezone.now() + dt.timedelta(days=3))

    for url in (address(call), call.url, the_list(CallPage).url):
        text = read_page(client, url)
        assert "heure de La Réunion" in text, url
        assert "heure de Paris" not in text, url


def test_the_page_says_ceilings_of_the_territory_fund_and_frequent_questions(client: Client) -> None:
    call = a_call(fund_cents=2_000_000, fund_percent=30, fund_cap_cents=200_000)
    CallFaq.objects.create(call=call, question="Faut-il un statut ?", answer="Non.\n<b>Jamais</b>.")

    text = read_page(client, call.url)

    assert "10\u202f000\u00a0€ au plus" in text
    assert "20\u202f000\u00a0€ en tout" in text
    assert "2\u202f000\u00a0€ au plus par projet" in text
    assert "<details" in text
    assert "<b>Jamais" not in text


def test_the_standing_call_is_shown_apart_and_disturbs_no_list_of_dates(client: Client) -> None:
    standing = a_call(title="Proposez", is_standing=True, opens_at=None, closes_at=None, tags=["pain"])
    dated = a_call(title="Circuits courts", tags=["pain"])
    at = timezone.now()

    text = read_page(client, the_list(CallPage).url)

    assert text.count(f'href="{standing.url}"') >= 1
    assert "Toute l’année" in text.partition("Circuits courts")[0]
    assert "Ouvert toute l’année." in read_page(client, standing.url)
    for rows in (
        CallPage.objects.open(at=at),
        CallPage.objects.open_first(at=at),
        CallPage.objects.during(at - dt.timedelta(days=1), at),
    ):
        assert list(rows) == [dated]
    later = CallPage.objects.filter(pk=standing.pk)
    later.update(opens_at=at + dt.timedelta(days=9))
    assert not CallPage.objects.upcoming(at=at).exists()
    assert not CallPage.objects.closed(at=at).exists()
    for url in (the_home().url, a_theme(tags=["pain"]).url):
        assert client.get(url).status_code == 200


def test_information_meetings_take_their_place_in_the_timetable(client: Client) -> None:
    call = a_call(results_at=timezone.now() + dt.timedelta(days=60))
    CallEvent.objects.create(call=call, event_page=an_event(title="Réunion d’information"))

    strip = read_page(client, call.url).partition("timeline")[2].partition("</ol>")[0]

    places = [strip.index(words) for words in ("Ouverture", "Réunion d’information", "Clôture", "Résultats")]
    assert places == sorted(places)
    assert strip.count('class="now"') == 1
