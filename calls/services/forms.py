"""The form of a call as it stands, and the row that keeps it as it was."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from base.models import Territory
from calls.blocks import questionnaire_of
from calls.models import CallPage, FormVersion
from calls.questionnaire import Criterion, Questionnaire, standard_section


def questionnaire_now(call: CallPage) -> Questionnaire:
    """Return the form of `call` as it is published now, its standard questions first."""
    territory = Territory.objects.for_page(call)
    ceiling = call.goal_ceiling_cents or (territory.goal_ceiling_cents if territory else 0)
    return questionnaire_of(
        call.questions,
        first=standard_section(goal_ceiling_cents=ceiling),
        untitled=_("Vos réponses"),
        criteria=[
            Criterion(key=str(row.key), title=row.title, weight=row.weight, explanation=row.explanation)
            for row in call.criteria.all()
        ],
    )


def form_now(*, call: CallPage, at: datetime) -> FormVersion:
    """Return the row that keeps the form of `call` as it is now, made when there is none yet."""
    questionnaire = questionnaire_now(call)
    row, _created = FormVersion.objects.get_or_create(
        call=call,
        digest=questionnaire.digest,
        defaults={"content": questionnaire.as_json(), "made_at": at},
    )
    return row
