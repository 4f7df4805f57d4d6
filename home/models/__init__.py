"""The front page, its programme, what was shown, the outlets and those who asked to be written to."""

from home.models.calendars import CalendarLink
from home.models.outlets import Newsletter, Selection, SelectionItem
from home.models.pages import HomePage, PlainPage
from home.models.slots import SINGLE_PLACES, Place, Showing, Slot
from home.models.subscriptions import Subscription

__all__ = [
    "SINGLE_PLACES",
    "CalendarLink",
    "HomePage",
    "Newsletter",
    "Place",
    "PlainPage",
    "Selection",
    "SelectionItem",
    "Showing",
    "Slot",
    "Subscription",
]
