"""Correcting the books: an entry is reversed, and maybe replaced, when one person asks for it and another grants it.

Nothing is changed nor erased: the reversing entry swaps the accounts of the one it corrects, once, and both new entries
bear the decision's uuid as their `fact`. What may be corrected is in `campaigns/rules/corrections.py`: entries that
carry the state of a pledge, a refund, a payout or a contest never are, since those have their own verbs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from base.money_display import euros
from base.private_files import CheckedUpload
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, LedgerEntry
from campaigns.rules.corrections import CHOICES, Move, correction_refused, effect, reversing
from campaigns.rules.decisions import DecisionKind, DecisionState
from campaigns.services import books
from campaigns.services.deciding import Figure, ask, register_executor
from campaigns.wording.correcting import correction_refusal, move_words
from campaigns.wording.finance import ACCOUNTS

if TYPE_CHECKING:
    from accounts.models import User

K = LedgerEntry.Kind
CORRECTIONS = (K.CORRECTION, K.REPLACEMENT)


def accounts_for(entry: LedgerEntry) -> list[str]:
    """Return the codes of the accounts that an entry replacing this one may name."""
    return [books.bank(entry.territory_id) if kind == "bank" else kind for kind in CHOICES]


def ask_to_correct(
    *,
    entry: LedgerEntry,
    asked_by: User,
    reason: str,
    proof: CheckedUpload,
    at: datetime,
    debit: str = "",
    credit: str = "",
) -> Decision:
    """Ask that an entry be reversed, and replaced by one of the same amount when two accounts are named.

    Errors as `deciding.ask`.
    """
    payload = {"debit": debit, "credit": credit} if debit or credit else {}
    return ask(
        kind=DecisionKind.CORRECTION,
        entry=entry,
        payload=payload,
        asked_by=asked_by,
        reason=reason,
        proof=proof,
        at=at,
    )


def correct(*, decision: Decision, by: User, at: datetime) -> None:
    """Write the reversing entry, then the one that replaces it.

    The corrected row is locked: entries of no campaign have no other lock. `DecisionRefused` when it was corrected
    meanwhile; the database refuses a second reversing entry besides.
    """
    LedgerEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.entry_id or 0)
    check_correction(decision, at)
    entry = _entry(decision)
    facts: dict[str, Any] = {
        "amount_cents": entry.amount_cents,
        "campaign": entry.campaign,
        "territory_id": entry.territory_id,
        "pledge": entry.pledge,
        "fact": decision.uuid,
        "at": at,
    }
    books.enter(kind=K.CORRECTION, debit=entry.credit.code, credit=entry.debit.code, corrects=entry, **facts)
    if replacement := _replacement(decision):
        books.enter(kind=K.REPLACEMENT, debit=replacement[0], credit=replacement[1], **facts)


def refusal_of(entry: LedgerEntry, replaced_by: Move | None = None) -> str:
    """Return why an entry may not be corrected so, in words; empty when it may."""
    has_line = entry.kind == K.REPLACEMENT or hasattr(entry, "movement") or hasattr(entry, "fee_movement")
    code = correction_refused(
        kind=entry.kind,
        entry=_move(entry),
        replaced_by=replaced_by,
        has_line=has_line,
        is_reversed=hasattr(entry, "corrected_by"),
    )
    return correction_refusal(code, entry) if code else ""


def never_corrected(entry: LedgerEntry) -> str:
    """Return why no correction at all may be asked of this entry, in words; empty when one may be."""
    code = correction_refused(
        kind=entry.kind,
        entry=_move(entry),
        replaced_by=None,
        has_line=False,
        is_reversed=hasattr(entry, "corrected_by"),
    )
    return correction_refusal(code, entry) if code else ""


def check_correction(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what may not be corrected, or not so: `DecisionRefused`."""
    entry, replacement = _entry(decision), _replacement(decision)
    if replacement and not set(replacement[:2]) <= set(accounts_for(entry)):
        raise DecisionRefused(_("Choisissez deux comptes de la liste, ou aucun."))
    if words := refusal_of(entry, replacement):
        raise DecisionRefused(words)


def shown_correction(decision: Decision) -> Sequence[Figure]:
    """Return what changes: the entry, what replaces it, and each account's balance before and after."""
    entry, replacement = _entry(decision), _replacement(decision)
    moves = [reversing(_move(entry)), *([replacement] if replacement else [])]
    said = [
        Figure(
            _("Écriture nº %(number)s, %(kind)s") % {"number": entry.pk, "kind": entry.get_kind_display()},
            _said(_move(entry)),
            _("annulée par une écriture inverse"),
        )
    ]
    if replacement:
        said.append(Figure(_("Écriture qui la remplace"), _("aucune"), _said(replacement)))
    # Once done, « before » is what the books said before it: the page must not change with what follows.
    rows = LedgerEntry.objects.all()
    done = rows.filter(fact=decision.uuid, kind=K.CORRECTION).first()
    balances = (rows.filter(pk__lt=done.pk) if done else rows).balances()
    for code, cents in sorted(effect(moves).items()):
        before = balances.get(code, 0)
        name = str(ACCOUNTS.get(code.partition(":")[0], code))
        said.append(Figure(_("Compte : %(name)s") % {"name": name}, euros(before), euros(before + cents)))
    return said


def corrected_by(entry: LedgerEntry) -> int | str:
    """Return the number of the reversing entry, for a file; empty when there is none."""
    return entry.corrected_by.pk if hasattr(entry, "corrected_by") else ""


def compare_corrections(compare: Callable[[object, object, object], None]) -> None:
    """Give `compare` (subject, found, expected) what must be true of each correction, and of what replaces it."""
    replaced = {row.fact: row for row in _rows(K.REPLACEMENT)}
    decided = set(
        Decision.objects.filter(kind=DecisionKind.CORRECTION, state=DecisionState.CARRIED_OUT).values_list(
            "uuid", "entry"
        )
    )
    for row in _rows(K.CORRECTION):
        entry = row.corrects
        assert entry is not None
        name = f"correction {row.pk}"
        compare(f"{name} swaps", _move(row), reversing(_move(entry)))
        whose = (row.campaign_id, row.territory_id)
        compare(f"{name} books", whose, (entry.campaign_id, entry.territory_id))
        compare(f"{name} decided", (row.fact, entry.pk) in decided, True)
        replacement = replaced.pop(row.fact, None)
        code = correction_refused(
            kind=entry.kind,
            entry=_move(entry),
            replaced_by=_move(replacement) if replacement else None,
            has_line=entry.kind == K.REPLACEMENT
            or hasattr(entry, "movement")
            or hasattr(entry, "fee_movement"),
            is_reversed=False,
        )
        compare(f"{name} refused", code, "")
    compare("replacements of nothing", len(replaced), 0)


def _rows(kind: str) -> Any:
    return LedgerEntry.objects.filter(kind=kind).select_related(
        "debit",
        "credit",
        "corrects__debit",
        "corrects__credit",
        "corrects__movement",
        "corrects__fee_movement",
    )


def _entry(decision: Decision) -> LedgerEntry:
    """Return the entry as the books have it now, with all that decides whether it may be corrected."""
    rows = LedgerEntry.objects.select_related(
        "debit", "credit", "campaign", "pledge", "movement", "fee_movement", "corrected_by"
    )
    return rows.get(pk=decision.entry_id or 0)


def _replacement(decision: Decision) -> Move | None:
    payload = decision.payload
    return (payload["debit"], payload["credit"], decision.amount_cents or 0) if payload else None


def _move(entry: LedgerEntry) -> Move:
    return entry.debit.code, entry.credit.code, entry.amount_cents


def _said(move: Move) -> str:
    return f"{euros(move[2])}, {move_words(move[0], move[1])}"


register_executor(DecisionKind.CORRECTION, correct, figures=shown_correction, check=check_correction)
