"""What may follow what in the life of an application; every move that is not listed is refused."""

from __future__ import annotations

from calls.models.applications import Application

S = Application.State

APPLICATION_MOVES: dict[tuple[str, str], str] = {
    (S.DRAFT, S.DEPOSITED): "deposit",
    (S.DEPOSITED, S.MORE_ASKED): "ask_more",
    (S.MORE_ASKED, S.DEPOSITED): "answer",
    (S.DRAFT, S.WITHDRAWN): "give_up",
    (S.DEPOSITED, S.WITHDRAWN): "withdraw",
    (S.MORE_ASKED, S.WITHDRAWN): "withdraw_unanswered",
    (S.DEPOSITED, S.ACCEPTED): "accept",
    (S.DEPOSITED, S.RESERVE): "put_in_reserve",
    (S.DEPOSITED, S.REFUSED): "refuse",
    (S.RESERVE, S.ACCEPTED): "accept_from_reserve",
    (S.RESERVE, S.REFUSED): "refuse_from_reserve",
    (S.REFUSED, S.DEPOSITED): "look_again",
}


def may_move(before: str, after: str) -> bool:
    """Tell whether an application may go from one state to the other."""
    return (before, after) in APPLICATION_MOVES
