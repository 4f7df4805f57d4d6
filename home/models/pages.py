"""The front page of a territory and its plain pages (how it works, legal notice, accessibility)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from base import clock
from base.blocks import EditorialBody, plain_text
from base.models import BasePage
from home.blocks import FrontPageBody
from home.programme import front_page
from home.wording import ORDER_RULE


class HomePage(BasePage, Page):
    """A territory's front page: one picture, one sentence, one action, then the programme."""

    baseline = models.CharField(
        _("phrase d’accroche"),
        max_length=90,
        blank=True,
        help_text=_("La grande phrase sur l’image. Vide : celle du territoire."),
    )
    introduction = models.CharField(
        _("introduction"), max_length=240, blank=True, help_text=_("Une ou deux phrases sous l’accroche.")
    )
    action_text = models.CharField(
        _("texte du bouton"), max_length=40, blank=True, help_text=_("Vide : « Découvrir les projets ».")
    )
    action_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page du bouton"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Vide : la liste des campagnes."),
    )
    body = StreamField(
        FrontPageBody(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_(
            "Dans l’ordre de la page. Sans aucune section, le site montre les siennes. Ce qui paraît dans chacune vient"
            " du programme (menu « Programme », « Créneaux »)."
        ),
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "campaigns.CampaignIndexPage",
        "calls.CallIndexPage",
        "themes.ThemeIndexPage",
        "stories.StoryIndexPage",
        "stories.EventIndexPage",
        "stories.SchemeIndexPage",
        "stories.KitIndexPage",
        "home.PlainPage",
    ]
    kept_seconds = 60
    page_description = _("La page d’accueil d’un territoire.")
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("picture", heading=_("grande image")),
                FieldPanel("baseline"),
                FieldPanel("introduction"),
                FieldRowPanel([FieldPanel("action_text"), PageChooserPanel("action_page")]),
            ],
            heading=_("En haut de la page"),
        ),
        FieldPanel("body"),
        FieldPanel("summary", heading=_("résumé pour les partages")),
    ]

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def searchable_text(self) -> str:
        """Return the words at the top of the page."""
        return " ".join([self.summary, self.baseline, self.introduction])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme of the day and the rule of its order."""
        return {
            **super().get_context(request, *args, **kwargs),
            "programme": front_page(self, at=clock.now()),
            "order_rule": ORDER_RULE,
        }


class PlainPage(BasePage, Page):
    """A page of explanation: how it works, legal notice, accessibility, privacy."""

    body = StreamField(EditorialBody(), verbose_name=_("texte"), blank=True)
    in_footer = models.BooleanField(
        _("dans le pied de page"), default=True, help_text=_("Un lien paraît au bas de toutes les pages.")
    )
    for_proposals = models.BooleanField(
        _("page du bouton « Proposer un projet »"),
        default=False,
        help_text=_(
            "Le bouton paraît en haut de toutes les pages et mène ici. Une seule page par territoire suffit."
        ),
    )

    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    kept_seconds = 60
    page_description = _("Une page de texte : fonctionnement, mentions légales, accessibilité…")
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("in_footer"), FieldPanel("for_proposals")], heading=_("Liens vers cette page")
        ),
        *Page.promote_panels,
    ]

    class Meta:
        verbose_name = _("page simple")
        verbose_name_plural = _("pages simples")

    def searchable_text(self) -> str:
        """Add the text to what search reads."""
        return f"{self.summary} {plain_text(self.body)}"
