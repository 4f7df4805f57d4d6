"""« Courriers à imprimer »: who may, what the sheets say, and that a form marks only its own batch."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from base import printing
from base.models import AuditLine, Territory
from notices.models import Notice
from notices.posting import mark_posted, token_of
from tests.builders import a_campaign, a_picture, a_user
from tests.campaigns.finance_room import a_colleague
from tests.offline import an_offline_pledge, without_email
from tests.second_factor import confirm
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "citizen", "editor", "moderator", "finance", "admin")
READ = ("finance", "admin")
WAITING, BATCH, SHEETS = (reverse(f"letters:{name}") for name in ("waiting", "batch", "sheets"))


def a_letter(name: str = "Mme Arnaud", **page: Any) -> Notice:
    """A letter that says a pledge is held, to somebody without an e-mail."""
    pledge = an_offline_pledge(a_campaign(page=page or None), backer=without_email(name))
    return Notice.objects.get(purpose=f"pledge_held:{pledge.uuid}")


def finance(*, confirmed: bool = True) -> Client:
    """A client of somebody of finance."""
    client = Client()
    client.force_login(a_colleague())
    if confirmed:
        confirm(client)
    return client


def pages_of(file: bytes) -> int:
    """How many pages a PDF file has, wherever it keeps their objects."""
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    inside = b"\n".join(zlib.decompressobj().decompress(stream) for stream in streams)
    return len(re.findall(rb"/Type /Page\b(?!s)", file + inside))


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that draws no PDF sends the page to print."""

    def missing(html: str, town: Territory) -> bytes:
        raise printing.PrintingUnavailable("no Pango")

    monkeypatch.setattr(printing, "drawn", missing)


def only(status: int) -> dict[str, int]:
    """That answer for who posts letters; the others are led away."""
    return {**dict.fromkeys(ROLES, 302), **dict.fromkeys(READ, status)}


RULES = {
    "letters:waiting": Rule(get=only(200)),
    "letters:batch": Rule(get=only(302), post=only(302)),
    "letters:sheets": Rule(get=only(302)),
    "letters:print_again": Rule(post=only(404), arguments=lambda room: [room.pk]),
}


def test_every_route_has_a_rule() -> None:
    assert unruled(RULES, route_names("letters")) == set()


def test_every_role_gets_what_its_rule_says() -> None:
    letter = a_letter()
    people: dict[str, User | None] = {
        "anonymous": None,
        "citizen": a_user(),
        "editor": a_colleague(EDITORS),
        "moderator": a_colleague(MODERATORS),
        "finance": a_colleague(FINANCE),
        "admin": a_user(is_superuser=True, is_staff=True),
    }
    wrong = []
    for role, user in people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
            confirm(client)
        for name, rule in RULES.items():
            for method in METHODS:
                got = answer(client, name, rule, letter, method)
                expected = rule.expected(method, role)
                if getattr(rule, method.lower(), None) is None:
                    expected = expected | {302}  # sent out of the admin before the method is looked at
                if got not in expected:
                    wrong.append(f"{role} {method} {name}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("group", [EDITORS, MODERATORS, ""])
def test_others_neither_read_nor_mark(group: str) -> None:
    letter = a_letter()
    posted = a_letter("M. Blanc")
    mark_posted(tokens=[token_of(posted)], by=a_user(), at=timezone.now())
    lines = AuditLine.objects.count()
    client = Client()
    client.force_login(a_colleague(group) if group else a_user())
    confirm(client)
    token = token_of(letter)
    for address in (WAITING, BATCH, SHEETS):
        refused = client.get(address, {"lettre": token})
        assert refused.status_code == 302
        assert "Arnaud" not in refused.content.decode()
    client.post(BATCH, {"lettre": token})
    client.post(reverse("letters:print_again", args=[posted.pk]))
    assert dict(Notice.objects.to_print().values_list("pk", "state")) == {letter.pk: "to_print"}
    assert AuditLine.objects.count() == lines
    assert WAITING not in client.get(reverse("wagtailadmin_home"), follow=True).content.decode()


def test_what_waits_is_listed_oldest_first_and_the_reading_leaves_a_line() -> None:
    a_letter("Mme Arnaud", title="Les tables de pique-nique")
    a_letter("M. Blanc")
    client = finance()
    answered = client.get(WAITING)
    text = answered.content.decode()
    check_markup(text)
    assert "2 courriers à imprimer" in text
    assert text.index("Mme Arnaud") < text.index("M. Blanc")
    assert "Les tables de pique-nique" in text
    assert "12, rue des Tanneurs, 99999 Rivelaine" in text
    assert "no-store" in answered["Cache-Control"]
    assert AuditLine.objects.filter(action="letters.listed").count() == 1


def test_an_empty_list_says_what_comes_there() -> None:
    text = finance().get(WAITING).content.decode()
    check_markup(text)
    assert "Aucun courrier n’attend" in text
    assert "<form" not in text.partition('class="nice-padding posting"')[2]


@pytest.mark.usefixtures("without_pango")
def test_queries_do_not_grow_with_letters() -> None:
    def asked() -> dict[str, int]:
        client = finance()
        tokens = [token_of(notice) for notice in Notice.objects.to_print()]
        counts = {}
        for name in (WAITING, BATCH, SHEETS):
            client.get(name, {"lettre": tokens})  # what a first visit keeps
            with CaptureQueriesContext(connection) as captured:
                assert client.get(name, {"lettre": tokens}).status_code == 200
            counts[name] = len(captured)
        return counts

    for number in range(2):
        a_letter(f"Personne {number}")
    few = asked()
    posted = [token_of(a_letter(f"Postée {number}")) for number in range(5)]
    mark_posted(tokens=posted, by=a_user(), at=timezone.now())
    one_posted = asked()
    for number in range(8):
        a_letter(f"Autre {number}")
    more = [token_of(a_letter(f"Postée aussi {number}")) for number in range(5)]
    mark_posted(tokens=more, by=a_user(), at=timezone.now())
    many = asked()
    assert few == {**many, WAITING: few[WAITING]}
    assert one_posted == many


def test_the_sheets_are_a_pdf_and_opening_them_leaves_a_line() -> None:
    letters = [a_letter(), a_letter("M. Blanc")]
    Territory.objects.update(logo=a_picture())
    file = finance().get(SHEETS, {"lettre": [token_of(letter) for letter in letters]})
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert pages_of(file.content) == 2, "a sheet each"
    assert "no-store" in file["Cache-Control"]
    line = AuditLine.objects.get(action="letters.drawn")
    assert line.detail == {"number": 2}


def test_a_session_that_was_not_confirmed_lately_gets_no_sheet() -> None:
    letter = a_letter()
    client = finance(confirmed=False)
    asked = client.get(SHEETS, {"lettre": token_of(letter)})
    assert asked.status_code == 302
    assert reverse("account_reauthenticate") in asked["Location"]
    assert "lettre" in asked["Location"], "the same batch is shown after confirming"
    assert not AuditLine.objects.filter(action="letters.drawn").exists()


@pytest.mark.usefixtures("without_pango")
def test_a_sheet_has_letterhead_address_place_words_and_whom_to_call() -> None:
    letter = a_letter(title="Les tables de pique-nique")
    Territory.objects.update(
        contact_address="Hôtel de ville, 99999 Rivelaine", contact_role="chargée de mission"
    )
    text = finance().get(SHEETS, {"lettre": token_of(letter)}).content.decode()
    check_markup(text)
    [to] = re.findall(r'<p class="to">(.*?)</p>', text)
    assert to == "Mme Arnaud<br>12, rue des Tanneurs<br>99999 Rivelaine"
    sheet = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text.replace("\u00a0", " ")))
    for words in (
        "Rivelaine pousse",
        "Rivelaine, le ",
        "Merci pour votre soutien à « Les tables de pique-nique »",
        "Bonjour Mme Arnaud,",
        "appelez Nadia Berthier au 04 65 71 00 00, du lundi au vendredi, ou venez nous voir : Hôtel de ville",
        f"Votre référence : {letter.context['reference']}",
        "chargée de mission",
    ):
        assert words in sheet, words
    body = text.partition("<body")[2]
    assert "href=" not in body, "no link on paper"
    assert "http" not in body


@pytest.mark.usefixtures("without_pango")
def test_hostile_names_and_titles_stay_words() -> None:
    script = "<script>alert(1)</script>\u202e"
    letter = a_letter(f"{script} & co", title=f"{script}é" * 5)
    Notice.objects.filter(pk=letter.pk).update(postal_address=f"{script}, 99999 <b>Ville</b>" + "x" * 150)
    client = finance()
    for address in (WAITING, BATCH, SHEETS):
        text = client.get(address, {"lettre": token_of(letter)}).content.decode()
        assert "<script>alert" not in text
        assert "<b>Ville" not in text
        assert escape("<script>alert(1)</script>") in text
    mark_posted(tokens=[token_of(letter)], by=a_user(), at=timezone.now())
    assert "<script>alert" not in client.get(WAITING).content.decode()


def test_hostile_text_is_drawn_on_one_sheet() -> None:
    letter = a_letter("x" * 120, title="<b>" + "é" * 240)
    Notice.objects.filter(pk=letter.pk).update(postal_address="\u202e" + "y" * 239)
    file = finance().get(SHEETS, {"lettre": token_of(letter)}).content
    assert pages_of(file) == 1


def test_the_form_of_a_batch_marks_its_letters_and_none_written_since() -> None:
    first, alone = a_letter(), a_letter("M. Blanc")
    client = finance()
    text = client.get(BATCH, {"lettre": token_of(first)}).content.decode()
    check_markup(text)
    held = re.findall(r'name="lettre" value="([^"]*)"', text)
    assert held == [token_of(first)]
    meanwhile = a_letter("Mme Colin")
    answered = client.post(BATCH, {"lettre": held}, follow=True)
    assert "1 courrier est posté" in answered.content.decode().replace("\u00a0", " ")
    assert list(Notice.objects.to_print()) == [alone, meanwhile]
    again = client.post(BATCH, {"lettre": held}, follow=True).content.decode()
    assert "n’ont pas été changés" in again
    assert AuditLine.objects.filter(action="letters.posted").count() == 1


def test_a_batch_that_somebody_else_posted_shows_no_sheet() -> None:
    letter = a_letter()
    token = token_of(letter)
    mark_posted(tokens=[token], by=a_user(), at=timezone.now())
    client = finance()
    for address in (BATCH, SHEETS):
        text = client.get(address, {"lettre": token}, follow=True).content.decode()
        assert "Aucun de ces courriers" in text
    assert not AuditLine.objects.filter(action="letters.drawn").exists()


def test_a_posted_letter_is_put_back_with_a_button() -> None:
    letter = a_letter()
    mark_posted(tokens=[token_of(letter)], by=a_user(), at=timezone.now())
    client = finance()
    address = reverse("letters:print_again", args=[letter.pk])
    assert address in client.get(WAITING).content.decode()
    assert "de nouveau à imprimer" in client.post(address, follow=True).content.decode()
    assert client.post(address).status_code == 404
    letter.refresh_from_db()
    assert letter.state == Notice.State.TO_PRINT
    assert AuditLine.objects.filter(action="letter.put_back").count() == 1


@pytest.mark.parametrize(
    "query", ["", "?lettre=", "?lettre=x", "?lettre=" + "9" * 3000 + "-0", "?lettre=%00"]
)
def test_a_batch_of_nothing_leads_back(query: str) -> None:
    a_letter()
    for address in (BATCH, SHEETS):
        assert finance().get(f"{address}{query}")["Location"] == WAITING
