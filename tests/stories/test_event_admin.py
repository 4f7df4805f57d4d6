"""Registrations in the admin: who may see them, what is done there, and the pages people are waiting for."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from accounts import groups
from base.models import AuditLine
from notices.models import Notice
from stories.models import EventCampaign, EventDate, EventPage, Registration, StoryPage
from stories.services import dating
from tests.builders import a_campaign, a_picture, a_territory, a_user
from tests.campaigns.test_terms_screen import a_staff_member, said
from tests.editorial import an_event, the_home, the_list
from tests.registrations import an_open_event, somebody_registers, states, the_date
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OF_A_DATE = ("registrations", "door", "export", "cancel_date", "restore_date")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def editor(client: Client):
    user = a_staff_member(groups.EDITORS)
    client.force_login(user)
    return user


@pytest.fixture
def event() -> EventPage:
    return an_open_event(title="La soirée des projets", starts_at=NOW + 9 * DAY, capacity=5)


@pytest.fixture
def date(event: EventPage) -> EventDate:
    return the_date(event)


def screen(name: str, pk: int) -> str:
    return reverse(f"event_admin:{name}", args=[pk])


def lines() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("who", [groups.MODERATORS, groups.FINANCE, "citizen", "nobody"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_editors_come_in(client: Client, event, date, who, method):
    registration = somebody_registers(date, name="Zoé Martin")
    if who == "citizen":
        client.force_login(a_user())
    elif who != "nobody":
        client.force_login(a_staff_member(who))
    addresses = [screen(name, date.pk) for name in OF_A_DATE]
    addresses += [screen("dates", event.pk), screen("report", event.pk)]
    addresses.append(screen("cancel_registration", registration.pk))

    for address in addresses:
        answer = getattr(client, method)(address, {"reason": "Neige", "name": "Ada", "people": 1})
        assert answer.status_code in {302, 403}, address
        assert b"Martin" not in answer.content
        assert answer.status_code == 403 or "event_admin" not in answer.url

    date.refresh_from_db()
    assert date.cancelled_at is None
    assert states(date) == ["confirmed"]
    assert not StoryPage.objects.exists()
    assert lines() == []


def test_an_editor_of_another_place_finds_nothing(client: Client, event, date):
    editor = a_staff_member(groups.EDITORS)
    editor.groups.get().page_permissions.all().delete()
    client.force_login(editor)

    assert client.get(screen("dates", event.pk)).status_code == 404
    assert client.get(screen("registrations", date.pk)).status_code == 404
    assert client.post(screen("cancel_date", date.pk), {"reason": "Neige"}).status_code == 404


def test_unknown_things_are_not_found(client: Client, editor):
    for name in ("dates", "report", "registrations", "door", "export", "cancel_date"):
        assert client.get(screen(name, 999)).status_code == 404, name
    assert client.post(screen("restore_date", 999)).status_code == 404
    assert client.post(screen("cancel_registration", 999)).status_code == 404
    assert client.get(screen("cancel_registration", 999)).status_code == 405


def test_the_event_leads_to_its_dates(client: Client, editor, event, date):
    somebody_registers(date, 3)
    somebody_registers(date, 4)

    edit = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    page = client.get(screen("dates", event.pk)).content.decode()

    assert screen("dates", event.pk) in edit
    assert screen("report", event.pk) not in edit
    for words in ("Mercredi 2", "3&nbsp;/&nbsp;5", "Annuler la date", screen("door", date.pk)):
        assert words in page, words


def test_registrations_are_listed_searched_and_audited(client: Client, editor, date):
    somebody_registers(date, 2, name="Zoé Martin", needs="Fauteuil")
    somebody_registers(date, 1, name="Ada Lovelace")

    every = client.get(screen("registrations", date.pk))
    found = client.get(screen("registrations", date.pk), {"q": "zoé"}).content.decode()

    assert "no-store" in every["Cache-Control"]
    assert "Ada Lovelace" in every.content.decode()
    assert "Zoé Martin" in found
    assert "Ada Lovelace" not in found
    assert lines() == ["registrations.listed"] * 2
    assert "Martin" not in str(list(AuditLine.objects.values_list("detail", flat=True)))


def test_somebody_who_rang_is_registered_even_without_an_address(client: Client, editor, date):
    typed = {"name": "Paulette", "email": "", "people": 2, "needs": ""}
    for _time in range(2):
        assert client.post(screen("registrations", date.pk), typed).status_code == 302
    waits = client.post(screen("registrations", date.pk), {**typed, "people": 3}, follow=True)
    wrong = client.post(screen("registrations", date.pk), {**typed, "name": ""})

    assert states(date) == ["confirmed", "confirmed", "waiting"]
    assert "liste d’attente" in said(waits)
    assert wrong.status_code == 422
    assert "Indiquez votre nom" in wrong.content.decode()
    assert not Notice.objects.exists()
    assert lines().count("registration.added") == 3


def test_staff_register_until_the_end(client: Client, editor, date, clock):
    typed = {"name": "Paulette", "people": 2}
    clock.move_to(date.starts_at + dt.timedelta(minutes=5))
    client.post(screen("registrations", date.pk), typed)
    clock.move_to(date.ends_at)
    late = client.post(screen("registrations", date.pk), typed, follow=True)

    assert states(date) == ["confirmed"]
    assert "a eu lieu" in said(late)


def test_one_registration_is_cancelled_for_somebody(client: Client, editor, date):
    registration = somebody_registers(date, 5)
    somebody_registers(date, 1)

    client.post(screen("cancel_registration", registration.pk))

    assert states(date) == ["cancelled", "confirmed"]
    assert "registration.cancelled" in lines()


def test_the_door_sheet_is_in_order_and_audited(client: Client, editor, date):
    for name, people in (("zoé Martin", 2), ("Ada Lovelace", 1), ("Marie <b>", 2), ("Attend", 4)):
        somebody_registers(date, people, name=name, needs="Boucle" if name == "Ada Lovelace" else "")

    answer = client.get(screen("door", date.pk))

    text = answer.content.decode()
    check_markup(text)
    assert text.index("Ada Lovelace") < text.index("Marie &lt;b&gt;") < text.index("zoé Martin")
    assert text.index("zoé Martin") < text.index("Liste d’attente") < text.index("Attend</th>")
    assert "Boucle" in text
    assert "Venus sans inscription" in text
    assert "no-store" in answer["Cache-Control"]
    assert lines() == ["registrations.printed"]


def test_the_spreadsheet_is_harmless_and_audited(client: Client, editor, date):
    somebody_registers(date, 2, name="=1+1")

    answer = client.get(screen("export", date.pk))
    content = b"".join(answer.streaming_content).decode()

    assert "'=1+1" in content
    assert "no-store" in answer["Cache-Control"]
    assert lines() == ["registrations.exported"]


def test_a_date_is_called_off_with_a_reason_then_put_back(client: Client, editor, event, date):
    somebody_registers(date, 2, email="zoe@example.org")

    asked = client.get(screen("cancel_date", date.pk))
    without = client.post(screen("cancel_date", date.pk), {"reason": "  "})
    assert (asked.status_code, without.status_code) == (200, 422)
    client.post(screen("cancel_date", date.pk), {"reason": "La salle est inondée."})

    date.refresh_from_db()
    assert date.cancel_reason == "La salle est inondée."
    (letter,) = Notice.objects.filter(kind="event_cancelled")
    assert "La salle est inondée." in letter.context["paragraphs"]
    client.post(screen("restore_date", date.pk))
    date.refresh_from_db()
    assert date.cancelled_at is None
    assert states(date) == ["cancelled"]
    assert lines()[-2:] == ["event_date.cancelled", "event_date.restored"]


def test_what_has_begun_is_not_called_off(client: Client, editor, date, clock):
    clock.move_to(date.starts_at)

    answer = client.post(screen("cancel_date", date.pk), {"reason": "Neige"}, follow=True)

    assert "ne peut plus être annulée" in said(answer)
    date.refresh_from_db()
    assert date.cancelled_at is None


def test_queries_do_not_grow_with_registrations(client: Client, editor):
    date = the_date(an_open_event(capacity=None))
    counts = []
    for _turn in range(3):
        with CaptureQueriesContext(connection) as captured:
            client.get(screen("registrations", date.pk))
        counts.append(len(captured))
        for _number in range(5):
            somebody_registers(date)

    assert counts[1] == counts[2]


# The story afterwards


def test_a_date_that_took_place_becomes_a_draft_story(client: Client, editor, clock):
    the_list(StoryPage)
    picture = a_picture()
    event = an_open_event(
        title="La soirée", starts_at=NOW + 9 * DAY, picture=picture, tags=("circuits courts",), capacity=None
    )
    campaign = a_campaign()
    EventCampaign.objects.create(event=event, campaign_page=campaign.page)
    date = the_date(event)
    somebody_registers(date, 3)
    clock.move_to(NOW + 10 * DAY)
    client.force_login(editor)

    edit = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    asked = client.get(screen("report", event.pk))
    answer = client.post(screen("report", event.pk), {"date": date.pk})

    story = StoryPage.objects.get()
    assert screen("report", event.pk) in edit
    assert asked.status_code == 200
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert client.get(answer.url).status_code == 200
    latest = story.get_latest_revision_as_object()
    assert (latest.live, latest.title) == (False, "Ce qui s’est dit à « La soirée »")
    assert (latest.picture, latest.event_page) == (picture, event)
    assert [tag.name for tag in latest.tags.all()] == ["circuits courts"]
    assert [link.campaign_page_id for link in latest.campaign_links.all()] == [campaign.page_id]
    assert "3 personnes" in str(latest.body)
    assert "Salle des Tanneries" in str(latest.body)


def test_nothing_is_told_before_it_took_place(client: Client, editor, event, date):
    answer = client.post(screen("report", event.pk), {"date": date.pk}, follow=True)

    assert "pas encore eu lieu" in said(answer)
    assert not StoryPage.objects.exists()


def test_the_date_told_is_one_of_the_event(client: Client, editor):
    the_list(StoryPage)
    event, other = (an_event(starts_at=NOW - 9 * DAY) for _number in range(2))

    assert client.post(screen("report", event.pk), {"date": the_date(other).pk}).status_code == 404
    assert client.post(screen("report", event.pk)).status_code == 404


# Pages people are waiting for


def guarded_addresses(page: Page, elsewhere: Page) -> dict[str, str]:
    bulk = {
        f"bulk {action}": reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        + f"?id={page.pk}"
        for action in ("delete", "unpublish", "move")
    }
    return {
        "delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "move": reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]),
        **bulk,
    }


@pytest.mark.parametrize("act", ["delete", "unpublish", "move", "bulk delete", "bulk unpublish", "bulk move"])
@pytest.mark.parametrize("above", [False, True])
def test_a_page_people_are_registered_for_stays(client: Client, editor, event, date, act, above):
    somebody_registers(date)
    page = the_list(EventPage) if above else event
    there = a_territory()
    elsewhere = there.root_page if above else the_list(EventPage, there)
    path = Page.objects.get(pk=event.pk).path

    answer = client.post(guarded_addresses(page, elsewhere)[act], {"chooser": elsewhere.pk}, follow=True)

    assert answer.status_code == 200
    assert "Des personnes sont inscrites" in said(answer)
    kept = EventPage.objects.get(pk=event.pk)
    assert (kept.live, kept.path) == (True, path)


@pytest.mark.parametrize("act", ["delete", "unpublish"])
def test_once_called_off_or_over_it_may_go(client: Client, editor, event, date, act):
    somebody_registers(date)
    dating.cancel_date(date=date, reason="Neige", at=NOW)

    client.post(guarded_addresses(event, the_home())[act])

    assert not EventPage.objects.live().filter(pk=event.pk).exists()


def test_registrations_survive_only_as_numbers_in_the_admin(client: Client, editor, date):
    somebody_registers(date, 3)
    Registration.objects.update(name="", email="", needs="")

    text = client.get(screen("registrations", date.pk)).content.decode()

    assert "3 personnes attendues" in text
