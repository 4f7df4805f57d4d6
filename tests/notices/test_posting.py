"""Letters to print: never an e-mail, marked exactly with their batch, put back when lost, forgotten in time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from base.models import AuditLine, Territory
from notices import posting, registry
from notices.models import Notice
from notices.posting import in_batch, mark_posted, put_back, token_of
from notices.registry import NoticeKind
from notices.services import (
    NoticeDraft,
    forget_old_contexts,
    queue_notices,
    send_again,
    send_due_notices,
    send_for_a_while,
    waiting_to_print,
)
from notices.sheets import piles_of, sheet_of
from tests.builders import a_territory, a_user

pytestmark = pytest.mark.django_db

ADDRESS = "12, rue des Tanneurs, 99999 Rivelaine"
KIND = NoticeKind("told", "email/campaigns/letter", lambda context: str(context["title"]), on_paper=True)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind that may be printed, one that may not."""
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(KIND)
    registry.register(NoticeKind("linked", "email/campaigns/letter", lambda context: "Un lien"))


def the_town() -> Territory:
    """The one territory of these tests."""
    return Territory.objects.first() or a_territory()


def draft(purpose: str = "one", **facts: object) -> NoticeDraft:
    """A letter to Mme Arnaud, who has no e-mail."""
    known = {
        "kind": "told",
        "recipient": "",
        "purpose": purpose,
        "addressee": "Mme Arnaud",
        "postal_address": ADDRESS,
        "context": {
            "territory_id": the_town().pk,
            "title": f"Des nouvelles ({purpose})",
            "paragraphs": ["Bonjour Mme Arnaud,", "Le projet se fera."],
            "reference": "ABCD-1234",
        },
    }
    return NoticeDraft(**{**known, **facts})  # type: ignore[arg-type]


def a_letter(purpose: str = "one", **facts: object) -> Notice:
    """The same, written."""
    queue_notices([draft(purpose, **facts)])
    return Notice.objects.get(purpose=purpose)


def now() -> dt.datetime:
    """Return this instant."""
    return timezone.now()


def somebody() -> User:
    """Who prints."""
    return User.objects.first() or a_user()


def test_a_letter_waits_for_a_person_and_is_never_an_e_mail() -> None:
    row = a_letter()
    assert (row.state, row.recipient, row.addressee) == (Notice.State.TO_PRINT, "", "Mme Arnaud")
    later = now() + dt.timedelta(days=400)
    assert send_due_notices(at=later) == 0
    assert send_for_a_while(at=later, seconds=1) == 0
    assert not send_again(row, at=later)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Notice.State.TO_PRINT, 0)
    assert not mail.outbox
    assert waiting_to_print() == 1


def test_whoever_has_an_e_mail_is_written_to_there_and_their_address_is_not_kept() -> None:
    row = a_letter(recipient="amina@example.org")
    assert (row.state, row.addressee, row.postal_address) == (Notice.State.PENDING, "", "")
    assert waiting_to_print() == 0


@pytest.mark.parametrize("nothing", ["", "  ", "\u200f\u202e", "\n\x00"])
def test_somebody_without_any_address_cannot_be_written_to(nothing: str) -> None:
    with pytest.raises(ValueError, match="nobody"):
        queue_notices([draft(postal_address=nothing)])
    assert not Notice.objects.exists()


def test_the_database_refuses_such_a_row_too() -> None:
    row = a_letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=row.pk).update(postal_address="")


def test_what_only_makes_sense_with_a_link_is_not_printed() -> None:
    with pytest.raises(ValueError, match="printed"):
        queue_notices([draft(kind="linked")])
    with pytest.raises(ValueError, match="printed"):
        queue_notices([draft(context={"title": "Sans territoire", "paragraphs": []})])


def test_one_letter_for_each_fact() -> None:
    queue_notices([draft("fact"), draft("fact"), draft("other")])
    queue_notices([draft("fact", addressee="Quelqu’un d’autre")])
    assert waiting_to_print() == 2
    assert Notice.objects.get(purpose="fact").addressee == "Mme Arnaud"


def test_exactly_the_batch_is_marked_with_who_and_when() -> None:
    first, second, outside = a_letter("first"), a_letter("second"), a_letter("outside")
    tokens = [token_of(first), token_of(second)]
    meanwhile = a_letter("meanwhile")
    at = now()
    assert mark_posted(tokens=tokens, by=somebody(), at=at) == 2
    for row in (first, second):
        row.refresh_from_db()
        assert (row.state, row.printed_by, row.sent_at) == (Notice.State.PRINTED, somebody(), at)
    assert list(Notice.objects.to_print()) == [outside, meanwhile]
    line = AuditLine.objects.get()
    assert (line.action, line.actor, line.detail) == ("letters.posted", somebody(), {"number": 2})


def test_marking_twice_changes_nothing() -> None:
    row = a_letter()
    tokens = [token_of(row)]
    at = now()
    assert mark_posted(tokens=tokens, by=somebody(), at=at) == 1
    assert mark_posted(tokens=tokens, by=a_user(), at=at + dt.timedelta(hours=1)) == 0
    row.refresh_from_db()
    assert (row.sent_at, row.printed_by, row.attempts) == (at, somebody(), 1)
    assert AuditLine.objects.count() == 1


def test_of_two_people_who_print_at_once_each_letter_is_marked_by_one() -> None:
    rows = [a_letter(purpose) for purpose in ("a", "b", "c")]
    mine = [token_of(row) for row in rows[:2]]
    theirs = [token_of(row) for row in rows[1:]]
    me, them = a_user(), a_user()
    assert mark_posted(tokens=mine, by=me, at=now()) == 2
    assert mark_posted(tokens=theirs, by=them, at=now()) == 1
    assert [row.printed_by for row in Notice.objects.order_by("purpose")] == [me, me, them]


def test_a_lost_sheet_is_printed_again_and_an_old_batch_does_not_mark_it() -> None:
    row = a_letter()
    old = [token_of(row)]
    mark_posted(tokens=old, by=somebody(), at=now())
    assert put_back(notice=row, by=somebody(), at=now())
    assert not put_back(notice=row, by=somebody(), at=now()), "it waits already"
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.printed_by) == (Notice.State.TO_PRINT, None, None)
    assert not in_batch(old), "the sheet of the old batch is the one that was lost"
    assert mark_posted(tokens=old, by=somebody(), at=now()) == 0
    assert mark_posted(tokens=[token_of(row)], by=somebody(), at=now()) == 1
    assert list(AuditLine.objects.order_by("pk").values_list("action", flat=True)) == [
        "letters.posted",
        "letter.put_back",
        "letters.posted",
    ]


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [""],
        ["1"],
        ["-"],
        ["0-0"],
        ["1-1-1"],
        ["²-0"],
        ["1 or 1=1-0"],
        ["9" * 200_000 + "-0"],
        ["999999999999999999-0"],
        ["\x00"],
    ],
)
def test_what_names_no_letter_marks_none(tokens: list[str]) -> None:
    a_letter()
    assert mark_posted(tokens=tokens, by=somebody(), at=now()) == 0
    assert not in_batch(tokens)
    assert waiting_to_print() == 1
    assert not AuditLine.objects.exists()


def test_an_e_mail_is_neither_posted_nor_put_back() -> None:
    row = a_letter(recipient="amina@example.org")
    assert mark_posted(tokens=[token_of(row)], by=somebody(), at=now()) == 0
    send_due_notices(at=now())
    assert not put_back(notice=row, by=somebody(), at=now())
    row.refresh_from_db()
    assert row.state == Notice.State.SENT


def test_a_batch_has_a_hundred_letters_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "MOST", 2)
    tokens = [token_of(a_letter(str(number))) for number in range(4)]
    assert len(in_batch(tokens)) == 2
    assert mark_posted(tokens=tokens, by=somebody(), at=now()) == 2, "no more than its file showed"


def test_words_and_address_of_old_posted_letters_are_forgotten_and_the_fact_stays() -> None:
    row, waiting = a_letter(), a_letter("waiting")
    mark_posted(tokens=[token_of(row)], by=somebody(), at=now())
    assert forget_old_contexts(at=now() + dt.timedelta(days=80)) == 0
    assert forget_old_contexts(at=now() + dt.timedelta(days=100)) == 1
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.context, row.addressee, row.postal_address) == ({}, "", "")
    assert (row.state, row.printed_by) == (Notice.State.PRINTED, somebody())
    assert (waiting.context["title"], waiting.postal_address) == ("Des nouvelles (waiting)", ADDRESS)
    assert not put_back(notice=row, by=somebody(), at=now()), "nothing is left to print"


def test_a_letter_whose_kind_is_short_lived_is_not_deleted_before_it_is_posted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry.register(
        NoticeKind(
            "brief", "email/campaigns/letter", lambda c: "Bref", on_paper=True, kept=dt.timedelta(days=3)
        )
    )
    a_letter(kind="brief")
    forget_old_contexts(at=now() + dt.timedelta(days=10))
    assert waiting_to_print() == 1


def test_a_sheet_has_the_words_without_any_address_of_a_page() -> None:
    sheet = sheet_of(a_letter())
    assert (sheet.name, sheet.lines) == (["Mme Arnaud"], ["12, rue des Tanneurs", "99999 Rivelaine"])
    assert (sheet.title, sheet.reference) == ("Des nouvelles (one)", "ABCD-1234")
    assert sheet.paragraphs == ["Bonjour Mme Arnaud,", "Le projet se fera."]


def test_what_is_long_is_set_smaller_to_keep_its_sheet_and_its_window() -> None:
    usual = sheet_of(a_letter())
    assert not usual.is_long
    assert not usual.is_wide
    words = {**draft().context, "paragraphs": ["x" * 900]}
    assert sheet_of(a_letter("words", context=words)).is_long
    assert sheet_of(a_letter("name", addressee="Association des habitants du quartier")).is_wide
    assert sheet_of(
        a_letter("lines", addressee="AMAP\nMme A", postal_address="a, b, c, 99999 Rivelaine")
    ).is_wide


def test_a_kind_that_is_gone_still_shows_its_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_letter()
    monkeypatch.setattr(registry, "_kinds", {})
    assert sheet_of(row).title == "told"


def test_names_hold_nothing_invisible_and_fit_their_columns() -> None:
    row = a_letter(
        addressee="\u202eMme\x00 <b>Arnaud</b>\nAsso" + "x" * 200_000, postal_address="y" * 200_000
    )
    assert row.addressee.startswith("Mme <b>Arnaud</b>\nAsso")
    assert (len(row.addressee), len(row.postal_address)) == (300, 240)


def test_letters_of_two_towns_are_two_piles_and_one_query() -> None:
    here = the_town()
    other = a_territory(slug="ailleurs", name="Ailleurs")
    words = draft().context
    rows = [
        a_letter("here", context={**words, "territory_id": here.pk}),
        a_letter("there", context={**words, "territory_id": other.pk}),
    ]
    with CaptureQueriesContext(connection) as captured:
        piles = piles_of(rows)
    assert [pile.town for pile in piles] == [here, other]
    assert len(captured) == 1
