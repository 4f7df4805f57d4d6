"""Calls for projects and the applications that answer them."""

from calls.models.applications import (
    Application,
    ApplicationChange,
    ApplicationInvitation,
    ApplicationMember,
    ApplicationVersion,
    FormVersion,
    InformationRequest,
)
from calls.models.pages import CallIndexPage, CallPage, CallTag
from calls.models.parts import CallCriterion, CallDocument, CallEvent, CallFaq, CallOffer, CallResult
from calls.models.reach import CallInvitation, InvitationRefusal
from calls.models.wishes import Wish, WishGroup, WishQuestion

__all__ = [
    "Application",
    "ApplicationChange",
    "ApplicationInvitation",
    "ApplicationMember",
    "ApplicationVersion",
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
    "FormVersion",
    "InformationRequest",
    "InvitationRefusal",
    "Wish",
    "WishGroup",
    "WishQuestion",
]
