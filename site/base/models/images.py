"""Pictures: every one has an alternative text, without which it is lost to part of the readers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition


class Image(AbstractImage):
    """A picture with a focal point (Wagtail's) and a required alternative text in the page's language."""

    description = models.CharField(
        _("texte alternatif"),
        max_length=255,
        help_text=_(
            "Ce que montre l’image, en une phrase, pour les personnes qui ne la voient pas. Obligatoire."
        ),
    )
    credit = models.CharField(
        _("crédit"), max_length=160, blank=True, help_text=_("Autrice ou auteur, licence.")
    )

    # The same two fields as Wagtail's, whose reverse names would clash with those of its own image model.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ajoutée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("mots-clés"), related_name="pictures")

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
