"""« Qui a fait quoi »: who read, exported, decided. Finance reads what concerns money, technical administrators all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import finance_only
from base.context import current_territory
from base.models import AuditLine
from base.plain_text import plain
from campaigns.forms.finance import TrailFilters
from campaigns.models import StateChange
from campaigns.services import trail
from campaigns.views.finance.exports import KINDS, Column, send_table
from campaigns.wording import CAMPAIGN_LABELS, PLEDGE_LABELS
from campaigns.wording.finance import action_words, detail_words, subject_words

PER_PAGE = 50


@finance_only
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the acts asked for, the last first."""
    form = _filters(request)
    shown = Paginator(trail.keys_of(form.asked()), PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "screen_title": _("Qui a fait quoi"),
        "screen_icon": "history",
        "form": form,
        "shown": shown,
        "rows": [_said(row) for row in trail.loaded(shown.object_list)],
        "query": query.urlencode(),
        "sees_all": form.sees_all,
        "zone": str(form.zone),
    }
    return render(request, "campaigns/admin/finance/trail.html", context)


@finance_only
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the same as a file."""
    if kind not in KINDS:
        raise Http404
    return send_table(
        request,
        kind=kind,
        title=_("Qui a fait quoi"),
        columns=COLUMNS,
        rows=(_said(row) for row in trail.everything(_filters(request).asked())),
        action="trail.exported",
        page=f"{reverse('finance:trail')}?{request.GET.urlencode()}",
    )


def _filters(request: HttpRequest) -> TrailFilters:
    territory = current_territory(request)
    sees_all = bool(getattr(request.user, "is_superuser", False))
    actions = (
        list(AuditLine.objects.order_by().values_list("action", flat=True).distinct()) if sees_all else []
    )
    return TrailFilters(
        {name: plain(request.GET.get(name, "")) for name in TrailFilters.base_fields},
        zone=territory.zone if territory else settings.TIME_ZONE,
        sees_all=sees_all,
        actions=actions,
    )


def _said(row: AuditLine | StateChange) -> dict[str, Any]:
    """Return one act in words: when, who, what, about what, and what more is known."""
    said = {"at": row.at, "who": str(row.actor) if row.actor else _("le site")}
    if isinstance(row, AuditLine):
        detail = " · ".join(detail_words(row.detail))
        subject = subject_words(row.object_kind, row.object_id)
        return {**said, "what": action_words(row.action), "subject": subject, "detail": detail, "row": row}
    labels: Any = PLEDGE_LABELS if row.pledge else CAMPAIGN_LABELS
    subject = (
        _("soutien %(reference)s") % {"reference": row.pledge.reference} if row.pledge else _("campagne")
    )
    move = f"{labels[row.before]} → {labels[row.after]}" if row.before else str(labels[row.after])
    return {
        **said,
        "what": move,
        "subject": f"{subject} · {row.campaign.page.title}",
        "detail": row.reason,
        "row": row,
    }


COLUMNS = (
    Column(gettext_lazy("le"), lambda said: timezone.localtime(said["at"])),
    Column(gettext_lazy("qui"), lambda said: said["who"]),
    Column(gettext_lazy("quoi"), lambda said: said["what"]),
    Column(gettext_lazy("au sujet de"), lambda said: said["subject"]),
    Column(gettext_lazy("précisions"), lambda said: said["detail"]),
)
