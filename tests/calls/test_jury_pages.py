"""The jury room through HTTP: what a juror sees, and what they never do."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from calls.links import join_token
from calls.models import Assignment, Review
from calls.services import assigning, depositing, drafting
from tests.applications import a_deposited_application
from tests.builders import a_user
from tests.editorial import a_member
from tests.juries import a_draft, a_judged_call, a_juror, a_reading, a_review
from tests.support.html import read_page

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def named_call(**fields):
    return a_judged_call(
        questions=[
            ("long_text", {"label": "Votre parcours", "longest": 900, "required": True, "identifying": True}),
            ("siret", {"label": "Numéro", "required": True}),
            ("long_text", {"label": "Le projet", "longest": 900, "required": True}),
        ],
        **fields,
    )


def test_an_invitation_asks_to_sign_in_then_seats_once() -> None:
    call = a_judged_call()
    invitation = assigning.invite_juror(
        call=call, email="jure@example.org", at=timezone.now(), actor=a_member("Éditeurs")
    )
    link, page = f"/jury/invitation/{join_token(invitation.pk)}/", "/jury/invitation/"
    visitor, person = Client(), signed_in(a_user())

    followed = visitor.get(link)
    assert (followed["Location"], followed["Referrer-Policy"]) == (page, "no-referrer")
    assert call.title in visitor.get(page).content.decode()
    assert visitor.post(page)["Location"].startswith("/compte/connexion/?next=")
    assert not call.jurors.exists()
    person.get(link)
    assert person.post(page)["Location"] == f"/jury/{call.pk}/"
    assert person.post(page).status_code == visitor.get(page).status_code == 404
    assert visitor.get(f"{page}{'0' * 64}/").status_code == 404


def test_only_what_is_assigned_is_listed_and_read() -> None:
    call = a_judged_call()
    mine, other = a_deposited_application(call), a_deposited_application(call)
    reading, foreign = a_reading(mine), a_reading(other)
    person = signed_in(reading.juror.user)

    listed = person.get(f"/jury/{call.pk}/").content.decode()
    assert f"/jury/dossiers/{reading.pk}/" in listed
    assert f"/jury/dossiers/{foreign.pk}/" not in listed
    assert person.get(f"/jury/dossiers/{foreign.pk}/").status_code == 404
    assert person.get(f"/candidatures/{mine.reference}/").status_code == 404
    assert person.get(f"/jury/{a_judged_call().pk}/").status_code == 404
    assert signed_in(a_user()).get(f"/jury/{call.pk}/").status_code == 404
    assert person.get(f"/admin/appels/{call.pk}/jury/").status_code in {302, 404}


def test_the_copy_is_read_after_the_declaration_and_never_after_a_conflict() -> None:
    application = a_deposited_application(named_call())
    reading = a_reading(application, is_cleared=False)
    person, address = signed_in(reading.juror.user), f"/jury/dossiers/{reading.pk}/"

    assert "Deux phrases. Ou trois." not in person.get(address).content.decode()
    assert person.post(address, {"action": "submit", "points-0": "5"}).status_code == 422
    person.post(address, {"action": "clear"})
    assert "Deux phrases. Ou trois." in person.get(address).content.decode()
    assert person.post(address, {"action": "conflict", "reason": ""}).status_code == 422
    person.post(address, {"action": "conflict", "reason": "Ma sœur."})
    assert person.get(address).status_code == 404
    assert "déporté d’un dossier" in person.get(f"/jury/{application.call_id}/").content.decode()


def test_somebody_of_the_organisation_is_told_and_cannot_declare_to_be_free() -> None:
    body = Organisation.objects.create(name="AMAP du Moulin", kind="association")
    application = a_deposited_application(a_judged_call(), organisation=body, applicant_kind="association")
    reading = a_reading(application, is_cleared=False)
    body.memberships.create(user=reading.juror.user, right="reader")
    person, address = signed_in(reading.juror.user), f"/jury/dossiers/{reading.pk}/"

    assert "Nous voyons un lien" in person.get(address).content.decode()
    person.post(address, {"action": "clear"})
    reading.refresh_from_db()
    assert reading.cleared_at is None


@pytest.mark.parametrize("is_without_names", [True, False])
def test_a_call_read_without_names_hides_who_answers(is_without_names: bool) -> None:
    body = Organisation.objects.create(name="AMAP du Moulin", kind="association")
    call = named_call(is_read_without_names=is_without_names)
    form_key = {q.label: q.key for q in a_deposited_application(call).form.questionnaire.questions}
    holder = a_user("secret@example.org", display_name="Zoé Lacroix")
    application = a_deposited_application(
        call,
        holder=holder,
        organisation=body,
        applicant_kind="association",
        answers={form_key["Votre parcours"]: "Je suis la boulangère."},
    )
    reading = a_reading(application)
    person = signed_in(reading.juror.user)

    pages = "".join(
        person.get(address).content.decode()
        for address in (f"/jury/{call.pk}/", f"/jury/dossiers/{reading.pk}/")
    )

    for secret in ("AMAP du Moulin", "Zoé Lacroix", "la boulangère", "Votre parcours", "356 000 000"):
        assert (secret.replace(" ", "\xa0") in pages or secret in pages) is not is_without_names
    assert "secret@example.org" not in pages


def test_a_review_is_drafted_handed_in_and_refusals_stand_beside_their_criterion() -> None:
    application = a_deposited_application(a_judged_call())
    reading = a_reading(application)
    person, address = signed_in(reading.juror.user), f"/jury/dossiers/{reading.pk}/"
    typed = {"points-0": "4", "comment-0": "<script>alert(1)</script>", "comment": "Bien", "notes": "Chut"}

    assert (
        person.post(
            address, {**typed, "action": "save"}, headers={"X-Requested-With": "autosave"}
        ).status_code
        == 204
    )
    refused = person.post(address, {**typed, "action": "submit"})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_points-1_error"' in text
    assert "&lt;script&gt;" in text
    assert Review.objects.get().comment == "Bien"
    assert person.post(address, {**typed, "points-1": "9", "action": "save"}).status_code == 422
    assert person.post(address, {"comment": "a\x00b", "action": "save"}).status_code == 422
    assert person.post(address, {"comment": "é" * 200_000, "action": "save"}).status_code == 422
    assert person.post(address, {**typed, "points-1": "1", "action": "submit"}).status_code == 302
    assert Review.objects.get().mark == 5600
    assert "Chut" in person.get(address).content.decode()
    person.post(address, {"action": "reopen"})
    assert Review.objects.get().submitted_at is None


def test_the_others_show_once_one_s_own_is_handed_in_and_their_notes_never() -> None:
    call = a_judged_call()
    application = a_deposited_application(call)
    a_review(application, 5, 5, comment="Formidable", notes="Entre moi et moi")
    reading = a_reading(application)
    person, address = signed_in(reading.juror.user), f"/jury/dossiers/{reading.pk}/"

    assert "Formidable" not in person.get(address).content.decode()
    draft = a_draft(application, 1, 1)
    person.post(
        address,
        {
            "action": "submit",
            **{f"points-{n}": score.points for n, score in enumerate(draft.scores.values())},
        },
    )

    after = person.get(address).content.decode()
    assert "Formidable" in after
    assert "Entre moi et moi" not in after
    editor = signed_in(a_member("Éditeurs"))
    staff = editor.get(f"/admin/appels/{call.pk}/dossiers/{application.number}/").content.decode()
    assert "Formidable" in staff
    assert "Entre moi et moi" not in staff


def test_a_newer_copy_is_said_and_its_difference_shown() -> None:
    application = a_deposited_application(a_judged_call())
    review = a_review(application, 5, 5)
    at = timezone.now()
    depositing.ask_more(application=application, text="Et ?", at=at, actor=a_user())
    drafting.save_answers(
        application=application,
        typed={"summary": "Une autre ligne"},
        base=application.revision,
        at=at,
        actor=application.holder,
    )
    depositing.deposit(application=application, at=at, actor=application.holder)
    reading = Assignment.objects.get(review=review)
    person = signed_in(reading.juror.user)

    text = person.get(f"/jury/dossiers/{reading.pk}/").content.decode()

    assert "complété depuis votre avis" in text
    assert "<ins>autre" in text
    assert "Complété depuis votre avis" in person.get(f"/jury/{application.call_id}/").content.decode()


def test_a_seat_is_ended_from_the_jury_s_screen_and_only_one_of_this_call() -> None:
    call = a_judged_call()
    reading, foreign = a_reading(a_deposited_application(call)), a_juror(a_judged_call())
    editor, address = signed_in(a_member("Éditeurs")), f"/admin/appels/{call.pk}/jury/"
    assert "Mettre fin à son siège" in read_page(editor, address)

    for wrong in (foreign.pk, "abc", ""):
        assert editor.post(address, {"action": "leave", "juror": wrong}).status_code == 404
    said = editor.post(address, {"action": "leave", "juror": reading.juror_id}, follow=True).content.decode()

    assert "attend un autre lecteur" in said
    assert signed_in(reading.juror.user).get(f"/jury/dossiers/{reading.pk}/").status_code == 404
    assert call.jurors.get().left_at is not None
    foreign.refresh_from_db()
    assert foreign.left_at is None


def test_an_ended_seat_reads_nothing_more() -> None:
    application = a_deposited_application(a_judged_call())
    reading = a_reading(application)
    person = signed_in(reading.juror.user)
    reading.juror.left_at = timezone.now()
    reading.juror.save()

    for address in (f"/jury/{application.call_id}/", f"/jury/dossiers/{reading.pk}/"):
        assert person.get(address).status_code == 404
    assert a_juror(application.call, reading.juror.user).left_at is None
