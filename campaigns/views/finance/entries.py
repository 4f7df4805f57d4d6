"""One entry of the books: what it says, what it is tied to, and how two people correct it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.confirmation import recently_confirmed, typed_before
from accounts.doors import finance_only
from accounts.models import User
from campaigns.errors import CampaignError
from campaigns.forms.finance import CorrectEntryForm
from campaigns.links import decision_path
from campaigns.models import Decision, LedgerEntry
from campaigns.rules.decisions import DecisionKind
from campaigns.services.correcting import (
    CORRECTIONS,
    accounts_for,
    ask_to_correct,
    never_corrected,
)
from campaigns.wording.deciding import refusal_words
from campaigns.wording.finance import account_words


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show an entry; take the request of a second person's agreement to correct it."""
    rows = LedgerEntry.objects.select_related(
        "debit", "credit", "territory", "campaign__page", "pledge", "operation", "movement", "fee_movement",
        "corrects", "corrected_by",
    )  # fmt: skip
    return _shown(request, get_object_or_404(rows, pk=pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, entry: LedgerEntry) -> HttpResponse:
    accounts = [(code, account_words(code)) for code in accounts_for(entry)]
    if request.method != "POST":
        typed = typed_before(request)
        # The document is chosen again: what was typed comes back without a word about it.
        kept = {name: typed.get(name, "") for name in ("reason", "debit", "credit")} if typed else None
        return _page(request, entry, CorrectEntryForm(accounts=accounts, initial=kept))
    assert isinstance(request.user, User)
    form = CorrectEntryForm(request.POST, request.FILES, accounts=accounts)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    try:
        decision = ask_to_correct(entry=entry, asked_by=request.user, at=timezone.now(), **form.cleaned_data)
    except CampaignError as error:
        if never_corrected(entry):  # the form is not on the page
            messages.error(request, refusal_words(error))
            return redirect("finance:entry", entry.pk)
        form.add_error(None, refusal_words(error))
        return _page(request, entry, form, status=409)
    return redirect(decision_path(decision))


def _page(
    request: HttpRequest, entry: LedgerEntry, form: CorrectEntryForm, *, status: int = 200
) -> HttpResponse:
    asked = Decision.objects.waiting_about(DecisionKind.CORRECTION, at=timezone.now(), entry=entry)
    facts = LedgerEntry.objects.filter(fact=entry.fact).exclude(pk=entry.pk).order_by("pk")
    corrected_by = getattr(entry, "corrected_by", None)
    replaced_by = None
    if corrected_by is not None:
        replaced_by = LedgerEntry.objects.filter(
            fact=corrected_by.fact, kind=LedgerEntry.Kind.REPLACEMENT
        ).first()
    decided = Decision.objects.filter(uuid=entry.fact).first() if entry.kind in CORRECTIONS else None
    movement = getattr(entry, "movement", None) or getattr(entry, "fee_movement", None)
    context = {
        "screen_title": _("Écriture nº %(number)s") % {"number": entry.pk},
        "screen_icon": "table",
        "entry": entry,
        "back": reverse("finance:ledger", args=[entry.campaign_id]) if entry.campaign_id else "",
        "debit": account_words(entry.debit.code),
        "credit": account_words(entry.credit.code),
        "same_fact": facts[:20],
        "corrected_by": corrected_by,
        "replaced_by": replaced_by,
        "movement": movement,
        "decided": decided,
        "decided_url": decision_path(decided) if decided else "",
        "refusal": never_corrected(entry),
        "asked_url": decision_path(asked) if asked else "",
        "form": form,
    }
    return render(request, "campaigns/admin/finance/entry.html", context, status=status)
