"""The contract of every provider, continued: what it tells, by events, disputes and its balance."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.errors import BadSignature, ProviderRefused
from tests.support.banks import Bank
from tests.support.provider_requests import AMOUNT, a_charge, a_ready_account, a_request


class TestDisputes:
    @pytest.mark.parametrize(("won", "state"), [(True, "won"), (False, "lost")])
    def test_one_takes_the_money_out_and_gives_it_back_when_won(
        self, bank: Bank, won: bool, state: str
    ) -> None:
        charge = a_charge(bank)
        before = bank.balance_cents()

        dispute = bank.open_dispute(charge)

        opened = bank.gateway.read_dispute(dispute)
        assert (opened.charge_id, opened.state, opened.amount_cents) == (charge, "open", AMOUNT)
        taken = before - bank.balance_cents()
        assert taken >= AMOUNT
        with pytest.raises(ProviderRefused):
            bank.gateway.refund(charge, AMOUNT, reference="op", key="k")

        bank.close_dispute(dispute, won=won)
        assert bank.gateway.read_dispute(dispute).state == state
        assert bank.balance_cents() == before - taken + (AMOUNT if won else 0)


class TestMovements:
    def everything(self, bank: Bank) -> dict[str, int]:
        """Have one movement of each kind; return what each is about."""
        given_back, contested = a_charge(bank, 1), a_charge(bank, 2)
        refund = bank.gateway.refund(given_back, AMOUNT, reference="op", key="refund").remote_id
        bank.fail_refund(refund)
        dispute = bank.open_dispute(contested)
        bank.close_dispute(dispute, won=True)
        account = a_ready_account(bank)
        bank.fund(50_000)
        payout = bank.gateway.pay_out(account, 7_000, group="g", key="payout").remote_id
        reversal = bank.gateway.reverse_payout(payout, 2_000, reference="r", key="reversal").remote_id
        return {
            f"charge {given_back}": AMOUNT,
            f"charge {contested}": AMOUNT,
            f"refund {refund}": -AMOUNT,
            f"refund_failed {refund}": AMOUNT,
            f"dispute {dispute}": -AMOUNT,
            f"dispute_won {dispute}": AMOUNT,
            f"payout {payout}": -7_000,
            f"reversal {reversal}": 2_000,
        }

    def test_each_says_its_kind_its_amount_and_what_it_is_about(self, bank: Bank) -> None:
        start = timezone.now() - timedelta(seconds=2)
        expected = self.everything(bank)

        lines = list(bank.gateway.movements(since=start, until=timezone.now() + timedelta(seconds=2)))

        ours = [line for line in lines if line.kind != "bank"]
        assert {f"{line.kind} {line.subject_id}": line.amount_cents for line in ours} == expected
        assert len({line.remote_id for line in lines}) == len(lines)

    def test_their_net_sums_are_the_balance(self, bank: Bank) -> None:
        start = timezone.now() - timedelta(seconds=2)
        self.everything(bank)

        lines = bank.gateway.movements(since=start, until=timezone.now() + timedelta(seconds=2))

        assert sum(line.net_cents for line in lines) == bank.balance_cents()

    def test_a_span_has_what_was_made_in_it(self, bank: Bank) -> None:
        a_charge(bank)
        (line,) = bank.gateway.movements(
            since=timezone.now() - timedelta(minutes=1), until=timezone.now() + timedelta(minutes=1)
        )

        def count(since: datetime, until: datetime) -> int:
            return len(list(bank.gateway.movements(since=since, until=until)))

        assert count(line.at, line.at + timedelta(seconds=1)) == 1
        assert count(line.at - timedelta(minutes=1), line.at) == 0
        assert count(line.at + timedelta(microseconds=1), line.at + timedelta(minutes=1)) == 0


class TestEvents:
    def test_each_thing_that_happens_is_told_and_names_what_to_read_again(self, bank: Bank) -> None:
        page = bank.gateway.open_payment(a_request(), key="k")
        bank.pay(page.remote_id)
        charge = bank.gateway.read_payment(page.remote_id).charge_id
        refund = bank.gateway.refund(charge, AMOUNT, reference="op", key="r").remote_id
        bank.fail_refund(refund)
        account = a_ready_account(bank)
        dispute = bank.open_dispute(charge)

        events = [bank.gateway.verify_event(body, headers) for body, headers in bank.events()]

        told = {(event.kind.split(".")[0], event.subject_id) for event in events}
        assert told >= {
            ("payment", page.remote_id),
            ("refund", refund),
            ("account", account),
            ("dispute", dispute),
        }
        assert len({event.event_id for event in events}) == len(events)

    def test_a_forged_one_is_refused(self, bank: Bank) -> None:
        a_charge(bank)
        body, headers = bank.events()[0]
        assert bank.gateway.verify_event(body, headers)

        for wrong in (
            {},
            dict.fromkeys(headers, ""),
            dict.fromkeys(headers, "t=1,v1=0"),
            {name: value.replace("v1=", "v0=") for name, value in headers.items()},
            dict.fromkeys(headers, f"t={'9' * 5000},v1=0"),
            bank.sign(body, secret="another"),
        ):
            with pytest.raises(BadSignature):
                bank.gateway.verify_event(body, wrong)

    def test_another_body_is_refused(self, bank: Bank) -> None:
        a_charge(bank)
        body, headers = bank.events()[0]

        for other in (body + b" ", b"", b"\xff\xfe", json.dumps({"id": "evt_1"}).encode()):
            with pytest.raises(BadSignature):
                bank.gateway.verify_event(other, headers)

    @pytest.mark.parametrize(("minutes", "genuine"), [(4, True), (6, False), (60 * 24, False)])
    def test_an_old_one_is_refused(self, bank: Bank, minutes: int, genuine: bool) -> None:
        a_charge(bank)
        body, _headers = bank.events()[0]
        headers = bank.sign(body, at=timezone.now() - timedelta(minutes=minutes))

        if genuine:
            assert bank.gateway.verify_event(body, headers)
        else:
            with pytest.raises(BadSignature):
                bank.gateway.verify_event(body, headers)

    def test_a_signed_body_that_says_nothing_is_refused(self, bank: Bank) -> None:
        for body in (b"", b"[]", b"3", b"{}", b'{"id": "evt_1"}', b"\xff"):
            with pytest.raises(BadSignature):
                bank.gateway.verify_event(body, bank.sign(body) if body != b"\xff" else {})
