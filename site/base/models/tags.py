"""The one tag vocabulary: themes gather campaigns, calls and stories by it."""

from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Tag(TagBase):
    """A word that pages carry and that a theme collects; free in spelling, case-insensitive."""

    free_tagging = True

    class Meta:
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")
