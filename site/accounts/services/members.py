"""Changing what members may do, and parting with them; an organisation always keeps an administrator.

Each verb locks the organisation's row: two administrators who remove each other at the same moment are one after the
other, and the second is refused.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import LastAdministrator
from accounts.models import Membership, Organisation, User
from accounts.services.letters import ask_letter
from accounts.services.organisations import lock_organisation
from base.audit import record
from base.models import Territory


@transaction.atomic
def change_right(*, membership: Membership, right: str, by: User) -> Membership:
    """Give a member another right; LastAdministrator when nobody would administer, Membership.DoesNotExist when the
    person was parted with a moment before.
    """
    membership = _locked(membership)
    right = Membership.Right(right)
    if right != Membership.Right.ADMINISTRATOR:
        _refuse_last(membership)
    if membership.right != right:
        membership.right = right
        membership.save(update_fields=["right"])
        _note("organisation.right_changed", membership, by=by)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User, territory: Territory | None = None) -> None:
    """Part with a member, who is told by letter; refuses as `change_right`."""
    membership = _locked(membership)
    _refuse_last(membership)
    _note("organisation.member_removed", membership, by=by)
    ask_letter(
        kind="organisation_removed",
        recipient=membership.user.email,
        user=membership.user,
        purpose=f"organisation_removed:{membership.pk}",
        organisation=membership.organisation,
        by=by,
        territory=territory,
    )
    membership.delete()


@transaction.atomic
def leave_organisation(*, organisation: Organisation, user: User) -> None:
    """Leave; LastAdministrator when nobody would administer. Leaving twice changes nothing."""
    organisation = lock_organisation(organisation)
    membership = organisation.memberships.select_related("organisation").filter(user=user).first()
    if membership is None:
        return
    _refuse_last(membership)
    _note("organisation.member_left", membership, by=user)
    membership.delete()


def _locked(membership: Membership) -> Membership:
    organisation = lock_organisation(membership.organisation)
    return Membership.objects.select_related("organisation", "user").get(
        pk=membership.pk, organisation=organisation
    )


def _refuse_last(membership: Membership) -> None:
    """Raise LastAdministrator when nobody else administers the locked organisation."""
    if membership.right != Membership.Right.ADMINISTRATOR:
        return
    others = Membership.objects.filter(organisation=membership.organisation_id).exclude(pk=membership.pk)
    if not others.administrators().filter(user__is_active=True).exists():
        raise LastAdministrator(
            _("Une organisation garde toujours une personne qui l’administre : nommez-en d’abord une autre.")
        )


def _note(action: str, membership: Membership, *, by: User) -> None:
    record(
        action,
        actor=by,
        subject=membership.organisation,
        detail={"user": membership.user_id, "right": str(membership.right)},
    )
