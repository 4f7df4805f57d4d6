"""The blocks pages are written with, by topic; pages import them from here."""

from base.blocks.bodies import EditorialBody, PlainBody, TeamBody
from base.blocks.links import CallToActionBlock, LinkValue, PageValue
from base.blocks.pictures import (
    VIDEO_HOSTS,
    BeforeAfterBlock,
    FilmBlock,
    GalleryBlock,
    PictureBlock,
    VideoBlock,
    validate_video_address,
)
from base.blocks.shown import CallBlock, CampaignBlock, CardsBlock, EventBlock, FigureBlock, StoryBlock
from base.blocks.words import (
    RICH_TEXT_FEATURES,
    HeadingBlock,
    ItemsBlock,
    PersonBlock,
    QuoteBlock,
    RichTextBlock,
    TextBlock,
    plain_text,
)

__all__ = [
    "RICH_TEXT_FEATURES",
    "VIDEO_HOSTS",
    "BeforeAfterBlock",
    "CallBlock",
    "CallToActionBlock",
    "CampaignBlock",
    "CardsBlock",
    "EditorialBody",
    "EventBlock",
    "FigureBlock",
    "FilmBlock",
    "GalleryBlock",
    "HeadingBlock",
    "ItemsBlock",
    "LinkValue",
    "PageValue",
    "PersonBlock",
    "PictureBlock",
    "PlainBody",
    "QuoteBlock",
    "RichTextBlock",
    "StoryBlock",
    "TeamBody",
    "TextBlock",
    "VideoBlock",
    "plain_text",
    "validate_video_address",
]
