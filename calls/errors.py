"""Why something asked of a call or of an application was refused; `reason` is a sentence for people."""

from __future__ import annotations


class CallError(Exception):
    """Something that cannot be done; `reason` says why in the page's language."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class CallNotOpen(CallError):
    """The call has yet to open, or is closed: nothing is deposited, the draft is kept."""


class AnswersMissing(CallError):
    """A deposit lacks required answers."""


class MoveRefused(CallError):
    """The application is no longer in a state from which this may be done."""


class InvitationGone(CallError):
    """A link to enter a jury was used, withdrawn or is too old."""


class AssignmentRefused(CallError):
    """Somebody cannot be given an application to read."""


class ReviewRefused(CallError):
    """A review cannot be written, handed in or opened again."""


class ReviewUnfinished(ReviewRefused):
    """A review lacks points for some criteria; `lacking` are their keys."""

    def __init__(self, reason: str, lacking: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.lacking = lacking


class DecisionRefused(CallError):
    """A decision cannot be drafted, planned, approved or cancelled as things stand."""


class ApplicantRefused(CallError):
    """The call does not take answers from this kind of applicant."""


class FormChanged(CallError):
    """The form of the call changed since the person read what they were about to deposit."""


class TooManyFiles(CallError):
    """The question takes no more files."""


class InvitationRefused(CallError):
    """The link was used, withdrawn, or is too old."""


class PromotionRefused(CallError):
    """A promotion cannot be formed, moved or changed as things stand."""
