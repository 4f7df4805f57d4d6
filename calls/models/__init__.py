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
from calls.models.pages import CallIndexPage, CallPage, CallTag
from calls.models.parts import CallCriterion, CallDocument, CallEvent, CallFaq, CallOffer, CallResult

__all__ = [
    "Application",
    "ApplicationChange",
    "ApplicationFile",
    "ApplicationInvitation",
    "ApplicationMember",
    "ApplicationVersion",
    "CallCriterion",
    "CallDocument",
    "CallEvent",
    "CallFaq",
    "CallIndexPage",
    "CallOffer",
    "CallPage",
    "CallResult",
    "CallTag",
    "FormVersion",
    "InformationRequest",
]
