"""Copying a season: what moves, by how much, and what stays behind."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.services import create_verified_user, grant_page_rights
from base.models import AuditLine
from calls.models import CallEvent, CallPage, CallResult
from home.models import Place, Slot
from home.seasons import season_of, title_for
from home.services.picking import pick_page
from home.services.seasons import Copied, copy_season
from stories.models import EventPage
from tests.builders import a_campaign, a_user, the_territory
from tests.editorial import a_call, a_story, a_theme, an_editor, an_event, the_home
from themes.models import ThemePage

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 9, 1, 9, 0, tzinfo=PARIS)
WEEKS = 52 * 7


def local(month: int, day: int, hour: int = 18, year: int = 2026) -> dt.datetime:
    """An hour of 2026 at Paris."""
    return dt.datetime(year, month, day, hour, 30, tzinfo=PARIS)


def a_slot(place: str, shown: Page | None, **fields: object) -> Slot:
    """A slot of the front page in October."""
    usual = {"page": Page.objects.get(pk=the_home().pk), "starts_at": local(10, 5), "ends_at": local(11, 2)}
    return Slot.objects.create(place=place, shown_id=shown.pk if shown else None, **{**usual, **fields})


def a_season() -> ThemePage:
    """October: a theme in the headline, a call with a meeting and a result, a weekly market, three slots."""
    theme = a_theme(title="Circuits courts 2026", tags=["pain"])
    meeting = an_event(title="Réunion", starts_at=local(10, 8), tags=["pain"])
    an_event(
        title="Marché",
        starts_at=local(10, 10, 11),
        repeats="weekly",
        repeats_until=dt.date(2026, 11, 28),
        tags=["pain"],
    )
    call = a_call(
        title="Appel 2026",
        opens_at=local(10, 5, 8),
        closes_at=local(11, 16, 23),
        results_at=local(12, 1),
        tags=["pain"],
    )
    CallEvent.objects.create(call=call, event_page=meeting)
    CallResult.objects.create(call=call, title="Le four du quartier")
    a_slot(Place.HEADLINE, theme)
    a_slot(Place.CALL, call)
    a_slot(Place.CAMPAIGN, a_campaign(page={"tags": ["pain"]}).page, page=Page.objects.get(pk=theme.pk))
    return ThemePage.objects.get(pk=theme.pk)


def copied(theme: ThemePage, **changes: object) -> Copied:
    """Copy the season one year later, as drafts."""
    usual = {
        "season": season_of(theme),
        "starts_on": dt.date(2027, 10, 4),
        "title": "Circuits courts 2027",
        "schedule": False,
        "actor": an_editor(),
        "at": AT,
    }
    return copy_season(**{**usual, **changes})


def test_a_season_is_what_the_theme_gathered_around_its_headline() -> None:
    theme = a_season()
    a_call(title="Un autre sujet", opens_at=local(10, 5), closes_at=local(11, 5), tags=["sel"])
    a_call(
        title="Il y a trois ans",
        opens_at=local(10, 5, year=2023),
        closes_at=local(11, 5, year=2023),
        tags=["pain"],
    )
    an_event(title="L’an dernier", starts_at=local(3, 3), tags=["pain"])
    a_slot(Place.STORY, a_story(tags=["pain"]), page=Page.objects.get(pk=theme.pk))

    season = season_of(theme)

    assert [call.title for call in season.calls] == ["Appel 2026"]
    assert [event.title for event in season.events] == ["Réunion", "Marché"]
    assert [slot.place for slot in season.slots] == [Place.HEADLINE, Place.CALL]
    assert season.left_out == 2  # one project, one story
    assert season.first_day == dt.date(2026, 10, 5)


def test_everything_moves_by_the_same_number_of_days_and_keeps_its_hour() -> None:
    made = copied(a_season())

    call = CallPage.objects.get(title="Appel 2027")
    assert call.opens_at == local(10, 4, 8, 2027)
    assert call.closes_at == local(11, 15, 23, 2027)  # winter time there, as here
    assert call.results_at == local(11, 30, year=2027)
    meeting = EventPage.objects.get(title="Réunion", starts_at=local(10, 7, year=2027))
    market = EventPage.objects.get(title="Marché", repeats_until=dt.date(2027, 11, 27))
    assert market.starts_at == local(10, 9, 11, 2027)
    assert [link.event_page_id for link in call.event_links.all()] == [meeting.pk]
    headline = Slot.objects.get(place=Place.HEADLINE, shown=made.theme.pk)
    assert (headline.starts_at, headline.ends_at) == (local(10, 4, year=2027), local(11, 1, year=2027))
    assert headline.approved_at is None
    assert made.slots == 2


def test_a_copy_is_a_draft_without_results_projects_or_the_original_s_revisions() -> None:
    theme = a_season()
    pick = a_campaign().page
    pick_page(theme=theme, page=Page.objects.get(pk=pick.pk), actor=an_editor())

    made = copied(ThemePage.objects.get(pk=theme.pk))

    assert not any(page.live for page in made.pages)
    new = ThemePage.objects.get(pk=made.theme.pk)
    assert new.title == "Circuits courts 2027"
    assert [tag.name for tag in new.tags.all()] == ["pain"]
    assert not new.picks.exists()
    call = CallPage.objects.get(title="Appel 2027")
    assert not call.retained.exists()
    assert call.live is False
    assert CallPage.objects.get(title="Appel 2026").retained.count() == 1  # the original keeps its own
    assert not Slot.objects.filter(place=Place.CAMPAIGN, starts_at__year=2027).exists()


def test_scheduled_pages_wait_for_their_own_hour() -> None:
    made = copied(a_season(), schedule=True)

    by_title = {page.title: page.__class__.objects.get(pk=page.pk) for page in made.pages}
    assert by_title["Circuits courts 2027"].go_live_at == local(10, 4, year=2027)
    assert by_title["Appel 2027"].go_live_at == local(10, 4, 8, 2027)
    assert by_title["Réunion"].go_live_at == local(10, 7, year=2027) - dt.timedelta(days=21)
    assert all(page.approved_schedule and not page.live for page in by_title.values())


def test_what_is_unticked_is_not_copied_nor_its_slots() -> None:
    theme = a_season()
    call = CallPage.objects.get()

    made = copied(theme, left_out=frozenset({call.pk}))

    assert not CallPage.objects.exclude(pk=call.pk).exists()
    assert made.slots == 1
    assert not Slot.objects.filter(place=Place.CALL, starts_at__year=2027).exists()


def test_two_copies_do_not_fight_for_an_address() -> None:
    theme = a_season()
    first, second = copied(theme), copied(theme)
    assert first.theme.slug != second.theme.slug


def test_each_slot_is_written_like_any_other() -> None:
    """By its author, with an audit line; one that could not be written today is left out."""
    theme = a_season()
    a_call_slot = Slot.objects.get(place=Place.CALL)
    event = EventPage.objects.get(title="Réunion")
    Slot.objects.filter(pk=a_call_slot.pk).update(shown=event.pk)  # no longer of the kind its place shows

    made = copied(theme)

    assert made.slots == 1
    new = Slot.objects.get(place=Place.HEADLINE, shown=made.theme.pk)
    assert new.author is not None
    assert new.author == new.changed_by
    assert AuditLine.objects.filter(action="slot.made", object_id=str(new.pk)).count() == 1


def test_the_year_in_a_title_moves_and_other_numbers_do_not() -> None:
    first, new = dt.date(2026, 10, 5), dt.date(2027, 10, 4)
    assert title_for("Appel 2026 : 10 projets, 20265 pas", first, new) == "Appel 2027 : 10 projets, 20265 pas"


# The screen.


def staff(client: Client, group: str) -> None:
    """Sign somebody of one group in, with that group's rights on the pages."""
    grant_page_rights(the_territory().root_page)
    client.force_login(create_verified_user(f"{group[:4].lower()}@example.org", None, groups=(group,)))


def answers(**changes: object) -> dict[str, object]:
    """What the form sends."""
    pages = [str(pk) for pk in [*CallPage.objects.values_list("pk", flat=True)]]
    return {"starts_on": "2027-10-04", "title": "Circuits courts 2027", "pages": pages, **changes}


def test_the_form_proposes_next_year_and_copies(client: Client) -> None:
    theme = a_season()
    staff(client, EDITORS)
    address = reverse("seasons:copy", args=[theme.pk])

    shown = client.get(address)
    assert shown.context["form"]["starts_on"].value() == dt.date(2027, 10, 4)
    assert shown.context["form"]["title"].value() == "Circuits courts 2027"

    response = client.post(address, answers())
    new = ThemePage.objects.exclude(pk=theme.pk).get()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[new.pk])
    assert EventPage.objects.count() == 2  # the events were not ticked


@pytest.mark.parametrize(
    "wrong",
    [{"starts_on": ""}, {"starts_on": "2026-10-05"}, {"starts_on": "hier"}, {"title": ""}, {"pages": ["1"]}],
)
def test_a_wrong_answer_is_said_and_nothing_is_copied(client: Client, wrong: dict[str, object]) -> None:
    theme = a_season()
    staff(client, EDITORS)
    response = client.post(reverse("seasons:copy", args=[theme.pk]), answers(**wrong))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert ThemePage.objects.count() == 1


def test_a_season_without_dates_says_so(client: Client) -> None:
    theme = a_theme(title="Sans date")
    staff(client, EDITORS)
    address = reverse("seasons:copy", args=[theme.pk])
    assert "aucune date" in client.get(address).content.decode()
    assert client.post(address, answers()).status_code == 200
    assert ThemePage.objects.count() == 1


@pytest.mark.parametrize("group", [MODERATORS, FINANCE, ""])
@pytest.mark.parametrize("name", ["copy", "suggestions", "pick"])
def test_only_editors_open_these_screens(client: Client, group: str, name: str) -> None:
    theme = a_season()
    if group:
        staff(client, group)
    else:
        client.force_login(a_user())
    before = ThemePage.objects.count(), theme.picks.count()
    for method in (client.get, client.post):
        response = method(reverse(f"seasons:{name}", args=[theme.pk]), answers(page=str(a_story().pk)))
        assert response.status_code in {302, 403, 405}
    assert (ThemePage.objects.count(), ThemePage.objects.get(pk=theme.pk).picks.count()) == before


def test_an_unknown_theme_is_a_404(client: Client) -> None:
    staff(client, EDITORS)
    assert client.get(reverse("seasons:copy", args=[a_story().pk])).status_code == 404


# Picking.


def test_a_pick_is_public_at_once_unless_the_theme_is_being_rewritten() -> None:
    theme, editor = a_season(), an_editor()
    story = Page.objects.get(pk=a_story().pk)
    assert pick_page(theme=theme, page=story, actor=editor) is True
    assert [pick.page_id for pick in ThemePage.objects.get(pk=theme.pk).picks.all()] == [story.pk]

    draft = ThemePage.objects.get(pk=theme.pk)
    draft.title = "En travaux"
    draft.save_revision(user=editor)
    other = Page.objects.get(pk=a_story().pk)
    theme = ThemePage.objects.get(pk=theme.pk)
    assert pick_page(theme=theme, page=other, actor=editor) is False
    assert [pick.page_id for pick in ThemePage.objects.get(pk=theme.pk).picks.all()] == [story.pk]
    latest = ThemePage.objects.get(pk=theme.pk).get_latest_revision_as_object()
    assert latest.title == "En travaux"
    assert [pick.page_id for pick in latest.picks.all()] == [story.pk, other.pk]


def test_picking_twice_changes_nothing(client: Client) -> None:
    theme = a_season()
    staff(client, EDITORS)
    story = a_story(title="Farine")
    for _time in range(2):
        client.post(reverse("seasons:pick", args=[theme.pk]), {"page": str(story.pk)})
    assert ThemePage.objects.get(pk=theme.pk).picks.count() == 1


@pytest.mark.parametrize("asked", ["", "0", "abc", "9" * 30, "-1"])
def test_only_a_page_that_a_theme_gathers_can_be_picked(client: Client, asked: str) -> None:
    theme = a_season()
    staff(client, EDITORS)
    assert client.post(reverse("seasons:pick", args=[theme.pk]), {"page": asked}).status_code == 404
    assert (
        client.post(reverse("seasons:pick", args=[theme.pk]), {"page": str(the_home().pk)}).status_code == 404
    )


def test_now_is_not_needed_to_name_the_window() -> None:
    """A theme that never was a headline has every dated page that carries its keywords."""
    theme = a_theme(tags=["pain"])
    call = a_call(tags=["pain"], opens_at=timezone.now() - dt.timedelta(days=900), closes_at=timezone.now())
    assert season_of(theme).calls == [call]
