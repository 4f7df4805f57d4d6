"""Thousands of deposited applications in a second or two: copies of one that the services made, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from calls.models import Application, ApplicationVersion, Assignment, Decision, Juror, Review, ReviewRound
from tests.support.statistics import refresh_statistics

# Their numbers begin well after those the services gave.
NUMBERS_FROM = 10_000
BATCH = 500


def copies_of(model: Application, upto: int) -> list[Application]:
    """Copy a deposited application until its call has `upto`; return the copies."""
    version, at = model.current, timezone.now()
    assert version is not None
    known = model.call.applications.count()
    rows = Application.objects.bulk_create(
        [
            Application(
                call_id=model.call_id, holder_id=model.holder_id, form_id=model.form_id,
                organisation_id=model.organisation_id, applicant_kind=model.applicant_kind,
                begun_at=at, saved_at=at, title=f"Projet {place}", goal_cents=10_000 * place,
                neighbourhood=model.neighbourhood, answers=model.answers,
            )
            for place in range(known + 1, upto + 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    ApplicationVersion.objects.bulk_create(
        [
            ApplicationVersion(
                application=row, number=1, form_id=version.form_id, applicant=version.applicant,
                answers={**version.answers, "title": row.title}, digest=version.digest, deposited_at=at,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )  # fmt: skip
    copies = Application.objects.filter(
        call_id=model.call_id, number=None, state="draft", title__startswith="Projet "
    )
    copies.update(
        state="deposited",
        deposited_at=at,
        number=F("pk") + NUMBERS_FROM,
        current=Subquery(ApplicationVersion.objects.filter(application=OuterRef("pk")).values("pk")[:1]),
    )
    refresh_statistics()
    return list(Application.objects.filter(pk__in=[row.pk for row in rows]).select_related("current"))


def read_and_decided(
    applications: Sequence[Application], jurors: Sequence[Juror], round_: ReviewRound
) -> None:
    """Have every juror of the round read each application and hand a review in, and draft each decision."""
    at = timezone.now()
    criteria = round_.call.form_versions.latest("pk").questionnaire.criteria
    scores = {criterion.key: {"points": 3, "comment": ""} for criterion in criteria}
    versions = {application.pk: application.current_id for application in applications}
    readings = Assignment.objects.bulk_create(
        [
            Assignment(round=round_, application=application, juror=juror, assigned_at=at, cleared_at=at)
            for application in applications
            for juror in jurors
        ],
        batch_size=BATCH,
    )
    Review.objects.bulk_create(
        [
            Review(
                assignment=reading,
                version_id=versions[reading.application_id],
                scores=scores,
                mark=(place * 37) % 10_000,
                saved_at=at,
                submitted_at=at,
            )
            for place, reading in enumerate(readings)
        ],
        batch_size=BATCH,
    )
    Decision.objects.bulk_create(
        [
            Decision(application=application, outcome="accepted" if place % 3 else "reserve", drafted_at=at)
            for place, application in enumerate(applications)
        ],
        batch_size=BATCH,
    )
