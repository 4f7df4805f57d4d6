"""The blocks with which an editor composes a call's form, and the questionnaire they make.

A question's identity is the identifier of its block: moved or reworded, it stays the same question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from calls.questionnaire import Question, QuestionKind, Role, Section
from calls.questionnaire.shapes import Criterion, Questionnaire

LONGEST_LINE, LONGEST_TEXT = 200, 3000
MOST_CHOICES, MOST_FILES = 30, 10

TEXTS, VALUES, CHOICES, PIECES, FRAME = (
    _("Textes"),
    _("Valeurs"),
    _("Choix"),
    _("Pièces et lieu"),
    _("Mise en page"),
)


def _role(*roles: tuple[Role, Any], usual: Role = Role.NONE) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("dans la campagne, devient"),
        choices=list(roles),
        required=False,
        default=usual.value,
        help_text=_(
            "Si le projet est retenu, cette réponse y sera reprise. Vide : elle reste entre vous et le jury."
        ),
        search_index=False,
    )


class QuestionBlock(blocks.StructBlock):
    """What every question has; subclasses say their kind and their own limits."""

    kind: QuestionKind
    label = blocks.CharBlock(label=_("question"), max_length=240)
    help = blocks.TextBlock(label=_("aide"), required=False, rows=2, max_length=600)
    required = blocks.BooleanBlock(label=_("obligatoire"), required=False, default=True)
    identifying = blocks.BooleanBlock(
        label=_("révèle qui répond"),
        required=False,
        help_text=_("Cachée au jury quand l’appel se lit sans les noms."),
    )

    def question(self, key: str, value: Any) -> Question:
        """Return the question that the block asks."""
        return Question(
            key=key,
            kind=self.kind,
            label=value["label"],
            help=value.get("help") or "",
            is_required=bool(value.get("required")),
            is_identifying=bool(value.get("identifying")),
            role=Role(value.get("role") or ""),
            **self.limits(value),
        )

    def limits(self, value: Any) -> dict[str, Any]:
        """Return the fields of the question that only this kind has."""
        return {}


class ShortTextBlock(QuestionBlock):
    """A line of text."""

    kind = QuestionKind.SHORT_TEXT
    longest = blocks.IntegerBlock(label=_("signes au plus"), min_value=1, max_value=500, default=LONGEST_LINE)

    def limits(self, value: Any) -> dict[str, Any]:
        """The number of characters."""
        return {"longest": value.get("longest") or LONGEST_LINE}

    class Meta:
        icon = "pilcrow"
        label = _("Une ligne")
        group = TEXTS


class LongTextBlock(QuestionBlock):
    """Paragraphs of plain text."""

    kind = QuestionKind.LONG_TEXT
    longest = blocks.IntegerBlock(
        label=_("signes au plus"), min_value=1, max_value=20_000, default=LONGEST_TEXT
    )
    role = _role(
        (Role.STORY, _("une partie du récit")),
        (Role.BENEFITS, _("à qui cela profite")),
        (Role.PUBLIC_DUTY, _("la réponse sur le service public")),
        (Role.OTHER_HELP, _("les aides sans argent")),
    )

    def limits(self, value: Any) -> dict[str, Any]:
        """The number of characters."""
        return {"longest": value.get("longest") or LONGEST_TEXT}

    class Meta:
        icon = "doc-full"
        label = _("Texte")
        group = TEXTS


class NumberBlock(QuestionBlock):
    """A number, within bounds when there are any."""

    kind = QuestionKind.NUMBER
    least = blocks.DecimalBlock(label=_("au moins"), required=False)
    most = blocks.DecimalBlock(label=_("au plus"), required=False)

    def limits(self, value: Any) -> dict[str, Any]:
        """The bounds, as text."""
        return {name: "" if value.get(name) is None else str(value[name]) for name in ("least", "most")}

    class Meta:
        icon = "order"
        label = _("Nombre")
        group = VALUES


class AmountBlock(QuestionBlock):
    """An amount of money; its bounds are whole euros."""

    kind = QuestionKind.AMOUNT
    least = blocks.IntegerBlock(label=_("au moins (euros)"), required=False, min_value=0)
    most = blocks.IntegerBlock(label=_("au plus (euros)"), required=False, min_value=1)

    def limits(self, value: Any) -> dict[str, Any]:
        """The bounds, in cents."""
        return {name: "" if value.get(name) is None else str(value[name] * 100) for name in ("least", "most")}

    class Meta:
        icon = "tag"
        label = _("Somme en euros")
        group = VALUES


class DateBlock(QuestionBlock):
    """A day."""

    kind = QuestionKind.DATE

    class Meta:
        icon = "date"
        label = _("Date")
        group = VALUES


class _ChoosingBlock(QuestionBlock):
    """What both questions with given answers have."""

    choices = blocks.ListBlock(
        blocks.CharBlock(label=_("réponse possible"), max_length=160),
        label=_("réponses possibles"),
        min_num=2,
        max_num=MOST_CHOICES,
        default=["", ""],  # as many lines to fill in as it takes
    )

    def limits(self, value: Any) -> dict[str, Any]:
        """The labels, each once, in the editor's order."""
        return {"choices": tuple(dict.fromkeys(value["choices"]))}


class ChoiceBlock(_ChoosingBlock):
    """One answer among several."""

    kind = QuestionKind.CHOICE

    class Meta:
        icon = "radio-full"
        label = _("Un choix")
        group = CHOICES


class ChoicesBlock(_ChoosingBlock):
    """Any number of answers among several."""

    kind = QuestionKind.CHOICES

    class Meta:
        icon = "list-ul"
        label = _("Plusieurs choix")
        group = CHOICES


class DeclarationBlock(QuestionBlock):
    """A sentence to tick; required, it must be ticked."""

    kind = QuestionKind.DECLARATION

    class Meta:
        icon = "check"
        label = _("Déclaration à cocher")
        group = CHOICES


class FileBlock(QuestionBlock):
    """One file."""

    kind = QuestionKind.FILE

    def limits(self, value: Any) -> dict[str, Any]:
        """One file."""
        return {"most_files": 1}

    class Meta:
        icon = "doc-empty"
        label = _("Un fichier")
        group = PIECES


class FilesBlock(QuestionBlock):
    """Several files; pictures may become those of the campaign."""

    kind = QuestionKind.FILES
    most_files = blocks.IntegerBlock(
        label=_("fichiers au plus"), min_value=1, max_value=MOST_FILES, default=5
    )
    role = _role((Role.PICTURES, _("les images")))

    def limits(self, value: Any) -> dict[str, Any]:
        """The number of files."""
        return {"most_files": value.get("most_files") or 5}

    class Meta:
        icon = "folder-open-inverse"
        label = _("Plusieurs fichiers")
        group = PIECES


class BudgetBlock(QuestionBlock):
    """A table of expenses and of resources."""

    kind = QuestionKind.BUDGET
    role = _role((Role.BUDGET, _("le budget")), usual=Role.BUDGET)

    class Meta:
        icon = "table"
        label = _("Budget")
        group = VALUES


class PlaceBlock(QuestionBlock):
    """An address in words, with its position when it is known."""

    kind = QuestionKind.PLACE
    role = _role((Role.PLACE, _("le lieu")))

    class Meta:
        icon = "site"
        label = _("Lieu ou adresse")
        group = PIECES


class SiretBlock(QuestionBlock):
    """A SIRET number, whose check digit is verified."""

    kind = QuestionKind.SIRET

    class Meta:
        icon = "key"
        label = _("Numéro SIRET")
        group = VALUES


class RnaBlock(QuestionBlock):
    """The number of an association in the national register."""

    kind = QuestionKind.RNA

    class Meta:
        icon = "key"
        label = _("Numéro RNA")
        group = VALUES


class SectionBlock(blocks.StructBlock):
    """The title of a new step, which gathers the questions below it."""

    title = blocks.CharBlock(label=_("titre"), max_length=120)
    text = blocks.TextBlock(label=_("quelques mots"), required=False, rows=3, max_length=1200)

    class Meta:
        icon = "title"
        label = _("Nouvelle étape")
        group = FRAME


class QuestionnaireBody(blocks.StreamBlock):
    """A whole form. The questions on the project itself come before it by themselves."""

    section = SectionBlock()
    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    number = NumberBlock()
    amount = AmountBlock()
    date = DateBlock()
    choice = ChoiceBlock()
    choices = ChoicesBlock()
    declaration = DeclarationBlock()
    file = FileBlock()
    files = FilesBlock()
    budget = BudgetBlock()
    place = PlaceBlock()
    siret = SiretBlock()
    rna = RnaBlock()

    class Meta:
        required = False
        max_num = 80


def questionnaire_of(
    body: Any, *, first: Section, untitled: str, criteria: Iterable[Criterion]
) -> Questionnaire:
    """Return what the editor composed: `first`, then a step for each « Nouvelle étape ».

    Questions that stand before any step are gathered under `untitled`; a step without questions is left out.
    """
    steps: list[tuple[str, str, str, list[Question]]] = [("start", untitled, "", [])]
    for child in body:
        if isinstance(child.block, SectionBlock):
            steps.append((str(child.id), child.value["title"], child.value.get("text") or "", []))
        else:
            steps[-1][3].append(child.block.question(str(child.id), child.value))
    sections = tuple(
        Section(key=key, title=title, text=text, questions=tuple(questions))
        for key, title, text, questions in steps
        if questions
    )
    return Questionnaire(sections=(first, *sections), criteria=tuple(criteria))
