"""Writing a step: what fits is kept, what does not is shown again, two writers and an ended session lose nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Application
from calls.services import drafting
from calls.services.inviting import digest_of
from notices.models import Notice
from tests.applications import an_application
from tests.builders import a_user
from tests.calls.steps import address, fill_in, hidden_fields, signed_in
from tests.editorial import a_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Application:
    """A draft whose holder writes a first step."""
    return an_application()


def test_what_fits_is_kept_and_what_does_not_is_shown_again_days_later(draft: Application) -> None:
    client = signed_in(draft.holder)

    response = fill_in(client, draft, title="Nouveau nom", goal="beaucoup")

    assert response.status_code == 422
    assert 'value="beaucoup"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.answers["title"] == "Nouveau nom"
    assert draft.answers["goal"] == 250_000
    later = signed_in(draft.holder).get(address(draft)).content.decode()
    assert 'value="beaucoup"' in later
    assert "Écrivez un montant en chiffres" in later


def test_what_does_not_fit_stops_the_deposit_until_it_is_mended(draft: Application) -> None:
    client = signed_in(draft.holder)
    fill_in(client, draft, goal="beaucoup")

    refused = client.post(reverse("calls:deposit", args=[draft.reference]))
    assert refused.status_code == 409
    fill_in(client, draft, goal="1 200")
    accepted = client.post(reverse("calls:deposit", args=[draft.reference]))

    draft.refresh_from_db()
    assert accepted.status_code == 302
    assert (draft.state, draft.answers["goal"], draft.unfit) == ("deposited", 120_000, {})


def test_two_writers_see_both_texts_and_choose(draft: Application) -> None:
    friend = a_user()
    draft.members.create(user=friend, joined_at=draft.begun_at)
    one, other = signed_in(draft.holder), signed_in(friend)
    read = hidden_fields(other, address(draft))
    fill_in(one, draft, summary="Celui d’Anne")

    clash = other.post(address(draft), {**read, "q-summary": "Celui de Bob", "q-title": "Titre de Bob"})

    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Celui d’Anne" in page
    assert 'value="Celui de Bob"' in page
    draft.refresh_from_db()
    assert draft.answers["summary"] == "Celui d’Anne"
    assert draft.answers["title"] == "Titre de Bob"

    again = {name: str(clash.context[name]) for name in ("mark", "base", "seen")}
    undecided = other.post(address(draft), {**again, "conflict": "summary", "q-summary": "Celui de Bob"})
    assert undecided.status_code == 409
    chosen = {**again, "conflict": "summary", "keep-summary": "mine", "q-summary": "Les deux"}
    other.post(address(draft), chosen)
    draft.refresh_from_db()
    assert draft.answers["summary"] == "Les deux"


def test_what_one_only_read_is_no_conflict(draft: Application) -> None:
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))
    stale = {f"q-{key}": draft.answers[key] for key in ("title", "summary", "neighbourhood")}
    drafting.save_answers(
        application=draft,
        typed={"summary": "Par une autre"},
        base=draft.revision,
        at=draft.begun_at,
        actor=draft.holder,
    )

    response = client.post(address(draft), {**read, **stale, "q-title": "Le mien"})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.answers["title"], draft.answers["summary"]) == ("Le mien", "Par une autre")


def test_text_survives_an_ended_session_and_comes_back_to_its_writer_alone(draft: Application) -> None:
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))
    client.logout()

    away = client.post(address(draft), {**read, "q-title": "Écrit trop tard"})
    client.force_login(draft.holder)
    back = client.get(address(draft))

    assert away.status_code == 302
    assert away["Location"].startswith(reverse("account_login"))
    assert 'value="Écrit trop tard"' in back.content.decode()
    draft.refresh_from_db()
    assert draft.answers["title"] == "Une ligne"


@pytest.mark.parametrize(
    ("limit", "words"), [("LONGEST", "trop long pour être gardé"), ("KEPT_AN_HOUR", "attendent déjà")]
)
def test_what_is_kept_without_a_session_has_its_limits_and_says_so(
    draft: Application, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))
    monkeypatch.setattr(f"calls.kept_text.{limit}", 1)

    for _each in range(2):
        client.cookies.clear()
        away = client.post(address(draft), {**read, "q-title": "Écrit trop tard"})
    shown = client.get(away["Location"]).content.decode()

    assert "calls.kept_text" not in client.session
    assert words in shown


def test_nobody_gets_the_text_of_somebody_else(draft: Application) -> None:
    friend = a_user()
    draft.members.create(user=friend, joined_at=draft.begun_at)
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))
    client.logout()
    client.post(address(draft), {**read, "q-title": "Écrit trop tard"})
    client.force_login(friend)

    assert "Écrit trop tard" not in client.get(address(draft)).content.decode()
    assert "calls.kept_text" not in client.session


def test_a_page_that_is_not_ours_saves_nothing(draft: Application) -> None:
    client = signed_in(draft.holder)

    for mark in (
        "",
        "faux",
        hidden_fields(signed_in(an_application().holder), address(Application.objects.latest("pk")))["mark"],
    ):
        response = client.post(address(draft), {"mark": mark, "base": "9", "seen": "", "q-title": "Glissé"})
        assert response.status_code == 409
        assert 'value="Glissé"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.answers["title"] == "Une ligne"


def test_leaving_a_field_answers_in_words(draft: Application) -> None:
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))

    response = client.post(
        address(draft),
        {**read, "q-title": "En partant", "q-goal": "x"},
        headers={"accept": "application/json"},
    )

    said = response.json()
    assert said["state"] == "errors"
    assert list(said["errors"]) == ["q-goal"]
    assert said["base"] == Application.objects.get(pk=draft.pk).revision
    client.logout()
    ended = client.post(address(draft), read, headers={"accept": "application/json"})
    assert (ended.status_code, ended.json()["state"]) == (401, "signed_out")


def test_a_form_changed_meanwhile_keeps_answers_and_says_what_is_new() -> None:
    call = a_call(questions=[("long_text", {"label": "Racontez", "longest": 500, "required": True})])
    draft = an_application(call)
    body = json.loads(json.dumps(call.questions.get_prep_value()))
    body += [
        {
            "type": "short_text",
            "value": {"label": "Depuis quand ?", "longest": 80, "required": True},
            "id": "a1",
        }
    ]
    body[0]["value"]["label"] = "Racontez-nous"
    call.questions = json.dumps(body)
    call.save()

    page = signed_in(draft.holder).get(reverse("calls:application", args=[draft.reference])).content.decode()

    assert "Nouvelle question : « Depuis quand ? »" in page
    assert "Question changée : « Racontez-nous »" in page
    assert "#q-a1" in page
    key = body[0]["id"]
    assert Application.objects.get(pk=draft.pk).answers[key] == "Deux phrases. Ou trois."


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "=HYPERLINK(1)", "a\u202eb", "a\x00c", "é" * 200_000]
)
def test_hostile_answers_do_no_harm_anywhere(draft: Application, typed: str) -> None:
    client = signed_in(draft.holder)

    response = fill_in(client, draft, summary=typed, title=typed[:100])

    assert response.status_code == (422 if len(typed) > 1_000 else 302)
    for name in ("application", "preview", "printed", "deposit", "team"):
        page = client.get(reverse(f"calls:{name}", args=[draft.reference]))
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "\x00" not in text
        assert "\u202e" not in text
    assert client.get(reverse("calls:mine")).status_code == 200


def test_a_budget_is_typed_by_lines_added_up_and_a_line_taken_away() -> None:
    draft = an_application(a_call(questions=[("budget", {"label": "Budget", "required": True})]))
    key = next(q.key for q in draft.form.questionnaire.questions if q.kind == "budget")
    section = draft.form.questionnaire.sections[1].key
    client = signed_in(draft.holder)
    side = f"q-{key}-expenses"
    lines: dict[str, Any] = {f"{side}-label": ["Four", "Pelle", ""], f"{side}-amount": ["1 000", "25,50", ""]}
    read = hidden_fields(client, address(draft, section))

    client.post(address(draft, section), {**read, **lines, f"q-{key}-resources-label": "", "at": f"q-{key}"})
    draft.refresh_from_db()
    assert draft.answers[key] == {"expenses": [["Four", 100_000], ["Pelle", 2_550]], "resources": []}
    read = hidden_fields(client, address(draft, section))
    client.post(address(draft, section), {**read, **lines, "clear": f"{side} 0"})
    draft.refresh_from_db()
    assert draft.answers[key]["expenses"] == [["Pelle", 2_550]]


def test_signing_in_is_asked_when_writing_starts_and_leads_back() -> None:
    call = a_call()
    client = Client()
    begin = reverse("calls:begin", args=[call.pk])

    asked = client.get(f"{begin}?kit=table")

    assert asked["Location"] == f"{reverse('account_login')}?next={begin}%3Fkit%3Dtable"
    assert client.session["way_back"] == f"{begin}?kit=table"
    client.force_login(a_user())
    begun = client.post(begin, {"who": "collectif", "collective_name": ""})
    assert begun.status_code == 422
    begun = client.post(begin, {"who": "collectif", "collective_name": "Les voisins"})
    application = Application.objects.get()
    assert begun["Location"] == address(application)
    assert application.applicant_name == "Les voisins"


def test_a_link_lets_one_person_in_once(draft: Application) -> None:
    client = signed_in(draft.holder)
    client.post(reverse("calls:team", args=[draft.reference]), {"email": "amie@example.org"})
    token = _token_sent("amie@example.org")
    invitation = draft.invitations.get()
    assert invitation.token_digest == digest_of(token)

    guest = Client()
    assert guest.get(reverse("calls:join", args=[token]))["Location"] == reverse("calls:invited")
    away = guest.post(reverse("calls:invited"), {"sign_up": "1"})
    assert away["Location"].startswith(reverse("account_signup"))
    friend = a_user("amie@example.org")
    guest.force_login(friend)
    joined = guest.post(reverse("calls:invited"))
    assert joined["Location"] == reverse("calls:application", args=[draft.reference])
    assert Client().get(reverse("calls:join", args=[token])).status_code == 404
    member = draft.members.get()
    assert member.user == friend
    # Who joined may leave, and chooses nobody else.
    other = draft.members.create(user=a_user(), joined_at=draft.begun_at)
    removing = reverse("calls:remove_member", args=[draft.reference, other.pk])
    assert guest.post(removing).status_code == 404
    guest.post(reverse("calls:remove_member", args=[draft.reference, member.pk]))
    assert guest.get(address(draft)).status_code == 404


def test_a_withdrawn_or_old_link_lets_nobody_in(draft: Application) -> None:
    client = signed_in(draft.holder)
    for email in ("a@example.org", "b@example.org"):
        client.post(reverse("calls:team", args=[draft.reference]), {"email": email})
    first, second = draft.invitations.order_by("pk")
    client.post(reverse("calls:withdraw_invitation", args=[draft.reference, first.pk]))
    draft.invitations.filter(pk=second.pk).update(expires_at=draft.begun_at)

    for email in ("a@example.org", "b@example.org"):
        assert Client().get(reverse("calls:join", args=[_token_sent(email)])).status_code == 404


def _token_sent(email: str) -> str:
    path = Notice.objects.get(kind="application_invitation", recipient=email).context["path"]
    return str(path).rstrip("/").rpartition("/")[2]


def test_the_words_of_the_state_are_on_every_screen(draft: Application) -> None:
    client = signed_in(draft.holder)

    for name in ("application", "preview", "printed", "deposit", "team", "withdraw"):
        page = client.get(reverse(f"calls:{name}", args=[draft.reference])).content.decode()
        assert "Brouillon, pas encore déposé" in page, name
    assert "Brouillon, pas encore déposé" in client.get(address(draft)).content.decode()


def test_what_is_typed_after_somebody_else_deposited_is_shown_and_not_saved(draft: Application) -> None:
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft))
    client.post(reverse("calls:deposit", args=[draft.reference]))

    late = client.post(address(draft), {**read, "q-title": "Trop tard"})
    again = client.post(reverse("calls:deposit", args=[draft.reference]))

    assert late.status_code == 409
    assert 'value="Trop tard"' in late.content.decode()
    assert again["Location"] == reverse("calls:receipt", args=[draft.reference])
    draft.refresh_from_db()
    assert draft.answers["title"] == "Une ligne"
    assert draft.versions.count() == 1
