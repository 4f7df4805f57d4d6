"""Refusals of accounts; the text of each is what people read."""


class SecondFactorRefusal(Exception):
    """Something that may not be done to a second factor."""


class OrganisationRefusal(Exception):
    """Something that may not be done to an organisation."""


class LastAdministrator(OrganisationRefusal):
    """The organisation would be left without an administrator."""


class InvitationUnusable(OrganisationRefusal):
    """The link was used, withdrawn, or has expired."""


class AlreadyInvited(OrganisationRefusal):
    """The person is a member already, or an invitation waits for them."""


class HandoverUnderWay(OrganisationRefusal):
    """Another handover must end first."""


class DocumentExists(OrganisationRefusal):
    """The organisation keeps a document of that name: a new version goes there."""
