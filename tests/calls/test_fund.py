"""The envelope: never overdrawn, served in order."""

from hypothesis import given
from hypothesis import strategies as st

from calls.fund import FundRules, simulate, wanted_cents

RULES = st.builds(FundRules, st.integers(0, 10**9), st.integers(1, 100), st.none() | st.integers(0, 10**7))
PROJECTS = st.lists(st.integers(0, 10**8), max_size=30).map(lambda goals: list(enumerate(goals)))


@given(PROJECTS, RULES)
def test_every_cent_is_given_or_left_and_nobody_passes_their_turn(projects: list, rules: FundRules) -> None:
    simulation = simulate(projects, rules)

    assert simulation.given_cents + simulation.left_cents == rules.envelope_cents
    assert simulation.left_cents >= 0
    whole = [share.is_whole for share in simulation.shares]
    for index, (share, (_project, goal)) in enumerate(zip(simulation.shares, projects, strict=True)):
        assert share.wanted_cents == wanted_cents(goal, rules) <= goal
        assert 0 <= share.given_cents <= share.wanted_cents
        if not whole[index]:
            assert simulation.left_cents == 0


def test_a_worked_example() -> None:
    rules = FundRules(envelope_cents=500_000, percent=50, cap_cents=200_000)

    simulation = simulate([(1, 300_000), (2, 600_000), (3, 400_000), (4, 100_000)], rules)

    assert [share.given_cents for share in simulation.shares] == [150_000, 200_000, 150_000, 0]
    assert (simulation.left_cents, simulation.lacking_cents) == (0, 100_000)
