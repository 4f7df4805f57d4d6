"""The bodies pages are written with: a plain one for everybody's texts, a richer one for the editorial pages.

Whatever a project's holder may write goes through `PlainBody`, which holds no markup at all: text stays text in the
page, the admin, feeds and exports. `EditorialBody` is for the territory's own pages, written by its editors.
"""

from __future__ import annotations

from wagtail import blocks

from base.blocks.links import CallToActionBlock
from base.blocks.pictures import BeforeAfterBlock, FilmBlock, GalleryBlock, PictureBlock, VideoBlock
from base.blocks.shown import CallBlock, CampaignBlock, CardsBlock, EventBlock, FigureBlock, StoryBlock
from base.blocks.words import HeadingBlock, ItemsBlock, PersonBlock, QuoteBlock, RichTextBlock, TextBlock


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


class TeamBody(blocks.StreamBlock):
    """The people who carry a project, one after the other."""

    person = PersonBlock()

    class Meta:
        required = False
        max_num = 12


class EditorialBody(blocks.StreamBlock):
    """The body of the territory's own pages: words, pictures, and what goes on elsewhere on the site."""

    heading = HeadingBlock()
    text = TextBlock()
    rich_text = RichTextBlock()
    list = ItemsBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    before_after = BeforeAfterBlock()
    video = FilmBlock()
    campaign = CampaignBlock()
    call = CallBlock()
    event = EventBlock()
    story = StoryBlock()
    cards = CardsBlock()
    figure = FigureBlock()

    class Meta:
        required = False
