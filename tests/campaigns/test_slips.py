"""Slips: the form that makes one, its page and its papers, for people without card nor e-mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.links import receipt_path, slip_path, slip_token
from campaigns.models import CampaignTotals, PaymentSlip, Pledge, RewardTier
from campaigns.services import taking_in
from tests.builders import a_campaign, a_user, settle, tier
from tests.offline import ADDRESS, an_evidence, without_email
from tests.slips import a_town, address, filled, made, read, words

pytestmark = pytest.mark.django_db

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "turned": "gentil\u202etxt.exe",
    "nothing": "\x00",
    "formula": "=HYPERLINK(1)",
}


def test_somebody_without_email_makes_a_slip_that_reserves_nothing(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    reward = tier(campaign, 1)
    slip = made(
        client, campaign, tier=str(reward.pk), amount="25,50", message="Bravo !", shown_as="anonymous"
    )
    assert (slip.amount_cents, slip.tier, slip.backer_email) == (2550, reward, "")
    assert slip.postal_address == "12, rue des Tanneurs, 99999 Rivelaine"
    assert (slip.message, slip.shown_as, slip.user) == ("Bravo !", "anonymous", None)
    assert CampaignTotals.objects.get(campaign=campaign).reserved_cents == 0
    assert tier(campaign, 1).claimed == 0


def test_an_address_is_not_kept_when_there_is_an_email(client: Client) -> None:
    a_town()
    slip = made(client, a_campaign(), backer_email="zoe@example.org")
    assert (slip.backer_email, slip.postal_address) == ("zoe@example.org", "")


def test_a_signed_in_visitor_finds_their_name_and_their_slip_is_theirs(client: Client) -> None:
    a_town()
    user = a_user(first_name="Zoé", last_name="Martin")
    client.force_login(user)
    campaign = a_campaign()
    assert f'value="{user.email}"' in read(client, campaign)
    assert made(client, campaign, backer_email=user.email).user == user


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "rien"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "0,50"}, "amount"),
        ({"amount": "3000,01"}, "amount"),
        ({"amount": "\x00"}, "amount"),
        ({"backer_name": " \u202e "}, "backer_name"),
        ({"backer_name": "a" * 200_000}, "backer_name"),
        ({"backer_kind": "organisation"}, "organisation_name"),
        ({"backer_email": "pas une adresse"}, "backer_email"),
        ({"postal_address": ""}, "postal_address"),
        ({"postal_address": " \n , "}, "postal_address"),
        ({"postal_address": "a" * 200_000}, "postal_address"),
        ({"message": "a" * 281}, "message"),
        ({"tier": "999999"}, "tier"),
        ({"tier": "\x00"}, "tier"),
        ({"shown_as": "autre"}, "shown_as"),
    ],
)
def test_an_error_is_beside_its_field_and_keeps_what_was_typed(
    client: Client, changes: dict[str, str], field: str
) -> None:
    a_town()
    campaign = a_campaign()
    answer = client.post(address(campaign), filled(message="Vivement !", backer_kind="individual") | changes)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    text = answer.content.decode()
    if "message" not in changes:
        assert "Vivement !" in text
    if "backer_name" not in changes:
        assert 'value="Mme Arnaud"' in text
    assert not PaymentSlip.objects.exists()


def test_a_reward_that_is_gone_or_dearer_is_refused_beside_it(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    rare = tier(campaign, 1)
    answer = client.post(address(campaign), filled(tier=str(rare.pk), amount="5"))
    assert answer.context["form"].errors.keys() == {"amount"}
    RewardTier.objects.filter(pk=rare.pk).update(limit=1, claimed=1)
    answer = client.post(address(campaign), filled(tier=str(rare.pk)))
    assert answer.context["form"].errors.keys() == {"tier"}
    assert not PaymentSlip.objects.exists()


def test_more_than_what_is_left_under_the_ceiling_is_said_at_once(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    CampaignTotals.objects.filter(campaign=campaign).update(reserved_cents=campaign.ceiling_cents - 1_000)
    answer = client.post(address(campaign), filled())
    assert answer.context["form"].errors.keys() == {"amount"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_text_on_every_page_and_paper(client: Client, text: str) -> None:
    a_town()
    campaign = a_campaign()
    answer = client.post(
        address(campaign),
        filled(backer_name=f"Zoé {text}"[:120], postal_address=f"1 {text}"[:240], message=text[:280]),
    )
    assert answer.status_code in {302, 422}
    for slip in PaymentSlip.objects.all():
        for path in (slip_path(slip), reverse("campaigns:slip_page", args=[slip_token(slip)])):
            page = client.get(path)
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
            assert "\u202e" not in page.content.decode()


def test_the_eleventh_slip_of_a_minute_is_refused(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    for _number in range(10):
        assert client.post(address(campaign), filled()).status_code == 302
    assert client.post(address(campaign), filled()).status_code == 429
    assert client.get(address(campaign)).status_code == 200


def test_papers_are_not_drawn_without_end(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    blank = reverse("campaigns:blank_slip_page", args=[campaign.pk])
    for _number in range(30):
        assert client.get(blank).status_code == 200
    assert client.get(blank).status_code == 429


def test_the_slip_says_its_code_and_everything_to_do(client: Client) -> None:
    a_town()
    slip = made(client, a_campaign(page={"title": "Le café"}))
    for path in (slip_path(slip), reverse("campaigns:slip_page", args=[slip_token(slip)])):
        response = client.get(path)
        text = words(response)
        for said in (
            slip.reference,
            "20 €",
            "Mme Arnaud",
            "12, rue des Tanneurs, 99999 Rivelaine",
            "Le café",
            "Accueil de la mairie",
            "Régie des projets",
            "FR76 3000 6000 0112 3456 7890 189",
            "Si le seuil de 1 000 € n’est pas atteint",
            "04 65 71 00 00",
        ):
            assert said in text, (path, said)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_the_paper_has_a_part_to_keep_and_a_code_to_scan(client: Client) -> None:
    a_town()
    slip = made(client, a_campaign())
    text = words(client.get(reverse("campaigns:slip_page", args=[slip_token(slip)])))
    given, cut, kept = text.partition("À découper, et à garder")
    assert cut
    assert 'class="qr"' in given
    assert slip.reference in given
    assert slip.reference in kept


def test_papers_are_pdf_files(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    slip = made(client, campaign)
    for path in (
        reverse("campaigns:slip_pdf", args=[slip_token(slip)]),
        reverse("campaigns:blank_slip_pdf", args=[campaign.pk]),
    ):
        response = client.get(path)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")


def test_a_blank_slip_bears_the_number_of_the_campaign_and_nobodys_name(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    RewardTier.objects.filter(pk=tier(campaign, 1).pk).update(limit=1, claimed=1)
    text = words(client.get(reverse("campaigns:blank_slip_page", args=[campaign.pk])))
    assert f"Projet {campaign.pk}" in text
    assert f"Projet {campaign.pk}, et votre nom" in text
    assert 'class="fill"' in text
    assert "Un café" in text
    assert "Un repas" not in text, "sold out"


def test_a_slip_has_an_address_that_nobody_guesses(client: Client) -> None:
    a_town()
    slip = made(client, a_campaign())
    token = slip_token(slip)
    for wrong in (slip.code, slip.reference, f"{slip.code}~AAAA", token[:-1], "~", "%00"):
        assert client.get(f"/bulletin/{wrong}/").status_code == 404
        assert client.get(f"/bulletin/{wrong}/bulletin.pdf").status_code == 404
        assert client.get(f"/bulletin/{wrong}/imprimer/").status_code == 404
    slip.delete()
    assert client.get(f"/bulletin/{token}/").status_code == 404


def test_once_the_money_is_there_it_leads_to_the_receipt(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    slip = made(client, campaign)
    taking_in.take_in(
        campaign=campaign,
        amount_cents=slip.amount_cents,
        backer=without_email(),
        evidence=an_evidence(),
        submission_key="brought",
        slip=slip,
        at=timezone.now(),
    )
    text = words(client.get(slip_path(slip)))
    assert "L’argent est arrivé" in text
    assert receipt_path(Pledge.objects.get()) in text


def test_after_the_last_day_a_slip_says_that_it_serves_no_more(client: Client) -> None:
    a_town()
    campaign = a_campaign()
    slip = made(client, campaign)
    settle(campaign)
    text = words(client.get(slip_path(slip)))
    assert "Ce bulletin ne sert plus" in text
    assert ADDRESS not in text
