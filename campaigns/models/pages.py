"""Campaign pages: words, pictures, tags and place. Nothing here holds money."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from base import clock
from base.blocks import PlainBody, TeamBody, plain_text
from base.models import LASTING_SETTINGS, BasePage, page_tags
from campaigns import samples, wording
from campaigns.rules.status import PUBLIC_STATES, CampaignState

CAMPAIGNS_PER_PAGE = 12
LONGEST_ANSWER = 1200


class CampaignTag(ItemBase):
    """A tag carried by a campaign page."""

    tag = models.ForeignKey("base.Tag", on_delete=models.CASCADE, related_name="campaign_pages")
    content_object = ParentalKey(
        "campaigns.CampaignPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class CampaignIndexPage(BasePage, Page):
    """The list of a territory's campaigns."""

    max_count_per_parent = 1
    subpage_types = ["campaigns.CampaignPage"]
    kept_seconds = 60
    content_panels = BasePage.content_panels

    class Meta:
        verbose_name = _("liste des campagnes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `campaigns` (one page of the list), `filters` and the sentence that states the order."""
        return {**super().get_context(request, *args, **kwargs), **campaign_list(self, request)}


class CampaignPage(BasePage, Page):
    """What a holder tells about a project. Visible only when its `Campaign` is in a public state."""

    place = models.CharField(_("lieu"), max_length=160, blank=True, help_text=_("« 12, rue des Tanneurs »"))
    neighbourhood = models.CharField(
        _("quartier"), max_length=80, blank=True, help_text=_("Tel que les habitants l’appellent.")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    body = StreamField(PlainBody(), verbose_name=_("récit du projet"), blank=True)
    other_help = models.TextField(
        _("ce qui aide aussi, sans argent"),
        blank=True,
        help_text=_("Une aide par ligne : des bras, des outils, un conseil, un lieu."),
    )
    team = StreamField(TeamBody(), verbose_name=_("qui nous sommes"), blank=True)
    who_benefits = models.TextField(
        _("à qui cela profite"),
        blank=True,
        max_length=LONGEST_ANSWER,
        help_text=_("Au-delà des porteurs : voisins, usagers, passants. Paraît sur la page."),
    )
    public_duty = models.TextField(
        _("qui paierait cela d’ordinaire"),
        blank=True,
        max_length=LONGEST_ANSWER,
        help_text=_("Et pourquoi il ne le fait pas. Une collecte ne remplace pas un service public normal."),
    )
    tags = page_tags(CampaignTag)

    parent_page_types = ["campaigns.CampaignIndexPage"]
    subpage_types = ["campaigns.UpdatePage"]
    content_panels = [
        HelpPanel(template="campaigns/panels/terms_link.html", heading=_("Conditions et argent")),
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("neighbourhood"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Où"),
        ),
        FieldPanel("body"),
        FieldPanel("team"),
        FieldPanel("other_help"),
        FieldPanel("who_benefits"),
        FieldPanel("public_duty"),
        FieldPanel("tags"),
    ]

    settings_panels = LASTING_SETTINGS

    class Meta:
        verbose_name = _("page de campagne")
        verbose_name_plural = _("pages de campagne")

    @cached_property
    def campaign_or_none(self) -> Any:
        """The campaign of this page with its terms, None before it has one (or on a copy)."""
        from campaigns.models.campaigns import (
            Campaign,
        )  # the campaign points to the page, so it is loaded after

        if not self.pk:
            return None
        terms = ("tiers", "stretch_goals", "budget_lines")
        found = Campaign.objects.filter(page_id=self.pk).select_related(
            "totals", "territory", "origin_page", "organisation"
        )
        campaign = found.prefetch_related(*terms).first()
        if campaign is not None:
            campaign.page = self
        return campaign

    @property
    def help_lines(self) -> list[str]:
        """Ways to help without money, one a line."""
        return [line.strip() for line in self.other_help.splitlines() if line.strip()]

    def get_workflow(self) -> None:
        """Offer no review from the admin's own menu: only `campaigns.services.reviewing` starts one."""
        return

    def searchable_text(self) -> str:
        """Summary, place and the whole story."""
        return " ".join(
            [
                self.summary,
                self.neighbourhood,
                self.place,
                self.other_help,
                self.who_benefits,
                plain_text(self.body),
            ]
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 unless the campaign is in a public state, as for a page that does not exist."""
        if self.campaign_or_none is None or not self.campaign_or_none.is_public:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """List the page only when the public sees it."""
        visible = self.campaign_or_none is not None and self.campaign_or_none.is_public
        return super().get_sitemap_urls(request) if visible else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `campaign` (a sample in a preview without one), `updates` and `recent_pledges`."""
        return {**super().get_context(request, *args, **kwargs), **campaign_details(self, request)}


class UpdatePage(BasePage, Page):
    """News of a campaign, before and after its deadline."""

    published_on = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(PlainBody(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("nouvelle d’un projet")
        verbose_name_plural = _("nouvelles des projets")
        ordering = ["-published_on", "-pk"]

    @property
    def campaign_page(self) -> CampaignPage:
        """The campaign page this news belongs to."""
        return self.get_parent().specific

    def searchable_text(self) -> str:
        """Summary and text."""
        return f"{self.summary} {plain_text(self.body)}"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 unless the campaign above is public."""
        above = self.campaign_page
        if above.campaign_or_none is None or not above.campaign_or_none.is_public:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """List the page only when its campaign is public."""
        return super().get_sitemap_urls(request) if self.campaign_page.get_sitemap_urls(request) else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `campaign_page` and its `campaign`."""
        above = self.campaign_page
        return {
            **super().get_context(request, *args, **kwargs),
            "campaign_page": above,
            "campaign": above.campaign_or_none or samples.sample_campaign(above),
        }


LIST_FILTERS: dict[str, Iterable[str]] = {
    "": PUBLIC_STATES,
    "en-cours": [CampaignState.LIVE],
    "reussies": [CampaignState.FUNDED, CampaignState.SETTLED],
    "terminees": PUBLIC_STATES - {CampaignState.LIVE, CampaignState.SUSPENDED},
}


def campaign_list(page: CampaignIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the list's context: the campaigns below `page` that the public sees, filtered by `?etat=`."""
    from campaigns.models.campaigns import Campaign  # the campaign points to the page, so it is loaded first

    wanted = request.GET.get("etat", "")
    wanted = wanted if wanted in LIST_FILTERS else ""
    rows = (
        Campaign.objects.visible()
        .filter(page__path__startswith=page.path, status__in=LIST_FILTERS[wanted])
        .ending_first(at=clock.now())
        .with_cards()
    )
    return {
        "campaigns": Paginator(rows, CAMPAIGNS_PER_PAGE).get_page(request.GET.get("page")),
        "filters": [
            {
                "label": wording.LIST_FILTERS[code],
                "url": f"?etat={code}" if code else "?",
                "current": code == wanted,
            }
            for code in LIST_FILTERS
        ],
        "query": f"etat={wanted}&" if wanted else "",
        "order_rule": wording.LIST_ORDER,
    }


def campaign_details(page: CampaignPage, request: HttpRequest) -> dict[str, Any]:
    """Return the campaign page's own context, in a constant number of queries."""
    from campaigns.models.pledges import Pledge

    campaign = page.campaign_or_none
    return {
        "campaign": campaign or samples.sample_campaign(page),
        "updates": UpdatePage.objects.child_of(page).live().order_by("-published_on", "-pk")
        if page.pk
        else [],
        "recent_pledges": (
            Pledge.objects.filter(campaign=campaign).counted().order_by("-paid_at", "-pk")[:6]
            if campaign
            else []
        ),
        "is_preview": getattr(request, "is_preview", False),
    }
