"""Seats, readings, reviews: what may be done, by whom, until when."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.groups import EDITORS
from accounts.models import Membership, Organisation
from base.models import AuditLine
from calls.access import can
from calls.errors import AssignmentRefused, InvitationGone, ReviewRefused, ReviewUnfinished
from calls.links import join_token, token_digest
from calls.models import Assignment, JuryInvitation, Review
from calls.services import assigning, depositing, drafting, reviewing
from calls.standings import progress_of_jurors, standings
from notices.models import Notice
from notices.rendering import notice_message
from tests.applications import a_deposited_application
from tests.builders import a_user
from tests.editorial import a_member
from tests.juries import a_draft, a_judged_call, a_juror, a_reading, a_review, a_round

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_link_opens_once_holds_two_weeks_and_is_kept_nowhere() -> None:
    call, at, editor = a_judged_call(), timezone.now(), a_member(EDITORS)
    invitation = assigning.invite_juror(call=call, email="Jure@example.org", at=at, actor=editor)
    token = join_token(invitation.pk)
    notice = Notice.objects.get(kind="jury_invited")

    assert token not in str(notice.context)
    assert f"/jury/invitation/{token}/" in notice_message(notice).body
    assert JuryInvitation.objects.get().token_digest == token_digest(token)
    with pytest.raises(InvitationGone):
        assigning.open_invitation(token, at=at + 14 * DAY)
    juror = assigning.accept_invitation(invitation=invitation, user=a_user(), at=at + 13 * DAY)
    with pytest.raises(InvitationGone):
        assigning.accept_invitation(invitation=invitation, user=a_user(), at=at)
    assert juror.call == call
    second = assigning.invite_juror(call=call, email="a@example.org", at=at, actor=editor)
    assigning.invite_juror(call=call, email="A@example.org", at=at, actor=editor)
    with pytest.raises(InvitationGone):
        assigning.open_invitation(join_token(second.pk), at=at)


def test_sharing_out_respects_conflicts_and_done_twice_adds_nothing() -> None:
    call = a_judged_call()
    body = Organisation.objects.create(name="AMAP", kind="association")
    member = a_juror(call)
    Membership.objects.create(user=member.user, organisation=body, right="reader")
    other, third = a_juror(call), a_juror(call)
    theirs = a_deposited_application(call, organisation=body, applicant_kind="association")
    own = a_deposited_application(call, holder=other.user)
    free = a_deposited_application(call)
    round_ = a_round(call)
    Notice.objects.all().delete()

    def share():
        return assigning.share_out(
            round_=round_, readers_each=None, at=timezone.now(), actor=round_.opened_by
        )

    shared = share()

    pairs = set(Assignment.objects.values_list("application", "juror"))
    assert pairs == {
        (theirs.pk, other.pk),
        (theirs.pk, third.pk),
        (own.pk, member.pk),
        (own.pk, third.pk),
        (free.pk, member.pk),
        (free.pk, other.pk),
        (free.pk, third.pk),
    }
    assert set(shared.short) == {theirs.pk, own.pk}
    assert Notice.objects.filter(kind="jury_assigned").count() == 3
    assert not share().added
    with pytest.raises(AssignmentRefused):
        assigning.assign(
            round_=round_, application=theirs, juror=member, at=timezone.now(), actor=round_.opened_by
        )


def test_a_conflict_declared_frees_the_reading_for_good() -> None:
    call = a_judged_call()
    application, juror = a_deposited_application(call), a_juror(call)
    assignment = a_reading(application, juror, is_cleared=False)
    assert can(juror.user, "judge", application)

    recusal = reviewing.declare_conflict(assignment=assignment, reason="Ma sœur le porte.", at=timezone.now())

    assert (recusal.reason, assignment.ending) == ("Ma sœur le porte.", "recused")
    assert not can(juror.user, "judge", application)
    with pytest.raises(AssignmentRefused):
        assigning.assign(
            round_=assignment.round,
            application=application,
            juror=juror,
            at=timezone.now(),
            actor=juror.user,
        )


def test_a_seat_that_ends_keeps_what_was_handed_in_and_frees_the_rest() -> None:
    call = a_judged_call()
    judged, begun, unread = (a_deposited_application(call) for _each in range(3))
    juror, at = a_juror(call), timezone.now()
    a_review(judged, 4, 1, juror=juror)
    reading = a_reading(begun, juror)
    reviewing.save_review(assignment=reading, version=begun.current, draft=a_draft(begun, 3), at=at)
    a_reading(unread, juror, is_cleared=False)
    other = a_juror(call)

    assert assigning.end_seat(juror=juror, at=at, actor=a_member(EDITORS)) == 2
    assert assigning.end_seat(juror=juror, at=at, actor=a_member(EDITORS)) == 0

    assert [standing.application for standing in standings(call, 1)] == [judged.pk]
    assert not any(can(juror.user, "judge", row) for row in (judged, begun, unread))
    with pytest.raises(AssignmentRefused):
        reviewing.reopen_review(assignment=judged.assignments.get(), at=at)
    shared = assigning.share_out(round_=call.rounds.get(), readers_each=1, at=at, actor=other.user)
    assert set(shared.added) == {(begun.pk, other.pk), (unread.pk, other.pk)}
    assert AuditLine.objects.filter(action="jury.left").count() == 1
    assert a_juror(call, juror.user).left_at is None, "a new invitation gives the seat again"


def test_a_review_is_saved_unfinished_handed_in_whole_and_marked_exactly() -> None:
    call = a_judged_call()
    application = a_deposited_application(call)
    assignment = a_reading(application)
    version, at = application.current, timezone.now()

    reviewing.save_review(assignment=assignment, version=version, draft=a_draft(application, 4), at=at)
    with pytest.raises(ReviewUnfinished) as refused:
        reviewing.submit_review(assignment=assignment, version=version, draft=a_draft(application, 4), at=at)
    criteria = version.form.questionnaire.criteria
    assert refused.value.lacking == (criteria[1].key,)
    assert not standings(call, 1)

    review = reviewing.submit_review(
        assignment=assignment, version=version, draft=a_draft(application, 4, 1), at=at
    )

    assert (review.mark, review.version) == (5600, version)
    assert [(s.mean, s.reviews) for s in standings(call, 1)] == [(5600, 1)]
    assert progress_of_jurors(call, 1)[assignment.juror_id].left == 0
    with pytest.raises(ReviewRefused):
        reviewing.save_review(assignment=assignment, version=version, draft=a_draft(application), at=at)
    with pytest.raises(AssignmentRefused):
        assigning.free(assignment=assignment, at=at, actor=assignment.juror.user)
    reviewing.reopen_review(assignment=assignment, at=at)
    assert not standings(call, 1)


def test_past_the_end_of_the_round_a_draft_is_kept_and_not_handed_in() -> None:
    application = a_deposited_application(a_judged_call())
    assignment = a_reading(application)
    late = assignment.round.due_at

    with pytest.raises(ReviewRefused):
        reviewing.submit_review(
            assignment=assignment,
            version=application.current,
            draft=a_draft(application, 4, 1),
            at=late,
        )
    reviewing.save_review(
        assignment=assignment, version=application.current, draft=a_draft(application, 4, 1), at=late
    )
    assigning.change_due(
        round_=assignment.round, due_at=late + DAY, at=late, actor=assignment.round.opened_by
    )
    reviewing.submit_review(
        assignment=assignment, version=application.current, draft=a_draft(application, 4, 1), at=late
    )


def test_nothing_is_written_before_the_declaration() -> None:
    application = a_deposited_application(a_judged_call())
    assignment = a_reading(application, is_cleared=False)

    with pytest.raises(ReviewRefused):
        reviewing.save_review(
            assignment=assignment,
            version=application.current,
            draft=a_draft(application),
            at=timezone.now(),
        )


def test_a_newer_copy_does_not_change_what_was_judged() -> None:
    application = a_deposited_application(a_judged_call())
    review = a_review(application, 5, 5)
    first, at = application.current, timezone.now()

    depositing.ask_more(application=application, text="Et ?", at=at, actor=a_user())
    drafting.save_answers(
        application=application,
        typed={"summary": "Autre"},
        base=application.revision,
        at=at,
        actor=application.holder,
    )
    depositing.deposit(application=application, at=at, actor=application.holder)

    assert Review.objects.get(pk=review.pk).version == first
    assert application.current != first


def test_the_second_round_takes_those_chosen_and_ranks_them_apart() -> None:
    call = a_judged_call()
    kept, left = a_deposited_application(call), a_deposited_application(call)
    a_review(kept, 3, 3)
    a_review(left, 5, 5)

    with pytest.raises(AssignmentRefused):
        a_round(call)
    second = a_round(call, applications=[kept.pk])
    shared = assigning.share_out(round_=second, readers_each=1, at=timezone.now(), actor=second.opened_by)

    assert [application for application, _juror in shared.added] == [kept.pk]
    assert [s.application for s in standings(call, 1)] == [left.pk, kept.pk]
    assert not standings(call, 2)


def test_jurors_are_reminded_three_days_and_one_day_before_once_each() -> None:
    call = a_judged_call()
    a_review(a_deposited_application(call), 5, 5)
    late = a_reading(a_deposited_application(call), is_cleared=False)
    due = late.round.due_at

    for at in (due - 4 * DAY, due - 2 * DAY, due - 2 * DAY, due - DAY / 2, due - DAY / 3, due + DAY):
        reviewing.remind_jurors(at=at)

    letters = Notice.objects.filter(kind="jury_reminder")
    assert [letter.recipient for letter in letters] == [late.juror.user.email] * 2
