"""Kinds of question, and what an answer may become in the campaign of a project that is kept."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class QuestionKind(StrEnum):
    """What is asked for. The shape in which each answer is stored, as JSON:

    - short_text, long_text, siret, rna: the text
    - number: the number written with digits and a point ("12.5")
    - amount: integer cents
    - date: "2026-12-07"
    - choice: the label chosen; choices: the labels, in the order of the question
    - file, files: the public identifiers (UUID, as text) of the application's files, in order
    - budget: {"expenses": [[label, cents], …], "resources": [[label, cents], …]}
    - place: {"words": text, "latitude": "45.123456" or null, "longitude": likewise}
    - declaration: true

    What was not answered has no entry at all.
    """

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    FILE = "file"
    FILES = "files"
    BUDGET = "budget"
    PLACE = "place"
    SIRET = "siret"
    RNA = "rna"
    DECLARATION = "declaration"


KIND_LABELS = {
    QuestionKind.SHORT_TEXT: _("une ligne de texte"),
    QuestionKind.LONG_TEXT: _("un texte"),
    QuestionKind.NUMBER: _("un nombre"),
    QuestionKind.AMOUNT: _("une somme en euros"),
    QuestionKind.DATE: _("une date"),
    QuestionKind.CHOICE: _("un choix"),
    QuestionKind.CHOICES: _("plusieurs choix possibles"),
    QuestionKind.FILE: _("un fichier"),
    QuestionKind.FILES: _("des fichiers"),
    QuestionKind.BUDGET: _("un budget"),
    QuestionKind.PLACE: _("un lieu"),
    QuestionKind.SIRET: _("un numéro SIRET"),
    QuestionKind.RNA: _("un numéro RNA"),
    QuestionKind.DECLARATION: _("une case à cocher"),
}


class Role(StrEnum):
    """What an answer becomes in the campaign of a kept project; `NONE` stays between applicant and jury."""

    NONE = ""
    TITLE = "title"
    SUMMARY = "summary"
    NEIGHBOURHOOD = "neighbourhood"
    PLACE = "place"
    GOAL = "goal"
    STORY = "story"
    BENEFITS = "benefits"
    PUBLIC_DUTY = "public_duty"
    OTHER_HELP = "other_help"
    BUDGET = "budget"
    PICTURES = "pictures"
