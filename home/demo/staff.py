"""Accounts to try the site with, and those of the people who carry campaigns."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from wagtail.models import Page

from accounts.groups import CLERKS, EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation, User
from accounts.services import create_verified_user, grant_page_rights
from home.demo.shapes import CampaignStory
from home.demo.town import ADMINISTRATOR, CITIZEN, CLERK, EDITOR, FINANCE_OFFICER, HOLDER, JUROR, MODERATOR

PASSWORD = "rivelaine-demo"  # noqa: S105  # nosec B105
"""The one password of the demonstration accounts; README.md and `make run` say it too."""

ACCOUNTS = (
    (CITIZEN, ()),
    (HOLDER, ()),
    (JUROR, ()),
    (EDITOR, (EDITORS,)),
    (MODERATOR, (MODERATORS,)),
    (CLERK, (CLERKS,)),
    (FINANCE_OFFICER, (FINANCE,)),
    (ADMINISTRATOR, ()),
)
"""Who may sign in, and the staff groups each is in; the administrator needs none."""

KINDS = {
    "association": Organisation.Kind.ASSOCIATION,
    "collective": Organisation.Kind.COLLECTIVE,
    "entrepreneur": Organisation.Kind.FIRM,
    "individual": Organisation.Kind.COLLECTIVE,
}


def write_accounts(home: Page) -> dict[str, User]:
    """Create the accounts to try, give their groups their rights under `home`, return them by address."""
    grant_page_rights(home)
    encoded = make_password(PASSWORD)  # once: encoding it is slow on purpose
    accounts = {}
    for person, groups in ACCOUNTS:
        is_superuser = person is ADMINISTRATOR
        user = create_verified_user(
            person.email,
            None,
            groups=groups,
            first_name=person.first_name,
            last_name=person.last_name,
            is_superuser=is_superuser,
            is_staff=is_superuser,
        )
        user.password = encoded
        user.save(update_fields=["password"])
        accounts[user.email] = user
    return accounts


def write_holder(story: CampaignStory, accounts: dict[str, User]) -> tuple[User, Organisation | None]:
    """Return the account of a campaign's holder, made without password when new, and the organisation."""
    person = story.holder
    if person.email not in accounts:
        accounts[person.email] = User.objects.create_user(
            person.email, first_name=person.first_name, last_name=person.last_name
        )
    user = accounts[person.email]
    if story.organisation is None:
        return user, None
    organisation, is_new = Organisation.objects.get_or_create(
        name=story.organisation, defaults={"kind": KINDS[story.holder_kind]}
    )
    if is_new:
        Membership.objects.create(user=user, organisation=organisation, right=Membership.Right.ADMINISTRATOR)
    return user, organisation
