"""The directory of schemes (« dispositifs »): who helps projects here, with what, by which steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from base import clock
from base.blocks import EditorialBody, plain_text
from base.models import BasePage, Tag, page_tags
from stories.querysets import SchemePageQuerySet
from stories.scheme_status import SchemeState, scheme_state


class SchemeTag(ItemBase):
    """A word carried by a scheme."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="scheme_items")
    content_object = ParentalKey("stories.SchemePage", on_delete=models.CASCADE, related_name="tagged_items")


class SchemeIndexPage(BasePage, Page):
    """The directory of a territory's schemes."""

    max_count_per_parent = 1
    subpage_types = ["stories.SchemePage"]
    page_description = _("Le répertoire des aides : subventions, prêts, salles, accompagnement.")

    class Meta:
        verbose_name = _("répertoire des dispositifs")
        verbose_name_plural = _("répertoires des dispositifs")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the schemes asked for and the filters by kind."""
        from stories.directory import scheme_list  # the reads name the models, so they are loaded after

        return {**super().get_context(request, *args, **kwargs), **scheme_list(self, request)}


class SchemePage(BasePage, Page):
    """One scheme: who offers it to whom, how much, which steps, until when, and when somebody last checked it."""

    class Kind(models.TextChoices):
        """What sort of help it is."""

        GRANT = "grant", _("subvention")
        MICROCREDIT = "microcredit", _("microcrédit")
        INCUBATOR = "incubator", _("incubateur")
        GUIDANCE = "guidance", _("accompagnement")
        ROOM = "room", _("prêt de salle")
        LOAN = "loan", _("prêt de matériel")
        SERVICE = "service", _("service de la ville")

    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.GRANT)
    offered_by = models.CharField(_("proposé par"), max_length=160)
    who_for = models.CharField(
        _("pour qui"), max_length=240, help_text=_("« Associations de moins de trois ans »")
    )
    how_much = models.CharField(
        _("combien"), max_length=160, blank=True, help_text=_("« De 500 à 3 000 €, une fois par an »")
    )
    steps = StreamField(
        [("step", blocks.CharBlock(label=_("démarche"), max_length=300))],
        verbose_name=_("démarches"),
        blank=True,
        help_text=_("Une étape par ligne, dans l’ordre où l’on s’y prend."),
    )
    body = StreamField(EditorialBody(), verbose_name=_("en détail"), blank=True)
    contact_name = models.CharField(_("personne à contacter"), max_length=120, blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("adresse électronique"), blank=True)
    website = models.URLField(_("site"), blank=True)
    opens_on = models.DateField(_("ouvre le"), null=True, blank=True, help_text=_("Vide : toute l’année."))
    closes_on = models.DateField(_("dernier jour"), null=True, blank=True)
    for_everyone = models.BooleanField(
        _("utile à tout projet"),
        default=False,
        help_text=_("Proposé sur toutes les pages qui renvoient au répertoire, même sans mot-clé commun."),
    )
    checked_on = models.DateField(
        _("vérifié le"),
        default=timezone.localdate,
        help_text=_("Le jour où quelqu’un s’est assuré que tout est encore exact."),
    )
    tags = page_tags(
        SchemeTag, help_text=_("Le dispositif est proposé sur les pages qui portent un de ces mots-clés.")
    )

    objects = PageManager.from_queryset(SchemePageQuerySet)()

    parent_page_types = ["stories.SchemeIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Une aide : subvention, prêt, salle, accompagnement, service de la ville.")
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("offered_by")]),
        FieldPanel("who_for"),
        FieldPanel("how_much"),
        FieldPanel("steps"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone")]),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("website")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                FieldPanel("checked_on"),
            ],
            heading=_("Dates"),
        ),
        FieldPanel("for_everyone"),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("dispositif")
        verbose_name_plural = _("dispositifs")

    def searchable_text(self) -> str:
        """Add who offers it to whom, the steps and the details to what search reads."""
        parts = [self.summary, self.offered_by, self.who_for, self.how_much]
        return " ".join([*parts, plain_text(self.steps), plain_text(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the scheme stands today and whether its entry is due for a check."""
        from stories.directory import scheme_details  # the reads name the models, so they are loaded after

        return {**super().get_context(request, *args, **kwargs), **scheme_details(self)}

    def state_on(self, day: date) -> SchemeState:
        """Return the words that say where the scheme stands that day."""
        return scheme_state(opens_on=self.opens_on, closes_on=self.closes_on, day=day)

    @property
    def state(self) -> SchemeState:
        """Where the scheme stands on the day it was read for (`SchemePageQuerySet.on`), else today."""
        return self.state_on(getattr(self, "day", None) or timezone.localdate(clock.now()))

    def is_open_on(self, day: date) -> bool:
        """Whether one may ask for it that day; a scheme without dates is open all year."""
        return (self.opens_on is None or self.opens_on <= day) and (
            self.closes_on is None or day <= self.closes_on
        )
