"""« Envies »: what residents say is missing, and what the territory makes of it.

A question stands on a page (a theme, mostly); a wish answers it in a sentence, without an account. Editors read the
wishes, gather them in groups and launch a call from a group: the call can then say from how many wishes it was born.
Only `calls.services.wishing` and `calls.services.gathering` write wishes.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.pages import CallPage
from calls.wish_querysets import WishQuerySet, WishQuestionQuerySet

LONGEST_WISH = 240


class WishQuestion(models.Model):
    """One question put to residents, on one page, for a time."""

    territory = models.ForeignKey("base.Territory", on_delete=models.PROTECT, related_name="wish_questions")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.PROTECT,
        related_name="wish_questions",
        verbose_name=_("page où elle est posée"),
        help_text=_("Un thème, le plus souvent."),
    )
    question = models.CharField(
        _("question"), max_length=160, help_text=_("« Que manque-t-il dans votre quartier ? »")
    )
    hint = models.CharField(
        _("quelques mots de plus"),
        max_length=240,
        blank=True,
        help_text=_("Ce que vous ferez des réponses, et quand."),
    )
    opens_at = models.DateTimeField(_("à partir du"))
    closes_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True, help_text=_("Vide : sans fin."))

    objects = WishQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question aux habitants")
        verbose_name_plural = _("questions aux habitants")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="a_question_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.question


class WishGroup(models.Model):
    """Wishes that say the same thing, under the words of an editor; what became of them."""

    question = models.ForeignKey(WishQuestion, on_delete=models.PROTECT, related_name="groups")
    title = models.CharField(_("en une phrase"), max_length=160)
    call = models.ForeignKey(
        CallPage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wish_groups",
        verbose_name=_("appel qui en est né"),
    )
    delivered_at = models.DateTimeField(_("réalisé le"), null=True, blank=True)
    delivered_words = models.CharField(_("ce qui s’est fait"), max_length=300, blank=True)
    delivered_page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("groupe d’envies")
        verbose_name_plural = _("groupes d’envies")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Wish(models.Model):
    """A sentence and a neighbourhood; an address only for those who want to hear what becomes of it."""

    class State(models.TextChoices):
        """Whether the public reads it."""

        PENDING = "pending", _("à lire")
        PUBLISHED = "published", _("publiée")
        REFUSED = "refused", _("écartée")
        TAKEN_BACK = "taken_back", _("reprise")

    question = models.ForeignKey(WishQuestion, on_delete=models.PROTECT, related_name="wishes")
    group = models.ForeignKey(
        WishGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="wishes"
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.CharField(_("envie"), max_length=LONGEST_WISH)
    neighbourhood = models.CharField(_("quartier"), max_length=80)
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.PENDING)
    # Emptied when its owner asks, and some time after the last thing told.
    email = models.EmailField(_("adresse électronique"), blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField(_("dite le"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("envie")
        verbose_name_plural = _("envies")
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["question", "state"], name="wish_question_state")]

    def __str__(self) -> str:
        return self.text
