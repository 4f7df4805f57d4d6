"""Pictures of a call for posts, drawn here with the site's own font and the territory's colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from base.colours import BLACK, WHITE, luminance, mix, palette
from base.french_typography import typeset
from base.printing import HERE, own_file
from home.outlets.call_kit import CallFacts

DISPLAY = "fonts/bricolage-grotesque-latin-opsz-normal.woff2"
BOLD, MEDIUM = 740, 520  # weights
WIDEST_OPTICAL_SIZE = 96
QUALITY = 92
UNBROKEN = "\u00a0\u202f"  # spaces that print and are no place to break a line
LINE = 1.08  # of the size of the letters
LONGEST_TITLE = 120
LEAF_SHADE = 0.2  # away from the ink, so that words over the leaf read better still


@dataclass(frozen=True)
class Shape:
    """One form of picture, in pixels: where the call's own picture stands, then where the words do."""

    name: str
    width: int
    height: int
    photo: tuple[int, int, int, int]
    words: tuple[int, int, int, int]
    largest: int

    @property
    def words_alone(self) -> tuple[int, int, int, int]:
        """Where the words stand for a call without a picture: all of it but its margins."""
        margin = self.words[0]
        return (margin, margin, self.width - margin, self.height - margin)


SQUARE = Shape("carre", 1080, 1080, (0, 0, 1080, 540), (72, 604, 1008, 1014), 104)
WIDE = Shape("large", 1200, 630, (660, 0, 1200, 630), (64, 60, 612, 574), 76)
SHAPES = {shape.name: shape for shape in (SQUARE, WIDE)}


def post_picture(shape: Shape, facts: CallFacts) -> bytes:
    """Return the picture as a JPEG file: what is asked, until when, where to read more."""
    colours = palette(facts.town.brand_colour, facts.town.accent_colour)
    drawn = Picture.new("RGB", (shape.width, shape.height), colours["brand"])
    room = shape.words_alone
    if facts.call.picture is not None:
        _put_photo(drawn, shape, facts)
        room = shape.words
    else:
        away = BLACK if luminance(colours["brand-ink"]) > 0.5 else WHITE
        _put_leaf(drawn, shape, mix(colours["brand"], away, LEAF_SHADE))
    _write(ImageDraw.Draw(drawn), shape, room, facts, colours)
    file = BytesIO()
    drawn.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return file.getvalue()


def post_text(facts: CallFacts) -> str:
    """Return a few lines to post with the picture, its whole address included, which networks make a link of."""
    lines = [
        _("Appel à projets : %(call)s") % {"call": facts.call.title},
        Truncator(facts.call.summary).chars(240),
        f"{facts.until}." if facts.until else "",
    ]
    return "\n\n".join([*(typeset(line) for line in lines if line), facts.url])


def spoken_text(facts: CallFacts) -> str:
    """Return what the picture says to those who do not see it, to paste as its alternative text."""
    parts = [_("Appel à projets « %(call)s »") % {"call": facts.call.title}, facts.until, facts.short_url]
    return typeset(". ".join(part for part in parts if part) + ".")


def _put_photo(drawn: Picture.Image, shape: Shape, facts: CallFacts) -> None:
    left, top, right, bottom = shape.photo
    picture = facts.call.picture
    assert picture is not None
    rendition = picture.get_rendition(f"fill-{right - left}x{bottom - top}|format-jpeg|jpegquality-90")
    with rendition.file.open("rb") as stream, Picture.open(stream) as photo:
        whole = photo.convert("RGB")
        if whole.size != (right - left, bottom - top):  # a picture smaller than its room is made larger
            whole = whole.resize((right - left, bottom - top), Picture.Resampling.LANCZOS)
        drawn.paste(whole, (left, top))


def _put_leaf(drawn: Picture.Image, shape: Shape, colour: str) -> None:
    """Put the site's leaf, cut by the edge, behind the words of a call without a picture."""
    side = shape.height
    box = (shape.width - side * 3 // 5, side * 2 // 5, shape.width + side // 5, shape.height + side // 5)
    ImageDraw.Draw(drawn).rounded_rectangle(
        box, radius=side * 2 // 5, fill=colour, corners=(True, False, False, False)
    )


def _write(
    draw: ImageDraw.ImageDraw,
    shape: Shape,
    room: tuple[int, int, int, int],
    facts: CallFacts,
    colours: dict[str, str],
) -> None:
    """Write from the top the kind and the title, from the bottom the address and the closing."""
    left, top, right, bottom = room
    small = shape.largest // 3
    kicker = _printable(_("Appel à projets · %(town)s") % {"town": facts.town.platform_name})
    line = _lines(kicker, display_font(small, MEDIUM), right - left, cuts=True)[0]
    draw.text((left, top), line, font=display_font(small, MEDIUM), fill=colours["highlight"])
    top += round(small * 1.5)
    for text, weight, colour in (
        (facts.short_url, MEDIUM, colours["brand-ink"]),
        (typeset(facts.until), BOLD, colours["highlight"]),
    ):
        font = display_font(small, weight)
        for line in reversed(_lines(_printable(text), font, right - left, cuts=True)[:3]):
            bottom -= round(small * 1.25)
            draw.text((left, bottom), line, font=font, fill=colour)
        bottom -= small // 4
    title = _printable(typeset(Truncator(facts.call.title).chars(LONGEST_TITLE)))
    size, lines = fitting(title, shape.largest, right - left, bottom - top - small // 2)
    for place, line in enumerate(lines):
        draw.text(
            (left, top + round(place * size * LINE)), line, font=display_font(size), fill=colours["brand-ink"]
        )


def fitting(text: str, largest: int, width: int, height: int) -> tuple[int, list[str]]:
    """Return the largest size at which a text fits, with its lines; at the smallest one it is cut where room ends."""
    smallest = largest // 3
    for size in range(largest, smallest, -4):
        font = display_font(size)
        lines = _lines(text, font, width)
        if len(lines) * size * LINE <= height and all(font.getlength(line) <= width for line in lines):
            return size, lines
    pieces = _lines(text, display_font(smallest), width, cuts=True)
    return smallest, pieces[: max(int(height / (smallest * LINE)), 1)]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int, *, cuts: bool = False) -> list[str]:
    """Return a text as lines, broken at its breaking spaces; `cuts`: a word too long for a line is broken too."""
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(word, font, width) if cuts else [word]:
            longer = f"{lines[-1]} {piece}".strip(" ")
            if lines[-1] and font.getlength(longer) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
    return lines


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Yield a word in pieces that each fit on a line."""
    piece = ""
    for letter in word:
        if piece and font.getlength(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _printable(text: str) -> str:
    """Return a text without what only a screen obeys: marks of direction, ends of lines, other controls."""
    return "".join(letter for letter in text if letter.isprintable() or letter in UNBROKEN)


def display_font(size: int, weight: int = BOLD) -> ImageFont.FreeTypeFont:
    """Return the font of the site's titles, at a size in pixels."""
    content, _kind = own_file(f"{HERE}{settings.STATIC_URL}{DISPLAY}")
    font = ImageFont.truetype(BytesIO(content), size)
    font.set_variation_by_axes([min(size, WIDEST_OPTICAL_SIZE), weight])
    return font
