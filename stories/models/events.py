"""Events the territory invites to, one-off and recurring. They never name a call or a theme: those stand above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager

from base import clock
from base.blocks import EditorialBody, plain_text
from base.models import LASTING_SETTINGS, BasePage, Tag, page_tags
from stories.forms import EventPageForm
from stories.models.linked import campaigns_of
from stories.querysets import EventDateQuerySet, EventPageQuerySet
from stories.schedules import CardDates, schedule_of

PER_PAGE = 12


class EventTag(ItemBase):
    """A word carried by an event."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="event_items")
    content_object = ParentalKey("stories.EventPage", on_delete=models.CASCADE, related_name="tagged_items")


class EventIndexPage(BasePage, Page):
    """The list of a territory's events."""

    show_in_menus_default = True
    max_count_per_parent = 1
    subpage_types = ["stories.EventPage"]
    kept_seconds = 60
    page_description = _("Les rendez-vous à venir, puis ceux qui ont eu lieu.")

    class Meta:
        verbose_name = _("liste des rendez-vous")
        verbose_name_plural = _("listes des rendez-vous")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add every event to come, those called off, and the page of past ones asked for."""
        at = clock.now()
        events = EventPage.objects.visible().child_of(self).with_cards()
        return {
            **super().get_context(request, *args, **kwargs),
            "upcoming": events.upcoming(at=at),
            "called_off": events.called_off(at=at),
            "past": Paginator(events.past(at=at), PER_PAGE).get_page(request.GET.get("page")),
        }


class EventPage(RoutablePageMixin, BasePage, Page):
    """A meeting people may come to: once, or again and again. Its dates are the `EventDate` rows made from it."""

    class Kind(models.TextChoices):
        """What sort of meeting it is."""

        MEETUP = "meetup", _("rencontre")
        EVENING = "evening", _("soirée des projets")
        OPEN_DAY = "open_day", _("portes ouvertes")
        WORKSHOP = "workshop", _("atelier")

    class Repeats(models.TextChoices):
        """How it comes back; the same hour on the clock each time, whatever the season."""

        NONE = "none", _("une seule fois")
        WEEKLY = "weekly", _("chaque semaine")
        FORTNIGHTLY = "fortnightly", _("toutes les deux semaines")
        MONTHLY = "monthly", _("chaque mois, le même jour de la semaine")

    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.MEETUP)
    organiser = models.CharField(
        _("organisé par"), max_length=120, blank=True, help_text=_("Vide : l’équipe du territoire.")
    )
    starts_at = models.DateTimeField(
        _("début"), null=True, help_text=_("Heure de Paris. S’il revient : la première fois.")
    )
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    repeats = models.CharField(_("revient"), max_length=12, choices=Repeats, default=Repeats.NONE)
    repeats_until = models.DateField(
        _("jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Le dernier jour où le rendez-vous peut avoir lieu ; un an au plus."),
    )
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
    takes_registrations = models.BooleanField(
        _("sur inscription"),
        default=False,
        help_text=_("La page prend les inscriptions jusqu’au début ; personne n’a besoin d’un compte."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("nombre de places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("Par date. Au-delà, une liste d’attente. Vide : pas de limite."),
    )
    body = StreamField(EditorialBody(), verbose_name=_("description"), blank=True)
    tags = page_tags(EventTag)

    objects = PageManager.from_queryset(EventPageQuerySet)()

    base_form_class = EventPageForm
    parent_page_types = ["stories.EventIndexPage"]
    subpage_types: list[str] = []
    kept_seconds = 60
    page_description = _("Une réunion, une fête, un chantier : un jour, une heure, un lieu.")
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("organiser")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeats_until")]),
            ],
            heading=_("Quand"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("address"),
                FieldPanel("access"),
                FieldPanel("booking"),
                FieldRowPanel([FieldPanel("takes_registrations"), FieldPanel("capacity")]),
            ],
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
    settings_panels = LASTING_SETTINGS

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")

    def searchable_text(self) -> str:
        """Add where it happens and the description to what search reads."""
        return " ".join([self.summary, self.place, self.address, plain_text(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add when it takes place, the campaigns met there and the story told afterwards."""
        is_preview = getattr(request, "is_preview", False)
        return {
            **super().get_context(request, *args, **kwargs),
            "schedule": schedule_of(self, at=clock.now(), is_preview=is_preview),
            "campaigns": campaigns_of(self.campaign_links),
            "reports": reports_of(self),
        }

    @cached_property
    def card_dates(self) -> CardDates:
        """What a card says of the dates."""
        return CardDates(self)

    @property
    def diary_url(self) -> str:
        """The address of the diary file."""
        return f"{self.url or ''}{self.reverse_subpage('diary')}"

    @property
    def registration_url(self) -> str:
        """The address of the form by which people register."""
        return f"{self.url or ''}{self.reverse_subpage('register')}"

    @path("agenda/", name="diary")
    def diary(self, request: HttpRequest) -> HttpResponse:
        """Send every date, or the one asked for, as a diary file."""
        from stories.views.diaries import diary  # views name the models, so they are loaded after

        return diary(request, self)

    @path("inscription/", name="register")
    def register(self, request: HttpRequest) -> HttpResponse:
        """Show the form of registration, or register."""
        from stories.views.registrations import register

        return register(request, self)

    @path("inscription/merci/", name="registered")
    def registered(self, request: HttpRequest) -> HttpResponse:
        """Say what comes next to somebody who registered."""
        from stories.views.registrations import registered

        return registered(request, self)


def reports_of(event: EventPage) -> Any:
    """Return the published stories that tell the event, the last first."""
    if not event.pk:
        return []
    stories: Any = event.reports
    return stories.visible().newest_first().with_cards()


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


class EventDate(models.Model):
    """One date of an event, made from the page's repetition when it is published; registrations point to it.

    A date taken back while people are registered is cancelled, never deleted: they must hear of it.
    """

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(_("début"), db_index=True)
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("raison"), max_length=240, blank=True)
    reminded_at = models.DateTimeField(_("rappel envoyé le"), null=True, blank=True)

    objects = EventDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("date d’un rendez-vous")
        verbose_name_plural = _("dates des rendez-vous")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="one_date_of_an_event_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.starts_at:%Y-%m-%d %H:%M}"

    def has_begun_at(self, at: datetime) -> bool:
        """Whether it is too late to register or to change one's mind."""
        return self.starts_at <= at

    def is_over_at(self, at: datetime) -> bool:
        """Whether the date has passed at `at`; one without an end is over as soon as it has begun."""
        return (self.ends_at or self.starts_at) <= at
