"""Whether a pledge may give a tax receipt: the association's word, the reward's value, who gives."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from .rewards import LegalNature


class TaxAnswer(StrEnum):
    """Why a pledge gives a receipt, or does not; `wording/tax.py` says it."""

    GIVES = "gives"
    NOT_DECLARED = "not_declared"
    NOT_A_PERSON = "not_a_person"
    PRE_PURCHASE = "pre_purchase"
    ABOVE_SHARE = "above_share"
    ABOVE_CAP = "above_cap"


class Missing(StrEnum):
    """What a declaration still lacks before it may be believed."""

    ASSOCIATION = "association"
    SIGNATORY = "signatory"
    PURPOSE = "purpose"
    ADDRESS = "address"


def tax_answer(
    *,
    declared: bool,
    is_person: bool,
    amount_cents: int,
    nature: str,
    value_cents: int,
    share_bps: int,
    cap_cents: int,
) -> TaxAnswer:
    """Answer for one pledge; `value_cents` is what its reward is worth, the share and the cap are the territory's.

    A reward exactly at the share or at the cap is within it. A pre-purchase is no gift, whatever its value is said to
    be.
    """
    if not declared:
        return TaxAnswer.NOT_DECLARED
    if not is_person:
        return TaxAnswer.NOT_A_PERSON
    if nature == LegalNature.PRE_PURCHASE:
        return TaxAnswer.PRE_PURCHASE
    if value_cents > cap_cents:
        return TaxAnswer.ABOVE_CAP
    if value_cents * 10_000 > amount_cents * share_bps:
        return TaxAnswer.ABOVE_SHARE
    return TaxAnswer.GIVES


def missing_facts(*, is_association: bool, signatory: str, purpose: str, address: str) -> tuple[Missing, ...]:
    """Return what a declaration lacks, empty when it is whole."""
    facts: Iterable[tuple[Missing, bool]] = (
        (Missing.ASSOCIATION, is_association),
        (Missing.SIGNATORY, bool(signatory.strip())),
        (Missing.PURPOSE, bool(purpose.strip())),
        (Missing.ADDRESS, bool(address.strip())),
    )
    return tuple(code for code, there in facts if not there)
