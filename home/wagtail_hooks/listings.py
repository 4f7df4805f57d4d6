"""What editors find in the admin's menu for the editorial pages, whichever app they live in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from base.dates_display import day, moment
from calls.models import CallPage
from campaigns.models import CampaignPage
from stories.models import EventPage, StoryPage
from themes.models import ThemePage

# Where the page is and its type say nothing in a list of one type, all in one place.
COLUMNS = [
    column
    for column in PageListingViewSet.index_view_class.base_columns
    if column.name not in {"parent", "type"}
]


class ThemeListing(PageListingViewSet):
    """Every theme, wherever it is in the tree."""

    model = ThemePage
    name = "programme_themes"
    icon = "tag"
    menu_label = _("Thèmes")
    columns = COLUMNS


class CallListing(PageListingViewSet):
    """Every call for projects, with its dates."""

    model = CallPage
    name = "programme_calls"
    icon = "form"
    menu_label = _("Appels à projets")
    columns = [
        *COLUMNS,
        Column(
            "state", label=_("où il en est"), accessor=lambda call: call.state.sentence, sort_key="closes_at"
        ),
    ]


class StoryListing(PageListingViewSet):
    """Every story, with the date it bears."""

    model = StoryPage
    name = "programme_stories"
    icon = "openquote"
    menu_label = _("Récits")
    columns = [
        *COLUMNS,
        Column(
            "published_on",
            label=_("date"),
            accessor=lambda story: day(story.published_on),
            sort_key="published_on",
        ),
    ]


class EventListing(PageListingViewSet):
    """Every event, with its day."""

    model = EventPage
    name = "programme_events"
    icon = "date"
    menu_label = _("Rendez-vous")
    columns = [
        *COLUMNS,
        Column(
            "starts_at",
            label=_("quand"),
            accessor=lambda event: moment(event.starts_at) if event.starts_at else "",
            sort_key="starts_at",
        ),
    ]


class CampaignPageListing(PageListingViewSet):
    """The pages of campaigns, drafts included: their words; their money is under « Argent »."""

    model = CampaignPage
    name = "programme_campaigns"
    icon = "clipboard-list"
    menu_label = _("Pages de campagne")
    columns = COLUMNS


class Programme(ViewSetGroup):
    """One menu entry for all that animates the platform."""

    menu_label = _("Programme")
    menu_icon = "calendar-alt"
    menu_order = 150
    items = (ThemeListing, CallListing, CampaignPageListing, StoryListing, EventListing)


@hooks.register("register_admin_viewset")
def register_programme() -> Programme:
    """Add the group to the admin."""
    return Programme()
