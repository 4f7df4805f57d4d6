"""The back office: who reads, what is listed, one copy read with its changes, a request for more, the figures."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Organisation
from base.models import AuditLine
from calls import application_columns
from calls.application_columns import ListColumn, ListFilter
from calls.models import Application
from calls.services import depositing, drafting
from calls.statistics import statistics_of
from tests.applications import a_deposited_application, an_application
from tests.builders import a_user
from tests.editorial import a_call, a_member, the_home
from tests.support.html import check_markup
from tests.support.many_applications import copies_of

pytestmark = pytest.mark.django_db
LIST = "/admin/candidatures/"


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor who has signed in."""
    return signed_in(client, EDITORS)


def signed_in(client: Client, *groups: str) -> Client:
    the_home()
    client.force_login(a_member(*groups), backend="django.contrib.auth.backends.ModelBackend")
    return client


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [row.title for row, _cells in response.context["rows"]]


def named(title: str, **fields: Any) -> Application:
    answers = {"title": title, **fields.pop("answers", {})}
    return a_deposited_application(fields.pop("call", None), answers=answers, **fields)


def addresses(application: Application) -> list[str]:
    return [
        LIST,
        f"{LIST}candidatures.csv",
        f"{LIST}candidatures.xlsx",
        reverse("applications:inspect", args=[application.pk]),
        reverse("applications:statistics", args=[application.call_id]),
    ]


@pytest.mark.parametrize(
    ("groups", "opens"),
    [((EDITORS,), [True] * 5), ((MODERATORS,), [True, False, False, False, True]), ((FINANCE,), [False] * 5)],
)
def test_who_opens_which_screen(client: Client, groups: tuple[str, ...], opens: list[bool]) -> None:
    application = a_deposited_application()
    browser = signed_in(client, *groups)

    responses = [browser.get(address) for address in addresses(application)]

    assert [response.status_code == 200 for response in responses] == opens
    for response in responses:
        response.close()


def test_neither_the_holder_nor_a_stranger_opens_any(client: Client) -> None:
    application = a_deposited_application()
    assert {client.get(address).status_code for address in addresses(application)} == {302}
    client.force_login(application.holder, backend="django.contrib.auth.backends.ModelBackend")
    assert {client.get(address).status_code for address in addresses(application)} == {302}


def test_drafts_and_what_was_withdrawn_are_nobody_s(editor: Client) -> None:
    draft, withdrawn, kept = an_application(), named("Reprise"), named("Gardée")
    depositing.withdraw(application=withdrawn, at=timezone.now(), actor=withdrawn.holder)

    assert titles(editor) == ["Gardée"]
    for application, status in ((draft, 404), (withdrawn, 404), (kept, 200)):
        url = reverse("applications:inspect", args=[application.pk])
        assert editor.get(url).status_code == status
        if status == 404:
            assert editor.post(url, {"text": "Quoi ?"}).status_code == 404
    assert editor.get(f"{LIST}999999/").status_code == 404


def test_filters_narrow_and_what_is_not_understood_does_not(editor: Client) -> None:
    bread = a_call(tags=["pain"])
    four = named("Four", call=bread, answers={"neighbourhood": "Les Tanneries"}, applicant_kind="collective")
    named("Banc", answers={"neighbourhood": "La Gare"})
    depositing.ask_more(application=four, text="Quand ?", at=timezone.now(), actor=a_user())

    for query in (
        f"appel={bread.pk}",
        "etat=more_asked",
        "nature=collective",
        "quartier=Les+Tanneries",
        "theme=pain",
        "q=four",
        f"q={four.receipt_number}",
    ):
        assert titles(editor, query) == ["Four"], query
    assert sorted(titles(editor, "etat=nothing&appel=abc&theme=%00")) == ["Banc", "Four"]
    assert titles(editor, "q=introuvable") == []
    assert len(titles(editor, "q=%00introuvable")) == 2


def test_a_topic_adds_its_column_and_its_filter(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    column = ListColumn("lu", "lu", lambda rows, reader: rows, lambda row: f"lu par {row.title}")
    hidden = ListColumn(
        "tu", "tu", lambda rows, reader: 1 / 0, lambda row: "", is_offered=lambda reader: False
    )
    unread = ListFilter("lu", "lu", (("non", "non"),), lambda rows, code, reader: rows.none())
    monkeypatch.setattr(application_columns, "columns", [column, hidden])
    monkeypatch.setattr(application_columns, "filters", [unread])
    named("Four")

    assert "lu par Four" in editor.get(LIST).content.decode()
    assert titles(editor, "lu=non") == []


def test_hostile_words_do_no_harm(editor: Client) -> None:
    application = named(
        "<script>alert(1)</script>", answers={"summary": "\u202e<b>à l’envers</b>" + "x" * 200}
    )

    for address in (LIST, reverse("applications:inspect", args=[application.pk])):
        text = editor.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<b>à l’envers" not in text


def test_a_copy_is_read_with_what_changed_and_leaves_a_line(editor: Client) -> None:
    call = a_call(questions=[("long_text", {"label": "Racontez", "longest": 500, "required": True})])
    application = a_deposited_application(call)
    at = timezone.now()
    depositing.ask_more(application=application, text="Qui tient la caisse ?", at=at, actor=a_user())
    drafting.save_answers(
        application=application,
        typed={"summary": "Nous, à tour de rôle"},
        base=application.revision,
        at=at,
        actor=application.holder,
    )
    depositing.deposit(application=application, at=at, actor=application.holder)
    call.questions = []
    call.save()
    url = reverse("applications:inspect", args=[application.pk])

    text, first = editor.get(url).content.decode(), editor.get(f"{url}?depot=1").content.decode()

    assert "Racontez" in text, "the form as it was"
    assert text.count("is-changed") == 1
    assert "Nous, à tour de rôle" in text
    assert "Une ligne" in text.partition("Avant")[2]
    assert "Nous, à tour de rôle" not in first.partition("applications-step")[2].partition("demandes")[0]
    assert "Qui tient la caisse" in text
    check_markup(text)
    lines = AuditLine.objects.filter(action="application.inspected", object_id=str(application.pk))
    assert [line.detail["deposit"] for line in lines.order_by("pk")] == [2, 1]


def test_more_is_asked_from_the_screen(editor: Client) -> None:
    application = a_deposited_application()
    url = reverse("applications:inspect", args=[application.pk])
    past = (timezone.now() - dt.timedelta(days=3)).date().isoformat()

    refused = editor.post(url, {"text": "Qui tient la caisse ?", "due_on": past})
    assert refused.status_code == 400
    assert "Qui tient la caisse" in refused.content.decode()
    editor.post(url, {"text": "Qui tient la caisse ?", "due_on": ""})
    editor.post(url, {"text": "Et encore ?", "due_on": ""})

    application.refresh_from_db()
    assert application.state == "more_asked"
    assert [request.text for request in application.requests.all()] == ["Qui tient la caisse ?"]


def test_the_list_and_the_figures_cost_the_same_for_20_and_2000(editor: Client) -> None:
    bakers = Organisation.objects.create(name="Les Fournils")
    first = a_deposited_application(organisation=bakers)
    addresses = (LIST, f"{LIST}?q=projet&appel={first.call_id}", f"{LIST}appel/{first.call_id}/chiffres/")

    def costs(number: int) -> list[int]:
        copies_of(first, number)
        counted = []
        for address in addresses:
            editor.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(address).status_code == 200
            counted.append(len(queries))
        return counted

    few = costs(20)
    assert costs(2_000) == few
    assert max(few) <= 30


def test_figures_count_and_hide_what_would_name_somebody() -> None:
    call = a_call()
    for place in ("Gare", "Gare", "Gare", "Port", "Lac"):
        named("Projet", call=call, answers={"neighbourhood": place})
    an_application(call)

    figures = statistics_of(call, at=timezone.now())

    assert (figures.begun, figures.deposited, figures.drafts) == (6, 5, 1)
    assert [(group.label, group.count) for group in figures.neighbourhoods] == [
        ("Gare", 3),
        ("groupes de moins de trois", None),
    ]
    assert sum(day.count for day in figures.days) == 5
    assert figures.highest == 5


def test_figures_are_a_valid_screen(editor: Client) -> None:
    application = a_deposited_application()

    text = editor.get(reverse("applications:statistics", args=[application.call_id])).content.decode()

    check_markup(text)
    assert "moins de 3" in text
