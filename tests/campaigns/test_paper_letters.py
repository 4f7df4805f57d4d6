"""Letters about money at the counter: on paper for whoever has no e-mail, and true for everybody who paid that way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from base.models import Territory
from campaigns.models import Campaign, Counter, PaymentOperation, Pledge
from campaigns.notices import BACKER_LETTERS, tell_backer, tell_backers
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import PledgeState
from campaigns.services import cancelling, remitting, settling, taking_in, unpaid
from campaigns.wording.offline import given_back_sentences
from notices.models import Notice
from notices.services import send_due_notices
from notices.sheets import sheet_of
from tests.builders import a_backer, a_campaign, a_pledge, settle, tier
from tests.offline import a_cashier, a_document, an_evidence, an_offline_pledge, hand_out, without_email

pytestmark = pytest.mark.django_db

AT_THE_COUNTER = "au guichet : Accueil de la mairie, 1, place Carnot (du lundi au vendredi)"
FALSE_OFF_LINE = ("rien à faire", "avoir à faire", "carte", "rien à demander", "3 à 10 jours")


@pytest.fixture(autouse=True)
def counter() -> Counter:
    """The town's counter, and its address."""
    a_campaign()
    town = Territory.objects.get()
    Territory.objects.update(contact_address="Hôtel de ville, 99999 Rivelaine")
    Counter.objects.create(territory=town, name="Fermé", address="ailleurs", hours="", is_open=False)
    return Counter.objects.create(
        territory=town, name="Accueil de la mairie", address="1, place Carnot", hours="du lundi au vendredi"
    )


def letter(kind: str) -> Notice:
    """The one letter of a kind."""
    return Notice.objects.get(kind=kind)


def words(kind: str) -> str:
    """What it says, title and paragraphs, with ordinary spaces."""
    sheet = sheet_of(letter(kind))
    return " ".join((sheet.title, *sheet.paragraphs)).replace("\u00a0", " ").replace("\u202f", " ")


def now() -> Any:
    """Return this instant."""
    return timezone.now()


def test_a_missed_campaign_leaves_one_letter_to_print_that_says_where_the_money_is() -> None:
    campaign = a_campaign(page={"title": "Les tables"}, threshold_cents=100_000)
    pledge = an_offline_pledge(campaign, 2_000)
    settle(campaign)
    row = letter("backer_unfunded")
    assert (row.state, row.recipient, row.addressee) == (Notice.State.TO_PRINT, "", "Mme Arnaud")
    said = words("backer_unfunded")
    for expected in (
        "« Les tables » n’a pas atteint son seuil : vos 20 € vous sont rendus",
        "20 € réunis, pour un seuil de 1 000 €",
        f"Pour recevoir vos 20 €, présentez ce courrier {AT_THE_COUNTER}, avec une pièce d’identité : la somme",
        f"(RIB), avec la référence {pledge.reference}, à cette adresse : Hôtel de ville, 99999 Rivelaine.",
    ):
        assert expected in said, said
    assert not [false for false in FALSE_OFF_LINE if false in said]
    assert row.context["reference"] == pledge.reference
    send_due_notices(at=now())
    assert all(message.to[0] for message in mail.outbox)
    assert letter("backer_unfunded").state == Notice.State.TO_PRINT


def test_two_sums_given_back_by_hand_are_two_letters_and_good_news_is_one() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    for amount in (2_000, 3_000):
        an_offline_pledge(campaign, amount)
    settling.cancel(campaign=campaign, at=now(), reason="Arrêt.")
    assert Notice.objects.filter(kind="backer_cancelled").count() == 2
    assert {sheet_of(row).reference for row in Notice.objects.filter(kind="backer_cancelled")} == {
        pledge.reference for pledge in campaign.pledges.all()
    }
    funded = a_campaign(threshold_cents=1_000)
    for amount in (2_000, 3_000):
        an_offline_pledge(funded, amount)
    settle(funded)
    assert letter("backer_funded").state == Notice.State.TO_PRINT
    assert "sur sa page" not in words("backer_funded")


def test_who_paid_both_ways_hears_both_truths() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    zoe = a_backer(email="zoe@example.org")
    a_pledge(campaign, 1_000, backer=zoe)
    an_offline_pledge(campaign, 2_000, backer=zoe)
    settle(campaign)
    bodies = [str(row.context["paragraphs"]) for row in Notice.objects.filter(kind="backer_unfunded")]
    assert len(bodies) == 2
    assert sum("rien à faire" in body for body in bodies) == 1
    assert sum("contre signature" in body for body in bodies) == 1


def test_the_same_sentences_by_e_mail_name_the_reference_instead_of_the_sheet() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    pledge = an_offline_pledge(campaign, 2_000, backer=a_backer(email="zoe@example.org"))
    settle(campaign)
    send_due_notices(at=now())
    [message] = [
        sent for sent in mail.outbox if "n’a pas atteint" in sent.subject and sent.to == ["zoe@example.org"]
    ]
    body = message.body.replace("\u00a0", " ")
    assert f"venez {AT_THE_COUNTER} avec la référence {pledge.reference} et une pièce d’identité" in body
    assert f"avec la référence {pledge.reference}, à nadia@example.org." in body
    assert "/recu/" in body
    assert "ce courrier" not in body
    assert not [false for false in FALSE_OFF_LINE if false in body]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (RemittedBy.COUNTER, "remise au guichet, contre signature"),
        (RemittedBy.TRANSFER, "virement sur votre compte"),
    ],
)
def test_once_given_back_the_letter_says_how(way: RemittedBy, said: str) -> None:
    campaign = a_campaign(page={"title": "Les tables"})
    pledge = cancelling.cancel_pledge(pledge=an_offline_pledge(campaign), at=now())
    assert "présentez ce courrier" in words("pledge_taken_back")
    hand_out(PaymentOperation.objects.by_hand().get(), at=now(), way=way)
    told = words("pledge_refunded")
    assert "Nous vous avons rendu 20 €, votre soutien à « Les tables »." in told
    assert said in told
    assert not [false for false in FALSE_OFF_LINE if false in told]
    pledge.refresh_from_db()
    assert set(given_back_sentences(pledge)) <= set(letter("pledge_refunded").context["paragraphs"])


def test_a_transfer_that_came_back_is_owed_and_asked_for_again() -> None:
    cancelling.cancel_pledge(pledge=an_offline_pledge(a_campaign()), at=now())
    operation = PaymentOperation.objects.by_hand().get()
    hand_out(operation, at=now())
    remitting.record_return(operation=operation, reason="compte clos", by=a_cashier(), at=now())
    told = words("refund_failed")
    assert "nous est revenu" in told
    assert "présentez ce courrier" in told
    assert not [false for false in FALSE_OFF_LINE if false in told]


def test_money_that_could_not_be_counted_says_where_it_waits() -> None:
    campaign = a_campaign()
    settle(campaign)
    assert campaign.deadline is not None
    taking_in.take_in_to_give_back(
        campaign=campaign,
        amount_cents=5_000,
        backer=without_email(),
        evidence=an_evidence(Way.TRANSFER),
        submission_key="late",
        at=campaign.deadline,
    )
    told = words("pledge_late")
    assert "Pour recevoir vos 50 €, présentez ce courrier" in told
    assert not [false for false in FALSE_OFF_LINE if false in told]


def test_what_is_refunded_because_nobody_could_be_paid_says_the_same() -> None:
    campaign = a_campaign()
    an_offline_pledge(campaign)
    tell_backers(campaign=campaign, kind="backer_unpayable", at=now())
    told = words("backer_unpayable")
    assert "présentez ce courrier" in told
    assert not [false for false in FALSE_OFF_LINE if false in told]


def test_what_is_paid_on_line_reads_as_before() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    a_pledge(campaign, 1_000)
    settle(campaign)
    assert "Vous n’avez rien à faire." in words("backer_unfunded")
    assert "sur la carte utilisée" in words("pledge_refunded")


@pytest.mark.parametrize("kind", sorted(BACKER_LETTERS))
def test_every_letter_to_a_backer_can_be_printed_and_leads_to_no_page(kind: str) -> None:
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign, tier=tier(campaign), amount_cents=tier(campaign).price_cents)
    Notice.objects.all().delete()
    tell_backer(pledge=Pledge.objects.get(pk=pledge.pk), kind=kind, at=now())
    tell_backer(pledge=Pledge.objects.get(pk=pledge.pk), kind=kind, at=now())
    row = letter(kind)
    assert row.state == Notice.State.TO_PRINT
    assert (row.context["path"], row.context["reference"]) == ("", pledge.reference)
    told = words(kind)
    assert "http" not in told
    assert "page de votre reçu" not in told
    assert "Voir mon reçu" not in told
    if kind not in {"stray_payment", "pledge_returned"}:  # the provider's alone
        assert not [false for false in FALSE_OFF_LINE if false in told], told


def test_a_cheque_unpaid_is_told_on_paper() -> None:
    pledge = an_offline_pledge(a_campaign(), way=Way.CHEQUE)
    unpaid.record_unpaid(pledge=pledge, reference="REJ", document=a_document(), by=a_cashier(), at=now())
    assert letter("your_cheque_unpaid").state == Notice.State.TO_PRINT


def test_an_organisation_stands_above_the_person() -> None:
    backer = a_backer(
        name="Mme Arnaud",
        email="",
        postal_address="1, place Carnot, 99999 Rivelaine",
        organisation_name="AMAP",
    )
    an_offline_pledge(a_campaign(), backer=backer)
    assert sheet_of(letter("pledge_held")).name == ["AMAP", "Mme Arnaud"]


@pytest.mark.parametrize("address", ["", "  ", "\u200f"])
def test_nobody_s_money_is_taken_in_without_a_way_to_write_to_them(address: str) -> None:
    with pytest.raises(ValueError, match="taken in from"):
        an_offline_pledge(a_campaign(), backer=a_backer(email="", postal_address=address))
    assert not Pledge.objects.exists()


def a_refunded(campaign: Campaign) -> Pledge:
    """A pledge given back, closed by two people with a proof and no remittance."""
    pledge = an_offline_pledge(campaign)
    Pledge.objects.filter(pk=pledge.pk).update(status=PledgeState.REFUNDED)
    pledge.refresh_from_db()
    return pledge


def test_a_refund_closed_otherwise_says_only_that_it_was_made() -> None:
    assert given_back_sentences(a_refunded(a_campaign())) == ("La somme vous a été rendue.",)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_counters_are_named_as_many_as_are_open(number: int, counter: Counter) -> None:
    Counter.objects.filter(is_open=True).delete()
    for each in range(number):
        Counter.objects.create(
            territory=counter.territory, name=f"Guichet {each}", address=f"{each}, place Carnot"
        )
    said = " ".join(given_back_sentences(an_offline_pledge(a_campaign()))).replace("\u00a0", " ")
    assert {
        0: "présentez ce courrier au guichet, avec une pièce d’identité : la somme",
        1: "présentez ce courrier au guichet : Guichet 0, 0, place Carnot, avec une pièce d’identité : la somme",
        2: "à l’un de nos guichets : Guichet 0, 0, place Carnot ; ou Guichet 1, 1, place Carnot, avec une pièce",
    }[number] in said


def test_the_letters_of_a_campaign_take_the_same_queries_however_many(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    def told(number: int) -> Callable[[], None]:
        campaign = a_campaign()
        for each in range(number):
            an_offline_pledge(campaign, backer=without_email(f"Personne {each}"))
        fresh = Campaign.objects.select_related("page", "territory", "totals").get(pk=campaign.pk)
        return lambda: tell_backers(campaign=fresh, kind="backer_unfunded", at=now())

    few, many = told(2), told(12)
    with django_assert_num_queries(3) as captured:
        few()
    with django_assert_num_queries(len(captured)):
        many()
