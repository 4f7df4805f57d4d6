"""Blocks that name a page: what they need to know of it is asked once for all those of a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from base import cards
from base.blocks.groups import TEXT


class Lookup:
    """One question that several values ask together: the first to need the answer asks for all."""

    def __init__(self, values: Sequence[PageValue]) -> None:
        self.values = values

    @cached_property
    def answer(self) -> Any:
        """What is known of the pages these values name."""
        pages = [value["page"] for value in self.values if value.get("page") is not None]
        return self.values[0].ask(pages)


class PageValue(blocks.StructValue):
    """A value with a `page`; what it asks of it, it asks along with the other values of its body."""

    @cached_property
    def lookup(self) -> Lookup:
        """The question shared with the other values; alone, as in the form of a page, a value asks for itself."""
        return Lookup([self])

    def ask(self, pages: Sequence[Page]) -> Any:
        """Return what is known of all these pages, in a constant number of queries."""
        raise NotImplementedError


class AskedTogether(blocks.StructBlock):
    """A struct block whose values, read from one body, share one question."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """Read the values and let them ask together."""
        made = super().bulk_to_python(values)
        shared = Lookup(made)
        for value in made:
            value.lookup = shared
        return list(made)


class LinkValue(PageValue):
    """The value of a block that leads to a page of the site or to an outside address."""

    def ask(self, pages: Sequence[Page]) -> set[int]:
        """Return the ids of the pages the public sees."""
        return cards.visible_ids(pages)

    @property
    def href(self) -> str:
        """The address to follow, empty when the public does not see the page it names."""
        page = self.get("page")
        if page is not None:
            return page.url or "" if page.pk in self.lookup.answer else ""
        return str(self.get("url") or "")


class CallToActionBlock(AskedTogether):
    """One sentence and one link, for what the reader may do next."""

    text = blocks.CharBlock(label=_("phrase"), max_length=200)
    link_text = blocks.CharBlock(
        label=_("texte du lien"), max_length=60, help_text=_("Un verbe : « Répondre à l’appel ».")
    )
    page = blocks.PageChooserBlock(
        label=_("page du site"),
        required=False,
        help_text=_("Tant que le public ne voit pas cette page, l’invitation ne paraît pas."),
    )
    url = blocks.URLBlock(label=_("ou adresse extérieure"), required=False)

    def clean(self, value: Any) -> Any:
        """Require exactly one destination, and say so beside the field."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Choisissez une page du site ou donnez une adresse : l’un des deux."))
            raise blocks.StructBlockValidationError(block_errors={"page": message})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Invitation à agir")
        group = TEXT
        description = _("Une phrase et un lien vers ce que l’on peut faire.")
        value_class = LinkValue
        template = "components/blocks/call_to_action.html"
