"""What every page type of the site has in common."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, PublishingPanel
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page, Revision
from wagtail.search import index

from base.french import normalise
from base.unfinished import FinishedPageForm, refuse_unfinished

# For pages people rely on (who gave, who is registered): no date of expiry, since a schedule retires a page without
# passing by the guards of the admin.
LASTING_SETTINGS = [
    PublishingPanel(
        children=[
            FieldPanel(
                "go_live_at",
                widget=AdminDateTimeInput(js_overlay_parent_selector="#schedule-publishing-dialog"),
            )
        ]
    ),
    CommentPanel(),
]


class BasePage(models.Model):
    """Mixin (never Wagtail's page model itself) with a summary, a picture and normalised text for search.

    Concrete types inherit `BasePage` first, then `wagtail.models.Page`.
    """

    summary = models.CharField(
        _("résumé"),
        max_length=200,
        blank=True,
        help_text=_("Une phrase : elle paraît sur les cartes, dans la recherche et lors des partages."),
    )
    picture = models.ForeignKey(
        "base.Image",
        verbose_name=_("image"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    base_form_class = FinishedPageForm
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("picture")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("normalised_title", boost=4),
        index.SearchField("normalised_text"),
    ]

    class Meta:
        abstract = True

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule a revision, as Wagtail does; UnfinishedPage while something is still to be written.

        The one way by which every publication passes: Wagtail has no signal before it.
        """
        refuse_unfinished(revision.as_object())
        super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def kept_from_public(self) -> str:
        """Return what else keeps the page from being published, as the end of a sentence; types may have a reason."""
        return ""

    def normalised_title(self) -> str:
        """Return the title as search compares it: no accents, no plurals, no stop words."""
        return normalise(self.title)  # type: ignore[attr-defined]

    def searchable_text(self) -> str:
        """Return the plain text a reader sees; types with a body extend it."""
        return self.summary

    def normalised_text(self) -> str:
        """Return the text as search compares it."""
        return normalise(self.searchable_text())
