"""What must hold in a form before people answer it: real choices, bounds in order, one question for each use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError

from calls.blocks import QuestionBlock
from calls.questionnaire import Question, QuestionKind, Role

# A story may be told in several answers; everything else that a campaign takes up has one source.
REPEATED_ROLES = {Role.NONE, Role.STORY}
FEWEST_CHOICES = 2


def questionnaire_error(body: Any) -> ValidationError | None:
    """Return what is wrong with the questions composed in `body`, each beside its block; None when nothing is."""
    if not body:
        return None
    errors: dict[int, ValidationError] = {}
    keys: set[str] = set()
    roles: dict[Role, str] = {}
    for position, key, question in _questions(body):
        sentences = list(_wrong_with(question))
        if key in keys:
            sentences.append(
                _("Cette question a été copiée avec son identité : refaites-la par « Dupliquer ».")
            )
        if question.role in roles and question.role not in REPEATED_ROLES:
            sentences.append(
                _("« %(other)s » devient déjà cette partie de la campagne : une seule question le peut.")
                % {"other": roles[question.role]}
            )
        keys.add(key)
        roles.setdefault(question.role, question.label)
        if sentences:
            errors[position] = ValidationError(sentences)
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _questions(body: Any) -> Iterator[tuple[int, str, Question]]:
    for position, child in enumerate(body):
        if isinstance(child.block, QuestionBlock):
            # A block typed a moment ago has no identity yet; it gets one of its own when the page is saved.
            key = str(child.id or f"new-{position}")
            yield position, key, child.block.question(key, child.value)


def _wrong_with(question: Question) -> Iterator[str]:
    choosing = question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}
    if choosing and len({label.strip().casefold() for label in question.choices}) < FEWEST_CHOICES:
        yield _("Donnez au moins deux réponses possibles, différentes l’une de l’autre.")
    if question.least and question.most and float(question.least) > float(question.most):
        yield _("La plus petite valeur dépasse la plus grande : échangez-les.")
