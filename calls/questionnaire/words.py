"""Questions and answers as words: what is expected of a question, what was answered. No database."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.money_display import euros
from calls.questionnaire.kinds import KIND_LABELS, QuestionKind
from calls.questionnaire.shapes import Question


def expected(question: Question) -> str:
    """Return what a question expects, its limits included: « Un texte, 3 000 signes au plus »."""
    parts = [str(KIND_LABELS[question.kind])]
    if question.longest:
        figure = f"{question.longest:,}".replace(",", "\u202f")
        parts.append(_("%(count)s signes au plus") % {"count": figure})
    if question.kind == QuestionKind.FILES and question.most_files:
        parts.append(
            ngettext("%(count)d au plus", "%(count)d au plus", question.most_files)
            % {"count": question.most_files}
        )
    if question.least:
        parts.append(_("au moins %(least)s") % {"least": _bound(question, question.least)})
    if question.most:
        parts.append(_("au plus %(most)s") % {"most": _bound(question, question.most)})
    return capfirst(", ".join(parts))


def answer_words(question: Question, value: Any) -> str:
    """Return an answer, as stored, in words for a page or a cell; empty when there is none."""
    if value in (None, "", []):
        return ""
    if question.kind == QuestionKind.AMOUNT:
        return euros(value)
    if question.kind == QuestionKind.DECLARATION:
        return _("oui") if value else ""
    if question.kind == QuestionKind.CHOICES:
        return " ; ".join(value)
    if question.kind == QuestionKind.PLACE:
        return str(value.get("words") or "")
    if question.kind == QuestionKind.BUDGET:
        return _budget(value)
    if question.kind in {QuestionKind.FILE, QuestionKind.FILES}:
        return ngettext("%(count)d fichier", "%(count)d fichiers", len(value)) % {"count": len(value)}
    return str(value)


def _bound(question: Question, bound: str) -> str:
    return euros(int(bound)) if question.kind == QuestionKind.AMOUNT else bound


def _budget(value: dict[str, Any]) -> str:
    sides = ((_("Dépenses"), value.get("expenses") or []), (_("Ressources"), value.get("resources") or []))
    return "\n".join(
        f"{title} : " + " ; ".join(f"{label} {euros(cents)}" for label, cents in rows)
        for title, rows in sides
        if rows
    )
