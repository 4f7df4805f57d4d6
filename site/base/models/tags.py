"""The one tag vocabulary: themes gather campaigns, calls and stories by it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import TagBase


class Tag(TagBase):
    """A word that pages carry and that a theme collects; free in spelling, case-insensitive."""

    free_tagging = True

    class Meta:
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")


def page_tags(through: type[Any], *, help_text: str | Promise | None = None) -> Any:
    """Return the field of the words a page carries, kept in `through`; it says what a theme does with them."""
    return ClusterTaggableManager(
        through=through,
        blank=True,
        verbose_name=_("mots-clés"),
        help_text=help_text or _("Un thème rassemble les pages qui portent ses mots-clés."),
    )
