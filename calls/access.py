"""Who may do what to an application: one rule, called by views, listings, exports and downloads alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.groups import EDITORS, MODERATORS, belongs
from accounts.models import Membership
from calls.application_querysets import WRITERS, ApplicationQuerySet
from calls.models import Application, ApplicationFile, Assignment, CallPage, Mentor, Promotion
from calls.services.attaching import is_deposited

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person = User | AnonymousUser


def is_holder(user: Person, application: Application) -> bool:
    """Tell whether `user` writes the application: its holder, who joined it, or who writes for its organisation."""
    if not user.is_authenticated:
        return False
    if application.holder_id == user.pk or application.members.filter(user=user).exists():
        return True
    return (
        application.organisation_id is not None
        and Membership.objects.filter(
            user=user, organisation=application.organisation_id, right__in=WRITERS
        ).exists()
    )


def calls_run_by(user: Person) -> Any:
    """Return the keys of the calls whose pages `user` may edit, as a query; the group is the caller's question."""
    run = PagePermissionPolicy(model=CallPage).instances_user_has_permission_for(user, "change")
    return run.order_by().values("pk")


def readable_applications(user: Person) -> ApplicationQuerySet:
    """Return the deposited applications that `user` reads with names, in the admin and by their files' addresses.

    Editors read those of the calls they run; moderators those they were given to read as jurors, once they declared
    to have no interest in them. What a call wants read without names stays in the jury room. Drafts are their
    holders' alone, and what was withdrawn or erased is nobody's any more.
    """
    readable = Q(pk__in=())
    if belongs(user, EDITORS):
        readable |= Q(call__in=calls_run_by(user))
    if belongs(user, MODERATORS):
        given = Assignment.objects.filter(
            juror__user=user.pk,
            juror__left_at=None,
            ended_at=None,
            cleared_at__isnull=False,
            round__call__is_read_without_names=False,
        )
        readable |= Q(pk__in=given.values("application"))
    return Application.objects.read_by_staff().filter(readable)


def is_staff_reader(user: Person, application: Application) -> bool:
    """Tell whether `user` reads this deposited application for the territory."""
    return readable_applications(user).filter(pk=application.pk).exists()


def is_reader(user: Person, application: Application) -> bool:
    """Tell whether `user` sits in the jury and is to read this application."""
    return (
        user.is_authenticated
        and user.is_active
        and Assignment.objects.filter(
            application=application, juror__user=user, juror__left_at=None, ended_at=None
        ).exists()
    )


def is_decision_reader(user: Person, application: Application) -> bool:
    """Tell whether `user` holds the application and its decision is published."""
    return (
        is_holder(user, application)
        and application.decisions.filter(publication__published_at__isnull=False).exists()
    )


def runs_call(user: Person, call: CallPage) -> bool:
    """Tell whether `user` is an editor of this call: of the group, with the right to edit its page."""
    return belongs(user, EDITORS) and call.permissions_for_user(user).can_edit()


def is_owner(user: Person, application: Application) -> bool:
    """Tell whether `user` decides who else writes: its holder, or who writes for its organisation."""
    return is_holder(user, application) and not application.members.filter(user=user.pk).exists()


RULES: dict[str, Callable[[Person, Application], bool]] = {
    "read": lambda user, application: is_holder(user, application) or is_staff_reader(user, application),
    "write": lambda user, application: application.is_writable and is_holder(user, application),
    "deposit": lambda user, application: application.is_writable and is_holder(user, application),
    "hold": is_holder,
    "invite": lambda user, application: application.is_writable and is_holder(user, application),
    "choose_members": is_owner,
    "withdraw": is_holder,
    "ask_more": is_staff_reader,
    "inspect": is_staff_reader,
    "judge": is_reader,
    "read_decision": is_decision_reader,
    "ask_second_look": lambda user, application: (
        application.state == Application.State.REFUSED and is_decision_reader(user, application)
    ),
    "decide": lambda user, application: (
        application.current_id is not None and runs_call(user, application.call)
    ),
    "tick": lambda user, application: (
        application.state == Application.State.ACCEPTED and is_holder(user, application)
    ),
    "prepare_campaign": lambda user, application: (
        application.state == Application.State.ACCEPTED and runs_call(user, application.call)
    ),
}

CALL_RULES: dict[str, Callable[[Person, CallPage], bool]] = {
    "run_jury": runs_call,
    "decide": runs_call,
    "read_decisions": lambda user, call: runs_call(user, call) or belongs(user, MODERATORS),
    "prepare_promotion": runs_call,
    "approve_publication": lambda user, call: runs_call(user, call) or belongs(user, MODERATORS),
    "read_statistics": lambda user, call: runs_call(user, call) or belongs(user, MODERATORS),
}


def can(user: Person, action: str, application: Application) -> bool:
    """Tell whether `user` may do `action` to `application`; KeyError for an action that has no rule."""
    return RULES[action](user, application)


def can_run(user: Person, action: str, call: CallPage) -> bool:
    """Tell whether `user` may do `action` to the jury and decisions of `call`; KeyError for an unknown action."""
    return CALL_RULES[action](user, call)


def is_mentor(user: Person, promotion: Promotion) -> bool:
    """Tell whether `user` accompanies a project of the promotion, by the address they sign in with."""
    return (
        user.is_authenticated
        and user.is_active
        and Mentor.objects.naming(user).filter(application__call=promotion.call_id).exists()
    )


def may_follow(user: Person, promotion: Promotion) -> bool:
    """Tell whether `user` reads a promotion's shared page: its holders, its mentors, the call's staff."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        Application.objects.held_by(user).selected(promotion.call_id).exists()
        or is_mentor(user, promotion)
        or can_run(user, "read_decisions", promotion.call)
    )


def may_download(user: Person, file: ApplicationFile) -> bool:
    """Tell whether `user` may have a file: those who write the application, and, of deposited files, its readers."""
    application = file.application
    return is_holder(user, application) or (can(user, "read", application) and is_deposited(file))
