"""Founding an organisation on the site, and changing what it says of itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import Membership, Organisation, User
from base.audit import record

WRITTEN = ("name", "kind", "siret", "rna", "address", "website", "presentation")


@transaction.atomic
def found_organisation(*, by: User, **values: Any) -> Organisation:
    """Create an organisation whose first administrator is `by`; `values` are those of `WRITTEN`."""
    organisation = Organisation(**_known(values))
    organisation.save()
    Membership.objects.create(user=by, organisation=organisation, right=Membership.Right.ADMINISTRATOR)
    record("organisation.founded", actor=by, subject=organisation)
    return organisation


@transaction.atomic
def edit_organisation(*, organisation: Organisation, by: User, **values: Any) -> Organisation:
    """Change what is given of `WRITTEN`; the audit line says which fields, not what they say."""
    organisation = lock_organisation(organisation)
    known = _known(values)
    changed = [name for name, value in known.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, known[name])
    if changed:
        organisation.save(update_fields=changed)
        record("organisation.edited", actor=by, subject=organisation, detail={"fields": sorted(changed)})
    return organisation


def lock_organisation(organisation: Organisation) -> Organisation:
    """Return the organisation read again, locked until the end of the transaction."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(WRITTEN)
    if unknown:
        raise TypeError(f"Not a field of an organisation: {', '.join(sorted(unknown))}")
    return values
