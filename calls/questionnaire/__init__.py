"""The form of a call, as values: what is asked, what was answered, what is missing. It knows no database.

`blocks.py` of the app makes a `Questionnaire` out of what the editor composed; an application keeps the one it was
deposited with (`calls.models.FormVersion`), so that changing the call's form changes nothing that was deposited.
"""

from calls.questionnaire.answers import Conflict, Merged, is_answered, merge, missing
from calls.questionnaire.kinds import KIND_LABELS, QuestionKind, Role
from calls.questionnaire.shapes import Criterion, Question, Questionnaire, Section
from calls.questionnaire.standard import standard_section

__all__ = [
    "KIND_LABELS",
    "Conflict",
    "Criterion",
    "Merged",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "Role",
    "Section",
    "is_answered",
    "merge",
    "missing",
    "standard_section",
]
