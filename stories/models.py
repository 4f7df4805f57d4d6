"""Stories told by the territory and events it invites to. Neither names a call or a theme: those stand above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager

from base.blocks import EditorialBody, plain_text
from base.models import BasePage, Tag
from campaigns.models import Campaign
from stories.calendar_file import calendar_file
from stories.forms import EventPageForm
from stories.querysets import EventPageQuerySet, StoryPageQuerySet

PER_PAGE = 12


def campaigns_of(links: Any) -> list[Campaign]:
    """Return the campaigns the public may see among those that `links` name, in the links' order."""
    order = [link.campaign_page_id for link in links.all()]
    found = {c.page_id: c for c in Campaign.objects.visible().filter(page_id__in=order).with_cards()}
    return [found[page_id] for page_id in dict.fromkeys(order) if page_id in found]


class StoryTag(ItemBase):
    """A word carried by a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="story_items")
    content_object = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class EventTag(ItemBase):
    """A word carried by an event."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="event_items")
    content_object = ParentalKey("stories.EventPage", on_delete=models.CASCADE, related_name="tagged_items")


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
    body = StreamField(EditorialBody(), verbose_name=_("récit"), blank=True)
    tags = ClusterTaggableManager(
        through=StoryTag,
        blank=True,
        verbose_name=_("mots-clés"),
        help_text=_("Un thème rassemble les pages qui portent ses mots-clés."),
    )

    objects = PageManager.from_queryset(StoryPageQuerySet)()

    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Raconte un projet, avant, pendant ou après sa campagne.")
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("author"), FieldPanel("neighbourhood")]),
        FieldPanel("body"),
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
        """Add the campaigns the story is about."""
        return {
            **super().get_context(request, *args, **kwargs),
            "campaigns": campaigns_of(self.campaign_links),
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


class EventIndexPage(BasePage, Page):
    """The list of a territory's events."""

    show_in_menus_default = True
    max_count_per_parent = 1
    subpage_types = ["stories.EventPage"]
    page_description = _("Les rendez-vous à venir, puis ceux qui ont eu lieu.")

    class Meta:
        verbose_name = _("liste des rendez-vous")
        verbose_name_plural = _("listes des rendez-vous")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add every event to come, and the page of past ones asked for."""
        at = timezone.now()
        events = EventPage.objects.visible().child_of(self).with_cards()
        return {
            **super().get_context(request, *args, **kwargs),
            "upcoming": events.upcoming(at=at),
            "past": Paginator(events.past(at=at), PER_PAGE).get_page(request.GET.get("page")),
        }


class EventPage(RoutablePageMixin, BasePage, Page):
    """A meeting people may come to, with a file for their diary."""

    starts_at = models.DateTimeField(_("début"), null=True, help_text=_("Heure de Paris."))
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=160, help_text=_("« Salle des Tanneries »"))
    address = models.CharField(_("adresse"), max_length=240, blank=True)
    access = models.TextField(
        _("accessibilité"),
        blank=True,
        help_text=_(
            "Marches, ascenseur, boucle magnétique, interprétation en langue des signes, transports…"
        ),
    )
    booking = models.CharField(
        _("pour venir"), max_length=240, blank=True, help_text=_("« Entrée libre » ou comment s’inscrire.")
    )
    body = StreamField(EditorialBody(), verbose_name=_("description"), blank=True)
    tags = ClusterTaggableManager(
        through=EventTag,
        blank=True,
        verbose_name=_("mots-clés"),
        help_text=_("Un thème rassemble les pages qui portent ses mots-clés."),
    )

    objects = PageManager.from_queryset(EventPageQuerySet)()

    base_form_class = EventPageForm
    parent_page_types = ["stories.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Une réunion, une fête, un chantier : un jour, une heure, un lieu.")
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("address"), FieldPanel("access"), FieldPanel("booking")],
            heading=_("Venir"),
        ),
        FieldPanel("body"),
        InlinePanel(
            "campaign_links",
            heading=_("Campagnes présentes"),
            label=_("campagne"),
            help_text=_("Montrées sur la page, quand le public peut les voir."),
        ),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")

    def searchable_text(self) -> str:
        """Add where it happens and the description to what search reads."""
        return " ".join([self.summary, self.place, self.address, plain_text(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the campaigns met at the event and the other dates of an event that comes back."""
        return {
            **super().get_context(request, *args, **kwargs),
            "campaigns": campaigns_of(self.campaign_links),
            "other_dates": EventPage.objects.visible().other_dates(self, at=timezone.now()),
        }

    def is_over_at(self, at: datetime) -> bool:
        """Whether the event has ended at `at`; one without an end is over as soon as it has begun."""
        last = self.ends_at or self.starts_at
        return last is not None and last <= at

    @property
    def is_over(self) -> bool:
        """Whether the event has ended now."""
        return self.is_over_at(timezone.now())

    @property
    def calendar_url(self) -> str:
        """The address of the diary file."""
        return f"{self.url or ''}{self.reverse_subpage('diary')}"

    @path("agenda/", name="diary")
    def diary(self, request: HttpRequest) -> HttpResponse:
        """Send the event as a diary file."""
        content = calendar_file(self, address=self.get_full_url(request), at=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.slug}.ics"'
        return response


class EventCampaign(Orderable):
    """A campaign met at an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="campaign_links")
    campaign_page = models.ForeignKey(
        "campaigns.CampaignPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("campagne")
    )

    panels = [PageChooserPanel("campaign_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("campagne présente")
        verbose_name_plural = _("campagnes présentes")
