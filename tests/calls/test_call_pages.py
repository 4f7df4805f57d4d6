"""What the public reads of a call: its dates, its criteria, how to answer, its results; never a hidden campaign."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from calls.models import CallCriterion, CallEvent, CallOffer, CallPage, CallResult
from tests.builders import a_campaign, a_picture
from tests.editorial import a_call, a_theme, an_event, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_an_open_call_says_everything_needed_to_answer(client: Client) -> None:
    call = a_call(
        title="Circuits courts",
        picture=a_picture(),
        goal_ceiling_cents=450_000,
        places=5,
        who_may_answer=[("text", "Toute association de la ville.")],
        body=[("heading", "Manger d’ici"), ("text", "Les champs sont à dix kilomètres.")],
        tags=["pain"],
    )
    CallCriterion.objects.create(call=call, title="Utilité locale", weight=60, explanation="À qui cela sert.")
    CallOffer.objects.create(call=call, kind=CallOffer.Kind.PLACE, text="La halle, un mois")
    CallEvent.objects.create(call=call, event_page=an_event(title="Réunion d’information"))
    a_theme(title="Manger ici", tags=["pain"])

    text = read_page(client, call.url)

    for words in (
        "Ouvert jusqu’au",
        "heure de Paris",
        "4\u202f500\u00a0€ au plus",
        "Toute association",
        "Utilité locale",
        "60 points sur 100",
        "La halle, un mois",
        "Réunion d’information",
        "Nadia Berthier",
        "04 65 71 00 00",
        "Manger ici",
    ):
        assert words in text, words


def test_the_contact_of_the_call_comes_before_the_territorys(client: Client) -> None:
    call = a_call(contact_name="Inès Morel", contact_phone="04 65 71 00 07")

    panel = read_page(client, call.url).partition('id="repondre"')[2].partition("</section>")[0]

    assert "Inès Morel" in panel
    assert "Nadia Berthier" not in panel


def test_a_closed_call_shows_its_results_and_no_way_to_answer(client: Client) -> None:
    at = timezone.now()
    call = a_call(
        opens_at=at - 60 * DAY, closes_at=at - DAY, results=[("text", "Le jury a retenu deux projets.")]
    )
    shown, hidden = (
        a_campaign(page={"title": "Le four"}),
        a_campaign(state="draft", page={"title": "Projet secret"}),
    )
    CallResult.objects.create(call=call, title="Un four à pain", campaign_page=shown.page, sort_order=1)
    CallResult.objects.create(call=call, title="Une épicerie", campaign_page=hidden.page, sort_order=2)

    text = read_page(client, call.url)

    assert "Le jury a retenu deux projets." in text
    assert text.index("Un four à pain") < text.index("Une épicerie")
    assert shown.page.url in text
    assert "Projet secret" not in text
    assert hidden.page.url not in text
    assert "Comment répondre" not in text


def test_results_written_in_advance_wait_for_the_closing(client: Client) -> None:
    call = a_call(results=[("text", "Le jury a retenu deux projets.")])

    assert "Le jury a retenu" not in read_page(client, call.url)


def test_a_call_to_come_says_when_it_opens(client: Client) -> None:
    call = a_call(opens_at=timezone.now() + DAY)

    text = read_page(client, call.url)

    assert "Ouvre le" in text
    assert "Se préparer" in text


def test_the_list_is_valid_empty_full_and_on_several_pages(client: Client) -> None:
    index = the_list(CallPage)
    assert "Aucun appel pour le moment" in read_page(client, index.url)
    for number in range(13):
        a_call(title=f"Appel numéro {number}")
    a_call(title="Brouillon", live=False)

    first, second = read_page(client, index.url), read_page(client, f"{index.url}?page=2")

    assert "Page 1 sur 2" in first
    assert "Brouillon" not in first + second
    assert first.count("Appel numéro") + second.count("Appel numéro") == 13


def test_an_odd_page_number_shows_a_page(client: Client) -> None:
    index = the_list(CallPage)
    a_call()

    assert client.get(f"{index.url}?page=zut").status_code == 200
    assert client.get(f"{index.url}?page=999").status_code == 200


def test_events_of_a_call_that_are_drafts_stay_hidden(client: Client) -> None:
    call = a_call()
    CallEvent.objects.create(call=call, event_page=an_event(title="Réunion secrète", live=False))

    assert "Réunion secrète" not in read_page(client, call.url)


def test_a_deleted_campaign_page_leaves_the_result() -> None:
    call = a_call()
    page = a_campaign(state="draft").page
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    CallResult.objects.create(call=call, title="Un four", campaign_page=copy)

    Page.objects.get(pk=copy.pk).delete()

    assert CallResult.objects.get().campaign_page is None
