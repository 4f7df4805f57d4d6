"""Writes the applications of two calls, their juries and their decisions, through the services."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from accounts.models import User
from calls.models import Application, CallPage, Juror
from calls.questionnaire import QuestionKind
from calls.services import assigning, deciding, depositing, drafting, publishing, reviewing
from calls.services.campaigns import tie_campaign
from calls.services.deciding import DecisionDraft
from calls.services.reviewing import ReviewDraft, Score
from campaigns.models import Campaign
from home.demo.calls import CALLS
from home.demo.clock import Clock
from home.demo.juries import CANDIDATES, DECIDED, JURORS, KEPT_HOLDERS, READING, REFUSED, Candidate
from home.demo.shapes import Person

NOON, EVENING = time(12), time(18)
HINT = (
    "Nous l’avons essayé deux fois dans la cour, avec des voisins : il faut un abri, de l’électricité et "
    "quelqu’un qui reste jusqu’au bout."
)


def write_juries(
    clock: Clock,
    pages: dict[str, Any],
    *,
    accounts: dict[str, User],
    editor: User,
    moderator: User,
) -> None:
    """Fill the call whose answers are read, then the one whose results are public."""
    calls = {slug: CallPage.objects.get(pk=pages[slug].pk) for slug in (READING, DECIDED)}
    _write_reading(clock, calls[READING], accounts, editor)
    _write_decided(clock, calls[DECIDED], pages, accounts, editor, moderator)


def _write_reading(clock: Clock, call: CallPage, accounts: dict[str, User], editor: User) -> None:
    """Deposits before the closing, three jurors, half of their reviews, some decisions drafted."""
    deposited = [
        deposited_application(call, candidate, accounts, at=clock.moment(-20 + number, EVENING))
        for number, candidate in enumerate(CANDIDATES)
    ]
    since = clock.moment(-8)
    jurors = [_juror(call, person, accounts, editor, at=since) for person in JURORS]
    round_ = assigning.open_round(call=call, due_at=clock.moment(12, EVENING), at=since, actor=editor)
    assigning.share_out(round_=round_, readers_each=None, at=since, actor=editor)
    for application, candidate in zip(deposited, CANDIDATES, strict=True):
        for juror, points in zip(jurors, candidate.points, strict=False):
            if points:
                _review(application, juror, points, at=clock.moment(-3, NOON))
        if candidate.outcome:
            _decide(application, candidate, editor, at=clock.moment(-1, NOON))
    later = deposited[3].assignments.get(juror=jurors[2])
    reviewing.declare_conflict(
        assignment=later, reason="La camionnette est celle de mon frère.", at=clock.moment(-5, NOON)
    )


def _write_decided(
    clock: Clock,
    call: CallPage,
    pages: dict[str, Any],
    accounts: dict[str, User],
    editor: User,
    moderator: User,
) -> None:
    """The results of the call are those of decisions published together, on the day that was said."""
    results = next(each for each in CALLS if each.slug == DECIDED).results
    kept = [
        Candidate(
            title=result.title,
            summary=result.sentence,
            neighbourhood="Le Grand-Clos",
            goal_cents=300_000,
            holder=holder,
            outcome="accepted",
            words=result.sentence,
            campaign=result.campaign or "",
        )
        for result, holder in zip(results, KEPT_HOLDERS, strict=True)
    ]
    decided_at = clock.moment(-380)
    applications = []
    for number, candidate in enumerate([*kept, *REFUSED]):
        application = deposited_application(
            call, candidate, accounts, at=clock.moment(-430 + number, EVENING)
        )
        _decide(application, candidate, editor, at=decided_at)
        applications.append((application, candidate))
    publication = publishing.plan_publication(
        call=call, planned_at=clock.moment(-375), needs_second=True, at=decided_at, actor=editor
    )
    publishing.approve_publication(
        publication=publication, at=decided_at + timedelta(hours=2), actor=moderator
    )
    publishing.publish(publication=publication, at=publication.planned_at)
    for application, candidate in applications:
        if candidate.campaign:
            tie_campaign(
                application=application,
                campaign=Campaign.objects.get(page_id=pages[candidate.campaign].pk),
                at=publication.planned_at,
                actor=editor,
            )


def _person(person: Person, accounts: dict[str, User]) -> User:
    if person.email not in accounts:
        accounts[person.email] = User.objects.filter(email=person.email).first() or User.objects.create_user(
            person.email, first_name=person.first_name, last_name=person.last_name
        )
    return accounts[person.email]


def deposited_application(
    call: CallPage, candidate: Candidate, accounts: dict[str, User], *, at: datetime
) -> Application:
    """Return what somebody deposited an hour after they began, every required answer given."""
    holder = _person(candidate.holder, accounts)
    application = drafting.begin_application(call=call, holder=holder, at=at)
    typed: dict[str, Any] = {
        "title": candidate.title,
        "summary": candidate.summary,
        "neighbourhood": candidate.neighbourhood,
        "goal": candidate.goal_cents,
    }
    for question in application.form.questionnaire.questions:
        if question.is_required and question.key not in typed:
            typed[question.key] = _some(question.kind, question.choices)
    drafting.save_answers(application=application, typed=typed, base=0, at=at, actor=holder)
    depositing.deposit(application=application, at=at + timedelta(hours=1), actor=holder)
    return application


def _some(kind: QuestionKind, choices: tuple[str, ...]) -> Any:
    """Return an answer that fits a kind of question of the ready-made forms."""
    return {
        QuestionKind.CHOICE: choices[:1][0] if choices else "",
        QuestionKind.CHOICES: list(choices[:1]),
        QuestionKind.DECLARATION: True,
        QuestionKind.NUMBER: "12",
        QuestionKind.AMOUNT: 50_000,
        QuestionKind.BUDGET: {"expenses": [["Outils", 60_000], ["Abri", 30_000]], "resources": []},
        QuestionKind.PLACE: {"words": "Place du Moulin", "latitude": None, "longitude": None},
        QuestionKind.DATE: "2027-03-01",
    }.get(kind, HINT)


def _juror(call: CallPage, person: Person, accounts: dict[str, User], editor: User, *, at: datetime) -> Juror:
    user = _person(person, accounts)
    invitation = assigning.invite_juror(call=call, email=user.email, at=at, actor=editor)
    return assigning.accept_invitation(invitation=invitation, user=user, at=at)


def _review(application: Application, juror: Juror, points: tuple[int, ...], *, at: datetime) -> None:
    """Declare to be free, then hand one review in."""
    assignment = application.assignments.get(juror=juror, ended_at=None)
    reviewing.declare_free(assignment=assignment, at=at)
    version = application.current
    assert version is not None
    reviewing.submit_review(
        assignment=assignment,
        version=version,
        draft=ReviewDraft(
            scores={
                criterion.key: Score(point)
                for criterion, point in zip(version.form.questionnaire.criteria, points, strict=True)
            },
            comment="Clair et faisable."
            if sum(points) > 2 * len(points)
            else "Je n’y vois pas les habitants.",
        ),
        at=at,
    )


def _decide(application: Application, candidate: Candidate, editor: User, *, at: datetime) -> None:
    version = application.current
    assert version is not None
    first = version.form.questionnaire.criteria[0].key
    is_refused = candidate.outcome == "refused"
    deciding.save_decision(
        application=application,
        draft=DecisionDraft(
            outcome=candidate.outcome,
            reserve_rank=1 if candidate.outcome == "reserve" else None,
            reasons={first: candidate.words} if is_refused else {},
            public_sentence="" if is_refused else candidate.words,
        ),
        at=at,
        actor=editor,
    )
