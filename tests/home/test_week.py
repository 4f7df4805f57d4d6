"""« Ma semaine »: each line comes when it must, with its reason and one action, and goes when the thing is done."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from campaigns.models import Campaign, UpdatePage
from home.models import Newsletter, Place, Selection, Slot
from home.week import Topic, week_of
from notices.models import Notice
from stories.models import EventDate, Registration, SchemeIndexPage, SchemePage
from tests.builders import a_campaign, a_picture, the_territory
from tests.editorial import a_call, a_story, a_theme, an_event, the_home
from tests.support.crowd import a_crowd

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def staff(group: str) -> User:
    """Somebody of one group, with that group's rights on the pages."""
    grant_page_rights(the_territory().root_page)
    return create_verified_user(
        f"{group[:4].lower()}-{User.objects.count()}@example.org", None, groups=(group,)
    )


def lines(topic: Topic, group: str = EDITORS) -> list[tuple[str, str, str]]:
    """Title, reason and action of each line of a topic, for somebody of `group`, now."""
    week = week_of(staff(group), the_territory(), at=timezone.now())
    return [
        (item.title, item.reason, item.action)
        for found in week.groups
        if found.topic == topic
        for item in found.items
    ]


def titles(topic: Topic, group: str = EDITORS) -> list[str]:
    """The titles alone."""
    return [title for title, _reason, _action in lines(topic, group)]


def a_front_slot(place: str, shown: Page | None, **fields: object) -> Slot:
    """A slot of the front page, from yesterday until further notice."""
    usual = {"page": Page.objects.get(pk=the_home().pk), "starts_at": timezone.now() - DAY}
    return Slot.objects.create(place=place, shown_id=shown.pk if shown else None, **{**usual, **fields})


def test_a_campaign_about_to_end_is_named_until_it_is_at_the_front() -> None:
    soon = a_campaign(deadline=timezone.now() + 5 * DAY, page={"title": "Le four"})
    a_campaign(deadline=timezone.now() + 9 * DAY, page={"title": "Plus tard"})
    ((title, reason, action),) = lines(Topic.CAMPAIGNS)
    assert title == "Le four"
    assert "Le seuil n’est pas encore atteint. Elle n’est pas à la une." in reason
    assert action == "Mettre à la une"
    a_front_slot(Place.CAMPAIGN, soon.page)
    ((_title, reason, action),) = lines(Topic.CAMPAIGNS)
    assert (reason.endswith("Elle est à la une."), action) == (True, "Voir la page")


def test_a_holder_is_silent_after_three_weeks_and_no_more_once_news_is_out() -> None:
    now = timezone.now()
    silent = a_campaign(at=now - 22 * DAY, page={"title": "Sans nouvelles"}, deadline=now + 20 * DAY)
    a_campaign(at=now - 20 * DAY, page={"title": "Récente"}, deadline=now + 20 * DAY)
    ((title, _reason, action),) = lines(Topic.HOLDERS)
    assert (title, action) == ("Sans nouvelles", "Écrire au porteur")
    news = UpdatePage(title="Nous voilà", slug="nous-voila", first_published_at=now - DAY)
    Page.objects.get(pk=silent.page_id).specific.add_child(instance=news)
    assert titles(Topic.HOLDERS) == []


def test_a_submitted_campaign_waits_for_a_moderator_not_for_an_editor() -> None:
    a_campaign(state="submitted", page={"title": "À lire"})
    assert titles(Topic.REVIEW, MODERATORS) == ["À lire"]
    assert titles(Topic.REVIEW, EDITORS) == []


def test_a_call_closing_within_a_week_and_one_whose_results_are_late() -> None:
    now = timezone.now()
    a_call(title="Vite", closes_at=now + 6 * DAY)
    a_call(title="Encore long", closes_at=now + 8 * DAY)
    late = a_call(title="Promis", opens_at=now - 60 * DAY, closes_at=now - 30 * DAY, results_at=now - DAY)
    assert titles(Topic.EXPIRES) == ["Vite"]
    assert titles(Topic.ANSWERS) == ["Promis"]
    late.results = json.dumps([{"type": "text", "value": "Trois projets."}])
    late.save()
    assert titles(Topic.ANSWERS) == []


def test_people_waiting_for_a_place_are_counted_by_person() -> None:
    event = an_event(title="La soirée", takes_registrations=True, capacity=2)
    date = EventDate.objects.get_or_create(event=event, starts_at=event.starts_at)[0]
    for number, state in enumerate(["waiting", "waiting", "confirmed"]):
        Registration.objects.create(
            date=date,
            name="Ana",
            email=f"a{number}@example.org",
            people=2,
            state=state,
            registered_at=timezone.now(),
        )
    ((title, reason, _action),) = lines(Topic.ANSWERS)
    assert title == "La soirée"
    assert reason.startswith("4 personnes attendent")


def test_an_event_is_to_be_told_until_a_story_tells_it() -> None:
    start = timezone.now() - 3 * DAY
    event = an_event(title="La fête", starts_at=start)
    EventDate.objects.get_or_create(event=event, starts_at=start)
    an_event(title="À venir")
    assert titles(Topic.FOLLOW_UP) == ["La fête"]
    a_story(event_page=event)
    assert titles(Topic.FOLLOW_UP) == []


def test_a_scheme_unchecked_for_a_year_comes_up() -> None:
    index = the_home().add_child(instance=SchemeIndexPage(title="Aides", slug="aides"))
    today = timezone.localdate()
    for title, ago in (("Oublié", 366), ("Récent", 300)):
        index.add_child(
            instance=SchemePage(
                title=title, slug=title.lower().replace("é", "e"), offered_by="La ville", who_for="Tous",
                checked_on=today - ago * DAY,
            )
        )  # fmt: skip
    assert titles(Topic.FOLLOW_UP) == ["Oublié"]


def test_letters_that_did_not_leave_and_newsletters_begun_are_said() -> None:
    now = timezone.now()
    Notice.objects.create(
        kind="x", recipient="a@example.org", purpose="x:1", created_at=now, next_try_at=now, state="failed"
    )
    assert titles(Topic.ANSWERS) == ["Messages non envoyés"]
    selection = Selection.objects.create(territory=the_territory(), title="Mai", slug="mai")
    Newsletter.objects.create(selection=selection, subject="Le printemps")
    assert titles(Topic.FOLLOW_UP) == ["Le printemps"]


def test_a_page_that_takes_itself_off_is_said_two_weeks_before() -> None:
    a_story(title="Éphémère", expire_at=timezone.now() + 13 * DAY)
    a_story(title="Durable", expire_at=timezone.now() + 15 * DAY)
    assert titles(Topic.EXPIRES) == ["Éphémère"]


def test_a_busy_town_keeps_a_short_page() -> None:
    for _number in range(7):
        a_campaign(deadline=timezone.now() + 5 * DAY)
    week = week_of(staff(EDITORS), the_territory(), at=timezone.now())
    (ending,) = [group for group in week.groups if group.topic == Topic.CAMPAIGNS]
    assert (len(ending.items), ending.more) == (5, 2)


# On the opening page.


def open_admin(client: Client, group: str) -> str:
    """Sign in and open the admin."""
    client.force_login(staff(group))
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def test_the_admin_opens_on_the_week(client: Client) -> None:
    a_campaign(deadline=timezone.now() + 5 * DAY, page={"title": "Le four"})
    shown = open_admin(client, EDITORS)
    assert 'id="ma-semaine"' in shown
    assert "Le four" in shown
    assert 'id="ma-semaine"' in open_admin(client, MODERATORS)


def test_finance_does_not_open_on_the_editors_week(client: Client) -> None:
    assert 'id="ma-semaine"' not in open_admin(client, FINANCE)


def test_an_editor_s_menu_has_at_most_seven_entries_and_none_about_money(client: Client) -> None:
    from wagtail.admin.menu import admin_menu

    a_campaign()
    client.force_login(staff(EDITORS))
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    items = [item.name for item in admin_menu.menu_items_for_request(request)]
    assert items[0] == "week" or "week" in items
    assert len(items) <= 7, items
    assert "argent" not in items


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    territory = the_territory()
    now = timezone.now()
    client.force_login(staff(EDITORS))

    def count() -> int:
        client.get(reverse("wagtailadmin_home"))
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("wagtailadmin_home"))
        return len(queries)

    def fill(number: int, crowd: int) -> None:
        a_crowd(crowd, territory=territory, at=now)
        for _number in range(number):
            a_call(closes_at=now + 5 * DAY)
            an_event(starts_at=now - DAY)
            an_event(starts_at=now + DAY)
            a_theme(picture=a_picture())
            a_campaign(deadline=now + 3 * DAY)

    fill(6, crowd=30)
    few = count()
    fill(6, crowd=2970)
    assert count() == few
    assert Campaign.objects.count() > 3000
