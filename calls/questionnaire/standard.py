"""The few questions every form begins with: lists, exports and the campaign rest on them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calls.questionnaire.kinds import QuestionKind, Role
from calls.questionnaire.shapes import Question, Section

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_PLACE = 120, 200, 80


def standard_section(*, goal_ceiling_cents: int) -> Section:
    """Return the first step of every form; the sum asked stays below the call's ceiling (cents)."""
    return Section(
        key="project",
        title=_("Votre projet en bref"),
        text=_(
            "Ces quelques lignes le présentent partout : dans les listes, au jury, puis au public s’il est retenu."
        ),
        questions=(
            Question(
                key="title",
                kind=QuestionKind.SHORT_TEXT,
                label=_("Nom du projet"),
                longest=LONGEST_TITLE,
                role=Role.TITLE,
            ),
            Question(
                key="summary",
                kind=QuestionKind.SHORT_TEXT,
                label=_("Le projet en une phrase"),
                help=_("Comme vous le diriez à une voisine."),
                longest=LONGEST_SUMMARY,
                role=Role.SUMMARY,
            ),
            Question(
                key="neighbourhood",
                kind=QuestionKind.SHORT_TEXT,
                label=_("Quartier"),
                help=_("Tel que les habitants l’appellent."),
                longest=LONGEST_PLACE,
                role=Role.NEIGHBOURHOOD,
            ),
            Question(
                key="goal",
                kind=QuestionKind.AMOUNT,
                label=_("Somme à réunir"),
                help=_("Une estimation : elle se précisera ensuite."),
                least="100",
                most=str(goal_ceiling_cents),
                role=Role.GOAL,
            ),
        ),
    )
