"""Verbs of accounts: opening one for somebody, staff groups and their rights on pages."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.groups import ALL, EDITORS, MODERATORS
from accounts.models import User

# Quality matrix: pages, images and the programme are written by editors; moderators and finance read them.
# Moderators work on applications and campaigns under review, finance on money, clerks at the desk, in their own
# rooms of the admin.
PAGE_RIGHTS = {EDITORS: ("add_page", "change_page", "publish_page"), MODERATORS: ()}
COLLECTION_RIGHTS = {
    EDITORS: (
        ("wagtailimages", ("add_image", "change_image", "choose_image")),
        ("wagtaildocs", ("add_document", "change_document", "choose_document")),
    ),
    MODERATORS: (("wagtailimages", ("choose_image",)), ("wagtaildocs", ("choose_document",))),
}
WAGTAIL_S_OWN = ("Editors", "Moderators")


def verified_email(user: Any) -> str | None:
    """Return the account's address when its owner has proved it is theirs, else None.

    Whatever is attached to an account by its address (a guest's pledges) must ask this first.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    proved = EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email).exists()
    return user.email if proved else None


@transaction.atomic
def create_verified_user(
    email: str, password: str | None, *, groups: tuple[str, ...] = (), **fields: Any
) -> User:
    """Create and return a user whose address counts as proved, in the named staff groups; for demos and
    set-up.
    """
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if groups:
        ensure_groups()
        user.groups.set(Group.objects.filter(name__in=groups))
    return user


@transaction.atomic
def ensure_groups() -> dict[str, Group]:
    """Create the staff groups with access to the admin, take away Wagtail's own, and return ours by name."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    groups = {}
    for name in ALL:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(access)
        groups[name] = group
    # Wagtail's first migration gives these two every page of every territory.
    for group in Group.objects.filter(name__in=WAGTAIL_S_OWN):
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        group.permissions.clear()
        if not group.user_set.exists():
            group.delete()
    return groups


@transaction.atomic
def grant_page_rights(root_page: Page) -> None:
    """Give the staff groups their rights on a territory's pages, images and documents; safe to call again."""
    groups = ensure_groups()
    for name, codenames in PAGE_RIGHTS.items():
        for codename in codenames:
            GroupPagePermission.objects.get_or_create(
                group=groups[name], page=root_page, permission=_permission("wagtailcore", codename)
            )
    root_collection = Collection.get_first_root_node()
    for name, apps in COLLECTION_RIGHTS.items():
        for app, codenames in apps:
            for codename in codenames:
                GroupCollectionPermission.objects.get_or_create(
                    group=groups[name], collection=root_collection, permission=_permission(app, codename)
                )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
