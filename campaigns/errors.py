"""What can go wrong with money and campaigns, as exceptions a view turns into words (see `wording.py`)."""

from __future__ import annotations


class CampaignError(Exception):
    """Base of every refusal of a service: nothing was written."""


class CampaignClosed(CampaignError):
    """The campaign takes no pledge: not launched, suspended, past its deadline or settled."""


class CeilingReached(CampaignError):
    """The pledge would cross the ceiling; `room_cents` is what may still be pledged."""

    def __init__(self, room_cents: int) -> None:
        super().__init__(f"room left: {room_cents}")
        self.room_cents = room_cents


class TierSoldOut(CampaignError):
    """No unit of the reward tier is left."""


class CashTooLarge(CampaignError):
    """More cash than a counter may take; `most_cents` is what it may."""

    def __init__(self, most_cents: int) -> None:
        super().__init__(f"at most {most_cents}")
        self.most_cents = most_cents


class AlreadyTakenIn(CampaignError):
    """This receipt, cheque, transfer or slip was taken in before."""


class NotRemitted(CampaignError):
    """What the territory's bank owes may not be carried out, or a cheque not be noted; the text is what people read."""


class TierMismatch(CampaignError):
    """The reward tier belongs to another campaign, or its price is above the amount."""


class AmountOutOfBounds(CampaignError):
    """The amount is below the smallest or above the largest pledge; both bounds in cents."""

    def __init__(self, smallest_cents: int, largest_cents: int) -> None:
        super().__init__(f"between {smallest_cents} and {largest_cents}")
        self.smallest_cents = smallest_cents
        self.largest_cents = largest_cents


class MoveRefused(CampaignError):
    """A state machine does not know this move; `current` and `wanted` are state names."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"{current} → {wanted}")
        self.current = current
        self.wanted = wanted


class NotReady(CampaignError):
    """A campaign may not be submitted or launched; `reasons` are codes of `rules.launch`."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


class TermsFrozen(CampaignError):
    """Terms, tiers and budget no longer change once the campaign is launched."""


class OlderVersion(CampaignError):
    """What was typed rests on an older version than the one kept now: somebody else wrote in between."""


class PageLocked(CampaignError):
    """The team has locked the page, or is reading it."""


class ReviewIncomplete(CampaignError):
    """A verdict lacks an answer, or contradicts its answers; `criteria` are codes of `rules.criteria`."""

    def __init__(self, criteria: tuple[str, ...]) -> None:
        super().__init__(", ".join(criteria))
        self.criteria = criteria


class FlagChanged(CampaignError):
    """The flag of a campaign no longer says what the person who wants it lowered has read."""


class RecipientFixed(CampaignError):
    """Who receives the money changes no more: the campaign is over, or its payout is decided."""


class AccountNotReady(CampaignError):
    """A payout's account may not be paid now: the payout waits, nothing was sent."""


class NotTheirs(CampaignError):
    """Somebody proposes an account that is not theirs to propose."""


class HostingUnusable(CampaignError):
    """A link to host a project serves no more; `reason` is unknown, answered, withdrawn, expired or over."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotTakenBack(CampaignError):
    """A pledge is no longer its backer's to take back or change: not held, or the deadline has come."""


class SameReward(CampaignError):
    """The reward chosen is the one the pledge already has."""


class ReceiptsNotYet(CampaignError):
    """Tax receipts are made after the payout, by a campaign that declared them."""


class NotTriedAgain(CampaignError):
    """A payment cannot be tried again: only a declined pledge may."""


class DecisionRefused(CampaignError):
    """What a decision of two people asks may not be done; the text is what people read."""


class DecisionOver(CampaignError):
    """The decision was answered, withdrawn, or its seven days are over."""


class NeedsSomebodyElse(CampaignError):
    """This person may not ask for, or may not answer, this decision."""


class ProviderError(Exception):
    """Base of what a payment provider may answer instead of doing the thing."""


class ProviderRefused(ProviderError):
    """A definite refusal: trying again with the same request is useless."""


class ProviderUnclear(ProviderError):
    """Timeout, reset, 5xx, 409, 429: nobody knows whether it was done; look it up before sending again."""


class BalanceTooLow(ProviderError):
    """The provider does not yet hold enough available money: nothing was done, the same request is made later."""


class BadSignature(ProviderError):
    """An event that the provider did not sign."""
