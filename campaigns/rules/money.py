"""Arithmetic of money, in integer cents and basis points."""


def commission_cents(gross_cents: int, rate_bps: int) -> int:
    """Return the commission on a campaign's gross, rounded half up, once per campaign (writing rule 7)."""
    return (gross_cents * rate_bps + 5000) // 10000


def net_cents(gross_cents: int, rate_bps: int) -> int:
    """Return what the holder receives: gross less commission."""
    return gross_cents - commission_cents(gross_cents, rate_bps)


def ceiling_cents(goal_cents: int, surplus_percent: int) -> int:
    """Return the most a campaign may gather; `surplus_percent` is of the goal (150 = half as much again)."""
    return goal_cents * surplus_percent // 100


def percent(part_cents: int, whole_cents: int) -> int:
    """Return a whole percentage, rounded down so that 100 is shown only when it is reached."""
    return part_cents * 100 // whole_cents if whole_cents else 0
