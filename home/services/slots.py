"""Writing the programme: saving, approving and deleting slots. Each act leaves an audit line and forgets kept pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from base.audit import record
from base.page_cache import forget_pages
from home.errors import OwnApprovalError, SlotChangedError
from home.models import Slot
from home.slot_rules import slot_problems

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def save_slot(*, slot: Slot, actor: User, at: datetime) -> Slot:
    """Write a new or changed slot and return it; ValidationError when it makes no sense.

    Whoever changes a slot takes its approval back, since a second person approved something else.
    """
    was_approved = slot.approved_at is not None
    is_new = slot.pk is None
    if is_new:
        slot.author = actor
    slot.changed_by = actor
    slot.approved_by, slot.approved_at = None, None
    slot.full_clean(exclude=["author"])  # none once their account is erased
    if problems := slot_problems(slot):
        raise ValidationError(problems)
    slot.save()
    action = "slot.made" if is_new else "slot.changed"
    record(action, actor=actor, subject=slot, detail={**_facts(slot), "was_approved": was_approved}, at=at)
    forget_pages()
    return slot


@transaction.atomic
def approve_slot(*, slot: Slot, actor: User, at: datetime, seen: str = "") -> Slot:
    """Have a second person approve a slot; approving twice changes nothing.

    OwnApprovalError when `actor` prepared it or changed it last; SlotChangedError when it is no longer the version
    `seen`.
    """
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if seen and seen != version_of(slot):
        raise SlotChangedError
    if actor.pk in {slot.author_id, slot.changed_by_id}:
        raise OwnApprovalError
    if slot.approved_at is None:
        slot.approved_by, slot.approved_at = actor, at
        slot.save(update_fields=["approved_by", "approved_at"])
        record("slot.approved", actor=actor, subject=slot, detail=_facts(slot), at=at)
        forget_pages()
    return slot


@transaction.atomic
def delete_slot(*, slot: Slot, actor: User, at: datetime) -> None:
    """Take a slot out of the programme; what was really shown is kept by the showings."""
    record("slot.deleted", actor=actor, subject=slot, detail=_facts(slot), at=at)
    slot.delete()
    forget_pages()


def version_of(slot: Slot) -> str:
    """Return a word that changes whenever the slot does, to approve exactly what was read."""
    return slot.updated_at.isoformat()


def _facts(slot: Slot) -> dict[str, Any]:
    return {
        "page": slot.page_id,
        "place": slot.place,
        "shown": slot.shown_id,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat() if slot.ends_at else None,
    }
