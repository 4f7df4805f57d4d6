"""« Courriers à imprimer »: what waits, a batch with its sheets, and what was posted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.confirmation import recently_confirmed
from accounts.doors import posting_only
from accounts.models import User
from base.audit import record
from base.clock import now
from base.postal_addresses import town_of
from base.printing import sheet_response
from notices.models import Notice
from notices.posting import MOST, in_batch, mark_posted, put_back
from notices.services import waiting_to_print
from notices.sheets import Pile, piles_of, sheet_of

FIELD = "lettre"
"""What a letter of a batch is called in addresses and forms."""
LAST_POSTED = 20


@posting_only
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the letters that wait, oldest first, by territory, then the last ones posted. The reading leaves a line."""
    number = waiting_to_print()
    piles = piles_of(Notice.objects.to_print()[:MOST])
    posted = Notice.objects.posted().exclude(postal_address="").select_related("printed_by")[:LAST_POSTED]
    record("letters.listed", actor=request.user)
    context = {
        "screen_title": _("Courriers à imprimer"),
        "number": number,
        "later": number - sum(len(pile.sheets) for pile in piles),
        "piles": piles,
        "oldest": piles[0].sheets[0].notice if piles else None,
        "posted": [sheet_of(notice) for notice in posted],
        "posted_number": Notice.objects.posted().count(),
    }
    return render(request, "notices/waiting.html", context)


@posting_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Show what to do with the chosen letters, then write that exactly these were posted."""
    if request.method == "POST":
        return _posted(request)
    pile = _pile(request)
    if pile is None:
        return _nothing_left(request)
    record("letters.listed", actor=request.user)
    context = {
        "screen_title": _("Imprimer et poster"),
        "pile": pile,
        "query": urlencode({FIELD: [sheet.token for sheet in pile.sheets]}, doseq=True),
    }
    return render(request, "notices/batch.html", context)


@posting_only
@never_cache
@require_safe
@recently_confirmed(back="letters:batch")
def sheets(request: HttpRequest) -> HttpResponseBase:
    """Send the chosen letters as one PDF file, a sheet each; it leaves a line."""
    pile = _pile(request)
    if pile is None:
        return _nothing_left(request)
    town = pile.town
    record("letters.drawn", actor=request.user, detail={"number": len(pile.sheets)})
    context = {
        "town": town,
        "place": town_of(town.contact_address) or town_of(town.legal_address) or town.name,
        "sheets": pile.sheets,
        "today": now(),
    }

    def html(on_screen: bool) -> str:
        return render_to_string("notices/sheets.html", {**context, "on_screen": on_screen})

    return sheet_response(html, town=town, name="courriers")


@posting_only
@never_cache
@require_POST
def print_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one posted letter back among those to print."""
    assert isinstance(request.user, User)
    notice = get_object_or_404(Notice.objects.posted(), pk=pk)
    if put_back(notice=notice, by=request.user, at=timezone.now()):
        messages.success(request, _("Ce courrier est de nouveau à imprimer."))
    else:
        messages.warning(request, _("Ce courrier n’a pas été remis à imprimer : rien n’a été changé."))
    return redirect("letters:waiting")


def _posted(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    tokens = request.POST.getlist(FIELD)
    number = mark_posted(tokens=tokens, by=request.user, at=timezone.now())
    if number:
        said = ngettext("%(count)d courrier est posté.", "%(count)d courriers sont postés.", number)
        messages.success(request, said % {"count": number})
    if number < len(tokens):
        messages.warning(
            request,
            _("Ceux qui l’étaient déjà, ou ont été remis à imprimer entre-temps, n’ont pas été changés."),
        )
    return redirect("letters:waiting")


def _pile(request: HttpRequest) -> Pile | None:
    """Return the letters asked for that still wait, of one territory: a batch has one letterhead."""
    piles = piles_of(in_batch(request.GET.getlist(FIELD)))
    return piles[0] if piles else None


def _nothing_left(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Aucun de ces courriers n’attend plus d’être imprimé."))
    return redirect("letters:waiting")
