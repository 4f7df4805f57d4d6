"""The programme's screens: the plan of a page, a slot's form, its approval, its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from accounts.doors import editors_only
from base.models import Territory
from home.errors import OwnApprovalError, SlotChangedError
from home.forms.slots import PlanForm, SlotForm, typed_moment
from home.lanes import Period, plan_of
from home.models import Place, Slot
from home.services.slots import approve_slot, delete_slot, save_slot, version_of
from home.slot_rules import SHOWN_TYPES, places_of, programme_pages, why_not_public

FOUR_WEEKS = timedelta(weeks=4)
TYPED = "%Y-%m-%dT%H:%M"


@editors_only
@require_safe
def show_plan(request: HttpRequest) -> HttpResponse:
    """Show the plan of a page over a period; a bad period is said and the usual one is drawn."""
    at = timezone.now()
    pages = programme_pages(request.user)
    page = _asked_page(request, pages)
    territory = _territory(page)
    usual = PlanForm.usual(at=at, zone=territory.zone)
    asked = {"page": page.pk, **{name: request.GET.get(name) or usual[name] for name in ("du", "au")}}
    form = PlanForm(asked, pages=pages)
    drawn = form if form.is_valid() else PlanForm({"page": page.pk, **usual}, pages=pages)
    drawn.full_clean()
    since, until = drawn.period(territory.zone)
    period = Period(since, until, at, territory.zone)
    days = drawn.cleaned_data
    return render(
        request,
        "home/admin/slots.html",
        {
            "form": form,
            "page": page,
            "territory": territory,
            "period": period,
            "lanes": plan_of(page, territory, period),
            "may_approve": territory.programme_needs_approval,
            "user_id": request.user.pk,
            "earlier": _moved(page, days, -FOUR_WEEKS),
            "later": _moved(page, days, FOUR_WEEKS),
            "here": request.get_full_path(),
        },
    )


@editors_only
def add(request: HttpRequest) -> HttpResponse:
    """Ask for the place when it is not known, then for the slot; `shown`, `starts_at`, `ends_at` may be given."""
    pages = programme_pages(request.user)
    page = _asked_page(request, pages)
    place = request.GET.get("place", "")
    if place not in Place.values:
        return render(
            request,
            "home/admin/slot_place.html",
            {
                "page": page,
                "choices": [(one, capfirst(Place(one).label)) for one in places_of(page)],
                "query": urlencode([(key, value) for key, value in request.GET.items() if key != "place"]),
            },
        )
    territory = _territory(page)
    initial: dict[str, Any] = {"page": page.pk, "position": 0}
    local_now = timezone.now().astimezone(ZoneInfo(territory.zone))
    next_hour = local_now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    initial["starts_at"] = typed_moment(request.GET.get("starts_at", ""), territory.zone) or next_hour
    initial["ends_at"] = typed_moment(request.GET.get("ends_at", ""), territory.zone)
    shown = request.GET.get("shown", "")
    if shown.isdecimal() and len(shown) < 19:
        found = (
            SHOWN_TYPES[place]
            .objects.filter(pk=int(shown), path__startswith=territory.root_page.path)
            .first()
        )
        initial["shown"] = found.pk if found else None
    return _form(request, Slot(place=place), territory, initial)


@editors_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a slot."""
    slot = _slot(request, pk)
    return _form(request, slot, _territory(slot.page), {})


def _form(request: HttpRequest, slot: Slot, territory: Territory, initial: dict[str, Any]) -> HttpResponse:
    """Show or take the form, whose hours are those of the territory."""
    at = timezone.now()
    with timezone.override(ZoneInfo(territory.zone)):
        form = SlotForm(
            request.POST or None, instance=slot, initial=initial, user=request.user, zone=territory.zone
        )
        if request.method == "POST" and form.is_valid():
            if slot.pk is None or form.has_changed():
                save_slot(slot=form.instance, actor=request.user, at=at)  # type: ignore[arg-type]
            _say_saved(request, form.instance, at=at)
            if "then" in request.POST:
                return redirect(_next_url(form.instance, territory, back=_back(request)))
            return redirect(_back(request) or _plan_url(form.instance.page_id))
        stored = Slot.objects.select_related("author", "changed_by", "approved_by").filter(pk=slot.pk).first()
        return render(
            request,
            "home/admin/slot_form.html",
            {
                "form": form,
                "media": form.media,
                "slot": stored,
                "place": capfirst(Place(slot.place).label),
                "territory": territory,
                "needs_approval": territory.programme_needs_approval,
                "is_own": stored is not None and request.user.pk in {stored.author_id, stored.changed_by_id},
                "version": version_of(stored) if stored else "",
                "warning": why_not_public([stored], at=at).get(stored.pk, "") if stored else "",
                "back": _back(request),
                "plan_url": _plan_url(stored.page_id if stored else initial["page"]),
                "action_url": request.get_full_path(),
                "submit_button_label": _("Enregistrer"),
                "submit_button_active_label": _("Enregistrement…"),
            },
        )


def _say_saved(request: HttpRequest, slot: Slot, *, at: Any) -> None:
    if _territory(slot.page).programme_needs_approval and slot.approved_at is None:
        messages.success(
            request,
            _("Le créneau est enregistré. Il paraîtra une fois validé par une autre personne de l’équipe."),
        )
    else:
        messages.success(request, _("Le créneau est enregistré."))
    warning = why_not_public([slot], at=at).get(slot.pk)
    if warning:
        messages.warning(request, warning)


@require_POST
@editors_only
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a slot as the second person."""
    slot = _slot(request, pk)
    try:
        approve_slot(
            slot=slot,
            actor=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            seen=request.POST.get("version", ""),
        )
    except OwnApprovalError:
        messages.error(
            request,
            _(
                "Vous avez préparé ou modifié ce créneau : c’est à une autre personne de l’équipe de le valider."
            ),
        )
    except SlotChangedError:
        messages.error(request, _("Ce créneau vient d’être modifié : relisez-le avant de le valider."))
        return redirect("slots:edit", slot.pk)
    else:
        messages.success(request, _("Le créneau est validé : il paraîtra à son heure."))
    return redirect(_back(request) or _plan_url(slot.page_id))


@editors_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a slot out of the programme."""
    slot = _slot(request, pk)
    if request.method == "POST":
        page_id = slot.page_id
        delete_slot(slot=slot, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Le créneau est supprimé."))
        return redirect(_plan_url(page_id))
    zone = _territory(slot.page).zone
    return render(
        request,
        "home/admin/slot_delete.html",
        {"slot": slot, "zone": zone, "plan_url": _plan_url(slot.page_id)},
    )


def _slot(request: HttpRequest, pk: int) -> Slot:
    """Return a slot of a page this person may change, else 404."""
    mine = Slot.objects.filter(page__in=programme_pages(request.user).order_by())
    return get_object_or_404(mine.select_related("page", "shown"), pk=pk)


def _asked_page(request: HttpRequest, pages: Any) -> Page:
    """Return the page asked for, the first one when none is, 404 when it is not this person's."""
    asked = request.GET.get("page", "")
    if not asked:
        page = pages.first()
    else:
        page = pages.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    if page is None:
        raise Http404
    return page


def _territory(page: Page) -> Territory:
    territory = Territory.objects.for_page(page)
    if territory is None:
        raise Http404
    return territory


def _moved(page: Page, days: dict[str, Any], by: timedelta) -> str:
    return urlencode({"page": page.pk, "du": days["du"] + by, "au": days["au"] + by})


def _next_url(slot: Slot, territory: Territory, *, back: str) -> str:
    """Return the form of the slot that comes after `slot` in the same place: it begins at its end and lasts as long."""
    asked: dict[str, Any] = {"page": slot.page_id, "place": slot.place}
    if slot.ends_at is not None:
        zone = ZoneInfo(territory.zone)
        first, last = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        lasting = last.replace(tzinfo=None) - first.replace(
            tzinfo=None
        )  # a week stays one when the hour changes
        asked["starts_at"] = last.strftime(TYPED)
        asked["ends_at"] = (last + lasting).strftime(TYPED)
    if back:
        asked["next"] = back
    return f"{reverse('slots:add')}?{urlencode(asked)}"


def _plan_url(page_id: int) -> str:
    return f"{reverse('slots:list')}?page={page_id}"


def _back(request: HttpRequest) -> str:
    """Return where the person came from, when that is a place of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if own else ""
