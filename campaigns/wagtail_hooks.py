"""Campaigns in the Wagtail admin: the « Conditions » screen, guards around pages that carry money, menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from campaigns.access import can
from campaigns.admin_listings import MoneyGroup
from campaigns.admin_listings.counters import CounterViewSet
from campaigns.models import Campaign, CampaignPage
from campaigns.rules.status import PUBLIC_STATES
from campaigns.urls import finance
from campaigns.views import accounting
from campaigns.views.terms import reading, terms

modeladmin_register(MoneyGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    return [
        path("campagnes/<int:page_id>/conditions/", terms, name="campaign_terms"),
        path("campagnes/<int:page_id>/lecture/", reading, name="campaign_reading"),
        path("finances/", include((finance.urlpatterns, "finance"))),
        path("ecritures-de-la-periode/", accounting.entries, name="ledger_period"),
    ]


@hooks.register("register_admin_viewset")
def counters() -> CounterViewSet:
    """Mount the counters' screens."""
    return CounterViewSet()


def carries_money(page: Page, *, launched_only: bool = False) -> bool:
    """Tell whether `page` or any page below it has a campaign (a launched one, when only that matters)."""
    campaigns = Campaign.objects.filter(page__path__startswith=page.path)
    if launched_only:
        campaigns = campaigns.filter(status__in=PUBLIC_STATES)
    return campaigns.exists()


def _refuse(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    parent = page.get_parent()
    return redirect(reverse("wagtailadmin_explore", args=[parent.pk if parent else page.pk]))


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nothing with money attached is deleted."""
    if not carries_money(page):
        return None
    return _refuse(
        request,
        page,
        _(
            "« %(page)s » porte une campagne (ou contient une page qui en porte une) : ses comptes doivent rester "
            "lisibles, elle ne peut pas être supprimée. Vous pouvez la refuser ou l’annuler depuis « Conditions »."
        )
        % {"page": page.title},
    )


@hooks.register("before_unpublish_page")
def refuse_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A launched campaign stays readable by the people who gave."""
    if not carries_money(page, launched_only=True):
        return None
    return _refuse(
        request,
        page,
        _(
            "« %(page)s » a reçu (ou peut recevoir) des soutiens : elle doit rester lisible. Pour arrêter la "
            "collecte, suspendez ou annulez la campagne depuis « Conditions »."
        )
        % {"page": page.title},
    )


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page | None = None) -> HttpResponse | None:
    """A campaign keeps its address and its territory, whose rules of money it has copied."""
    if not carries_money(page):
        return None
    return _refuse(
        request,
        page,
        _("« %(page)s » porte une campagne : elle ne peut pas être déplacée.") % {"page": page.title},
    )


@hooks.register("before_copy_page")
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would be a page without a campaign, which nobody would see."""
    if not CampaignPage.objects.filter(path__startswith=page.path).exists():
        return None
    return _refuse(
        request,
        page,
        _(
            "Une page de campagne ne se copie pas : créez une nouvelle page de campagne, puis ses conditions. "
            "Les comptes de l’une ne doivent jamais servir à l’autre."
        ),
    )


BULK_GUARDS: dict[str, Callable[[HttpRequest, Page], HttpResponse | None]] = {
    "delete": refuse_delete,
    "unpublish": refuse_unpublish,
    "move": refuse_move,
}


@hooks.register("before_bulk_action")
def refuse_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """The same refusals for several pages at once: one of them is enough to stop the action."""
    guard = BULK_GUARDS.get(action_type)
    if guard is None:
        return None
    pages = [item for item in objects if isinstance(item, Page)]
    for page in pages:
        refused = guard(request, page)
        if refused:
            return refused
    return None


@hooks.register("register_page_header_buttons")
def terms_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a campaign page's edit view to its terms."""
    if page.specific_class is not CampaignPage or not page.pk:
        return []
    if not can(user, "read_terms", Campaign.objects.filter(page_id=page.pk).first()):
        return []
    return [
        Button(
            _("Conditions"), reverse("campaign_terms", args=[page.pk]), icon_name="clipboard-list", priority=5
        )
    ]
