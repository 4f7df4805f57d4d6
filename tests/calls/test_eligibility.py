"""« Puis-je répondre ? »: rules as values, then the pages, without an account and without anything kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from calls.eligibility import Advice, Answer, Conditions, Duty, Idea, Reason, answer
from calls.models import Application
from tests.builders import a_campaign
from tests.calls.test_wishes import a_question, a_wish
from tests.editorial import a_call, a_kit, a_scheme

OPEN = Conditions(applicants=(), largest_cents=500_000, is_open=True)
FITS = {
    "applicant": "association",
    "is_here": True,
    "amount_cents": 300_000,
    "duty": Duty.NO,
    "benefits_others": True,
}
SAID = {"qui": "association", "ici": "oui", "montant": "3000", "service": "non", "autres": "oui"}


@pytest.mark.parametrize(
    ("changes", "conditions", "reasons"),
    [
        ({}, OPEN, ()),
        ({"amount_cents": None}, OPEN, ()),
        ({"amount_cents": 500_000}, OPEN, ()),
        ({"amount_cents": 500_001}, OPEN, (Reason.AMOUNT,)),
        ({"is_here": False}, OPEN, (Reason.PLACE,)),
        ({"duty": Duty.YES}, OPEN, (Reason.PUBLIC_DUTY,)),
        ({"duty": Duty.UNSURE}, OPEN, ()),
        ({"benefits_others": False}, OPEN, (Reason.FOR_ONESELF,)),
        ({}, Conditions(("individual",), 0, is_open=True), (Reason.APPLICANT,)),
        ({}, Conditions((), 0, is_open=False), (Reason.CLOSED,)),
        ({}, Conditions((), 0, is_open=False, is_upcoming=True), (Reason.UPCOMING,)),
        ({"is_here": False, "duty": Duty.YES}, OPEN, (Reason.PLACE, Reason.PUBLIC_DUTY)),
    ],
)
def test_every_reason_is_said_at_once(
    changes: dict[str, object], conditions: Conditions, reasons: tuple[Reason, ...]
) -> None:
    said = answer(Idea(**{**FITS, **changes}), conditions)  # type: ignore[arg-type]

    assert said.reasons == reasons
    assert said.may_apply is not bool(reasons)


def test_a_doubt_about_the_public_service_is_an_advice_and_no_refusal() -> None:
    said = answer(Idea(**{**FITS, "duty": Duty.UNSURE}), OPEN)  # type: ignore[arg-type]

    assert said == Answer((), (Advice.ASK_ABOUT_DUTY,))


@pytest.mark.django_db
def test_who_may_answer_is_told_so_without_an_account_and_led_on_with_the_kit() -> None:
    call, kit = a_call(), a_kit(slug="table", title="La table pour huit")
    where = reverse("calls:eligibility", args=[call.pk])

    asked = Client().get(f"{where}?kit=table").content.decode()
    said = Client().get(where, {**SAID, "kit": "table"}).content.decode()

    assert kit.title in asked
    assert "Vous pouvez répondre." in said
    assert f"{reverse('calls:begin', args=[call.pk])}?kit=table" in said
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_who_may_not_hears_why_and_where_else() -> None:
    call = a_call(goal_ceiling_cents=200_000, tags=["jardin"])
    other = a_call(title="L’autre appel ouvert")
    a_scheme(title="La subvention des jardins", tags=["jardin"])

    page = Client().get(reverse("calls:eligibility", args=[call.pk]), {**SAID, "ici": "non"}).content.decode()

    for words in ("Pas ici, mais…", "La somme dépasse le plafond", "Cela se passerait ailleurs", other.title):
        assert words in page, words
    assert "La subvention des jardins" in page


@pytest.mark.django_db
def test_near_projects_and_what_they_need_stand_beside_the_answer() -> None:
    call = a_call()
    a_campaign(
        page={"title": "Le jardin des Mégissiers", "summary": "Planter ensemble.", "other_help": "Des bêches"}
    )
    a_campaign(page={"title": "La fanfare", "summary": "Souffler.", "other_help": "Un trombone"})

    question = a_question(page=call)
    a_wish(question, text="Un jardin où planter à plusieurs")
    a_wish(question, text="Des jardins pour les écoles", state="pending")
    a_wish(question, text="Un kiosque à musique")

    page = Client().get(
        reverse("calls:eligibility", args=[call.pk]),
        {**SAID, "idee": "un jardin pour planter des courgettes"},
    )

    near = page.context["around"]
    assert [wish.text for wish in near.wishes] == ["Un jardin où planter à plusieurs"]
    assert "Un jardin où planter à plusieurs" in page.content.decode()
    assert [project.page.title for project in near.projects] == ["Le jardin des Mégissiers"]
    assert {need.text for need in near.needs} == {"Des bêches", "Un trombone"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", [{}, {"qui": "personne"}, {**SAID, "montant": "beaucoup"}, {**SAID, "idee": "x" * 301}]
)
def test_what_is_wrong_is_said_beside_its_field(typed: dict[str, str]) -> None:
    call = a_call()

    page = Client().get(reverse("calls:eligibility", args=[call.pk]), {**typed, "verifier": "1"})

    assert page.status_code == 422
    assert page.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize("idea", ["<script>alert(1)</script>", "a\x00b\u202ec"])
def test_hostile_ideas_do_no_harm(idea: str) -> None:
    page = Client().get(reverse("calls:eligibility", args=[a_call().pk]), {**SAID, "idee": idea, "qui": "x"})

    assert "<script>alert" not in page.content.decode()
    assert "\u202e" not in page.content.decode()
