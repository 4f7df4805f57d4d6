"""Going on with a kit: its next version, as a draft."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count

from django.db import transaction

from accounts.models import User
from base.audit import record
from stories.models import KitPage

_LAST_NUMBER = re.compile(r"(\d{1,6})(?!.*\d)")
LONGEST_VERSION = 20


@transaction.atomic
def continue_kit(*, kit: KitPage, by: User, at: datetime) -> KitPage:
    """Return a draft of the kit's next version, beside it, owned by `by`, which says which kit it continues.

    What is copied is what the public reads; the campaigns that used the kit stay with the version they used.
    """
    draft: KitPage = kit.copy(
        update_attrs={
            "slug": _free_slug(kit),
            "version": next_version(kit.version),
            "continues": kit,
            "owner": by,
            "first_published_at": None,
        },
        exclude_fields=["campaign_links"],
        copy_revisions=False,
        keep_live=False,
        user=by,
    )
    record("kit.continued", actor=by, subject=draft, detail={"continues": kit.pk}, at=at)
    return draft


def next_version(version: str) -> str:
    """Return what follows: « 1 » gives « 2 », « 1.4 » gives « 1.5 », a word without a number gets a 2."""
    found = _LAST_NUMBER.search(version)
    if found is None:
        return f"{version} 2".strip()[-LONGEST_VERSION:]
    number = str(int(found[1]) + 1)
    return (version[: found.start()] + number + version[found.end() :])[-LONGEST_VERSION:]


def _free_slug(kit: KitPage) -> str:
    """Return the kit's slug with the first number that no page beside it bears."""
    base = re.sub(r"-\d+$", "", kit.slug)
    taken = set(kit.get_siblings().values_list("slug", flat=True))
    return next(slug for number in count(2) if (slug := f"{base}-{number}") not in taken)
