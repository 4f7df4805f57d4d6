"""Decisions: drafted in private, published together, once, with their letters."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS, MODERATORS
from calls.access import can
from calls.errors import DecisionRefused, MoveRefused
from calls.models import Application, ApplicationChange, CallPage, CallResult, Decision
from calls.services import deciding, depositing, publishing
from calls.services.campaigns import prepare_campaign
from campaigns.models import Campaign
from notices.models import Notice
from tests.applications import a_deposited_application
from tests.builders import a_user
from tests.editorial import a_member
from tests.juries import a_decision, a_judged_call, a_review, published

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
LETTERS = ("decision_accepted", "decision_reserve", "decision_refused")


def reason_for(application: Application, text: str = "Trop peu d’habitants.") -> dict[str, str]:
    return {application.current.form.questionnaire.criteria[0].key: text}


def plan(call: CallPage, *, at: dt.datetime, **fields):
    usual = {"actor": a_member(EDITORS), "planned_at": at + HOUR, "at": at}
    return publishing.plan_publication(call=call, **{**usual, **fields})


def test_the_clock_publishes_everything_of_a_call_together_and_once() -> None:
    call, at = a_judged_call(), timezone.now()
    kept, spare, refused = (a_deposited_application(call) for _each in range(3))
    a_decision(kept, "accepted", public_sentence="Parce qu’on y mange.", addition="À mardi.")
    a_decision(spare, "reserve", reserve_rank=1)
    a_decision(refused, "refused", reasons=reason_for(refused))
    plan(call, at=at)

    assert not publishing.publish_due(at=at + HOUR / 2)
    assert not Notice.objects.filter(kind__in=LETTERS).exists()
    (done,) = publishing.publish_due(at=at + HOUR)
    assert not publishing.publish_due(at=at + 2 * HOUR)
    assert not publishing.publish(publication=done, at=at + 2 * HOUR)

    states = [Application.objects.get(pk=row.pk).state for row in (kept, spare, refused)]
    assert states == ["accepted", "reserve", "refused"]
    letters = {row.kind: row for row in Notice.objects.filter(kind__in=LETTERS)}
    assert len(letters) == Notice.objects.filter(kind__in=LETTERS).count() == 3
    assert letters["decision_refused"].recipient == refused.holder.email
    assert ["Utile", "Trop peu d’habitants."] in letters["decision_refused"].context["facts"]
    assert "À mardi." in letters["decision_accepted"].context["paragraphs"]
    assert ApplicationChange.objects.filter(after__in=states).count() == 3


def test_nothing_of_a_decision_shows_before_its_publication(client: Client) -> None:
    call, at = a_judged_call(), timezone.now()
    kept, refused = a_deposited_application(call), a_deposited_application(call)
    secrets = ("Parce qu’on y mange", "Trop peu d’habitants")
    a_decision(kept, "accepted", public_sentence=secrets[0])
    a_decision(refused, "refused", reasons=reason_for(refused, secrets[1]))
    publication = plan(call, at=at, planned_at=at)
    CallPage.objects.filter(pk=call.pk).update(closes_at=at - HOUR)

    def shown() -> str:
        text = Client().get(call.url).content.decode()
        for row in (kept, refused):
            client.force_login(row.holder)
            for address in (
                f"/candidatures/{row.reference}/decision/",
                f"/candidatures/{row.reference}/",
                "/candidatures/",
            ):
                text += client.get(address).content.decode()
        return text

    before = shown()
    assert not any(secret in before for secret in secrets)
    assert "Les résultats" not in before
    assert client.get(f"/candidatures/{refused.reference}/decision/").status_code == 404
    assert not can(refused.holder, "read_decision", refused)

    assert publishing.publish(publication=publication, at=at)

    after = shown()
    assert all(secret in after for secret in secrets)
    public = Client().get(call.url).content.decode()
    assert secrets[0] in public
    assert secrets[1] not in public


def test_while_a_publication_is_planned_no_decision_moves() -> None:
    call, at = a_judged_call(), timezone.now()
    application = a_deposited_application(call)
    a_decision(application, "accepted")
    publication = plan(call, at=at)

    with pytest.raises(DecisionRefused):
        a_decision(application, "refused")
    with pytest.raises(DecisionRefused):
        deciding.drop_decision(application=application)
    with pytest.raises(DecisionRefused):
        plan(call, at=at)
    publishing.cancel_publication(publication=publication, at=at, actor=a_user())
    a_decision(application, "refused")
    assert not publishing.publish_due(at=at + 2 * HOUR)


def test_a_second_pair_of_eyes_is_another_person_s() -> None:
    call, at = a_judged_call(), timezone.now()
    a_decision(a_deposited_application(call))
    publication = plan(call, at=at, needs_second=True)

    assert not publishing.publish_due(at=at + HOUR)
    with pytest.raises(DecisionRefused):
        publishing.approve_publication(publication=publication, at=at, actor=publication.prepared_by)
    publishing.approve_publication(publication=publication, at=at, actor=a_member(MODERATORS))
    assert publishing.publish_due(at=at + HOUR)


def test_everybody_is_decided_unless_said_otherwise_and_nobody_who_owes_an_answer() -> None:
    call, at = a_judged_call(), timezone.now()
    decided, left = a_deposited_application(call), a_deposited_application(call)
    a_decision(decided)

    with pytest.raises(DecisionRefused):
        plan(call, at=at)
    depositing.ask_more(application=decided, text="Et ?", at=at, actor=a_user())
    with pytest.raises(DecisionRefused):
        plan(call, at=at, is_partial=True)
    a_decision(left)
    deciding.drop_decision(application=decided)
    plan(call, at=at, is_partial=True)


def test_who_withdrew_meanwhile_keeps_their_state_and_gets_no_letter() -> None:
    call, at = a_judged_call(), timezone.now()
    gone, kept = a_deposited_application(call), a_deposited_application(call)
    a_decision(gone)
    a_decision(kept)
    publication = plan(call, at=at)
    depositing.withdraw(application=gone, at=at, actor=gone.holder)

    assert publishing.publish(publication=publication, at=at + HOUR)

    gone.refresh_from_db()
    assert gone.state == "withdrawn"
    assert [row.user for row in Notice.objects.filter(kind__in=LETTERS)] == [kept.holder]


def test_drafts_follow_the_ranking_and_leave_what_is_drafted() -> None:
    call = a_judged_call()
    rows = [a_deposited_application(call) for _each in range(4)]
    for row, points in zip(rows, (1, 5, 3, 4), strict=True):
        a_review(row, points, points)
    unread = a_deposited_application(call)
    a_decision(rows[0], "accepted")

    count = deciding.draft_from_ranking(
        call=call, kept=2, reserve=1, at=timezone.now(), actor=a_member(EDITORS)
    )

    drafted = dict(Decision.objects.values_list("application", "outcome"))
    assert count == 3
    assert [drafted.get(row.pk) for row in rows] == ["accepted", "accepted", "refused", "reserve"]
    assert unread.pk not in drafted


def test_the_reserve_moves_up_by_another_publication() -> None:
    call = a_judged_call()
    application = a_deposited_application(call)
    a_decision(application, "reserve", reserve_rank=1)
    published(call)
    application.refresh_from_db()

    a_decision(application, "accepted", public_sentence="Une place s’est libérée.")
    assert deciding.decision_in_force(application).outcome == "reserve"
    published(call)

    application.refresh_from_db()
    assert application.state == "accepted"
    assert deciding.decision_in_force(application).outcome == "accepted"


def test_a_refused_holder_asks_once_for_another_look_and_is_answered(client: Client) -> None:
    call = a_judged_call()
    application = a_deposited_application(call)
    a_decision(application, "refused", reasons=reason_for(application))
    published(call)
    application.refresh_from_db()
    address = f"/candidatures/{application.reference}/decision/"
    client.force_login(application.holder)

    assert client.post(address, {"text": ""}).status_code == 422
    client.post(address, {"text": "Vous avez lu le mauvais budget."})
    assert "Vous avez lu le mauvais budget" in client.get(address).content.decode()
    with pytest.raises(DecisionRefused):
        deciding.ask_second_look(
            application=application, text="Encore", at=timezone.now(), actor=application.holder
        )
    look = deciding.decision_in_force(application).second_look
    deciding.answer_second_look(
        second_look=look,
        answer="C’est juste.",
        is_judged_again=True,
        at=timezone.now(),
        actor=a_member(EDITORS),
    )

    application.refresh_from_db()
    assert application.state == "deposited"
    assert Notice.objects.filter(kind="second_look_answered").count() == 1
    assert "C’est juste." in client.get(address).content.decode()


def test_an_accepted_application_becomes_one_campaign_with_what_was_answered() -> None:
    call = a_judged_call(
        goal_ceiling_cents=400_000,
        surplus_percent=120,
        tags=("cuisine",),
        questions=[
            ("long_text", {"label": "L’histoire", "longest": 900, "required": True, "role": "story"}),
            ("long_text", {"label": "Entre nous", "longest": 900, "required": True, "role": ""}),
            ("budget", {"label": "Budget", "required": True, "role": "budget"}),
            ("place", {"label": "Où", "required": True, "role": "place"}),
        ],
    )
    application = a_deposited_application(call)
    editor = a_member(EDITORS)
    with pytest.raises(MoveRefused):
        prepare_campaign(application=application, at=timezone.now(), actor=editor)
    a_decision(application, "accepted")
    published(call)

    first = prepare_campaign(application=application, at=timezone.now(), actor=editor)
    second = prepare_campaign(application=application, at=timezone.now(), actor=editor)

    assert first == second
    campaign = Campaign.objects.get()
    assert (campaign.status, campaign.goal_cents, campaign.goal_ceiling_cents) == ("draft", 250_000, 400_000)
    assert (campaign.origin_page_id, campaign.holder) == (call.pk, application.holder)
    page = campaign.page
    assert not page.live
    assert (page.title, page.neighbourhood) == ("Une ligne", "Une ligne")
    assert page.place == "12, rue des Tanneurs"
    assert [block.block_type for block in page.body] == ["heading", "text"]
    assert [str(tag) for tag in page.tags.all()] == ["cuisine"]
    assert list(campaign.budget_lines.values_list("label", "amount_cents")) == [
        ("Four", 200_000),
        ("Farine", 50_000),
    ]
    letters = Notice.objects.filter(kind="campaign_prepared")
    assert [(row.recipient, row.context["path"]) for row in letters] == [
        (application.holder.email, f"/mes-projets/{campaign.pk}/")
    ]


def test_hand_written_results_stay_beside_published_decisions() -> None:
    call = a_judged_call()
    application = a_deposited_application(call)
    a_decision(application, "accepted", public_sentence="Une phrase.")
    published(call)
    CallPage.objects.filter(pk=call.pk).update(closes_at=timezone.now() - HOUR)
    CallResult.objects.create(call=call, title="Le hall qui lit", sentence="Sans collecte.")

    text = Client().get(call.url).content.decode()

    assert text.index("Une phrase.") < text.index("Le hall qui lit")
    assert "Résultats publiés" in text
