"""Opening a territory: its front page, its lists, its rules, its Wagtail site and the rights of its staff."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from accounts.services import grant_page_rights
from base import clock
from base.models import Territory
from calls.models import CallIndexPage
from campaigns.models import CampaignIndexPage
from campaigns.services.ideas import seed_reward_ideas
from home.models import HomePage
from home.ready_made import STANDING_CALL, ready_made
from home.services.ready_made import page_from
from stories.models import EventIndexPage, KitIndexPage, SchemeIndexPage, StoryIndexPage
from themes.models import ThemeIndexPage


@transaction.atomic
def set_up_territory(*, host: str = "", port: int = 443, **fields: Any) -> Territory:
    """Create a territory with an empty window, and return it; `fields` are those of `base.Territory`.

    The first one takes the default site (the one that answers for unknown hosts) in place of Wagtail's
    welcome page. A later one is a Wagtail site only when it has its own `host`. ValidationError when a field
    is refused.
    """
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(
            title=fields["platform_name"], slug=fields["slug"], summary=fields.get("baseline", "")
        )
    )
    territory = Territory(root_page=Page.objects.get(pk=home.pk), **fields)
    territory.full_clean()
    territory.save()
    _add_lists(home)
    _add_standing_call(territory)
    _give_site(home, host=host, port=port, name=territory.platform_name)
    grant_page_rights(territory.root_page)
    seed_reward_ideas(territory=territory)
    return territory


def _add_lists(home: HomePage) -> None:
    """Give the window its five lists, in the order of the menu, and the two that the foot leads to once filled."""
    for page in (
        CampaignIndexPage(title=_("Projets"), slug="projets"),
        ThemeIndexPage(title=_("Thèmes"), slug="themes"),
        CallIndexPage(title=_("Appels à projets"), slug="appels"),
        EventIndexPage(title=_("Rendez-vous"), slug="rendez-vous"),
        StoryIndexPage(title=_("Récits"), slug="recits"),
    ):
        page.show_in_menus = True
        home.add_child(instance=page)
    for page in (
        SchemeIndexPage(title=_("Dispositifs"), slug="dispositifs"),
        KitIndexPage(title=_("Kits"), slug="kits"),
    ):
        home.add_child(instance=page)


def _add_standing_call(territory: Territory) -> None:
    """Let anyone propose a project from the first day: the call open all year, with its form."""
    model = ready_made(STANDING_CALL)
    assert model is not None
    parent = CallIndexPage.objects.child_of(territory.root_page).get()
    page = page_from(model=model, territory=territory, parent=parent, at=clock.now())
    parent.add_child(instance=page)
    page.save_revision().publish()


def _give_site(home: HomePage, *, host: str, port: int, name: str) -> None:
    default = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if default is None or default.root_page.specific_class is Page:
        welcome = default.root_page if default else None
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "root_page": home,
                "hostname": host or "localhost",
                "port": port if host else 80,
                "site_name": name,
            },
        )
        if welcome is not None and not welcome.is_root() and welcome.is_leaf():
            welcome.delete()
    elif host:
        Site.objects.create(root_page=home, hostname=host, port=port, site_name=name)
