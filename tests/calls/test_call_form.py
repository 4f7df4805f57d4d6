"""What keeps a call from being published half composed, and what an answered call warns of."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from accounts.groups import EDITORS
from calls.models import CallPage
from tests.applications import a_deposited_application, an_application
from tests.calls.call_forms import call_form
from tests.editorial import a_call, a_member, the_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor who has signed in."""
    the_list(CallPage)
    client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")
    return client


def publish(editor: Client, **changes: Any) -> Any:
    """Post the form of a new call, to be published."""
    url = reverse("wagtailadmin_pages:add", args=["calls", "callpage", the_list(CallPage).pk])
    return editor.post(url, {**call_form(**changes), "action-publish": "1"})


STANDING = {"is_standing": "on", "opens_at": "", "closes_at": "", "results_at": ""}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({**STANDING, "closes_at": "2027-01-01 12:00"}, "closes_at", "ni clôture"),
        ({**STANDING, "results_at": "2027-01-01 12:00"}, "results_at", "ni clôture"),
        ({"fund_cents": "1 000", "fund_cap_cents": "1 500"}, "fund_cap_cents", "plus que toute"),
        ({"fund_cents": "", "fund_cap_cents": "1 500"}, "fund_cents", "Indiquez l’enveloppe"),
        ({"answerers": ("nobody",)}, "answerers", "nobody"),
    ],
)
def test_a_call_that_contradicts_itself_is_refused(
    editor: Client, changes: dict[str, Any], field: str, words: str
) -> None:
    response = publish(editor, **changes)

    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])


def a_question(kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return kind, {"label": "Une question", "help": "", **fields}


def two(*labels: str) -> Any:
    return streamfield([("item", label) for label in labels])


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([a_question("choice", choices=[("item", "oui"), ("item", "Oui ")])], "deux réponses possibles"),
        ([a_question("number", least="9", most="3")], "dépasse la plus grande"),
        (
            [
                a_question("long_text", longest="90", role="benefits"),
                a_question("long_text", longest="90", role="benefits"),
            ],
            "une seule question",
        ),
    ],
)
def test_a_form_that_cannot_be_answered_is_refused(editor: Client, questions: Any, words: str) -> None:
    rows = [
        (kind, {**value, "choices": streamfield(value["choices"])} if "choices" in value else value)
        for kind, value in questions
    ]

    response = publish(editor, questions=streamfield(rows))

    assert response.status_code == 200
    # Errors of blocks stand in the page as JSON, for the editor's script to place.
    assert json.dumps(words)[1:-1] in response.content.decode()


def test_several_answers_may_tell_the_story(editor: Client) -> None:
    story = a_question("long_text", longest="90", role="story")

    assert publish(editor, questions=streamfield([story, story])).status_code == 302


def test_what_was_composed_is_kept(editor: Client) -> None:
    response = publish(editor)

    assert response.status_code == 302, response.context["form"].errors
    call = CallPage.objects.get(slug="nouvelle-page")
    assert (call.answerers, call.fund_cents, call.fund_cap_cents) == (
        ["association", "collective"],
        2_000_000,
        200_000,
    )
    assert call.faq.get().answer == "Non."


def test_a_territory_has_one_standing_call(editor: Client) -> None:
    assert publish(editor, **STANDING).status_code == 302
    second = publish(editor, **STANDING, slug="une-autre")

    assert "déjà l’appel permanent" in " ".join(second.context["form"].errors["is_standing"])


def test_an_answered_call_says_what_a_change_of_form_does(editor: Client) -> None:
    call = a_call()
    url = reverse("wagtailadmin_pages:edit", args=[call.pk])
    assert "candidature déposée" not in editor.get(url).content.decode()

    a_deposited_application(call)
    an_application(call)

    text = editor.get(url).content.decode()
    assert "1 candidature déposée." in text
    assert "1 brouillon en cours." in text
    assert "garde le questionnaire d’alors" in text
