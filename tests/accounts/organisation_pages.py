"""What tests of organisations' pages ask for: people, addresses, documents."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, OrganisationDocument, User
from accounts.services import create_verified_user
from accounts.services.documents import keep_document
from tests.support.hostile_files import pdf, upload

NOW = timezone.now()


def somebody(name: str) -> User:
    """Return another account."""
    return create_verified_user(f"{name}@example.org", None, first_name=name.capitalize())


def address(name: str, lavoir: Organisation, *more: object) -> str:
    """Return the address of a page of the organisation."""
    return reverse(f"accounts:{name}", args=[lavoir.uuid, *more])


def keep(lavoir: Organisation, by: User, title: str = "") -> OrganisationDocument:
    """Keep a document."""
    return keep_document(
        organisation=lavoir, kind="other", title=title, upload=upload("a.pdf", pdf()), by=by, at=NOW
    ).document
