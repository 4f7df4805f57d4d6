"""What the product counts on from any payment provider, asked of each alike: payments and refunds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import ProviderRefused
from tests.support.banks import Bank
from tests.support.provider_requests import AMOUNT, a_charge, a_request


class TestPayments:
    def test_a_page_is_open_until_it_is_paid(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")

        seen = bank.gateway.read_payment(page.remote_id)

        assert page.url
        assert (seen.remote_id, seen.state, seen.amount_cents) == (page.remote_id, "open", AMOUNT)
        assert seen.reference == a_request().reference
        assert (seen.charge_id, seen.paid_at) == ("", None)

    def test_the_same_key_gives_the_same_page(self, bank: Bank) -> None:
        request = a_request()

        first = bank.gateway.open_payment(request, key="k")
        second = bank.gateway.open_payment(request, key="k")

        assert first == second

    def test_the_same_key_for_something_else_is_refused(self, bank: Bank) -> None:
        bank.gateway.open_payment(a_request(), key="k")

        with pytest.raises(ProviderRefused):
            bank.gateway.open_payment(a_request(amount_cents=AMOUNT + 1), key="k")

    def test_another_key_gives_another_page(self, bank: Bank) -> None:
        request = a_request()

        assert bank.gateway.open_payment(request, key="a") != bank.gateway.open_payment(request, key="b")

    def test_a_payment_says_when_and_by_what_charge(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")
        before = timezone.now()

        bank.pay(page.remote_id)

        seen = bank.gateway.read_payment(page.remote_id)
        assert (seen.state, seen.amount_cents) == ("paid", AMOUNT)
        assert seen.charge_id
        assert before - timedelta(seconds=1) <= seen.paid_at <= timezone.now()
        assert bank.gateway.find_payment(seen.charge_id) == seen

    def test_a_refused_card_brings_nothing(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")

        bank.decline(page.remote_id)

        seen = bank.gateway.read_payment(page.remote_id)
        assert (seen.state, seen.charge_id) == (bank.declined_state, "")
        assert bank.balance_cents() == 0

    @pytest.mark.parametrize("approved", [True, False])
    def test_the_card_holders_check_decides(self, bank: Bank, approved: bool) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")

        bank.start_check(page.remote_id)
        assert bank.gateway.read_payment(page.remote_id).state == "open"
        bank.end_check(page.remote_id, approved=approved)

        expected = "paid" if approved else bank.declined_state
        assert bank.gateway.read_payment(page.remote_id).state == expected

    def test_a_page_whose_time_is_past_takes_no_payment(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")

        bank.let_page_end(page.remote_id)
        bank.pay(page.remote_id)

        assert bank.gateway.read_payment(page.remote_id).state == "over"
        assert bank.balance_cents() == 0

    def test_a_page_that_is_closed_takes_no_payment(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")

        closed = bank.gateway.end_payment(page.remote_id)
        bank.pay(page.remote_id)

        assert closed.state == "over"
        assert bank.gateway.read_payment(page.remote_id) == closed
        assert bank.gateway.end_payment(page.remote_id) == closed

    def test_a_paid_page_cannot_be_closed(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")
        bank.pay(page.remote_id)

        assert bank.gateway.end_payment(page.remote_id).state == "paid"

    def test_what_does_not_exist_is_said(self, bank: Bank) -> None:
        gateway = bank.gateway

        assert gateway.find_payment("pi_nothing") is None
        for look in (gateway.read_payment, gateway.end_payment, gateway.read_refund, gateway.read_dispute):
            with pytest.raises(ProviderRefused):
                look("nothing")
        with pytest.raises(ProviderRefused):
            gateway.read_account("acct_nothing")


class TestRefunds:
    def test_a_charge_is_given_back_whole(self, bank: Bank) -> None:
        charge = a_charge(bank)

        refund = bank.gateway.refund(charge, AMOUNT, reference="op", key="k")

        assert (refund.state, refund.charge_id, refund.amount_cents) == ("done", charge, AMOUNT)
        assert bank.gateway.read_refund(refund.remote_id) == refund
        assert bank.gateway.find_refund(charge, reference="op") == refund

    def test_nothing_is_found_before(self, bank: Bank) -> None:
        assert bank.gateway.find_refund(a_charge(bank), reference="op") is None

    def test_the_same_key_gives_back_once(self, bank: Bank) -> None:
        charge = a_charge(bank)
        first = bank.gateway.refund(charge, AMOUNT, reference="op", key="k")
        before = bank.balance_cents()

        assert bank.gateway.refund(charge, AMOUNT, reference="op", key="k") == first
        assert bank.balance_cents() == before

    def test_the_same_key_for_another_amount_is_refused(self, bank: Bank) -> None:
        charge = a_charge(bank)
        bank.gateway.refund(charge, AMOUNT, reference="op", key="k")

        with pytest.raises(ProviderRefused):
            bank.gateway.refund(charge, AMOUNT - 1, reference="op", key="k")

    def test_never_more_than_was_paid(self, bank: Bank) -> None:
        charge = a_charge(bank)

        with pytest.raises(ProviderRefused):
            bank.gateway.refund(charge, AMOUNT + 1, reference="op", key="a")
        bank.gateway.refund(charge, AMOUNT, reference="op", key="b")
        with pytest.raises(ProviderRefused):
            bank.gateway.refund(charge, AMOUNT, reference="op", key="c")

    def test_one_whose_answer_was_lost_is_found_when_keys_are_forgotten(self, bank: Bank) -> None:
        charge = a_charge(bank)

        bank.lose_answer(lambda: bank.gateway.refund(charge, AMOUNT, reference="op", key="k"))
        bank.forget_keys()

        found = bank.gateway.find_refund(charge, reference="op")
        assert found is not None
        assert (found.state, found.amount_cents) == ("done", AMOUNT)

    def test_one_may_wait_then_be_done(self, bank: Bank) -> None:
        charge = a_charge(bank, refunds_wait=True)

        refund = bank.gateway.refund(charge, AMOUNT, reference="op", key="k")
        assert refund.state == "pending"
        bank.finish_refund(refund.remote_id)

        assert bank.gateway.read_refund(refund.remote_id).state == "done"

    def test_one_that_was_done_may_fail_and_another_be_made(self, bank: Bank) -> None:
        charge = a_charge(bank)
        failed = bank.gateway.refund(charge, AMOUNT, reference="first", key="a")
        before = bank.balance_cents()

        bank.fail_refund(failed.remote_id)

        assert bank.gateway.read_refund(failed.remote_id).state == "failed"
        assert bank.gateway.find_refund(charge, reference="first").state == "failed"
        assert bank.gateway.find_refund(charge, reference="second") is None
        assert bank.balance_cents() == before + AMOUNT
        again = bank.gateway.refund(charge, AMOUNT, reference="second", key="b")
        assert bank.gateway.find_refund(charge, reference="first") == again
