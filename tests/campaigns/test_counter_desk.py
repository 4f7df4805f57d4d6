"""The desk of a counter: a code leads to a form, a form to one pledge, refusals stand beside their fields."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import CLERKS
from base.models import AuditLine, PrivateFile
from campaigns.models import (
    Campaign,
    Counter,
    OfflinePayment,
    PaymentOperation,
    PaymentSlip,
    Pledge,
    RewardTier,
)
from campaigns.rules.offline import Way
from campaigns.rules.status import PledgeState
from campaigns.services import slips
from campaigns.services.cancelling import cancel_pledge
from tests.builders import a_campaign, a_pledge, settle, tier
from tests.campaigns.finance_room import a_colleague
from tests.offline import ADDRESS, a_document, an_evidence, an_offline_pledge, without_email
from tests.second_factor import confirm
from tests.support.hostile_files import upload
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db

DESK = "counter:desk"


@pytest.fixture
def clerk(client: Client) -> Client:
    """Somebody of the counter, signed in and just confirmed."""
    client.force_login(a_colleague(CLERKS))
    confirm(client)
    return client


def a_counter(campaign: Campaign) -> Counter:
    """The town hall's counter."""
    found, _new = Counter.objects.get_or_create(
        territory=campaign.territory,
        name="Accueil de la mairie",
        address="1, place du Marché",
        hours="9 h–12 h",
    )
    return found


def a_slip(campaign: Campaign, **facts: Any) -> PaymentSlip:
    """A slip Mme Arnaud printed for twenty euros."""
    wishes = {"amount_cents": 2_000, "backer": without_email(), "at": timezone.now(), **facts}
    return slips.make_slip(campaign=campaign, **wishes)


def typed(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """What a clerk types for Mme Arnaud's twenty euros."""
    return {
        "amount": "20",
        "way": "cash",
        "reference": "Carnet 12-034",
        "counter": a_counter(campaign).pk,
        "received_on": timezone.localdate().isoformat(),
        "backer_kind": "individual",
        "backer_name": "Mme Arnaud",
        "postal_address": ADDRESS,
        "shown_as": "name",
        "submission_key": "a-key",
        **changes,
    }


def text(answer: Any, status: int = 200) -> str:
    """The words of an answer, its markup looked at."""
    assert answer.status_code == status, answer.content.decode()[-2000:]
    found: str = answer.content.decode()
    check_markup(found.replace("\x00", ""))  # shown again as it was typed
    return found


def test_a_slip_s_code_however_typed_leads_to_its_form_with_everything_in_it(clerk: Client) -> None:
    campaign = a_campaign()
    slip = a_slip(campaign, message="Pour les tables")
    answer = clerk.get(reverse(DESK), {"code": f" {slip.code[:4].lower()} - {slip.code[4:]} "})
    assert answer["Location"] == reverse("counter:take_in_slip", args=[slip.code])
    page = text(clerk.get(answer["Location"]))
    for words in ("Mme Arnaud", ADDRESS, 'value="20"', "Pour les tables", slip.reference):
        assert words in page, words


@pytest.mark.parametrize("code", ["ZZZZ-ZZZZ", "1A2B-3C4D", "\x00", "\u202e" * 8, "é" * 30, "A" * 40])
def test_an_unknown_code_is_said_beside_its_field_and_kept(clerk: Client, code: str) -> None:
    page = text(clerk.get(reverse(DESK), {"code": code}), 422)
    assert "id_code_error" in page
    assert clerk.get(reverse(DESK), {"code": "A" * 200_000}).status_code == 422


def test_nothing_asked_is_said_too(clerk: Client) -> None:
    assert "Tapez un code" in text(clerk.get(reverse(DESK), {"code": " "}), 422)


def test_a_slip_that_has_served_says_when_and_as_which_pledge(clerk: Client) -> None:
    campaign = a_campaign()
    slip = a_slip(campaign)
    clerk.post(reverse("counter:take_in_slip", args=[slip.code]), typed(campaign, step="confirm"))
    slip.refresh_from_db()
    assert slip.pledge is not None
    page = text(clerk.get(reverse(DESK), {"code": slip.code}), 422)
    assert "déjà servi le" in page
    assert slip.pledge.reference in page
    assert reverse("counter:pledge", args=[slip.pledge.uuid]) in page
    answer = clerk.get(reverse("counter:take_in_slip", args=[slip.code]))
    assert answer["Location"] == reverse("counter:pledge", args=[slip.pledge.uuid])
    again = clerk.post(
        reverse("counter:take_in_slip", args=[slip.code]),
        typed(campaign, reference="Carnet 12-035", submission_key="other", step="confirm"),
    )
    assert "déjà servi le" in text(again, 409)
    assert Pledge.objects.count() == 1


def test_a_campaign_is_found_by_words_without_accents_or_by_its_number_and_only_while_it_is_live(
    clerk: Client,
) -> None:
    picnic = a_campaign(page={"title": "Épicerie des quais"})
    other = a_campaign(page={"title": "Le four à pain"})
    draft = a_campaign(state="draft", page={"title": "Épicerie secrète"})
    page = text(clerk.get(reverse(DESK), {"campagne": "epicerie quais"}))
    assert "Épicerie des quais" in page
    assert "four à pain" not in page
    assert "four à pain" in text(clerk.get(reverse(DESK), {"campagne": str(other.pk)}))
    page = text(clerk.get(reverse(DESK), {"campagne": "epicerie"}))
    assert "secrète" not in page
    assert "Aucune campagne" in text(clerk.get(reverse(DESK), {"campagne": "zeppelin \u202e " + "x" * 50}))
    assert clerk.get(reverse("counter:take_in", args=[draft.pk])).status_code == 404
    assert clerk.get(reverse("counter:take_in", args=[picnic.pk])).status_code == 200
    assert clerk.get(reverse("counter:take_in", args=[10**12])).status_code == 404


def test_form_review_then_one_pledge_however_often_it_is_sent(clerk: Client) -> None:
    campaign = a_campaign()
    slip = a_slip(campaign)
    address = reverse("counter:take_in_slip", args=[slip.code])
    review = text(clerk.post(address, typed(campaign, step="review")))
    assert "20\xa0€" in review
    assert "Mme Arnaud" in review
    assert not Pledge.objects.exists(), "reading again writes nothing"
    places = {clerk.post(address, typed(campaign, step="confirm"))["Location"] for _time in range(2)}
    pledge = Pledge.objects.get()
    assert places == {reverse("counter:pledge", args=[pledge.uuid])}
    payment = OfflinePayment.objects.get()
    assert (payment.way, payment.reference, payment.counter) == ("cash", "Carnet 12-034", a_counter(campaign))
    assert (pledge.status, pledge.postal_address, pledge.backer_email) == (PledgeState.HELD, ADDRESS, "")
    page = text(clerk.get(places.pop()))
    assert pledge.reference in page
    assert "Saisir un autre paiement" in page
    assert reverse("counter:receipt", args=[pledge.uuid]) in page
    assert pledge.reference in text(clerk.get(reverse("counter:receipt", args=[pledge.uuid])))
    assert clerk.get(reverse("counter:receipt_pdf", args=[pledge.uuid]))["Content-Type"] == "application/pdf"


def test_going_back_to_the_form_keeps_everything(clerk: Client) -> None:
    campaign = a_campaign()
    page = text(
        clerk.post(
            reverse("counter:take_in", args=[campaign.pk]),
            typed(campaign, message="Bravo", step="edit", tier=str(tier(campaign).pk)),
        )
    )
    for words in ("Carnet 12-034", "Bravo", "Mme Arnaud", ADDRESS, 'value="a-key"'):
        assert words in page, words


WRONG = {
    "amount": ({"amount": "zéro"}, "amount"),
    "nothing": ({"amount": ""}, "amount"),
    "name": ({"backer_name": " "}, "backer_name"),
    "no address": ({"postal_address": ""}, "postal_address"),
    "e-mail": ({"backer_email": "pas une adresse"}, "backer_email"),
    "way": ({"way": "gold"}, "way"),
    "reference": ({"reference": "  "}, "reference"),
    "cash without counter": ({"counter": ""}, "counter"),
    "another counter": ({"counter": "999999"}, "counter"),
    "tomorrow": ({"received_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "received_on"),
    "before the launch": ({"received_on": "2001-01-01"}, "received_on"),
    "no day": ({"received_on": "hier"}, "received_on"),
    "another tier": ({"tier": "999999"}, "tier"),
    "organisation": ({"backer_kind": "organisation"}, "organisation_name"),
    "too much cash": ({"amount": "301"}, "amount"),
    "NUL": ({"backer_name": "a\x00b"}, "backer_name"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_is_kept(
    clerk: Client, name: str
) -> None:
    campaign = a_campaign()
    changes, field = WRONG[name]
    answer = clerk.post(
        reverse("counter:take_in", args=[campaign.pk]),
        typed(campaign, step="review", message="Gardé", **changes),
    )
    page = text(answer, 422)
    assert f"id_{field}_error" in page
    assert "Gardé" in page
    assert "Carnet 12-034" in page or field == "reference"
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(("way", "right"), [("cash", "takes_cash"), ("cheque", "takes_cheques")])
def test_a_counter_takes_what_it_says_it_takes(clerk: Client, way: str, right: str) -> None:
    campaign = a_campaign()
    Counter.objects.filter(pk=a_counter(campaign).pk).update(**{right: False})
    address = reverse("counter:take_in", args=[campaign.pk])
    assert "Ce guichet ne prend pas" in text(
        clerk.post(address, typed(campaign, way=way, step="review")), 422
    )
    other = "cheque" if way == "cash" else "cash"
    text(clerk.post(address, typed(campaign, way=other, step="review")))


def test_a_name_that_wants_to_be_markup_is_plain_text(clerk: Client) -> None:
    campaign = a_campaign()
    evil = "<script>alert(1)</script>"
    wish = typed(campaign, backer_name=evil, reference=evil, message=evil)
    address = reverse("counter:take_in", args=[campaign.pk])
    assert evil not in text(clerk.post(address, {**wish, "step": "review"}))
    page = text(clerk.get(clerk.post(address, {**wish, "step": "confirm"})["Location"]))
    assert evil not in page


def test_refusals_of_the_collection_stand_beside_their_fields_with_the_room_left(clerk: Client) -> None:
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    address = reverse("counter:take_in", args=[campaign.pk])
    page = text(clerk.post(address, typed(campaign, amount="31", step="review")), 422)
    assert "il reste 30\xa0€" in page
    assert "L’enregistrer pour le rendre" not in page, "cash goes back to whom it belongs"
    rare = tier(campaign)
    RewardTier.objects.filter(pk=rare.pk).update(limit=1)
    assert "il en reste 1" in text(clerk.get(address))
    a_pledge(campaign, rare.price_cents, tier=rare)
    page = text(clerk.post(address, typed(campaign, tier=str(rare.pk), step="review")), 422)
    assert "id_tier_error" in page
    page = text(clerk.post(address, typed(campaign, tier=str(rare.pk), step="confirm")), 409)
    assert "id_tier_error" in page
    an_offline_pledge(campaign, 500, evidence=an_evidence(Way.CHEQUE, reference="CH-1"))
    page = text(clerk.post(address, typed(campaign, way="cheque", reference="CH-1", step="review")), 422)
    assert "déjà saisi" in page


def test_a_cheque_that_cannot_count_is_written_to_be_given_back(clerk: Client) -> None:
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    address = reverse("counter:take_in", args=[campaign.pk])
    wish = typed(campaign, amount="50", way="cheque", reference="CH-77", message="Gardé")
    page = text(clerk.post(address, {**wish, "step": "review"}), 422)
    assert "L’enregistrer pour le rendre" in page
    review = text(clerk.post(address, {**wish, "step": "give_back"}))
    assert "ne sera pas comptée" in review
    assert 'value="Gardé"' in review, "what only counts in a collection is kept all the same"
    for _time in range(2):
        answer = clerk.post(address, {**wish, "step": "confirm_give_back"})
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.counted, pledge.amount_cents) == (PledgeState.REFUND_DUE, False, 5_000)
    assert "50\xa0€ à rendre" in text(clerk.get(answer["Location"]))
    assert PaymentOperation.objects.by_hand().count() == 1


def test_a_campaign_that_is_over_takes_nothing_but_what_is_in_the_bank(clerk: Client) -> None:
    campaign = a_campaign()
    settle(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(deadline=timezone.now() - timedelta(hours=1))
    address = reverse("counter:take_in", args=[campaign.pk])
    assert "ne prend plus de soutien" in text(clerk.get(address))
    page = text(clerk.post(address, typed(campaign, step="confirm")), 409)
    assert "L’enregistrer pour le rendre" not in page
    page = text(clerk.post(address, typed(campaign, way="transfer", step="review")), 422)
    assert "L’enregistrer pour le rendre" in page
    assert not Pledge.objects.exists()


def test_an_amount_that_is_too_large_on_line_may_be_given_back_and_no_more_than_what_is_thinkable(
    clerk: Client,
) -> None:
    campaign = a_campaign()
    address = reverse("counter:take_in", args=[campaign.pk])
    wish = typed(campaign, amount="5000", way="transfer", reference="VIR 1")
    assert "L’enregistrer pour le rendre" in text(clerk.post(address, {**wish, "step": "review"}), 422)
    assert "5\u202f000\xa0€" in text(clerk.post(address, {**wish, "step": "give_back"}))
    huge = text(clerk.post(address, {**wish, "amount": "99999999999", "step": "give_back"}), 422)
    assert "id_amount_error" in huge


def test_the_scan_is_kept_with_the_pledge_and_a_wrong_one_keeps_the_review(clerk: Client) -> None:
    campaign = a_campaign()
    address = reverse("counter:take_in", args=[campaign.pk])
    page = text(
        clerk.post(address, {**typed(campaign), "step": "confirm", "document": upload("a.exe", b"MZ")}), 422
    )
    assert "id_document_error" in page
    assert "Encaisser 20\xa0€" in page
    scan = upload("recu.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    clerk.post(address, {**typed(campaign), "step": "confirm", "document": scan})
    pledge = Pledge.objects.get()
    assert pledge.offline.document == PrivateFile.objects.owned_by(pledge).get()


def test_the_desk_finds_its_own_pledges_by_reference_and_no_card_s(clerk: Client) -> None:
    campaign = a_campaign()
    ours, card = an_offline_pledge(campaign), a_pledge(campaign)
    answer = clerk.get(reverse(DESK), {"code": ours.reference.lower()})
    assert answer["Location"] == reverse("counter:pledge", args=[ours.uuid])
    assert clerk.get(reverse(DESK), {"code": card.reference}).status_code == 422
    for name in ("pledge", "receipt", "take_back", "give_back", "to_sign"):
        assert clerk.get(reverse(f"counter:{name}", args=[card.uuid])).status_code == 404, name
    assert clerk.post(reverse("counter:take_back", args=[card.uuid])).status_code == 404
    card.refresh_from_db()
    assert card.status == PledgeState.HELD
    text(clerk.get(reverse("counter:pledge", args=[ours.uuid])))
    assert AuditLine.objects.filter(action="counter.pledge_read", object_id=str(ours.pk)).count() == 1


def test_two_pledges_of_one_reference_show_neither(clerk: Client) -> None:
    ours, other = an_offline_pledge(a_campaign()), an_offline_pledge(a_campaign())
    twin = ours.uuid.hex[:8] + other.uuid.hex[8:]
    Pledge.objects.filter(pk=other.pk).update(uuid=twin)
    assert clerk.get(reverse(DESK), {"code": ours.reference}).status_code == 422


def test_taking_back_then_giving_back_against_a_signature(clerk: Client) -> None:
    pledge = an_offline_pledge(a_campaign())
    back = reverse("counter:take_back", args=[pledge.uuid])
    assert "Reprendre ce soutien" in text(clerk.get(back))
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD, "looking changes nothing"
    assert clerk.get(reverse("counter:to_sign", args=[pledge.uuid])).status_code == 404, "nothing is owed"
    page = reverse("counter:pledge", args=[pledge.uuid])
    for _time in range(2):
        assert clerk.post(back)["Location"] == page
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_DUE
    assert "20\xa0€ à rendre" in text(clerk.get(page))
    assert "vingt euros" in text(clerk.get(reverse("counter:to_sign", args=[pledge.uuid]))).lower()
    give = reverse("counter:give_back", args=[pledge.uuid])
    refused = text(clerk.post(give, {"reference": "R-9"}), 422)
    assert "Joignez le reçu signé" in refused
    assert 'value="R-9"' in refused
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    for _time in range(2):
        assert clerk.post(give, {"reference": "R-9", "document": upload("r.pdf", pdf)})["Location"] == page
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    done = text(clerk.get(page))
    assert "20\xa0€ rendus" in done
    assert "R-9" in done
    actions = set(AuditLine.objects.values_list("action", flat=True))
    assert {"counter.taken_back", "offline.given_out"} <= actions


@pytest.mark.parametrize("name", ["take_back", "give_back"])
def test_money_goes_out_only_after_a_recent_confirmation(client: Client, name: str) -> None:
    pledge = an_offline_pledge(a_campaign())
    if name == "give_back":
        cancel_pledge(pledge=pledge, at=timezone.now())
    client.force_login(a_colleague(CLERKS))
    confirm(client, ago=10_000)
    answer = client.post(
        reverse(f"counter:{name}", args=[pledge.uuid]), {"reference": "R", "document": a_document().content}
    )
    assert "confirmer" in answer["Location"]
    pledge.refresh_from_db()
    assert pledge.status == (PledgeState.REFUND_DUE if name == "give_back" else PledgeState.HELD)
