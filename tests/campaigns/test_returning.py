"""A pledge given back by its holder after the payout: from that transfer alone, once, whatever breaks on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import DecisionRefused, MoveRefused
from campaigns.links import decision_path, receipt_path
from campaigns.models import Campaign, CampaignTotals, Decision, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import PledgeState
from campaigns.services import books, deciding, returning, settling
from campaigns.services.comparing import compare_with_provider
from campaigns.services.debts import close_debt, send_again
from campaigns.services.invoicing import statement_of
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankRefund, BankReversal
from notices.models import Notice
from tests.builders import a_campaign, a_pledge
from tests.campaigns.finance_room import CardsGone, a_colleague, page
from tests.campaigns.giving_back import (
    LosesAnswers,
    PoorHolder,
    Watched,
    a_settled,
    asked,
    books_are_right,
    granted,
    news,
    step,
    work,
)
from tests.second_factor import confirm
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    """One of two pledges that went to the holder."""
    a_settled(2_500, 4_000)
    return Pledge.objects.order_by("pk")[0]


def test_the_holder_gives_one_pledge_back_and_everything_else_stays(pledge: Pledge) -> None:
    campaign = pledge.campaign
    before = CampaignTotals.objects.values().get()
    granted(pledge)
    pledge.refresh_from_db()
    assert pledge.status == "released", "nothing has moved yet"
    books_are_right()
    work()
    assert LedgerEntry.objects.balance(books.returned(campaign)) == -2_500
    books_are_right()
    work(minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "returned"
    assert BankReversal.objects.get().amount_cents == 2_500
    assert BankRefund.objects.get().payment.charge_id == pledge.charge_id
    assert LedgerEntry.objects.balance(books.returned(campaign)) == 0
    assert LedgerEntry.objects.balance("losses") == 0
    assert LedgerEntry.objects.balance(books.commission(campaign)) == -325, "5 % of 65 €, kept"
    assert CampaignTotals.objects.values().get() == before, "the outcome and its figures stand"
    assert Campaign.objects.get().status == "settled"
    for _round in range(3):
        work(hours=1)
    assert (BankReversal.objects.count(), BankRefund.objects.count()) == (1, 1)
    books_are_right()


def test_both_hear_of_it_once_and_the_papers_say_it(client: Client, pledge: Pledge) -> None:
    granted(pledge)
    work()
    work(minutes=1)
    backer = Notice.objects.get(kind="pledge_returned")
    holder = Notice.objects.get(kind="campaign_pledge_returned")
    assert (backer.recipient, holder.user) == (pledge.backer_email, pledge.campaign.holder)
    assert "25\u00a0€" in " ".join(backer.context["paragraphs"])
    assert pledge.reference in " ".join(holder.context["paragraphs"])
    receipt = client.get(receipt_path(pledge)).content.decode()
    assert "le porteur a rendu vos 25" in receipt.replace("\u00a0", " ")
    statement = statement_of(Campaign.objects.get())
    assert (statement.gross_cents, statement.commission_cents) == (6_500, 325)
    assert (statement.payout_cents, statement.returned_cents) == (6_175, 2_500)
    assert [one.pk for one in statement.given_back] == [pledge.pk]
    client.force_login(pledge.campaign.holder)
    accounts = client.get(reverse("campaigns:accounts", args=[pledge.campaign_id])).content.decode()
    assert "Rendu ensuite par le porteur" in accounts


def test_an_answer_that_was_lost_is_looked_up_and_nothing_is_taken_twice(pledge: Pledge) -> None:
    granted(pledge)
    assert work(LosesAnswers())["later"] == 1
    work(hours=1)
    work(hours=2)
    pledge.refresh_from_db()
    assert pledge.status == "returned"
    assert (BankReversal.objects.count(), BankRefund.objects.count()) == (1, 1)
    books_are_right()


def test_an_empty_account_asks_for_a_person_and_takes_from_nobody_else(
    client: Client, pledge: Pledge
) -> None:
    other = a_pledge(a_campaign(), 9_900)
    granted(pledge)
    assert work(PoorHolder())["attention"] == 1
    assert work(PoorHolder(), hours=5) == {"done": 0, "later": 0, "attention": 0}, "not asked for ever"
    stopped = step("reversal")
    assert "n’a pas assez" in stopped.problem
    assert "n’a pas assez" in Campaign.objects.get(pk=pledge.campaign_id).attention_reason
    assert not BankRefund.objects.exists()
    assert books.held_balance(other.campaign) == 9_900
    books_are_right()
    client.force_login(a_colleague())
    confirm(client)
    text = page(client, "finance:return", pledge.pk)
    assert "Redemander" in text
    address = reverse("finance:return", args=[pledge.pk])
    client.post(address, {"action": "again"})
    work()
    work(minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "returned"
    books_are_right()


def test_a_reversal_called_off_leaves_the_pledge_paid_out_and_may_be_asked_again(pledge: Pledge) -> None:
    granted(pledge)
    work(PoorHolder())
    returning.give_up(operation=step("reversal"), at=timezone.now(), actor=a_colleague())
    with pytest.raises(MoveRefused):
        returning.give_up(operation=step("reversal"), at=timezone.now(), actor=a_colleague())
    pledge.refresh_from_db()
    assert pledge.status == "released"
    granted(pledge)
    work()
    work(minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "returned"
    books_are_right()


def test_what_was_taken_is_never_called_off(pledge: Pledge) -> None:
    granted(pledge)
    work()
    for kind in ("reversal", "return"):
        with pytest.raises(MoveRefused):
            returning.give_up(operation=step(kind), at=timezone.now(), actor=a_colleague())


@pytest.mark.parametrize("way", ["again", "proof"])
def test_a_card_that_does_not_take_it_makes_a_debt_like_any_other(pledge: Pledge, way: str) -> None:
    granted(pledge)
    work()
    work(CardsGone(), minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "refund_failed"
    assert books.held_balance(pledge.campaign) == 2_500
    books_are_right()
    if way == "again":
        send_again(pledge=pledge, at=timezone.now())
        work(minutes=1)
    else:
        close_debt(pledge=pledge, proof="Virement du 12 mars.", at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == "refunded"
    assert books.held_balance(pledge.campaign) == 0
    statement = statement_of(Campaign.objects.get())
    assert (statement.gross_cents, statement.payout_cents) == (6_500, 6_175)
    books_are_right()


def test_a_return_that_comes_back_days_later_is_a_debt_too(pledge: Pledge) -> None:
    granted(pledge)
    work()
    work(minutes=1)
    bank.fail_refund(BankRefund.objects.get().remote_id, at=timezone.now())
    news()
    pledge.refresh_from_db()
    assert pledge.status == "refund_failed"
    books_are_right()
    send_again(pledge=pledge, at=timezone.now())
    work(minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "refunded"
    books_are_right()


@pytest.mark.parametrize("won", [True, False])
@pytest.mark.parametrize("asked_before", [True, False])
def test_a_contest_meanwhile_pays_the_backer_once(pledge: Pledge, won: bool, asked_before: bool) -> None:
    granted(pledge)
    if asked_before:
        work()
    contest = bank.open_dispute(pledge.charge_id, at=timezone.now())
    news()
    watched = Watched()
    for minutes in (1, 2):
        work(watched, minutes=minutes)
    pledge.refresh_from_db()
    assert pledge.status == "disputed"
    assert step("return").state == "attention"
    assert watched.asked == [], "the bank answers first"
    books_are_right()
    bank.close_dispute(contest.remote_id, won=won, at=timezone.now())
    news()
    work(hours=1)
    work(hours=2)
    pledge.refresh_from_db()
    assert pledge.status == ("returned" if won else "lost")
    assert BankRefund.objects.count() == int(won)
    assert LedgerEntry.objects.balance("losses") == 0, "covered by what the holder gave back"
    assert LedgerEntry.objects.balance(books.returned(pledge.campaign)) == 0
    books_are_right()


def test_no_more_is_taken_back_than_was_paid_out() -> None:
    a_settled(2_000, 2_000, 2_000)
    for pledge in Pledge.objects.order_by("pk")[:2]:
        granted(pledge)
    last = Pledge.objects.order_by("pk")[2]
    with pytest.raises(DecisionRefused, match="ne contient plus assez"):
        asked(last)
    for hour in range(3):
        work(hours=hour)
    assert BankReversal.objects.aggregate(sum=Sum("amount_cents"))["sum"] == 4_000
    books_are_right()


def test_the_room_left_is_looked_at_again_when_it_is_carried_out() -> None:
    a_settled(2_000, 2_000, 2_000)
    waiting = [asked(pledge) for pledge in Pledge.objects.order_by("pk")]
    for decision in waiting[:2]:
        deciding.approve(decision=decision, by=a_colleague(), at=timezone.now())
    with pytest.raises(DecisionRefused, match="ne contient plus assez"):
        deciding.approve(decision=waiting[2], by=a_colleague(), at=timezone.now())
    assert PaymentOperation.objects.filter(kind="reversal").count() == 2


def test_nothing_is_taken_back_before_the_payout_is_made() -> None:
    campaign = a_campaign(threshold_cents=1_000)
    released = a_pledge(campaign, 1_000)
    assert campaign.deadline
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    released.refresh_from_db()
    assert released.status == PledgeState.RELEASED
    with pytest.raises(DecisionRefused, match="n’est pas encore fait"):
        asked(released)


def test_only_what_was_paid_out_is_given_back_and_only_once(pledge: Pledge) -> None:
    held = a_pledge(a_campaign(), 1_000)
    with pytest.raises(DecisionRefused, match="versé au porteur"):
        asked(held)
    granted(pledge)
    with pytest.raises(DecisionRefused, match="déjà en cours"):
        asked(pledge)
    work()
    work(minutes=1)
    pledge.refresh_from_db()
    with pytest.raises(DecisionRefused, match="déjà rendu"):
        asked(pledge)


def test_a_reversal_nobody_asked_for_is_raised(pledge: Pledge) -> None:
    transfer = step("payout").remote_id
    bank.reverse(transfer, 500, reference="by hand", key="by hand", at=timezone.now())
    compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(seconds=1))
    run = compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(hours=2))
    assert run.differences == 1
    assert "une reprise sur un versement que le site n’a pas demandé" in run.lines[0]


def test_the_check_sees_money_given_back_that_nobody_is_owed(pledge: Pledge) -> None:
    granted(pledge)
    work()
    PaymentOperation.objects.filter(kind="return").update(state="cancelled")
    assert check_books().differences == 1


def test_the_screen_asks_with_a_proof_and_the_decision_shows_what_is_left(
    client: Client, pledge: Pledge
) -> None:
    client.force_login(a_colleague())
    confirm(client)
    address = reverse("finance:return", args=[pledge.pk])
    assert "Demander la restitution" in page(client, "finance:return", pledge.pk)
    wrong = client.post(address, {"action": "ask", "reason": "Accord du 12 mars."})
    assert wrong.status_code == 422
    assert "Joignez la pièce" in wrong.content.decode()
    assert "Accord du 12 mars." in wrong.content.decode()
    proof = {"proof": upload("accord.pdf", pdf())}
    done = client.post(address, {"action": "ask", "reason": "Accord du 12 mars.", **proof})
    decision = Decision.objects.get()
    assert done.url == decision_path(decision)
    shown = client.get(done.url).content.decode().replace("\u00a0", " ")
    for words in ("61,75 €", "36,75 €", "3,25 €, inchangée"):
        assert words in shown, words
    assert "Voir la décision demandée" in page(client, "finance:return", pledge.pk)
    assert client.post(address, {"action": "again"}, follow=True).status_code == 200
    held = a_pledge(a_campaign(), 1_000)
    assert client.get(reverse("finance:return", args=[held.pk])).status_code == 404
    inspected = client.get(reverse("soutiens-liste_modeladmin_inspect", args=[pledge.pk])).content.decode()
    assert address in inspected
