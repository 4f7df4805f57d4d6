"""The accountant's file of a period, for finance, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.confirmation import recently_confirmed
from accounts.doors import finance_only
from base.audit import record
from base.caching import never_kept
from base.models import Territory
from base.spreadsheets import csv_response
from campaigns.services.accounting import entries_between, ledger_lines
from campaigns.wording.papers import ENTRY_COLUMNS


class PeriodForm(forms.Form):
    """Whose books, from which day to which."""

    territory = forms.ModelChoiceField(
        label=gettext_lazy("Territoire"), queryset=Territory.objects.all(), empty_label=None
    )
    first = forms.DateField(
        label=gettext_lazy("Du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Au (compris)"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or that no calendar holds."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        for name, value in (("first", first), ("last", last)):
            if value is not None and not 2000 <= value.year <= 2199:
                self.add_error(name, _("Vérifiez l’année."))
        if first and last and last < first:
            self.add_error("last", _("La période finit avant de commencer."))
        return cleaned


@finance_only
@require_safe
def entries(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or send the file of the period it names."""
    form = PeriodForm(request.GET if "first" in request.GET else None)
    if form.is_bound and form.is_valid():
        return _file(request, form)
    context = {
        "form": form,
        "header_title": _("Écritures d’une période"),
        "header_icon": "download",
        "breadcrumbs_items": [{"url": reverse("ledger_period"), "label": _("Écritures d’une période")}],
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "campaigns/admin/period.html", context, status=status)


@recently_confirmed(back="ledger_period")
def _file(request: HttpRequest, form: PeriodForm) -> HttpResponseBase:
    territory, first, last = (form.cleaned_data[name] for name in ("territory", "first", "last"))
    record(
        "ledger.exported",
        actor=request.user,
        subject=territory,
        detail={"first": first.isoformat(), "last": last.isoformat()},
    )
    rows = ledger_lines(entries_between(territory=territory, first=first, last=last))
    name = f"ecritures-{territory.slug}-{first.isoformat()}-{last.isoformat()}.csv"
    return never_kept(csv_response(name, ENTRY_COLUMNS, rows))
