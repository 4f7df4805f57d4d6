"""The rules, as values: commission, outcome, launch, state tables."""

from __future__ import annotations

import re
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import wording
from campaigns.rules.deadlines import days_left, is_open, latest_deadline
from campaigns.rules.launch import LaunchTerms, Obstacle, obstacles
from campaigns.rules.money import ceiling_cents, commission_cents, net_cents, percent
from campaigns.rules.recipients import RECIPIENT_MOVES, RecipientKind, RecipientState
from campaigns.rules.rewards import LegalNature, legal_nature, price_until
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import CAMPAIGN_MOVES, PLEDGE_MOVES, CampaignState, PledgeState
from campaigns.wording.receiving import RECIPIENT_KINDS, RECIPIENT_LABELS, RECIPIENT_MOVE_SENTENCES

PARIS = ZoneInfo("Europe/Paris")
cents = st.integers(min_value=0, max_value=10**10)
rates = st.integers(min_value=0, max_value=2000)


@given(cents, rates)
def test_commission_and_net_make_the_gross_and_the_rounding_is_half_up(gross, rate):
    commission = commission_cents(gross, rate)
    assert commission + net_cents(gross, rate) == gross
    assert 0 <= commission <= gross
    # |commission − exact| ≤ ½ cent, the half going up: in integers, with 10 000 times both sides.
    assert -5000 < gross * rate - commission * 10_000 < 5000 or gross * rate - commission * 10_000 == -5000


@pytest.mark.parametrize(
    ("gross", "rate", "expected"),
    [(5_001, 500, 250), (5_010, 500, 251), (10, 500, 1), (9, 500, 0), (600_000, 800, 48_000)],
)
def test_commission_worked_examples(gross, rate, expected):
    assert commission_cents(gross, rate) == expected


@given(cents, st.integers(min_value=1, max_value=10**10), rates)
def test_one_side_of_the_settlement_takes_everything(gathered, threshold, rate):
    plan = settlement_plan(gathered_cents=gathered, threshold_cents=threshold, commission_bps=rate)
    assert plan.funded == (gathered >= threshold)
    assert plan.payout_cents + plan.commission_cents + plan.refund_cents == gathered
    assert (plan.refund_cents == 0) if plan.funded else (plan.payout_cents == plan.commission_cents == 0)


@given(cents, st.integers(min_value=1, max_value=10**10))
def test_a_full_percentage_is_shown_only_when_reached(part, whole):
    assert (percent(part, whole) >= 100) == (part >= whole)


@given(st.integers(min_value=0, max_value=10**8), st.integers(min_value=100, max_value=1000))
def test_the_ceiling_is_never_below_the_goal(goal, surplus):
    assert goal <= ceiling_cents(goal, surplus) <= goal * surplus / 100


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(PARIS)))
def test_a_campaign_lasts_two_calendar_months_and_never_more_than_62_days(launched):
    latest = latest_deadline(launched)
    assert latest - launched <= timedelta(days=62)
    assert latest.day in {launched.day, 28, 29, 30} or latest.day < launched.day


@pytest.mark.parametrize(
    ("launched", "latest"),
    [
        (datetime(2026, 7, 1, 10, tzinfo=PARIS), datetime(2026, 9, 1, 10, tzinfo=PARIS)),
        (datetime(2026, 12, 31, 10, tzinfo=PARIS), datetime(2027, 2, 28, 10, tzinfo=PARIS)),
        (datetime(2027, 12, 31, 10, tzinfo=PARIS), datetime(2028, 2, 29, 10, tzinfo=PARIS)),
        (datetime(2026, 12, 15, 10, tzinfo=PARIS), datetime(2027, 2, 15, 10, tzinfo=PARIS)),
    ],
)
def test_latest_deadline_worked_examples(launched, latest):
    assert latest_deadline(launched) == latest


def test_the_deadline_instant_itself_is_closed_on_clock_change_nights_too():
    for deadline in (
        datetime(2026, 10, 25, 2, 30, tzinfo=PARIS),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS),
    ):
        instant = deadline.astimezone(UTC)
        assert is_open(instant - timedelta(milliseconds=1), instant)
        assert not is_open(instant, instant)
    assert days_left(datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 11, tzinfo=UTC)) == 0


AT = datetime(2026, 11, 1, 9, tzinfo=PARIS)
READY = LaunchTerms(
    threshold_cents=600_000,
    goal_cents=800_000,
    surplus_percent=150,
    deadline=AT + timedelta(days=60),
    tier_prices=(500, 1000),
    tier_kinds=("thanks", "access"),
    one_kind_reason="",
    expenses_cents=900_000,
    resources_cents=100_000,
    goal_ceiling_cents=1_000_000,
    surplus_ceiling_percent=150,
    has_holder=True,
    page_is_published=True,
    summary="Un café.",
    has_story=True,
    other_help="Des bras",
    who_benefits="Les voisins.",
    public_duty="Personne.",
    rights="kept",
    needs_deliberation=False,
    deliberation_is_complete=False,
    has_recipient=True,
    recipient_is_asked=False,
    account_is_ready=True,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"tier_prices": ()}, (Obstacle.NO_TIER,)),
        ({"tier_prices": (0, 500)}, (Obstacle.TIER_WITHOUT_PRICE,)),
        ({"tier_prices": (0, 1001)}, (Obstacle.TIER_WITHOUT_PRICE, Obstacle.NO_SMALL_TIER)),
        ({"tier_prices": (1001, 2000)}, (Obstacle.NO_SMALL_TIER,)),
        ({"tier_prices": (1000, 2000)}, ()),
        ({"tier_kinds": ("thanks", "thanks")}, (Obstacle.ONE_KIND_OF_REWARD,)),
        ({"tier_kinds": ("thanks", "thanks"), "one_kind_reason": " "}, (Obstacle.ONE_KIND_OF_REWARD,)),
        ({"tier_kinds": ("thanks", "thanks"), "one_kind_reason": "Un seul métier."}, ()),
        ({"summary": ""}, (Obstacle.NO_SUMMARY,)),
        ({"has_story": False}, (Obstacle.NO_STORY,)),
        ({"other_help": " \n "}, (Obstacle.NO_OTHER_HELP,)),
        ({"who_benefits": ""}, (Obstacle.NO_BENEFICIARIES,)),
        ({"public_duty": ""}, (Obstacle.NO_PUBLIC_DUTY,)),
        ({"rights": ""}, (Obstacle.NO_RIGHTS,)),
        ({"needs_deliberation": True}, (Obstacle.NO_DELIBERATION,)),
        ({"needs_deliberation": True, "deliberation_is_complete": True}, ()),
        ({"threshold_cents": 0}, (Obstacle.NO_THRESHOLD,)),
        ({"threshold_cents": 800_001}, (Obstacle.THRESHOLD_ABOVE_GOAL,)),
        ({"threshold_cents": 800_000}, ()),
        ({"goal_ceiling_cents": 799_999}, (Obstacle.GOAL_ABOVE_CEILING,)),
        ({"surplus_ceiling_percent": 149}, (Obstacle.SURPLUS_ABOVE_CEILING,)),
        ({"deadline": None}, (Obstacle.NO_DEADLINE,)),
        ({"deadline": AT}, (Obstacle.DEADLINE_PAST,)),
        ({"deadline": AT + timedelta(days=62, seconds=1)}, (Obstacle.DEADLINE_TOO_FAR,)),
        ({"expenses_cents": 0}, (Obstacle.NO_BUDGET,)),
        ({"expenses_cents": 900_001}, (Obstacle.BUDGET_UNBALANCED,)),
        ({"has_holder": False}, (Obstacle.NO_HOLDER,)),
        ({"page_is_published": False}, (Obstacle.PAGE_NOT_PUBLISHED,)),
        ({"has_recipient": False}, (Obstacle.NO_RECIPIENT,)),
        ({"has_recipient": False, "recipient_is_asked": True}, (Obstacle.RECIPIENT_NOT_ANSWERED,)),
        ({"account_is_ready": False}, (Obstacle.ACCOUNT_NOT_READY,)),
        ({"recipient_is_asked": True}, ()),
    ],
)
def test_obstacles_to_launch(changes, expected):
    from dataclasses import replace

    assert obstacles(replace(READY, **changes), at=AT) == expected


def test_every_obstacle_and_state_has_its_words():
    assert set(wording.OBSTACLES) == set(Obstacle)
    assert set(wording.CAMPAIGN_LABELS) == set(CampaignState)
    assert set(wording.PLEDGE_LABELS) == set(PledgeState)
    assert set(wording.CAMPAIGN_MOVE_SENTENCES) == set(CAMPAIGN_MOVES.values())
    assert set(wording.PLEDGE_MOVE_SENTENCES) == set(PLEDGE_MOVES.values())
    assert set(RECIPIENT_LABELS) == set(RecipientState)
    assert set(RECIPIENT_KINDS) == set(RecipientKind)
    assert set(RECIPIENT_MOVE_SENTENCES) == set(RECIPIENT_MOVES.values())


def reachable(moves, start):
    seen, queue = {start}, deque([start])
    while queue:
        here = queue.popleft()
        for before, after in moves:
            if before == here and after not in seen:
                seen.add(after)
                queue.append(after)
    return seen


def test_every_state_can_be_reached_and_money_always_has_a_way_out():
    assert reachable(CAMPAIGN_MOVES, CampaignState.DRAFT) == set(CampaignState)
    assert reachable(PLEDGE_MOVES, PledgeState.AWAITING_PAYMENT) == set(PledgeState)
    for state in (PledgeState.HELD, PledgeState.REFUND_DUE, PledgeState.REFUNDING, PledgeState.REFUND_FAILED):
        assert PledgeState.REFUNDED in reachable(PLEDGE_MOVES, state)


def test_the_public_document_prints_the_same_tables():
    text = (Path(__file__).parents[2] / "docs" / "money.md").read_text()
    printed = set(re.findall(r"^\| `(\w+)` \| `(\w+)` \| ", text, flags=re.MULTILINE))
    moves = (*CAMPAIGN_MOVES, *PLEDGE_MOVES, *RECIPIENT_MOVES)
    expected = {(str(before), str(after)) for before, after in moves}
    assert printed == expected


@pytest.mark.parametrize(
    ("kind", "nature"),
    [
        (None, LegalNature.GIFT),
        ("thanks", LegalNature.GIFT_WITH_REWARD),
        ("product", LegalNature.PRE_PURCHASE),
    ],
)
def test_legal_nature(kind, nature):
    assert legal_nature(kind) == nature


def test_a_price_range_ends_at_the_next_dearer_tier():
    assert price_until([500, 1000, 1000, 2000], 500) == 1000
    assert price_until([500, 1000, 1000, 2000], 1000) == 2000
    assert price_until([500, 1000, 1000, 2000], 2000) is None
