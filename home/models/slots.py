"""The programme: dated slots on the front page and on theme pages, and what was really shown."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.querysets import ShowingQuerySet, SlotQuerySet


class Place(models.TextChoices):
    """Where on a page a slot stands; a theme page has no headline. `max_length` is 10."""

    HEADLINE = "headline", _("thème à la une")
    BANNER = "banner", _("bandeau")
    CAMPAIGN = "campaign", _("projet à la une")
    CALL = "call", _("appel mis en avant")
    STORY = "story", _("récit")
    EVENT = "event", _("rendez-vous")


# In these places one thing is shown at a time: of two slots that overlap, the last begun wins.
SINGLE_PLACES = frozenset({Place.HEADLINE, Place.BANNER, Place.CALL})


class Slot(models.Model):
    """Something shown in one place of one page, from one minute to another, or until further notice.

    Only `home.services.slots` writes here. Times are UTC. It is in force at `at` when `starts_at <= at < ends_at`,
    what it shows is public, and, where the territory asks for it, a second editor has approved it. Changing it takes
    the approval back.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="programme_slots",
        verbose_name=_("page"),
        help_text=_("La page d’accueil ou un thème."),
    )
    place = models.CharField(_("emplacement"), max_length=10, choices=Place)
    shown = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ce qui est montré"),
    )
    text = models.CharField(
        _("phrase du bandeau"), max_length=160, blank=True, help_text=_("Pour un bandeau seulement.")
    )
    starts_at = models.DateTimeField(_("à partir du"))
    ends_at = models.DateTimeField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Vide : jusqu’à nouvel ordre.")
    )
    position = models.PositiveSmallIntegerField(
        _("ordre"), default=0, help_text=_("Le plus petit d’abord, quand plusieurs paraissent ensemble.")
    )
    note = models.CharField(
        _("note interne"), max_length=240, blank=True, help_text=_("Lue par l’équipe seulement.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("préparé par"),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("modifié par"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("validé par"),
    )
    approved_at = models.DateTimeField(_("validé le"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["starts_at", "position", "pk"]
        indexes = [models.Index(fields=["page", "place", "starts_at"], name="slot_of_a_page")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} : {self.title}"

    @property
    def title(self) -> str:
        """The words by which the slot is known: the banner's sentence, else the title of what is shown."""
        return self.text or (self.shown.get_admin_display_title() if self.shown else "")

    def clean(self) -> None:
        """Refuse an end before the start, a banner without words, a place without anything to show."""
        problems = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            problems["ends_at"] = _("La fin doit venir après le début : vérifiez le jour et l’heure.")
        if self.place == Place.BANNER and not self.text.strip():
            problems["text"] = _("Écrivez la phrase du bandeau.")
        if self.place and self.place != Place.BANNER and self.shown_id is None:
            problems["shown"] = _("Choisissez ce qui doit paraître.")
        if problems:
            raise ValidationError(problems)


class Showing(models.Model):
    """What a page really showed in one place, from when to when; written by the worker, minute by minute.

    `chosen` tells an editor's choice from what a rule filled in. The title stays when the page shown is deleted.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="programme_showings")
    place = models.CharField(_("emplacement"), max_length=10, choices=Place)
    shown = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="showings"
    )
    title = models.CharField(_("titre"), max_length=255)
    chosen = models.BooleanField(_("choisi par l’équipe"), default=False)
    starts_at = models.DateTimeField(_("à partir du"), db_index=True)
    ends_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["page", "place", "ends_at"], name="showing_of_a_page")]

    def __str__(self) -> str:
        return f"{self.get_place_display()} : {self.title}"
