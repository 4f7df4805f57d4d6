"""What a call is made of beside its own fields: criteria, offers, events, documents, answers to questions, results."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from calls.models.pages import CallPage


class CallCriterion(Orderable):
    """What the jury looks at, with its weight in a total of 100, 0 when criteria are all worth the same."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="criteria")
    # Its identity, the same in a copy of the call: scores and reasons are kept under it.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("critère"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("poids"), default=0, validators=[MaxValueValidator(100)])
    explanation = models.TextField(
        _("explication"), blank=True, help_text=_("Ce que l’on attend, en une phrase.")
    )

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("weight")]), FieldPanel("explanation")]

    class Meta(Orderable.Meta):
        verbose_name = _("critère")
        verbose_name_plural = _("critères")


class CallOffer(Orderable):
    """Something the projects kept will receive."""

    class Kind(models.TextChoices):
        """What sort of help it is."""

        GUIDANCE = "guidance", _("accompagnement")
        PLACE = "place", _("lieu ou local")
        EQUIPMENT = "equipment", _("prêt de matériel")
        VISIBILITY = "visibility", _("mise en avant")
        EXPERIMENT = "experiment", _("terrain d’expérimentation")
        MONEY = "money", _("aide financière")
        OTHER = "other", _("autre")

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("nature"), max_length=20, choices=Kind, default=Kind.GUIDANCE)
    text = models.CharField(
        _("en clair"), max_length=240, help_text=_("« Trois soirées avec une comptable »")
    )

    panels = [FieldPanel("kind"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("offre")
        verbose_name_plural = _("offres")


class CallEvent(Orderable):
    """An event held for a call."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="event_links")
    event_page = models.ForeignKey(
        "stories.EventPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("rendez-vous")
    )

    panels = [PageChooserPanel("event_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("rendez-vous de l’appel")
        verbose_name_plural = _("rendez-vous de l’appel")


class CallResult(Orderable):
    """A project the jury kept, with the campaign it has become, if any."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="retained")
    title = models.CharField(_("projet"), max_length=160)
    sentence = models.CharField(
        _("l’avis du jury"), max_length=300, blank=True, help_text=_("Une phrase, publiée à côté du nom.")
    )
    campaign_page = models.ForeignKey(
        "campaigns.CampaignPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sa campagne"),
    )

    panels = [FieldPanel("title"), FieldPanel("sentence"), PageChooserPanel("campaign_page")]

    class Meta(Orderable.Meta):
        verbose_name = _("projet retenu")
        verbose_name_plural = _("projets retenus")


class CallDocument(Orderable):
    """A document to read before answering."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    title = models.CharField(_("titre"), max_length=120, blank=True, help_text=_("Vide : celui du document."))

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("document de l’appel")
        verbose_name_plural = _("documents de l’appel")


class CallFaq(Orderable):
    """A question that people ask, and its answer."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="faq")
    question = models.CharField(_("question"), max_length=240)
    answer = models.TextField(_("réponse"))

    panels = [FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = _("question fréquente")
        verbose_name_plural = _("questions fréquentes")
