"""Calls for projects and the applications that answer them."""

from calls.models.applications import (
    Application,
    ApplicationChange,
    ApplicationFile,
    ApplicationInvitation,
    ApplicationMember,
    ApplicationVersion,
    FormVersion,
    InformationRequest,
)
from calls.models.decisions import Decision, Publication, SecondLook
from calls.models.pages import CallIndexPage, CallPage, CallTag
from calls.models.parts import CallCriterion, CallDocument, CallEvent, CallFaq, CallOffer, CallResult
from calls.models.promotions import Mentor, Promotion, PromotionStep, StepDone
from calls.models.reach import CallInvitation, InvitationRefusal
from calls.models.reviews import Assignment, Juror, JuryInvitation, Recusal, Review, ReviewRound
from calls.models.wishes import Wish, WishGroup, WishQuestion

__all__ = [
    "Application",
    "ApplicationChange",
    "ApplicationFile",
    "ApplicationInvitation",
    "ApplicationMember",
    "ApplicationVersion",
    "Assignment",
    "CallCriterion",
    "CallDocument",
    "CallEvent",
    "CallFaq",
    "CallIndexPage",
    "CallInvitation",
    "CallOffer",
    "CallPage",
    "CallResult",
    "CallTag",
    "Decision",
    "FormVersion",
    "InformationRequest",
    "InvitationRefusal",
    "Juror",
    "JuryInvitation",
    "Mentor",
    "Promotion",
    "PromotionStep",
    "Publication",
    "Recusal",
    "Review",
    "ReviewRound",
    "SecondLook",
    "StepDone",
    "Wish",
    "WishGroup",
    "WishQuestion",
]
