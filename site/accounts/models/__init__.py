"""People, the organisations they act for, what organisations keep, and who is invited into them."""

from .documents import DocumentVersion, OrganisationDocument
from .invitations import Handover, Invitation, InvitationQuerySet
from .organisations import Membership, Organisation
from .people import User, UserManager

__all__ = [
    "DocumentVersion",
    "Handover",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Organisation",
    "OrganisationDocument",
    "User",
    "UserManager",
]
