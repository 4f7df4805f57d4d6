"""Stories told by the territory. They never name a call or a theme: those stand above."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager

from base.blocks import EditorialBody, plain_text
from base.models import BasePage, Tag, page_tags
from stories.models.events import EventPage
from stories.models.linked import campaigns_of
from stories.querysets import StoryPageQuerySet

PER_PAGE = 12


class StoryTag(ItemBase):
    """A word carried by a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="story_items")
    content_object = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class StoryIndexPage(BasePage, Page):
    """The list of a territory's stories."""

    show_in_menus_default = True
    max_count_per_parent = 1
    subpage_types = ["stories.StoryPage"]
    page_description = _("La liste des récits, du plus récent au plus ancien.")

    class Meta:
        verbose_name = _("liste des récits")
        verbose_name_plural = _("listes des récits")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page of stories asked for."""
        stories = StoryPage.objects.visible().child_of(self).newest_first().with_cards()
        return {
            **super().get_context(request, *args, **kwargs),
            "stories": Paginator(stories, PER_PAGE).get_page(request.GET.get("page")),
        }


class StoryPage(BasePage, Page):
    """What became of a project, told by the people who made it or by the territory."""

    published_on = models.DateField(
        _("date du récit"), default=timezone.localdate, help_text=_("Les récits sont rangés par cette date.")
    )
    author = models.CharField(
        _("qui raconte"), max_length=120, blank=True, help_text=_("« Propos recueillis par Inès Morel »")
    )
    neighbourhood = models.CharField(_("quartier"), max_length=80, blank=True)
    event_page = models.ForeignKey(
        "stories.EventPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("rendez-vous raconté"),
        help_text=_("Quand le récit rend compte d’un rendez-vous, les deux pages renvoient l’une à l’autre."),
    )
    body = StreamField(EditorialBody(), verbose_name=_("récit"), blank=True)
    tags = page_tags(StoryTag)

    objects = PageManager.from_queryset(StoryPageQuerySet)()

    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Raconte un projet, avant, pendant ou après sa campagne.")
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("author"), FieldPanel("neighbourhood")]),
        FieldPanel("body"),
        PageChooserPanel("event_page"),
        InlinePanel(
            "campaign_links",
            heading=_("Campagnes racontées"),
            label=_("campagne"),
            help_text=_("Montrées à la fin du récit, quand le public peut les voir."),
        ),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("récit")
        verbose_name_plural = _("récits")

    def searchable_text(self) -> str:
        """Add the author, the neighbourhood and the body to what search reads."""
        return " ".join([self.summary, self.author, self.neighbourhood, plain_text(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the campaigns the story is about, and the event it reports."""
        return {
            **super().get_context(request, *args, **kwargs),
            "campaigns": campaigns_of(self.campaign_links),
            "event": EventPage.objects.visible().filter(pk=self.event_page_id).with_cards().first()
            if self.event_page_id
            else None,
        }


class StoryCampaign(Orderable):
    """A campaign that a story is about."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="campaign_links")
    campaign_page = models.ForeignKey(
        "campaigns.CampaignPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("campagne")
    )

    panels = [PageChooserPanel("campaign_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("campagne racontée")
        verbose_name_plural = _("campagnes racontées")
