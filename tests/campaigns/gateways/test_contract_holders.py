"""The contract of every provider, continued: accounts of holders, what is sent to them, what is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import BalanceTooLow, ProviderRefused
from campaigns.gateways.base import AccountRequest
from tests.support.banks import Bank
from tests.support.provider_requests import a_ready_account


class TestPayouts:
    def test_one_transfer_by_group(self, bank: Bank) -> None:
        account = a_ready_account(bank)
        bank.fund(100_000)

        sent = bank.gateway.pay_out(account, 60_000, group="g", key="k")

        assert sent.amount_cents == 60_000
        assert bank.gateway.find_payout("g") == sent
        assert bank.gateway.find_payout("other") is None
        assert bank.gateway.pay_out(account, 60_000, group="g", key="k") == sent

    def test_the_same_key_for_another_amount_is_refused(self, bank: Bank) -> None:
        account = a_ready_account(bank)
        bank.fund(100_000)
        bank.gateway.pay_out(account, 60_000, group="g", key="k")

        with pytest.raises(ProviderRefused):
            bank.gateway.pay_out(account, 50_000, group="g", key="k")

    def test_one_whose_answer_was_lost_is_found_when_keys_are_forgotten(self, bank: Bank) -> None:
        account = a_ready_account(bank)
        bank.fund(100_000)

        bank.lose_answer(lambda: bank.gateway.pay_out(account, 60_000, group="g", key="k"))
        bank.forget_keys()

        assert bank.gateway.find_payout("g").amount_cents == 60_000

    def test_too_low_a_balance_does_nothing_and_passes(self, bank: Bank) -> None:
        if not bank.limits_transfers:
            pytest.skip("this bank transfers whatever it is asked")
        account = a_ready_account(bank)
        bank.fund(59_999)

        with pytest.raises(BalanceTooLow):
            bank.gateway.pay_out(account, 60_000, group="g", key="attempt:1")
        assert bank.gateway.find_payout("g") is None

        bank.fund(1)
        assert bank.gateway.pay_out(account, 60_000, group="g", key="attempt:2").amount_cents == 60_000

    def test_an_account_that_is_not_verified_is_not_paid(self, bank: Bank) -> None:
        if not bank.limits_transfers:
            pytest.skip("this bank transfers whatever it is asked")
        bank.fund(100_000)
        request = AccountRequest("holder", "holder@example.org", "Asso", "association")
        account = bank.gateway.open_account(request, key="a").remote_id

        for destination in (account, "acct_nothing"):
            with pytest.raises(ProviderRefused):
                bank.gateway.pay_out(destination, 60_000, group="g", key=destination)
        assert bank.gateway.find_payout("g") is None


class TestReversals:
    def payout(self, bank: Bank) -> str:
        account = a_ready_account(bank)
        bank.fund(100_000)
        return bank.gateway.pay_out(account, 60_000, group="g", key="payout").remote_id

    def test_money_is_taken_back_by_parts(self, bank: Bank) -> None:
        payout = self.payout(bank)

        first = bank.gateway.reverse_payout(payout, 20_000, reference="a", key="a")
        bank.gateway.reverse_payout(payout, 40_000, reference="b", key="b")

        assert first.amount_cents == 20_000
        assert bank.gateway.find_reversal(payout, reference="a") == first
        assert bank.gateway.find_reversal(payout, reference="b").amount_cents == 40_000
        assert bank.gateway.find_reversal(payout, reference="c") is None
        with pytest.raises(ProviderRefused):
            bank.gateway.reverse_payout(payout, 1, reference="c", key="c")

    def test_the_same_key_takes_once(self, bank: Bank) -> None:
        payout = self.payout(bank)

        first = bank.gateway.reverse_payout(payout, 20_000, reference="a", key="k")

        assert bank.gateway.reverse_payout(payout, 20_000, reference="a", key="k") == first

    def test_one_whose_answer_was_lost_is_found(self, bank: Bank) -> None:
        payout = self.payout(bank)

        bank.lose_answer(lambda: bank.gateway.reverse_payout(payout, 20_000, reference="a", key="k"))
        bank.forget_keys()

        assert bank.gateway.find_reversal(payout, reference="a").amount_cents == 20_000


class TestAccounts:
    request = AccountRequest("recipient", "holder@example.org", "Les Amis du four", "association")

    def test_a_new_account_is_asked_things_before_it_is_paid(self, bank: Bank) -> None:
        account = bank.gateway.open_account(self.request, key="k")

        assert not account.payouts_enabled
        assert not account.details_submitted
        assert not account.refused
        assert account.missing
        assert account.reference == "recipient"
        assert bank.gateway.open_account(self.request, key="k") == account
        assert bank.gateway.read_account(account.remote_id) == account

    @pytest.mark.parametrize("form", ["individual", "association", "company", "public_body"])
    def test_every_form_of_holder_has_one(self, bank: Bank, form: str) -> None:
        assert bank.gateway.open_account(replace(self.request, form=form), key="k").remote_id

    def test_one_whose_answer_was_lost_is_found_by_its_reference(self, bank: Bank) -> None:
        since = timezone.now() - timedelta(seconds=2)
        bank.gateway.open_account(replace(self.request, reference="another"), key="a")
        bank.lose_answer(lambda: bank.gateway.open_account(self.request, key="k"))
        bank.forget_keys()

        found = bank.gateway.find_account("recipient", since=since)

        assert found is not None
        assert found.reference == "recipient"
        assert bank.gateway.find_account("nobody", since=since) is None
        assert bank.gateway.find_account("recipient", since=timezone.now() + timedelta(minutes=1)) is None

    def test_a_holder_who_gave_everything_is_paid(self, bank: Bank) -> None:
        account = bank.gateway.open_account(self.request, key="k").remote_id

        bank.complete_account(account)

        seen = bank.gateway.read_account(account)
        assert (seen.payouts_enabled, seen.details_submitted, seen.missing) == (True, True, ())

    def test_more_may_be_asked_with_a_term_or_at_once(self, bank: Bank) -> None:
        account = a_ready_account(bank)
        term = (timezone.now() + timedelta(days=20)).replace(microsecond=0)

        bank.ask_more(account, due_by=term)
        asked = bank.gateway.read_account(account)
        assert (asked.payouts_enabled, asked.due_by) == (True, term)
        assert asked.missing

        bank.ask_more(account, due_by=None)
        stopped = bank.gateway.read_account(account)
        assert not stopped.payouts_enabled
        assert not stopped.refused

    def test_one_that_is_refused_is_not_paid(self, bank: Bank) -> None:
        account = a_ready_account(bank)

        bank.refuse_account(account)

        seen = bank.gateway.read_account(account)
        assert seen.refused
        assert not seen.payouts_enabled

    def test_the_holder_has_a_page(self, bank: Bank) -> None:
        account = bank.gateway.open_account(self.request, key="k").remote_id

        page = bank.gateway.account_page(
            account, return_url="https://x.example/a/", again_url="https://x.example/b/"
        )

        assert page
