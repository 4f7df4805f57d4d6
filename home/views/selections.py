"""Selections in the admin: written as any row, then shown with everything that can be made of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.views import generic

from accounts.doors import editors_only
from base.context import current_territory
from base.dates_display import day
from base.mail import site_address
from base.models import Territory
from base.printing import sheet_response
from home.forms.newsletters import NewsletterForm
from home.forms.selections import FromProgrammeForm
from home.models import HomePage, Newsletter, Selection
from home.outlets.pieces import pieces_of
from home.outlets.sheets import LEAFLET, POSTER, Sheet, sheet_html
from home.services import selecting


def territory_of(request: HttpRequest) -> Territory:
    """Return the territory whose selections the editor writes: that of the site the admin is open on."""
    territory = current_territory(request) or Territory.objects.order_by("pk").first()
    if territory is None:
        raise Http404
    return territory


class SelectionCreateView(generic.CreateView):
    """A new selection; its territory and author are not asked for."""

    def save_instance(self) -> Any:
        """Write them before the rest."""
        self.form.instance.territory = territory_of(self.request)
        self.form.instance.author = self.request.user
        return super().save_instance()

    def get_success_url(self) -> str:
        """Go on to what can be made of it."""
        return reverse("selections:outlets", args=[self.object.pk])


class SelectionEditView(generic.EditView):
    """A selection to change."""

    def get_success_url(self) -> str:
        """Go on to what can be made of it."""
        return reverse("selections:outlets", args=[self.object.pk])


class SelectionDeleteView(generic.DeleteView):
    """A selection to delete, unless a letter made of it has begun to leave."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what readers have received; drafts of letters go with the selection."""
        letters = Newsletter.objects.filter(selection=self.object)
        if letters.exclude(state=Newsletter.State.DRAFT).exists():
            messages.error(
                request,
                _("Une lettre faite de cette sélection est programmée ou partie : elle ne se supprime pas."),
            )
            return redirect("selections:outlets", self.object.pk)
        letters.delete()
        return super().post(request, *args, **kwargs)


@editors_only
@require_safe
def outlets(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the public would see of a selection, and what can be made of it."""
    selection = get_object_or_404(Selection.objects.select_related("territory"), pk=pk)
    form = NewsletterForm(territory=selection.territory, initial={"subject": selection.title})
    return show_outlets(request, selection, form)


def show_outlets(request: HttpRequest, selection: Selection, form: NewsletterForm) -> HttpResponse:
    """Show the screen of a selection with the form of its next letter, as it is or as it was refused."""
    pieces = pieces_of(selection, at=timezone.now())
    shown = {piece.page.pk for piece in pieces}
    items = selection.items.select_related("page").order_by("sort_order", "pk")
    context = {
        "selection": selection,
        "pieces": pieces,
        "left_out": [item.page for item in items if item.page_id not in shown],
        "newsletters": selection.newsletters.select_related("theme"),
        "form": form,
        "display_url": f"{site_address(selection.territory)}{reverse('home:display', args=[selection.slug])}",
        "leaflet_most": LEAFLET.most,
        "poster_most": POSTER.most,
        **_header(selection),
    }
    return render(request, "home/admin/outlets.html", context, status=422 if form.errors else 200)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def from_programme(request: HttpRequest) -> HttpResponse:
    """Ask which part of the programme to start from, then make the selection and open it."""
    form = FromProgrammeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        territory = territory_of(request)
        home = get_object_or_404(HomePage, pk=territory.root_page_id)
        now = timezone.now()
        if form.cleaned_data["source"] == FromProgrammeForm.NOW:
            title = _("À la une le %(day)s") % {"day": day(now, territory.zone)}
            pages = selecting.shown_now(home, at=now)
        else:
            first = form.cleaned_data["day"] - timedelta(days=form.cleaned_data["day"].weekday())
            since = datetime.combine(first, time(), ZoneInfo(territory.zone))
            title = _("Semaine du %(day)s") % {"day": day(first)}
            pages = selecting.planned(home, territory, since=since, until=since + timedelta(days=7))
        if pages:
            selection = selecting.make_selection(
                territory=territory,
                title=title,
                page_ids=pages,
                author=request.user,  # type: ignore[arg-type]
            )
            messages.success(
                request, _("La sélection est remplie : relisez-la, changez l’ordre, écrivez vos mots.")
            )
            return redirect("selections:edit", selection.pk)
        form.add_error(None, _("Le programme ne prévoit rien à ce moment-là : choisissez une autre semaine."))
    context = {
        "form": form,
        "header_title": _("Remplir depuis le programme"),
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {"url": reverse("selections:list"), "label": _("Sélections")},
            {"url": "", "label": _("Remplir depuis le programme")},
        ],
    }
    return render(request, "home/admin/from_programme.html", context, status=422 if form.errors else 200)


@editors_only
@require_safe
def leaflet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the folded leaflet."""
    return _sheet(request, pk, LEAFLET)


@editors_only
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the A3 poster."""
    return _sheet(request, pk, POSTER)


def _sheet(request: HttpRequest, pk: int, sheet: Sheet) -> HttpResponse:
    """Send a sheet as a PDF file, or as a page to print where the server cannot make one."""
    selection = get_object_or_404(Selection.objects.select_related("territory__logo"), pk=pk)
    at = timezone.now()
    return sheet_response(
        lambda on_screen: sheet_html(sheet, selection, at=at, on_screen=on_screen),
        town=selection.territory,
        name=f"{sheet.name}-{selection.slug}",
    )


def _header(selection: Selection) -> dict[str, Any]:
    return {
        "header_title": selection.title,
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("selections:list"), "label": _("Sélections")},
            {"url": "", "label": selection.title},
        ],
    }
