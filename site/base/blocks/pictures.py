"""Blocks of pictures and films. Nothing is ever loaded from another site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from base.blocks.groups import PICTURES

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
# What the browser plays, and what it reads under the film.
ENDINGS = {"film": ("mp4", "webm"), "subtitles": ("vtt",)}


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
        group = PICTURES
        description = _("Une image et sa légende.")
        template = "components/blocks/picture.html"


class GalleryBlock(blocks.ListBlock):
    """Two to six pictures side by side."""

    def __init__(self, child_block: Any = None, **options: Any) -> None:
        options.setdefault("min_num", 2)
        options.setdefault("max_num", 6)
        super().__init__(child_block or PictureBlock(), **options)

    class Meta:
        icon = "grip"
        label = _("Images côte à côte")
        group = PICTURES
        description = _("De deux à six images présentées ensemble.")
        template = "components/blocks/gallery.html"


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
        group = PICTURES
        description = _("Un lien vers un film, avec son titre et une image.")
        template = "components/blocks/video.html"


class FilmBlock(VideoBlock):
    """A film: one of the site's own files, played here when the reader asks, or a link out to another site."""

    url = blocks.URLBlock(
        label=_("adresse"),
        required=False,
        validators=[validate_video_address],
        help_text=_(
            "En https://, sur YouTube, Vimeo, Dailymotion ou PeerTube : le lecteur est envoyé là-bas."
        ),
    )
    film = DocumentChooserBlock(
        label=_("ou fichier du site"),
        required=False,
        help_text=_("Un film .mp4 ou .webm de 10 Mo au plus, lu ici quand on le demande, sans autre site."),
    )
    subtitles = DocumentChooserBlock(
        label=_("sous-titres"),
        required=False,
        help_text=_("Un fichier .vtt, pour le fichier du site. Nécessaires dès que l’on y parle."),
    )
    transcript = blocks.TextBlock(
        label=_("ce que l’on y voit et entend"),
        required=False,
        rows=4,
        help_text=_("Pour qui ne peut voir ou entendre le film ; à déplier sous l’image."),
    )

    def clean(self, value: Any) -> Any:
        """Require an address or a file of a known sort, and say what is wrong beside the field."""
        cleaned = super().clean(value)
        errors = {}
        if bool(cleaned.get("url")) == bool(cleaned.get("film")):
            errors["film"] = ValidationError(
                _("Donnez une adresse ou choisissez un fichier : l’un des deux.")
            )
        for name, endings in ENDINGS.items():
            document = cleaned.get(name)
            if document is not None and document.file_extension.lower() not in endings:
                errors[name] = ValidationError(
                    _("Choisissez un fichier %(endings)s."),
                    params={"endings": _(" ou ").join(f".{ending}" for ending in endings)},
                )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        description = _("Un film du site, lu quand on le demande, ou un lien vers un film ailleurs.")
        template = "components/blocks/film.html"


class BeforeAfterBlock(blocks.StructBlock):
    """The same place twice: before and after."""

    before = ImageChooserBlock(label=_("avant"))
    before_caption = blocks.CharBlock(
        label=_("légende d’avant"), required=False, max_length=160, help_text=_("« En mars 2025 »")
    )
    after = ImageChooserBlock(label=_("après"))
    after_caption = blocks.CharBlock(
        label=_("légende d’après"),
        required=False,
        max_length=160,
        help_text=_("« En mai, après le chantier »"),
    )

    class Meta:
        icon = "copy"
        label = _("Avant / après")
        group = PICTURES
        description = _("Deux images du même endroit, côte à côte, chacune avec son nom.")
        template = "components/blocks/before_after.html"
