"""« Payer autrement »: what its page says to people without a card, and when it says that it is too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import CampaignTotals, PaymentSlip
from campaigns.services import launching, slips
from tests.builders import a_campaign, a_user, settle, the_territory
from tests.offline import a_counter
from tests.slips import a_town, address, filled, read

pytestmark = pytest.mark.django_db


def test_it_says_where_until_when_and_what_becomes_of_the_money(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    text = read(client, campaign)
    for said in (
        "Accueil de la mairie",
        "1, place de la République",
        "9 h–12 h",
        "04 65 71 20 00",
        "Reçoit espèces et chèques",
        "300 € au plus",
        "Régie des projets",
        "3, place du Moulin",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        "Ville de Rivelaine",
        "Le code de votre bulletin",
        "Rien n’est réservé",
        "au guichet contre signature, ou par virement",
        "5 %",
        "Nadia Berthier",
    ):
        assert said in text, said


def test_the_last_day_is_written_with_its_weekday_in_the_zone_of_the_campaign(client: Client) -> None:
    a_town(zone="Indian/Reunion")
    # 23:30 in Paris is already the next day over there.
    deadline = timezone.now().replace(hour=22, minute=30) + timedelta(days=30)
    campaign = a_campaign(deadline=deadline)
    last = slips.last_slip_day(campaign)
    assert last is not None
    weekdays = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
    assert f"<b>{weekdays[last.weekday()]} " in read(client, campaign)
    zone = campaign.zone
    assert zone == "Indian/Reunion"
    assert last == (deadline + timedelta(hours=4) - timedelta(days=2)).date()


def test_every_page_that_takes_pledges_leads_there(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    for page in (campaign.page.url, reverse("campaigns:pledge", args=[campaign.pk])):
        assert f'href="{address(campaign)}"' in client.get(page).content.decode()
    settle(campaign)
    assert address(campaign) not in client.get(campaign.page.url).content.decode()


@pytest.mark.parametrize(
    ("without", "there", "gone"),
    [
        ({"cheque_payee": ""}, "IBAN", "À l’ordre de"),
        ({"transfer_iban": ""}, "À l’ordre de", "IBAN"),
    ],
)
def test_a_way_that_is_not_taken_is_not_shown(
    client: Client, without: dict[str, str], there: str, gone: str
) -> None:
    a_town(**without)
    text = read(client, a_campaign())
    assert there in text
    assert gone not in text


def test_a_counter_that_is_closed_or_could_take_nothing_is_not_shown(client: Client) -> None:
    territory = a_town(cheque_payee="")
    a_counter(territory, name="Halle fermée", is_open=False)
    a_counter(territory, name="Chèques seulement", takes_cash=False)
    text = read(client, a_campaign())
    assert "Halle fermée" not in text
    assert "Chèques seulement" not in text
    assert "Reçoit les espèces, pas les chèques" in text


def test_without_any_way_it_says_whom_to_call_and_makes_no_slip(client: Client) -> None:
    the_territory()
    campaign = a_campaign()
    text = read(client, campaign)
    assert "Appelez Nadia Berthier au 04 65 71 00 00" in text
    assert "<form" not in text
    assert client.post(address(campaign), filled()).status_code == 200
    assert not PaymentSlip.objects.exists()


def test_where_only_cash_is_taken_no_more_than_a_counter_takes(client: Client) -> None:
    a_town(cheque_payee="", transfer_iban="")
    answer = client.post(address(a_campaign()), filled(amount="300,01"))
    assert answer.context["form"].errors.keys() == {"amount"}
    assert "300\u00a0€" in answer.context["form"].errors["amount"][0].replace("\u202f", "\u00a0")


def test_after_the_last_day_it_says_so_and_what_remains(client: Client) -> None:
    a_town()
    campaign = a_campaign(deadline=timezone.now() + timedelta(days=1))
    text = read(client, campaign)
    assert "Le dernier jour était le" in text
    assert "Par carte, en ligne" in text
    assert f'href="{reverse("campaigns:pledge", args=[campaign.pk])}"' in text
    assert client.post(address(campaign), filled()).status_code == 200
    assert not PaymentSlip.objects.exists()
    for name in ("blank_slip_pdf", "blank_slip_page"):
        assert client.get(reverse(f"campaigns:{name}", args=[campaign.pk])).url == address(campaign)


def test_a_campaign_that_takes_no_pledge_takes_no_slip_either(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    launching.suspend(campaign=campaign, at=timezone.now(), reason="Un doute.", actor=a_user())
    text = read(client, campaign)
    assert "ni en ligne ni autrement" in text
    client.post(address(campaign), filled())
    assert not PaymentSlip.objects.exists()


def test_at_the_ceiling_no_slip_is_made(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    CampaignTotals.objects.filter(campaign=campaign).update(reserved_cents=campaign.ceiling_cents)
    assert "Le plafond de la campagne est atteint" in read(client, campaign)
    client.post(address(campaign), filled())
    assert not PaymentSlip.objects.exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "refused"])
def test_a_campaign_that_the_public_does_not_see_is_not_there(client: Client, state: str) -> None:
    a_town()
    campaign = a_campaign(state=state)
    assert client.get(address(campaign)).status_code == 404
    assert client.post(address(campaign), filled()).status_code == 404
    assert client.get(reverse("campaigns:blank_slip_pdf", args=[campaign.pk])).status_code == 404
    assert client.get(reverse("campaigns:otherwise", args=[999_999])).status_code == 404


def test_the_page_asks_the_same_with_one_counter_and_with_ten(client: Client) -> None:
    territory = a_town()
    campaign = a_campaign()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, campaign)
        return len(captured)

    asked()
    few = asked()
    for number in range(9):
        a_counter(territory, name=f"Guichet {number}")
    assert asked() == few
