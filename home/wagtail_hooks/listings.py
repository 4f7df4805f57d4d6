"""What editors find in the admin's menu for the editorial pages, whichever app they live in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from base.dates_display import day, moment
from calls.admin_wishes import WishQuestionViewSet
from calls.models import CallPage
from campaigns.models import CampaignPage
from home.admin_menus import ReadersMenuItem
from home.wagtail_hooks.directory_listings import COLUMNS, KitListing, SchemeListing
from home.wagtail_hooks.ready_made import CallIndexView, ThemeIndexView
from stories.models import EventPage, StoryPage
from themes.models import ThemePage


class ThemeListing(PageListingViewSet):
    """Every theme, wherever it is in the tree."""

    model = ThemePage
    name = "programme_themes"
    icon = "tag"
    menu_label = _("Thèmes")
    index_view_class = ThemeIndexView
    columns = COLUMNS


class CallListing(PageListingViewSet):
    """Every call for projects, with its dates."""

    model = CallPage
    name = "programme_calls"
    icon = "form"
    menu_label = _("Appels à projets")
    index_view_class = CallIndexView
    columns = [
        *COLUMNS,
        Column(
            "state", label=_("Où il en est"), accessor=lambda call: call.state.sentence, sort_key="closes_at"
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
            label=_("Date"),
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
            label=_("Quand"),
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


class Contents(ViewSetGroup):
    """One menu entry for every kind of editorial page."""

    menu_label = _("Contenus")
    menu_icon = "doc-full"
    menu_order = 30
    items = (
        ThemeListing,
        CallListing,
        CampaignPageListing,
        StoryListing,
        EventListing,
        SchemeListing,
        KitListing,
        WishQuestionViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """Add what people answered to the calls, for those who read it."""
        applications = ReadersMenuItem(
            _("Candidatures"),
            reverse("applications:list"),
            name="applications",
            icon_name="folder-open-inverse",
            order=2,  # right after the calls
        )
        return [*super().get_submenu_items(), applications]


@hooks.register("register_admin_viewset")
def register_contents() -> Contents:
    """Add the group to the admin."""
    return Contents()
