"""Two corrections of one entry approved at the same moment: one is written, the other refused in words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from base.private_files import check_upload
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, LedgerEntry
from campaigns.services import books, deciding
from campaigns.services.correcting import ask_to_correct
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign
from tests.campaigns.test_races import at_once
from tests.decisions import somebody
from tests.support.hostile_files import pdf, upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_corrections_of_one_entry_at_once_write_one() -> None:
    territory = a_campaign().territory
    entry = books.enter(
        kind=LedgerEntry.Kind.WITHDRAWAL,
        debit=books.bank(territory.pk),
        credit=books.PROVIDER,
        amount_cents=1_000,
        campaign=None,
        territory_id=territory.pk,
        at=timezone.now(),
    )
    proof = check_upload(upload("avis.pdf", pdf()))
    first = ask_to_correct(
        entry=entry, asked_by=somebody("alma"), reason="Jamais parti.", proof=proof, at=timezone.now()
    )
    second = Decision.objects.create(  # as if both had been asked at the same instant
        kind=first.kind,
        territory=territory,
        entry=entry,
        amount_cents=1_000,
        reason="Encore.",
        asked_by=first.asked_by,
        asked_at=first.asked_at,
        expires_at=first.expires_at,
    )
    people = [somebody("basile"), somebody("chloe")]
    results = at_once(
        *(
            lambda decision=decision, by=by: deciding.approve(decision=decision, by=by, at=timezone.now())
            for decision, by in zip((first, second), people, strict=True)
        )
    )

    assert sorted(type(result).__name__ for result in results) == [
        Decision.__name__,
        DecisionRefused.__name__,
    ]
    assert LedgerEntry.objects.filter(kind=LedgerEntry.Kind.CORRECTION).count() == 1
    assert check_books().differences == 0
