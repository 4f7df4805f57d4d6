"""Hostile text in everything people write about a call, read wherever it is shown: no error, no markup, no formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation, User
from base.models import Territory
from calls.models import Application, CallPage, Decision, Wish, WishGroup, WishQuestion
from calls.services import deciding, depositing, drafting, gathering, inviting, reviewing, wishing
from calls.services.campaigns import prepare_campaign
from campaigns.rules.preparation import Step
from notices.models import Notice
from notices.rendering import notice_message
from tests.applications import a_deposited_application, an_application
from tests.builders import a_user
from tests.editorial import a_member, a_theme
from tests.juries import a_decision, a_judged_call, a_juror, a_reading, a_round, published
from tests.second_factor import confirm
from tests.support.typing import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = "repere"
HOSTILE = {
    "markup": f"<script>alert('{MARK}')</script><img src=x onerror=alert(1)>\"'>",
    "formula": f'=HYPERLINK("http://example.org/{MARK}";"ici")',
    "other formula": f"@SUM({MARK})",
    "turned": f"\u202e{MARK} \u2067à l’envers",
    "template": f"{{{{ 7|add:7 }}}} {{% now 'Y' %}} %(call)s {MARK}",
    "long": f"{MARK} " + "mot " * 50_000,
    "long word": MARK + "x" * 200_000,
}
KEYS = [f"5d0f7a3e-52a4-4c0e-9d0e-6f3f6f6b6b0{number}" for number in range(5)]
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("long_text", {"longest": 300_000, "role": "story"}),
    ("short_text", {"longest": 300}),
    ("budget", {"role": "budget"}),
    ("place", {"role": "place"}),
    ("long_text", {"longest": 300_000, "identifying": True}),
]
QUESTIONS: list[Any] = [
    {"type": kind, "id": key, "value": {"label": "Question", "required": False, **more}}
    for key, (kind, more) in zip(KEYS, ASKED, strict=True)
]
UNESCAPED = re.compile(r"<script>alert|<img src=x|onerror=alert\(1\)>\"'>")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"\s*[=+@]")


def cut(model: type[Model], name: str, text: str) -> str:
    """The text as long as a column takes it."""
    return text[: model._meta.get_field(name).max_length]  # type: ignore[union-attr]


@dataclass
class Town:
    """Everything people wrote, and who reads it."""

    call: CallPage
    kept: Application
    refused: Application
    read: Application
    question: WishQuestion
    wish: Wish
    jurors: list[User]
    addresses: list[tuple[User | None, str]] = field(default_factory=list)


def a_town(text: str) -> Town:
    """A call whose applicants, jurors, deciders and neighbours all wrote `text` wherever they could."""
    at = timezone.now()
    call = a_judged_call(questions=QUESTIONS)
    holder, juror, declaring = (a_user(display_name=cut(User, "display_name", text)) for _ in range(3))
    body = Organisation.objects.create(name=cut(Organisation, "name", text), kind="association")
    Membership.objects.create(user=holder, organisation=body, right="administrator")
    answers = {
        KEYS[0]: text,
        KEYS[1]: text[:300],
        KEYS[2]: {"expenses": [[text[:160], 100]], "resources": [[text[:160], 100]]},
        KEYS[3]: {"words": text[:200], "latitude": None, "longitude": None},
        KEYS[4]: text,
        "title": text[:120],
        "summary": text[:200],
        "neighbourhood": text[:80],
    }
    facts: dict[str, Any] = {
        "holder": holder,
        "answers": answers,
        "organisation": body,
        "applicant_kind": "association",
    }
    kept, refused, read = (a_deposited_application(call, **facts) for _ in range(3))
    collective = a_deposited_application(
        call,
        holder=holder,
        applicant_kind="collective",
        collective_name=cut(Application, "collective_name", text),
        answers=answers,
    )
    depositing.ask_more(application=read, text=text[:2000], at=at, actor=a_member(EDITORS))
    inviting.invite(application=read, email="co@example.org", at=at, actor=holder)
    drafting.save_answers(
        application=read, typed={KEYS[0]: f"{text} encore"}, base=read.revision, at=at, actor=holder
    )
    depositing.deposit(application=read, at=at, actor=holder)
    read.refresh_from_db()
    _judge(call, read, juror, declaring, text)
    depositing.withdraw(application=collective, at=at, actor=holder, reason=text)
    for application, outcome in ((kept, "accepted"), (refused, "refused")):
        criteria = application.current.form.questionnaire.criteria  # type: ignore[union-attr]
        a_decision(
            application,
            outcome,
            reasons={criteria[0].key: text},
            public_sentence=cut(Decision, "public_sentence", text),
            addition=cut(Decision, "addition", text),
        )
    published(call)
    a_decision(
        read,
        "reserve",
        reasons={},
        public_sentence=cut(Decision, "public_sentence", text),
        addition=cut(Decision, "addition", text),
    )
    refused.refresh_from_db()
    kept.refresh_from_db()
    deciding.ask_second_look(application=refused, text=text, at=at, actor=holder)
    prepare_campaign(application=kept, at=at, actor=a_member(EDITORS))
    kept.refresh_from_db()
    question, wish = _wish(text)
    return Town(CallPage.objects.get(pk=call.pk), kept, refused, read, question, wish, [juror, declaring])


def _judge(call: CallPage, application: Application, juror: User, declaring: User, text: str) -> None:
    round_, at = a_round(call), timezone.now()
    criteria = application.current.form.questionnaire.criteria  # type: ignore[union-attr]
    draft = reviewing.ReviewDraft(
        scores={criterion.key: reviewing.Score(3, text) for criterion in criteria}, comment=text, notes=text
    )
    reading = a_reading(application, a_juror(call, juror))
    reviewing.submit_review(
        assignment=reading, version=application.versions.get(number=1), draft=draft, at=at
    )
    a_reading(application, a_juror(call, declaring), is_cleared=False)
    recused = a_reading(application, a_juror(call), is_cleared=False)
    reviewing.declare_conflict(assignment=recused, reason=text, at=at)
    assert round_.call_id == call.pk


def _wish(text: str) -> tuple[WishQuestion, Wish]:
    page = a_theme(title="Thème")
    territory = Territory.objects.for_page(page)
    question = WishQuestion.objects.create(
        question=cut(WishQuestion, "question", text), opens_at=timezone.now(), page=page, territory=territory
    )
    wish = wishing.say_wish(
        question=question,
        text=cut(Wish, "text", text),
        neighbourhood=cut(Wish, "neighbourhood", text),
        email="voisine@example.org",
        at=timezone.now(),
    )
    wishing.confirm_address(wish=wish, at=timezone.now())
    gathering.read_wishes(wishes=[wish.pk], publish=True, at=timezone.now(), reader=a_member(EDITORS))
    group = gathering.group_wishes(question=question, wishes=[wish.pk], title=cut(WishGroup, "title", text))
    gathering.launch_call(group=group, at=timezone.now(), actor=a_member(EDITORS))
    words = cut(WishGroup, "delivered_words", text)
    gathering.deliver(group=group, words=words, page=None, at=timezone.now(), actor=a_member(EDITORS))
    return question, wish


def places(town: Town) -> Iterator[tuple[str, User | None, list[str]]]:
    """Who reads which pages."""
    read, kept, refused = (row.reference for row in (town.read, town.kept, town.refused))
    holder = town.read.holder
    own = [
        *(reverse(f"calls:{name}", args=[reference]) for reference in (read, kept, refused) for name in (
            "application", "preview", "printed", "team", "receipt", "withdraw",
        )),
        *(reverse("calls:decision", args=[reference]) for reference in (kept, refused)),
        reverse("calls:mine"),
        reverse("calls:version", args=[read, 1]),
        reverse("calls:version", args=[read, 2]),
        reverse("calls:differences", args=[read, 2]),
        reverse("campaigns:my_projects"),
        reverse("campaigns:editor", args=[town.kept.campaign_id]),
        reverse("campaigns:editor_preview", args=[town.kept.campaign_id]),
        *(reverse("campaigns:editor_step", args=[town.kept.campaign_id, step.value]) for step in Step),
    ]  # fmt: skip
    yield "holder", holder, own
    staff = f"/admin/appels/{town.call.pk}/"
    yield "editor", a_member(EDITORS), [
        "/admin/",
        "/admin/candidatures/",
        f"/admin/candidatures/?q={MARK}",
        *(f"/admin/candidatures/{row.pk}/" for row in (town.read, town.kept, town.refused)),
        f"/admin/candidatures/{town.read.pk}/?depot=1",
        f"/admin/candidatures/appel/{town.call.pk}/chiffres/",
        *(f"{staff}{part}/" for part in ("jury", "classement", "decisions", "decisions/courriers", "inviter")),
        f"{staff}inviter/apercu/?phrase={HOSTILE['markup']}",
        *(f"{staff}dossiers/{row.number}/" for row in (town.read, town.kept, town.refused)),
        f"/admin/pages/{town.kept.campaign.page_id}/edit/",  # type: ignore[union-attr]
        f"/admin/pages/{town.call.pk}/edit/",
    ]  # fmt: skip
    yield "moderator", a_member(MODERATORS), [f"{staff}decisions/"]
    for juror in town.jurors:
        seat = juror.juries.get()
        yield "juror", juror, [
            "/jury/", f"/jury/{town.call.pk}/", *(f"/jury/dossiers/{row.pk}/" for row in seat.assignments.all()),
        ]  # fmt: skip
    yield "anybody", None, [
        town.call.url,
        reverse("calls:questionnaire", args=[town.call.pk]),
        reverse("calls:eligibility", args=[town.call.pk]),
        town.question.page.url,
        reverse("calls:wish_question", args=[town.question.pk]),
        reverse("calls:wish", args=[town.wish.token]),
        "/recherche/?q=" + MARK,
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_does_no_harm_anywhere_it_is_shown(text: str) -> None:
    town = a_town(text)
    faults, shown = [], 0
    for role, user, addresses in places(town):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for address in addresses:
            response = client.get(address)
            page = b"".join(response).decode() if response.streaming else response.content.decode()
            shown += MARK in page
            # A deposited application no longer has a page to write on.
            if response.status_code != 200 and not (response.status_code == 302 and role == "holder"):
                faults.append(f"{role} {address}: {response.status_code}")
            faults += [f"{role} {address}: {found.group()}" for found in UNESCAPED.finditer(page)]
            if "14 20" in page and "{{" in text:
                faults.append(f"{role} {address}: a template ran")

    assert faults == []
    assert shown >= 35, "the pages really show it"
    assert_letters(text)
    assert_sheets()


def assert_letters(text: str) -> None:
    """Every letter that left has a subject of one line that turns nothing, and escapes what people wrote."""
    letters = {notice.kind: notice_message(notice) for notice in Notice.objects.all()}
    assert len(letters) >= 8
    for kind, letter in letters.items():
        assert letter.subject.isprintable() or "\u00a0" in letter.subject, kind
        assert not TURNING.search(letter.subject), kind
        assert len(letter.subject) <= 180, kind
        assert not UNESCAPED.search(str(letter.alternatives[0][0])), kind
        assert letter.message().as_bytes(), kind


def assert_sheets() -> None:
    """No cell of any export is a formula."""
    for group, under in ((EDITORS, "/admin/candidatures/"), (FINANCE, "/admin/candidatures/export-complet/")):
        client = Client()
        client.force_login(a_member(group))
        confirm(client)
        content = b"".join(client.get(f"{under}candidatures.csv").streaming_content).decode("utf-8-sig")
        csv.field_size_limit(1_000_000)
        rows = list(csv.reader(io.StringIO(content), delimiter=";"))
        assert len(rows) >= 4
        assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(client.get(f"{under}candidatures.xlsx").streaming_content))
        )
        cells = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
        assert MARK in str([cell.value for cell in cells])
        assert [
            cell.value for cell in cells if cell.data_type == "f" or FORMULA.match(str(cell.value or ""))
        ] == []


TYPED = {
    **{name: HOSTILE[name] for name in ("markup", "turned", "long word")},
    "nul": f"{MARK}\x00{MARK}",
}
ELSEWHERE = ("/deconnexion/", "/admin/logout/", "/admin/pages/", "/recherche/", "/admin/search", "/retirer/")


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED.keys())
def test_typed_in_every_field_it_is_taken_or_refused_in_words(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.rate_limits.hit", lambda *args, **kwargs: 0)
    town = a_town("Un four à pain")
    draft = an_application(town.call, holder=town.read.holder)
    begun = [reverse("calls:begin", args=[town.call.pk]), reverse("calls:deposit", args=[draft.reference])]
    begun += [
        reverse("calls:step", args=[draft.reference, section.key])
        for section in draft.form.questionnaire.sections
    ]
    faults, posted = [], set()
    for role, user, addresses in places(town):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for address in [*(begun if role == "holder" else ()), *addresses]:
            if address.startswith("/admin/pages/"):
                continue
            for form in forms_of(client.get(address)):
                action = form.action or address
                if any(part in action for part in ELSEWHERE):
                    continue
                response = getattr(client, form.method)(action, form.filled(text))
                page = b"".join(response).decode() if response.streaming else response.content.decode()
                posted.add((form.method, action))
                if response.status_code >= 500:
                    faults.append(f"{role} {form.method} {action}: {response.status_code}")
                faults += [f"{role} {action}: {found.group()}" for found in UNESCAPED.finditer(page)]

    assert faults == []
    assert len(posted) >= 20, "the forms are really filled in"
