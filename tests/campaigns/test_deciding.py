"""Decisions of two people: who asks, who answers, what is done, and that the database agrees."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership
from accounts.services.organisations import found_organisation
from base.models import AuditLine
from base.private_files import check_upload
from campaigns.access import (
    answerable_decisions,
    answerers,
    may_answer,
    may_ask,
    may_read,
    readable_decisions,
    ready_for_decisions,
)
from campaigns.errors import CampaignError, DecisionOver, DecisionRefused, NeedsSomebodyElse
from campaigns.models import Campaign, Decision, DecisionChange
from campaigns.rules.decisions import DECISION_MOVES, LASTS, DecisionKind, DecisionState, decision_may
from campaigns.services import deciding
from campaigns.services.reconciling import check_books
from notices.models import Notice
from tests.builders import a_campaign, a_pledge, a_user
from tests.decisions import a_terms_decision, somebody
from tests.second_factor import give_second_factor
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch) -> list[Decision]:
    """Corrections are carried out by writing them in this list."""
    carried: list[Decision] = []
    ways = dict(deciding._ways)
    ways.pop(DecisionKind.CORRECTION, None)
    monkeypatch.setattr(deciding, "_ways", ways)
    deciding.register_executor(
        DecisionKind.CORRECTION, lambda *, decision, by, at: carried.append((decision.payload, by, at))
    )
    return carried


def a_correction(asked_by, campaign=None, **facts):
    """A correction that waits, with its proof."""
    campaign = campaign or a_campaign()
    return deciding.ask(
        kind=DecisionKind.CORRECTION,
        campaign=campaign,
        asked_by=asked_by,
        reason="Saisi deux fois.",
        payload={"entry": 7},
        proof=check_upload(upload("releve.pdf", pdf())),
        at=facts.pop("at", None) or timezone.now(),
        **facts,
    )


def test_one_asks_another_approves_and_it_is_done_at_once(done, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    alma, basile = somebody("alma"), somebody("basile")
    decision = a_correction(alma)
    assert done == []
    assert decision.proof.original_name == "releve.pdf"
    at = timezone.now()
    deciding.approve(decision=decision, by=basile, at=at)

    decision.refresh_from_db()
    assert done == [({"entry": 7}, basile, at)]
    assert (decision.state, decision.answered_by, decision.answered_at) == ("carried_out", basile, at)
    steps = list(decision.changes.values_list("before", "after", "actor"))
    assert steps == [
        ("", "proposed", alma.pk),
        ("proposed", "approved", basile.pk),
        ("approved", "carried_out", basile.pk),
    ]
    lines = AuditLine.objects.filter(object_kind="campaigns.decision").order_by("pk")
    assert [line.action for line in lines] == [
        "decision.proposed",
        "decision.approved",
        "decision.carried_out",
    ]
    assert "Alma" not in str([line.detail for line in lines])
    assert Notice.objects.get(kind="decision_asked").recipient == basile.email
    assert Notice.objects.get(kind="decision_answered").recipient == alma.email


def test_never_the_same_person_nor_who_carries_the_project(done):
    alma, holder, writer, reader = (somebody(name) for name in ("alma", "hugo", "wanda", "rita"))
    organisation = found_organisation(by=a_user(), name="Les Amis", kind="association")
    for person, right in ((writer, Membership.Right.EDITOR), (reader, Membership.Right.READER)):
        Membership.objects.create(organisation=organisation, user=person, right=right)
    campaign = a_campaign(holder=holder, organisation=organisation)
    decision = a_correction(alma, campaign)
    others = [a_user(), somebody("edith", EDITORS), somebody("maud", MODERATORS)]
    closed = somebody("clos")
    closed.is_active = False
    closed.save()

    for person in (alma, holder, writer, closed, *others):
        assert not may_answer(person, decision)
        for verb, facts in ((deciding.approve, {}), (deciding.refuse, {"reason": "non"})):
            with pytest.raises(NeedsSomebodyElse):
                verb(decision=decision, by=person, at=timezone.now(), **facts)
    assert set(answerers(decision)) == {reader}
    assert may_answer(reader, decision)
    for person in (holder, writer, *others):
        with pytest.raises(NeedsSomebodyElse):
            a_correction(person, campaign)
    assert (done, Decision.objects.count()) == ([], 1)


def test_who_may_answer_is_the_same_question_asked_of_one_or_of_all(done):
    people = [somebody("alma"), somebody("edith", EDITORS), somebody("maud", MODERATORS), a_user()]
    admin = a_user()
    admin.is_superuser = admin.is_staff = True
    admin.save()
    campaign = a_campaign(holder=people[2])
    for decision in (a_correction(people[0], campaign), a_terms_decision(people[0], campaign=campaign)):
        expected = {person for person in (*people, admin) if may_answer(person, decision)}
        assert set(answerers(decision)) == expected == {admin}
        assert {person for person in (*people, admin) if decision in answerable_decisions(person)} == expected


RIGHTS = {
    DecisionKind.MANUAL_REFUND: {FINANCE},
    DecisionKind.RELEASE_PAYOUT: {FINANCE},
    DecisionKind.CORRECTION: {FINANCE},
    DecisionKind.TERMS: {FINANCE, MODERATORS},
    DecisionKind.RETURN: {FINANCE},
    DecisionKind.VOID: {FINANCE},
}


@pytest.mark.parametrize("kind", DecisionKind)
@pytest.mark.parametrize("group", [EDITORS, MODERATORS, FINANCE])
def test_each_group_asks_reads_and_answers_what_the_matrix_says(kind, group):
    person = somebody("p", group)
    decision = Decision(kind=kind, asked_by=a_user())
    expected = group in RIGHTS[kind]

    assert (
        may_ask(person, kind, None) == may_read(person, decision) == may_answer(person, decision) == expected
    )
    decision = a_terms_decision(somebody("alma"))
    assert (decision in readable_decisions(person)) == (group in RIGHTS[DecisionKind.TERMS])
    assert not readable_decisions(a_user()).exists()


def test_the_moves_are_these_and_no_others():
    allowed = {(a, b) for a in DecisionState for b in DecisionState if decision_may(a, b)}

    assert allowed == DECISION_MOVES
    assert all(before in {"proposed", "approved"} for before, _after in allowed)


def test_what_is_over_is_not_answered(done):
    alma, basile, chloe = somebody("alma"), somebody("basile"), somebody("chloe")
    now = timezone.now()
    verbs = (deciding.approve, lambda **facts: deciding.refuse(reason="non", **facts))
    approved = a_correction(alma)
    deciding.approve(decision=approved, by=basile, at=now)
    refused = a_correction(alma)
    deciding.refuse(decision=refused, by=basile, reason="Pas de preuve.", at=now)
    withdrawn = a_correction(alma)
    with pytest.raises(NeedsSomebodyElse):
        deciding.withdraw(decision=withdrawn, by=basile, at=now)
    deciding.withdraw(decision=withdrawn, by=alma, at=now)
    late = a_correction(alma)

    for decision, at in ((approved, now), (refused, now), (withdrawn, now), (late, late.expires_at)):
        for verb in verbs:
            with pytest.raises(DecisionOver):
                verb(decision=decision, by=chloe, at=at)
    with pytest.raises(DecisionOver):
        deciding.withdraw(decision=approved, by=alma, at=now)
    assert len(done) == 1
    deciding.approve(decision=late, by=basile, at=late.expires_at - timedelta(microseconds=1))


def test_seven_days_without_answer_end_it(done):
    alma = somebody("alma")
    somebody("basile")
    decision = a_correction(alma)
    assert deciding.end_unanswered(at=decision.asked_at + LASTS - timedelta(seconds=1)) == 0
    assert deciding.end_unanswered(at=decision.asked_at + LASTS) == 1
    assert deciding.end_unanswered(at=decision.asked_at + LASTS) == 0

    decision.refresh_from_db()
    assert (decision.state, decision.answered_by) == ("expired", None)
    assert a_correction(alma, decision.campaign).is_waiting, "the same thing may be asked again"


def test_an_executor_that_cannot_leaves_everything_as_it_was(done, monkeypatch):
    alma, basile = somebody("alma"), somebody("basile")
    decision = a_correction(alma)

    def cannot(*, decision, by, at):
        Campaign.objects.filter(pk=decision.campaign_id).update(attention_reason="à moitié")
        raise CampaignError("trop tard")

    monkeypatch.setitem(
        deciding._ways, DecisionKind.CORRECTION, deciding._Way(cannot, lambda d: (), lambda d, at: None)
    )
    with pytest.raises(CampaignError, match="trop tard"):
        deciding.approve(decision=decision, by=basile, at=timezone.now())

    decision.refresh_from_db()
    assert decision.is_waiting
    assert decision.changes.count() == 1
    assert decision.campaign.attention_reason == ""
    assert not Notice.objects.filter(kind="decision_answered").exists()


def test_a_proof_is_asked_for_and_one_decision_at_a_time(done):
    alma = somebody("alma")
    campaign = a_campaign()
    with pytest.raises(DecisionRefused, match="pièce"):
        deciding.ask(
            kind=DecisionKind.CORRECTION,
            campaign=campaign,
            asked_by=alma,
            reason="x",
            at=timezone.now(),
        )
    a_correction(alma, campaign)
    with pytest.raises(DecisionRefused, match="attend déjà"):
        a_correction(somebody("basile"), campaign)
    a_correction(alma, campaign, pledge=a_pledge(campaign))


def test_two_executors_of_one_kind_are_refused(done):
    with pytest.raises(ValueError, match="correction"):
        deciding.register_executor(DecisionKind.CORRECTION, lambda *, decision, by, at: None)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "carried_out", "answered_at": timezone.now()},
        {"state": "carried_out", "answered_at": timezone.now(), "answered_by": "asker"},
        {"state": "approved", "answered_by": "other"},
        {"state": "proposed", "answered_at": timezone.now(), "answered_by": "other"},
        {"answered_by": "asker"},
    ],
)
def test_the_database_itself_wants_two_people(done, facts):
    alma, basile = somebody("alma"), somebody("basile")
    decision = a_correction(alma)
    people = {"asker": alma, "other": basile}
    facts = {
        name: people.get(value, value) if name == "answered_by" else value for name, value in facts.items()
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**facts)


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_keeps_every_step(done, statement):
    a_correction(somebody("alma"))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(DecisionChange._meta.db_table))


def test_two_people_are_counted_with_their_second_factor(settings):
    alma, basile = somebody("alma"), somebody("basile")
    somebody("edith", EDITORS)
    assert set(ready_for_decisions()) == {alma, basile}
    settings.STAFF_SECOND_FACTOR = True
    assert not ready_for_decisions()
    give_second_factor(alma)
    assert set(ready_for_decisions()) == {alma}


# The terms of a launched campaign.


def test_new_terms_are_written_told_and_allowed_by_the_books():
    alma, basile = somebody("alma", MODERATORS), somebody("basile")
    at = timezone.now()
    campaign = a_campaign(at=at, threshold_cents=100_000, goal_cents=200_000)
    a_pledge(campaign, 2_000)
    deadline = campaign.deadline + timedelta(days=10)
    decision = a_terms_decision(alma, campaign=campaign, at=at, deadline=deadline, threshold_cents=80_000)
    before, after = [(figure.before, figure.after) for figure in deciding.figures_of(decision)][1]
    assert (before, after) == ("1\u202f000\u00a0€", "800\u00a0€")
    deciding.approve(decision=decision, by=basile, at=at)

    campaign.refresh_from_db()
    assert (campaign.deadline, campaign.threshold_cents) == (deadline, 80_000)
    assert campaign.launched_terms["threshold_cents"] == 100_000, (
        "what was promised at the launch stays written"
    )
    assert check_books().differences == 0
    assert Notice.objects.filter(kind="terms_changed").count() == 1
    assert Notice.objects.filter(kind="campaign_terms_changed").count() == 1
    Campaign.objects.filter(pk=campaign.pk).update(threshold_cents=70_000)
    assert any("terms" in line for check in check_books().checks for line in check.differences)


@pytest.mark.parametrize(
    ("hours_before", "days_more", "threshold", "words"),
    [
        (23.9, 1, 90_000, "dernières 24 heures"),
        (24.5, 1, None, ""),
        (24 * 20, -19.5, None, "laisse 24 heures"),
        (24 * 20, 40, None, "deux mois"),
        (24 * 20, 0, 0, "au-dessus de zéro"),
        (24 * 20, 0, 200_001, "au-dessus de zéro"),
        (24 * 20, 0, None, "Rien ne change"),
    ],
)
def test_what_may_not_change_is_said(hours_before, days_more, threshold, words):
    alma, basile = somebody("alma"), somebody("basile")
    campaign = a_campaign(threshold_cents=100_000, goal_cents=200_000)
    at = campaign.deadline - timedelta(hours=hours_before)
    changes = {"deadline": campaign.deadline + timedelta(days=days_more), "threshold_cents": threshold}
    if not words:
        decision = a_terms_decision(alma, campaign=campaign, at=at, **changes)
        with pytest.raises(DecisionRefused, match="dernières 24 heures"):
            deciding.approve(decision=decision, by=basile, at=campaign.deadline - timedelta(hours=23))
        deciding.approve(decision=decision, by=basile, at=at)
        return
    with pytest.raises(DecisionRefused, match=words):
        a_terms_decision(alma, campaign=campaign, at=at, **changes)
    assert not Decision.objects.exists()


def test_terms_asked_against_others_are_not_carried_out():
    alma, basile = somebody("alma"), somebody("basile")
    decision = a_terms_decision(alma)
    Campaign.objects.update(threshold_cents=1_000)

    with pytest.raises(DecisionRefused, match="ont changé"):
        deciding.approve(decision=decision, by=basile, at=timezone.now())


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_terms_before_the_launch_need_no_decision(state):
    campaign = a_campaign(state=state)

    with pytest.raises(DecisionRefused, match="entre le lancement"):
        a_terms_decision(somebody("alma"), campaign=campaign, threshold_cents=1_000)
