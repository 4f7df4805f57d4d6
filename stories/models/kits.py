"""Kits (« kits d'intervention urbaine »): how something was made, so that others may make it again elsewhere."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page, PageManager

from base.blocks import EditorialBody, plain_text
from base.models import BasePage, Tag, page_tags
from stories.querysets import KitPageQuerySet


class KitTag(ItemBase):
    """A word carried by a kit."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="kit_items")
    content_object = ParentalKey("stories.KitPage", on_delete=models.CASCADE, related_name="tagged_items")


class KitIndexPage(BasePage, Page):
    """The list of a territory's kits."""

    max_count_per_parent = 1
    subpage_types = ["stories.KitPage"]
    page_description = _("Les kits : des modes d’emploi à reprendre et à continuer.")

    class Meta:
        verbose_name = _("liste des kits")
        verbose_name_plural = _("listes des kits")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the kits, the newest first."""
        from stories.kit_reading import kit_list  # the reads name the models, so they are loaded after

        return {**super().get_context(request, *args, **kwargs), **kit_list(self, request)}


class KitPage(BasePage, Page):
    """A kit: what it makes, with what, in which steps, under which licence, by whom, and which kit it continues."""

    class Difficulty(models.TextChoices):
        """How hard it is, as its authors judge."""

        EASY = "easy", _("à la portée de tous")
        MEDIUM = "medium", _("demande un peu de savoir-faire")
        HARD = "hard", _("demande quelqu’un du métier")

    class Licence(models.TextChoices):
        """What others may do with it."""

        CC_BY = "cc-by", _("Creative Commons Attribution 4.0")
        CC_BY_SA = "cc-by-sa", _("Creative Commons Attribution, partage dans les mêmes conditions 4.0")
        CC0 = "cc0", _("Domaine public (CC0)")
        ART_LIBRE = "art-libre", _("Licence Art Libre 1.3")

    makes = models.CharField(
        _("ce que cela donne"),
        max_length=200,
        help_text=_("« Une table où l’on mange à huit, fauteuils compris »"),
    )
    difficulty = models.CharField(_("difficulté"), max_length=10, choices=Difficulty, default=Difficulty.EASY)
    duration = models.CharField(_("durée"), max_length=80, blank=True, help_text=_("« Deux samedis »"))
    people = models.CharField(_("combien de personnes"), max_length=80, blank=True)
    cost = models.CharField(_("coût"), max_length=120, blank=True, help_text=_("« 180 € de bois et de vis »"))
    materials = StreamField(
        [
            (
                "material",
                blocks.StructBlock(
                    [
                        ("quantity", blocks.CharBlock(label=_("quantité"), required=False, max_length=40)),
                        ("what", blocks.CharBlock(label=_("quoi"), max_length=160)),
                        ("note", blocks.CharBlock(label=_("note"), required=False, max_length=200)),
                    ],
                    label=_("matériel"),
                ),
            )
        ],
        verbose_name=_("matériel"),
        blank=True,
    )
    steps = StreamField(
        [
            (
                "step",
                blocks.StructBlock(
                    [
                        ("title", blocks.CharBlock(label=_("étape"), max_length=120)),
                        ("text", blocks.TextBlock(label=_("comment faire"), rows=3)),
                        ("picture", ImageChooserBlock(label=_("image"), required=False)),
                    ],
                    label=_("étape"),
                ),
            )
        ],
        verbose_name=_("étapes"),
        blank=True,
    )
    body = StreamField(EditorialBody(), verbose_name=_("pourquoi ce kit"), blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.CC_BY_SA)
    authors = models.CharField(_("auteurs"), max_length=240)
    version = models.CharField(_("version"), max_length=20, default="1")
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continue le kit"),
        help_text=_("Quand ce kit en reprend un autre : les deux pages renvoient l’une à l’autre."),
    )
    tags = page_tags(KitTag)

    objects = PageManager.from_queryset(KitPageQuerySet)()

    parent_page_types = ["stories.KitIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Un mode d’emploi à reprendre : matériel, étapes, licence.")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("makes"),
        FieldRowPanel([FieldPanel("difficulty"), FieldPanel("duration")]),
        FieldRowPanel([FieldPanel("people"), FieldPanel("cost")]),
        FieldPanel("body"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldRowPanel([FieldPanel("licence"), FieldPanel("version")]),
                PageChooserPanel("continues"),
            ],
            heading=_("Droits et versions"),
        ),
        InlinePanel(
            "campaign_links",
            heading=_("Campagnes qui s’en sont servies"),
            label=_("campagne"),
            help_text=_("Montrées sur la page, quand le public peut les voir."),
        ),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("kit")
        verbose_name_plural = _("kits")

    def searchable_text(self) -> str:
        """Add what it makes, the materials, the steps and the authors to what search reads."""
        bodies = (self.body, self.materials, self.steps)
        return " ".join([self.summary, self.makes, self.authors, *(plain_text(body) for body in bodies)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the campaigns that used the kit and the kits before and after it."""
        from stories.kit_reading import kit_details  # the reads name the models, so they are loaded after

        return {**super().get_context(request, *args, **kwargs), **kit_details(self)}


class KitCampaign(Orderable):
    """A campaign that used a kit."""

    kit = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="campaign_links")
    campaign_page = models.ForeignKey(
        "campaigns.CampaignPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("campagne")
    )

    panels = [PageChooserPanel("campaign_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("campagne qui s’en est servie")
        verbose_name_plural = _("campagnes qui s’en sont servies")
