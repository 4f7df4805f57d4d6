"""The team's second factors in the admin: who has one, and forgetting one whose telephone is lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.confirmation import recently_confirmed
from accounts.errors import SecondFactorRefusal
from accounts.groups import ALL
from accounts.models import User
from accounts.services.second_factor import forget_second_factor
from base.context import current_territory


def _administrator(request: HttpRequest) -> User:
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied
    return request.user


def _people() -> QuerySet[User]:
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    team = User.objects.filter(groups__name__in=ALL).values("pk")
    return (
        User.objects.annotate(
            has_factor=Exists(totp),
            factor_since=Subquery(totp.values("created_at")[:1]),
            factor_used=Subquery(totp.values("last_used_at")[:1]),
        )
        .filter(Q(is_superuser=True) | Q(pk__in=team) | Q(has_factor=True), is_active=True)
        .prefetch_related("groups")
        .order_by("has_factor", "email")
    )


@never_cache
@require_safe
def second_factors(request: HttpRequest) -> HttpResponse:
    """List the team, and whoever else has a second factor; those without one first."""
    _administrator(request)
    context = {"people": _people(), "is_required": settings.STAFF_SECOND_FACTOR}
    return render(request, "accounts/admin/second_factors.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed()
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then forget somebody's second factor; never one's own."""
    by = _administrator(request)
    person = _people().filter(pk=pk, authenticator__type=Authenticator.Type.TOTP).first()
    if person is None:
        raise Http404
    if request.method == "POST":
        try:
            forget_second_factor(user=person, by=by, at=timezone.now(), territory=current_territory(request))
        except SecondFactorRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Le second facteur est effacé ; la personne reçoit un message."))
        return redirect("second_factors")
    context = {"person": person, "is_own": person.pk == by.pk}
    return render(request, "accounts/admin/second_factor_forget.html", context)
