"""The second factor: who must have one, who has, and whether this very session proved it.

A code of an application on a telephone (TOTP), or a recovery code kept on paper; the library that checks them is
allauth. `STAFF_SECOND_FACTOR` says whether the team must have one: always, but in a demonstration. Anybody may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.groups import ALL, belongs

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Where the visitor goes once the second factor is there; recovery codes come in between.
AFTER = "after_second_factor"


def is_staff_member(user: User | AnonymousUser) -> bool:
    """Tell whether `user` has a door to the admin, or belongs to a staff group."""
    return belongs(user, *ALL) or user.has_perm("wagtailadmin.access_admin")


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Tell whether `user` has switched a second factor on; recovery codes alone are none."""
    return (
        user.is_authenticated
        and Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    )


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Keep the people who have switched a second factor on."""
    return people.filter(pk__in=Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user"))


def proved_in_session(request: HttpRequest) -> bool:
    """Tell whether a code was given in this session, by the person who is signed in."""
    if not request.user.is_authenticated:
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def way_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Return where a member of staff goes first: to set the second factor up, or to prove it; None when all is well.

    Whoever is not of the team goes on: what they may see is another question.
    """
    if not settings.STAFF_SECOND_FACTOR or not is_staff_member(request.user):
        return None
    path = request.get_full_path() if request.method in {"GET", "HEAD"} else settings.ADMIN_PREFIX
    if not has_second_factor(request.user):
        request.session[AFTER] = path
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if not proved_in_session(request):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': path})}")
    return None
