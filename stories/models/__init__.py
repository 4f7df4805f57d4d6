"""Editorial pages of the territory: stories, events and who comes to them, schemes, kits."""

from stories.models.events import EventCampaign, EventDate, EventIndexPage, EventPage, EventTag
from stories.models.kits import KitCampaign, KitIndexPage, KitPage, KitTag
from stories.models.registrations import KEPT_AFTER, Registration
from stories.models.schemes import SchemeIndexPage, SchemePage, SchemeTag
from stories.models.stories import StoryCampaign, StoryIndexPage, StoryPage, StoryTag

__all__ = [
    "KEPT_AFTER",
    "EventCampaign",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventTag",
    "KitCampaign",
    "KitIndexPage",
    "KitPage",
    "KitTag",
    "Registration",
    "SchemeIndexPage",
    "SchemePage",
    "SchemeTag",
    "StoryCampaign",
    "StoryIndexPage",
    "StoryPage",
    "StoryTag",
]
