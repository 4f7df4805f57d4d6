"""The arithmetic of papers: tax inside the commission, and the value of a reward against a gift."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.rewards import LegalNature
from campaigns.rules.tax_receipts import Missing, TaxAnswer, missing_facts, tax_answer
from campaigns.rules.vat import split_vat

TOTALS = st.integers(0, 10**10)
RATES = st.integers(0, 3_000)


@given(TOTALS, RATES)
def test_the_parts_make_the_whole(total, rate):
    split = split_vat(total, rate)
    assert split.net_cents + split.vat_cents == split.total_cents == total
    assert 0 <= split.vat_cents <= total


@given(TOTALS, RATES)
def test_the_tax_is_the_exact_one_rounded_half_up_once(total, rate):
    exact = Fraction(total * rate, 10_000 + rate)
    assert split_vat(total, rate).vat_cents == int(exact + Fraction(1, 2))


@given(TOTALS)
def test_no_rate_no_tax(total):
    assert split_vat(total, 0).vat_cents == 0


@pytest.mark.parametrize(
    ("total", "rate", "net", "vat"),
    [
        (30_000, 2_000, 25_000, 5_000),  # 300,00 €: 250,00 + 50,00
        (251, 2_000, 209, 42),  # 2,51 €: 0,41833… rounds to 0,42
        (1, 2_000, 1, 0),
        (3, 2_000, 2, 1),  # half a cent: up
        (10_000, 850, 9_217, 783),
    ],
)
def test_worked_examples_of_the_documentation(total, rate, net, vat):
    split = split_vat(total, rate)
    assert (split.net_cents, split.vat_cents) == (net, vat)


GIFT = {
    "declared": True,
    "is_person": True,
    "amount_cents": 10_000,
    "nature": LegalNature.GIFT_WITH_REWARD,
    "value_cents": 0,
    "share_bps": 2_500,
    "cap_cents": 7_300,
}


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, TaxAnswer.GIVES),
        ({"declared": False, "value_cents": 9_000}, TaxAnswer.NOT_DECLARED),
        ({"is_person": False}, TaxAnswer.NOT_A_PERSON),
        ({"nature": LegalNature.PRE_PURCHASE}, TaxAnswer.PRE_PURCHASE),
        ({"value_cents": 2_500}, TaxAnswer.GIVES),
        ({"value_cents": 2_501}, TaxAnswer.ABOVE_SHARE),
        ({"amount_cents": 100_000, "value_cents": 7_300}, TaxAnswer.GIVES),
        ({"amount_cents": 100_000, "value_cents": 7_301}, TaxAnswer.ABOVE_CAP),
        ({"amount_cents": 9_999, "value_cents": 2_500}, TaxAnswer.ABOVE_SHARE),
    ],
)
def test_a_reward_at_the_limits_is_within_them(changes, answer):
    assert tax_answer(**{**GIFT, **changes}) == answer


@given(st.integers(1, 10**7), st.integers(0, 10**6), st.integers(0, 10_000), st.integers(0, 10**5))
def test_a_larger_gift_never_loses_the_receipt(amount, value, share, cap):
    facts = {**GIFT, "value_cents": value, "share_bps": share, "cap_cents": cap}
    if tax_answer(**{**facts, "amount_cents": amount}) == TaxAnswer.GIVES:
        assert tax_answer(**{**facts, "amount_cents": amount + 1}) == TaxAnswer.GIVES


def test_what_a_declaration_lacks():
    nothing = {"is_association": False, "signatory": " ", "purpose": "", "address": ""}
    assert missing_facts(**nothing) == tuple(Missing)
    whole = {"is_association": True, "signatory": "J. Roux", "purpose": "Aider", "address": "1, rue"}
    assert missing_facts(**whole) == ()
