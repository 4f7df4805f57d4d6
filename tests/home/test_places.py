"""What slots put on front pages and theme pages: what may not be shown is passed over, choices are told from rules."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from base.models import Territory
from campaigns.models import Campaign, CampaignPage
from home.chosen import slots_in_force
from home.models import Place
from home.programme import front_page, theme_programme
from home.slot_rules import places_of, why_not_public
from tests.builders import a_campaign
from tests.editorial import a_call, a_member, a_slot, a_story, a_theme, an_event, the_home
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def placed(place: str, page: Page | None = None, at: dt.datetime | None = None) -> list[tuple[str, bool]]:
    """Return title and choice of everything in a place of a page."""
    at = at or timezone.now()
    here = page or the_home()
    made = theme_programme(here, at=at) if page else front_page(the_home(), at=at)
    return [(one.title, one.chosen) for one in made.placed if one.place == place]


def restrict(page: Any) -> None:
    """Put a page behind a password."""
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )


def test_each_thing_says_whether_an_editor_chose_it() -> None:
    chosen, other = a_story(title="Choisi"), a_story(title="Autre")
    a_slot(chosen, place=Place.STORY)
    call = a_call(title="Le seul appel")

    assert placed(Place.STORY) == [("Choisi", True), (other.title, False)]
    assert placed(Place.CALL) == [(call.title, False)]
    assert placed(Place.HEADLINE) == []


@pytest.mark.parametrize("spoil", ["unpublish", "restrict", "expire"])
@pytest.mark.parametrize(
    ("place", "make"),
    [(Place.HEADLINE, a_theme), (Place.CALL, a_call), (Place.STORY, a_story), (Place.EVENT, an_event)],
)
def test_what_the_public_may_not_see_is_passed_over(place: str, make: Any, spoil: str) -> None:
    page = make(title="Choisi")
    a_slot(page, place=place)
    assert placed(place) == [("Choisi", True)]
    if spoil == "restrict":
        restrict(page)
    else:
        page.unpublish(set_expired=spoil == "expire")

    assert placed(place) == []


def test_a_hidden_campaign_is_passed_over_and_the_rule_fills() -> None:
    hidden, shown = a_campaign(page={"title": "Cachée"}), a_campaign(page={"title": "Montrée"})
    a_slot(hidden, place=Place.CAMPAIGN)
    Campaign.objects.filter(pk=hidden.pk).update(status="draft", launched_at=None, deadline=None)

    assert placed(Place.CAMPAIGN) == [(shown.page.title, False)]


def test_a_restricted_campaign_is_passed_over() -> None:
    campaign = a_campaign()
    a_slot(campaign, place=Place.CAMPAIGN)
    restrict(campaign.page)

    assert [one for one in placed(Place.CAMPAIGN) if one[1]] == []


def test_a_page_of_another_type_is_passed_over() -> None:
    a_slot(a_story(), place=Place.CALL)

    assert placed(Place.CALL) == []


def test_a_banner_is_a_sentence_with_or_without_a_link(client: Client) -> None:
    a_slot(place=Place.BANNER, text="Sans lien", starts_at=timezone.now() - 2 * DAY)
    assert "Sans lien" in read_page(client, the_home().url)

    call = a_call()
    a_slot(call, place=Place.BANNER, text="L’appel ferme bientôt")
    text = client.get("/?x=1").content.decode()

    assert "L’appel ferme bientôt" in text
    assert "Sans lien" not in text
    assert f'href="{call.url}"' in text.partition('class="banner"')[2][:300]


def test_a_banner_that_leads_nowhere_public_is_passed_over() -> None:
    call = a_call()
    a_slot(call, place=Place.BANNER, text="L’appel ferme bientôt")
    call.unpublish()

    assert placed(Place.BANNER) == []


def test_only_approved_slots_show_where_a_second_editor_is_wanted() -> None:
    Territory.objects.filter(root_page=the_home()).update(programme_needs_approval=True)
    waiting, approved = a_story(title="En attente"), a_story(title="Validé")
    a_slot(waiting, place=Place.STORY)
    a_slot(approved, place=Place.STORY, approved_at=timezone.now(), approved_by=a_member())

    assert [one for one in placed(Place.STORY) if one[1]] == [("Validé", True)]
    assert len(slots_in_force(the_home(), timezone.now())) == 1


class TestThemePage:
    """A theme's page takes slots too; it has no rule of its own."""

    def test_shows_its_slots_first_and_not_twice(self, client: Client) -> None:
        story, other = (
            a_story(title="Un an après", tags=["pain"]),
            a_story(title="Deux ans après", tags=["pain"]),
        )
        campaign = a_campaign(page={"title": "Le fournil", "tags": ["pain"]})
        CampaignPage.objects.update(other_help="")  # which the page would show with the project's name
        theme = a_theme(tags=["pain"], picks=(story,))
        a_slot(story, place=Place.STORY, page=theme)
        a_slot(campaign, place=Place.CAMPAIGN, page=theme)
        a_slot(place=Place.BANNER, page=theme, text="Venez nombreux")

        text = read_page(client, theme.url)

        assert "En ce moment" in text
        assert "Venez nombreux" in text
        for title in ("Un an après", "Le fournil", other.title):
            assert text.count(f">{title}</a>") == 1, title
        assert "Notre sélection" not in text

    def test_begins_and_ends_to_the_second(self) -> None:
        at = timezone.now()
        theme = a_theme()
        a_slot(a_story(title="Un an après"), place=Place.STORY, page=theme, starts_at=at, ends_at=at + DAY)

        assert placed(Place.STORY, theme, at - SECOND) == []
        assert placed(Place.STORY, theme, at) == [("Un an après", True)]
        assert placed(Place.STORY, theme, at + DAY) == []

    def test_without_slots_nothing_is_added(self, client: Client) -> None:
        theme = a_theme(tags=["pain"])
        a_story(tags=["pain"])

        assert "En ce moment" not in read_page(client, theme.url)


def test_a_front_page_without_a_section_has_not_its_place() -> None:
    home = the_home()
    home.body = [("campaigns", {}), ("text", {"title": "Mot", "text": "<p>Oui</p>"})]
    home.save_revision().publish()

    assert places_of(Page.objects.get(pk=home.pk)) == [Place.BANNER, Place.HEADLINE, Place.CAMPAIGN]
    assert Place.HEADLINE not in places_of(Page.objects.get(pk=a_theme().pk))


class TestNotPublicYet:
    """Whether the public will see it when the slot begins."""

    def why(self, page: Any, place: str = Place.STORY, **fields: Any) -> str:
        """Return the sentence for a slot that shows `page` in two days."""
        at = timezone.now()
        slot = a_slot(page, place=place, **{"starts_at": at + 2 * DAY, **fields})
        return why_not_public([slot], at=at).get(slot.pk, "")

    def test_a_public_page_needs_no_word(self) -> None:
        assert self.why(a_story()) == ""

    def test_a_draft_is_said(self) -> None:
        assert "brouillon" in self.why(a_story(live=False))

    @pytest.mark.parametrize(("days", "words"), [(1, ""), (2, ""), (3, "après le début")])
    def test_a_scheduled_page_counts_from_its_hour(self, days: int, words: str) -> None:
        story, at = a_story(live=False), timezone.now()
        story.go_live_at = at + days * DAY
        story.save_revision().publish()

        said = self.why(story, starts_at=story.go_live_at if days == 2 else at + 2 * DAY)

        assert words in said
        assert bool(said) is bool(words)

    def test_a_page_that_expires_before_is_said(self) -> None:
        assert "retirée" in self.why(a_story(expire_at=timezone.now() + DAY))

    def test_a_campaign_not_launched_is_said(self) -> None:
        assert "pas lancée" in self.why(a_campaign(state="approved"), Place.CAMPAIGN)

    def test_a_call_closed_by_then_is_said(self) -> None:
        assert "clos" in self.why(a_call(closes_at=timezone.now() + DAY), Place.CALL)
