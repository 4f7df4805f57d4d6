"""Blocks of words: headings, paragraphs, lists, quotations, formatted text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.blocks.groups import TEXT

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def plain_text(value: StreamValue) -> str:
    """Return the words a reader meets in a body, without markup, for search and excerpts."""
    return " ".join(str(part) for part in value.stream_block.get_searchable_content(value)).strip()


class HeadingBlock(blocks.CharBlock):
    """A heading inside a body; the page's title being the first level, this is always the second."""

    class Meta:
        icon = "title"
        label = _("Intertitre")
        group = TEXT
        description = _("Annonce la partie qui suit, en quelques mots.")
        template = "components/blocks/heading.html"


class TextBlock(blocks.TextBlock):
    """Paragraphs of plain text, separated by an empty line."""

    class Meta:
        icon = "pilcrow"
        label = _("Texte")
        group = TEXT
        description = _("Un ou plusieurs paragraphes, sans mise en forme.")
        help_text = _("Une ligne vide sépare deux paragraphes.")
        rows = 6
        template = "components/blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words and who said them."""

    text = blocks.TextBlock(label=_("paroles"), rows=3, help_text=_("Sans guillemets : ils sont ajoutés."))
    author = blocks.CharBlock(
        label=_("de qui"), required=False, max_length=120, help_text=_("« Nadia, maraîchère à Fontvive »")
    )

    class Meta:
        icon = "openquote"
        label = _("Citation")
        group = TEXT
        description = _("Les paroles de quelqu’un, mises en avant.")
        template = "components/blocks/quote.html"


class ItemsBlock(blocks.ListBlock):
    """A list of short plain lines."""

    def __init__(self, child_block: Any = None, **options: Any) -> None:
        super().__init__(child_block or blocks.CharBlock(label=_("élément"), max_length=300), **options)

    class Meta:
        icon = "list-ul"
        label = _("Liste")
        group = TEXT
        description = _("Des éléments courts, un par ligne.")
        template = "components/blocks/list.html"


class RichTextBlock(blocks.RichTextBlock):
    """Editors' text with links, lists, bold and italic; no colour, no embed, no picture."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**options)

    class Meta:
        icon = "doc-full"
        label = _("Texte mis en forme")
        group = TEXT
        description = _("Un texte avec des liens, des listes, du gras.")
        template = "components/blocks/rich_text.html"


class PersonBlock(blocks.StructBlock):
    """Somebody of a team: a name, what they do, a sentence."""

    name = blocks.CharBlock(label=_("nom"), max_length=80)
    role = blocks.CharBlock(
        label=_("rôle"), required=False, max_length=80, help_text=_("« Trésorière », « cuisine le samedi »")
    )
    sentence = blocks.TextBlock(label=_("en une phrase"), required=False, max_length=300, rows=2)

    class Meta:
        icon = "user"
        label = _("Personne")
        group = TEXT
        description = _("Un nom, un rôle, une phrase.")
