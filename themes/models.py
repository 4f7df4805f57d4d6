"""Themes: the editorial gathering of calls, campaigns, stories and events, which know nothing of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager

from base import clock
from base.blocks import EditorialBody, plain_text
from base.cards import Place
from base.models import BasePage, Tag, page_tags
from themes.cards import PICKABLE
from themes.gathering import ORDER_RULE, gather
from themes.querysets import ThemePageQuerySet
from themes.season import season_home

PER_PAGE = 12


class ThemeTag(ItemBase):
    """A word by which a theme gathers the pages that carry it."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="theme_items")
    content_object = ParentalKey("themes.ThemePage", on_delete=models.CASCADE, related_name="tagged_items")


class ThemeIndexPage(BasePage, Page):
    """The list of a territory's themes."""

    show_in_menus_default = True
    max_count_per_parent = 1
    subpage_types = ["themes.ThemePage"]
    kept_seconds = 60
    page_description = _("La liste des thèmes, du plus récent au plus ancien.")

    class Meta:
        verbose_name = _("liste des thèmes")
        verbose_name_plural = _("listes des thèmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page of themes asked for."""
        themes = ThemePage.objects.visible().child_of(self).newest_first().with_cards()
        return {
            **super().get_context(request, *args, **kwargs),
            "themes": Paginator(themes, PER_PAGE).get_page(request.GET.get("page")),
        }


class ThemePage(BasePage, Page):
    """An editorial theme: an introduction, hand-picked pages, then whatever carries its tags."""

    body = StreamField(
        EditorialBody(),
        verbose_name=_("introduction"),
        blank=True,
        help_text=_("Pourquoi ce thème maintenant, et ce que chacun peut y faire."),
    )
    tags = page_tags(
        ThemeTag,
        help_text=_(
            "Tout ce qui est public et porte un de ces mots-clés paraît sur la page, sans autre geste."
        ),
    )

    objects = PageManager.from_queryset(ThemePageQuerySet)()

    parent_page_types = ["themes.ThemeIndexPage"]
    subpage_types: list[str] = []
    kept_seconds = 60
    page_description = _("Rassemble appels, projets, récits et rendez-vous autour d’un sujet.")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        InlinePanel(
            "picks",
            heading=_("Votre sélection"),
            label=_("page"),
            help_text=_(
                "Montrée en premier, dans cet ordre. Une campagne que le public ne voit pas est passée sous silence."
            ),
        ),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")

    def searchable_text(self) -> str:
        """Add the introduction to what search reads."""
        return f"{self.summary} {plain_text(self.body)}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the theme gathers and the rule of its order; `place` says once where it stands and its tags."""
        place = Place(page=self, request=request)
        return {
            **super().get_context(request, *args, **kwargs),
            "place": place,
            "gathering": gather(self, place, at=clock.now(), page_number=request.GET.get("page")),
            "season": season_home(self, place, at=clock.now()),
            "order_rule": ORDER_RULE,
        }


class ThemePick(Orderable):
    """A page that the editor puts first in a theme."""

    theme = ParentalKey(ThemePage, on_delete=models.CASCADE, related_name="picks")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels = [PageChooserPanel("page", PICKABLE)]

    class Meta(Orderable.Meta):
        verbose_name = _("page choisie")
        verbose_name_plural = _("pages choisies")
