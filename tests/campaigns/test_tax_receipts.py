"""Tax receipts: declared before the launch, asked for with the pledge, made once after the payout."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from campaigns.errors import NotReady, ReceiptsNotYet
from campaigns.models import Campaign, TaxReceipt
from campaigns.rules.launch import Obstacle
from campaigns.rules.tax_receipts import TaxAnswer
from campaigns.services import launching, tax_receipts
from campaigns.services.launching import TierDraft, launch_obstacles
from campaigns.services.reconciling import check_books
from campaigns.services.rewarding import change_reward
from campaigns.services.tax_receipts import issue_receipts, pledge_answer
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_user, settle, tier
from tests.papers import ADDRESS, a_declaring_campaign, an_association

pytestmark = pytest.mark.django_db

ASKED = {"wants_tax_receipt": True, "postal_address": ADDRESS}


@pytest.mark.parametrize(
    "lack",
    [
        {"receipt_signatory": " "},
        {"receipt_purpose": ""},
    ],
)
def test_a_declaration_without_its_facts_does_not_launch(lack):
    with pytest.raises(NotReady) as refused:
        a_declaring_campaign(**lack)
    assert refused.value.reasons == (Obstacle.TAX_RECEIPTS_INCOMPLETE,)


@pytest.mark.parametrize("facts", [{"address": ""}, {"kind": "collective"}, None])
def test_only_an_association_with_an_address_declares(facts):
    campaign = a_campaign(
        state="draft",
        organisation=None if facts is None else an_association(**facts),
        gives_tax_receipts=True,
        receipt_signatory="J. Roux",
        receipt_purpose="Aider",
    )
    assert Obstacle.TAX_RECEIPTS_INCOMPLETE in launch_obstacles(campaign=campaign, at=timezone.now())


def test_the_declaration_and_the_values_freeze_with_the_other_terms():
    campaign = a_declaring_campaign(
        tiers=[
            TierDraft("Un café", "thanks", 500),
            TierDraft("Un repas", "invitation", 2_000, value_cents=900),
        ]
    )
    assert check_books().differences == 0
    Campaign.objects.update(receipt_signatory="Quelqu’un d’autre")
    assert check_books().differences == 1
    Campaign.objects.update(receipt_signatory=campaign.receipt_signatory)
    campaign.tiers.update(value_cents=1)
    assert check_books().differences == 1


def test_receipts_are_made_once_numbered_for_who_asked_and_may_have_one():
    campaign = a_declaring_campaign(
        tiers=[
            TierDraft("Un café", "thanks", 500),
            TierDraft("Un dîner", "invitation", 2_000, value_cents=1_500),
        ]
    )
    first = a_pledge(campaign, 2_000, backer=a_backer(name="Zoé Martin"), **ASKED)
    a_pledge(campaign, 2_000)  # did not ask
    a_pledge(campaign, 2_000, tier=tier(campaign, 1), **ASKED)  # 15 € of dinner for 20 €
    a_pledge(campaign, 2_000, backer=a_backer(kind="organisation", organisation_name="SARL"), **ASKED)
    second = a_pledge(campaign, 1_250, tier=tier(campaign, 0), **ASKED)
    with pytest.raises(ReceiptsNotYet):
        issue_receipts(campaign=campaign, at=timezone.now(), actor=None)
    settle(campaign)
    assert issue_receipts(campaign=campaign, at=timezone.now(), actor=a_user()) == 2
    assert issue_receipts(campaign=campaign, at=timezone.now(), actor=a_user()) == 0
    made = list(TaxReceipt.objects.order_by("number"))
    assert [(receipt.pledge_id, receipt.number) for receipt in made] == [(first.pk, 1), (second.pk, 2)]
    assert made[0].content["giver"] == {"name": "Zoé Martin", "address": ADDRESS}
    assert made[0].content["organisation"]["purpose"] == "Rallumer les fours à pain"
    assert Notice.objects.filter(kind="tax_receipt_issued").count() == 2


def test_numbers_go_on_from_one_campaign_of_an_association_to_the_next(monkeypatch):
    monkeypatch.setattr(tax_receipts, "BATCH", 2)
    association = an_association()
    for asked in (3, 2):
        campaign = a_declaring_campaign(association)
        for _number in range(asked):
            a_pledge(campaign, 1_000, **ASKED)
        settle(campaign)
        assert issue_receipts(campaign=campaign, at=timezone.now(), actor=None) == asked
    assert sorted(TaxReceipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_what_is_issued_never_changes():
    campaign = a_declaring_campaign()
    pledge = a_pledge(campaign, 1_000, **ASKED)
    settle(campaign)
    issue_receipts(campaign=campaign, at=timezone.now(), actor=None)
    pledge.postal_address = ""  # as an erased identity leaves it
    pledge.backer_name = "Effacé"
    pledge.save()
    assert TaxReceipt.objects.get().content["giver"]["address"] == ADDRESS
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE campaigns_taxreceipt SET number = 7")


def test_a_changed_reward_changes_the_answer():
    campaign = a_declaring_campaign(
        tiers=[TierDraft("Un café", "thanks", 500), TierDraft("Un pain", "product", 600, value_cents=0)]
    )
    pledge = a_pledge(campaign, 1_000, **ASKED)
    assert pledge_answer(pledge) == TaxAnswer.GIVES
    pledge = change_reward(pledge=pledge, tier=tier(campaign, 1), at=timezone.now())
    assert pledge_answer(pledge) == TaxAnswer.PRE_PURCHASE
    settle(campaign)
    assert issue_receipts(campaign=campaign, at=timezone.now(), actor=None) == 0


def test_a_campaign_that_declares_nothing_makes_none():
    campaign = a_campaign(threshold_cents=1_000)
    a_pledge(campaign, 1_000, **ASKED)
    settle(campaign)
    with pytest.raises(ReceiptsNotYet):
        issue_receipts(campaign=campaign, at=timezone.now(), actor=None)


def test_terms_keep_the_declaration_when_another_part_is_written():
    campaign = a_campaign(state="draft", gives_tax_receipts=True, receipt_signatory="J. Roux")
    terms = launching.written_terms(campaign)
    assert (terms.gives_tax_receipts, terms.receipt_signatory) == (True, "J. Roux")
