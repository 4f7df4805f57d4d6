"""What the demonstration bank does when asked. It knows nothing of campaigns: references and amounts only."""

from demo_bank.services.accounts import (
    ask_of_account,
    find_account,
    open_account,
    read_account,
    refuse_account,
    satisfy_account,
)
from demo_bank.services.books import BankError, movements
from demo_bank.services.disputes import close_dispute, open_dispute, read_dispute
from demo_bank.services.events import deliver_events, event_signed
from demo_bank.services.payments import (
    accept,
    accept_late,
    decline,
    end,
    find_payment,
    open_payment,
    read_payment,
    start_checking,
)
from demo_bank.services.sending import (
    fail_refund,
    find_refund,
    find_reversal,
    find_transfer,
    finish_refund,
    read_refund,
    refund,
    reverse,
    transfer,
)

__all__ = [
    "BankError",
    "accept",
    "accept_late",
    "ask_of_account",
    "close_dispute",
    "decline",
    "deliver_events",
    "end",
    "event_signed",
    "fail_refund",
    "find_account",
    "find_payment",
    "find_refund",
    "find_reversal",
    "find_transfer",
    "finish_refund",
    "movements",
    "open_account",
    "open_dispute",
    "open_payment",
    "read_account",
    "read_dispute",
    "read_payment",
    "read_refund",
    "refund",
    "refuse_account",
    "reverse",
    "satisfy_account",
    "start_checking",
    "transfer",
]
