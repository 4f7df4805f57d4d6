"""Screens of the admin for schemes and kits: each does one thing and leads on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from accounts.doors import editors_only
from base import clock
from base.dates_display import day as in_words
from base.models import Territory
from stories.directory import local_day
from stories.models import KitPage, SchemePage
from stories.services.checking import mark_checked
from stories.services.continuing import continue_kit


@editors_only
@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the entry is exact today; 404 for a scheme this editor may not write."""
    scheme = get_object_or_404(SchemePage, pk=pk)
    rights = scheme.permissions_for_user(request.user)
    if not rights.can_edit() or not rights.can_publish():
        raise Http404
    back = get_valid_next_url_from_request(request) or ""
    if rights.page_locked():
        messages.error(
            request, _("« %(page)s » est verrouillée : rien n’a été changé.") % {"page": scheme.title}
        )
        return redirect(back or "wagtailadmin_pages:edit", *([] if back else [pk]))
    at = clock.now()
    day = local_day(Territory.objects.for_page(scheme), at)
    shown = mark_checked(scheme=scheme, day=day, by=request.user, at=at)  # type: ignore[arg-type]
    words = (
        _("« %(page)s » : vérifié le %(day)s, la page le dit déjà.")
        if shown
        else _("« %(page)s » : vérifié le %(day)s. La page le dira quand vous publierez son brouillon.")
    )
    messages.success(request, words % {"page": scheme.title, "day": in_words(day)})
    return redirect(back or "wagtailadmin_pages:edit", *([] if back else [pk]))


@editors_only
@require_POST
def continued(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft of the kit's next version and open it; 404 where this editor may not add a kit."""
    kit = get_object_or_404(KitPage, pk=pk)
    if not kit.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise Http404
    draft = continue_kit(kit=kit, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(
        request,
        _("Voici le brouillon de la version %(version)s. Dites ce que vous changez, puis publiez.")
        % {"version": draft.version},
    )
    return redirect("wagtailadmin_pages:edit", draft.pk)
