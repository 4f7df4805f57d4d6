"""One choice, many outlets: a selection of pages becomes a newsletter, a leaflet, a poster, a town-hall display."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable


class Selection(ClusterableModel):
    """Pages chosen together, in order, with a title and a few words; the source of every outlet."""

    territory = models.ForeignKey(
        "base.Territory", on_delete=models.CASCADE, related_name="selections", verbose_name=_("territoire")
    )
    title = models.CharField(_("titre"), max_length=90, help_text=_("« Le printemps des jardins »"))
    slug = models.SlugField(_("adresse de l’affichage"), max_length=60, unique=True)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("introduction"),
        InlinePanel("items", heading=_("Pages choisies"), label=_("page"), min_num=1, max_num=12),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = _("sélection")
        verbose_name_plural = _("sélections")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class SelectionItem(Orderable):
    """One page of a selection, with the editor's own words in place of the page's summary if need be."""

    selection = ParentalKey(Selection, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    note = models.CharField(
        _("vos mots"), max_length=240, blank=True, help_text=_("Vide : le résumé de la page.")
    )

    panels = [PageChooserPanel("page"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("page choisie")
        verbose_name_plural = _("pages choisies")


class Newsletter(models.Model):
    """A selection sent by e-mail to those who asked for it; its letters are notices of the outbox.

    draft → scheduled → sending → sent; only `home.services.newsletters` moves it.
    """

    class State(models.TextChoices):
        """Where the newsletter stands."""

        DRAFT = "draft", _("brouillon")
        SCHEDULED = "scheduled", _("programmée")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("envoyée")

    selection = models.ForeignKey(
        Selection, on_delete=models.PROTECT, related_name="newsletters", verbose_name=_("sélection")
    )
    subject = models.CharField(_("objet"), max_length=120)
    theme = models.ForeignKey(
        "themes.ThemePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pour les abonnés de"),
        help_text=_("Vide : toutes les personnes abonnées. Un thème : celles qui l’ont demandé, ou tout."),
    )
    send_at = models.DateTimeField(_("envoi le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    # What is sent, as it was when the sending began: later changes of pages do not make two versions of one letter.
    content = models.JSONField(null=True, blank=True, editable=False)
    last_queued = models.PositiveBigIntegerField(default=0, editable=False)
    recipients = models.PositiveIntegerField(_("destinataires"), default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
