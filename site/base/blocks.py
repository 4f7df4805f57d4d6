"""The blocks pages are written with: plain ones for everybody's texts, a few more for the editorial pages.

Whatever a project's holder may write goes through `PlainBody`, which holds no markup at all: text stays text in the
page, the admin, feeds and exports. `EditorialBody` is for the territory's own pages, written by its editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

# Pages are only linked to, never embedded: a reader chooses to leave for them, nothing is loaded from them.
VIDEO_HOSTS = frozenset(
    {
        "dailymotion.com",
        "framatube.org",
        "peertube.fr",
        "tube.numerique.gouv.fr",
        "vimeo.com",
        "www.dailymotion.com",
        "www.youtube.com",
        "youtu.be",
        "youtube.com",
    }
)
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def validate_video_address(address: str) -> None:
    """Refuse an address that is not https or whose host is not one of `VIDEO_HOSTS`."""
    try:
        parts = urlsplit(address)
        allowed = parts.scheme == "https" and parts.hostname in VIDEO_HOSTS and parts.port is None
    except ValueError:  # what is not an address at all
        allowed = False
    if not allowed:
        raise ValidationError(
            _("Collez une adresse en https:// d’un de ces sites : %(hosts)s."),
            code="video_host",
            params={"hosts": ", ".join(sorted(VIDEO_HOSTS))},
        )


def plain_text(value: StreamValue) -> str:
    """Return the words a reader meets in a body, without markup, for search and excerpts."""
    return " ".join(str(part) for part in value.stream_block.get_searchable_content(value)).strip()


class HeadingBlock(blocks.CharBlock):
    """A heading inside a body; the page's title being the first level, this is always the second."""

    class Meta:
        icon = "title"
        label = _("Intertitre")
        description = _("Annonce la partie qui suit, en quelques mots.")
        template = "components/blocks/heading.html"


class TextBlock(blocks.TextBlock):
    """Paragraphs of plain text, separated by an empty line."""

    class Meta:
        icon = "pilcrow"
        label = _("Texte")
        description = _("Un ou plusieurs paragraphes, sans mise en forme.")
        help_text = _("Une ligne vide sépare deux paragraphes.")
        rows = 6
        template = "components/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A picture, whose alternative text belongs to the image itself, and a caption."""

    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(
        label=_("légende"),
        required=False,
        max_length=200,
        help_text=_("Ce que l’image ne dit pas seule : où, quand, qui."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("Une image et sa légende.")
        template = "components/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words and who said them."""

    text = blocks.TextBlock(label=_("paroles"), rows=3, help_text=_("Sans guillemets : ils sont ajoutés."))
    author = blocks.CharBlock(
        label=_("de qui"), required=False, max_length=120, help_text=_("« Nadia, maraîchère à Fontvive »")
    )

    class Meta:
        icon = "openquote"
        label = _("Citation")
        description = _("Les paroles de quelqu’un, mises en avant.")
        template = "components/blocks/quote.html"


class ItemsBlock(blocks.ListBlock):
    """A list of short plain lines."""

    def __init__(self, child_block: Any = None, **options: Any) -> None:
        super().__init__(child_block or blocks.CharBlock(label=_("élément"), max_length=300), **options)

    class Meta:
        icon = "list-ul"
        label = _("Liste")
        description = _("Des éléments courts, un par ligne.")
        template = "components/blocks/list.html"


class VideoBlock(blocks.StructBlock):
    """A film seen elsewhere: a title, a picture and a link out; nothing is loaded from that site."""

    url = blocks.URLBlock(
        label=_("adresse"),
        validators=[validate_video_address],
        help_text=_("En https://, sur YouTube, Vimeo, Dailymotion ou PeerTube."),
    )
    title = blocks.CharBlock(label=_("titre"), max_length=160)
    picture = ImageChooserBlock(
        label=_("image"), required=False, help_text=_("Affichée à la place du film, hébergée ici.")
    )

    class Meta:
        icon = "media"
        label = _("Vidéo")
        description = _("Un lien vers un film, avec son titre et une image.")
        template = "components/blocks/video.html"


class GalleryBlock(blocks.ListBlock):
    """Two to six pictures side by side."""

    def __init__(self, child_block: Any = None, **options: Any) -> None:
        options.setdefault("min_num", 2)
        options.setdefault("max_num", 6)
        super().__init__(child_block or PictureBlock(), **options)

    class Meta:
        icon = "grip"
        label = _("Images côte à côte")
        description = _("De deux à six images présentées ensemble.")
        template = "components/blocks/gallery.html"


class RichTextBlock(blocks.RichTextBlock):
    """Editors' text with links, lists, bold and italic; no colour, no embed, no picture."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**options)

    class Meta:
        icon = "doc-full"
        label = _("Texte mis en forme")
        description = _("Un texte avec des liens, des listes, du gras.")
        template = "components/blocks/rich_text.html"


class LinkValue(blocks.StructValue):
    """The value of a block that leads to a page of the site or to an outside address."""

    @property
    def href(self) -> str:
        """The address to follow, empty when the page it named is no longer public."""
        page = self.get("page")
        if page is not None:
            return page.url or "" if page.live else ""
        return str(self.get("url") or "")


class CallToActionBlock(blocks.StructBlock):
    """One sentence and one link, for what the reader may do next."""

    text = blocks.CharBlock(label=_("phrase"), max_length=200)
    link_text = blocks.CharBlock(
        label=_("texte du lien"), max_length=60, help_text=_("Un verbe : « Répondre à l’appel ».")
    )
    page = blocks.PageChooserBlock(label=_("page du site"), required=False)
    url = blocks.URLBlock(label=_("ou adresse extérieure"), required=False)

    def clean(self, value: Any) -> Any:
        """Require exactly one destination, and say so beside the field."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Choisissez une page du site ou donnez une adresse : l’un des deux."))
            raise blocks.StructBlockValidationError(block_errors={"page": message})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Invitation à agir")
        description = _("Une phrase et un lien vers ce que l’on peut faire.")
        value_class = LinkValue
        template = "components/blocks/call_to_action.html"


class PlainBody(blocks.StreamBlock):
    """A body without any markup: what campaigns and their news are written with."""

    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    list = ItemsBlock()
    video = VideoBlock()

    class Meta:
        required = False


class EditorialBody(PlainBody):
    """The body of the territory's own pages: the plain blocks, formatted text, galleries, an invitation to act."""

    rich_text = RichTextBlock()
    gallery = GalleryBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        required = False
