"""The calendar in somebody's diary: a secret address, the same entries, and an end to it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.groups import EDITORS
from accounts.models import User
from home.calendar_feed import link_of, token_of
from home.models import CalendarLink
from home.services.calendar_links import change_link, open_link
from tests.calendar_rows import a_scheme, a_slot, an_editor, signed_in
from tests.editorial import a_call

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def editor() -> User:
    """Somebody who edits the territory."""
    return an_editor()


def address_of(user: User) -> str:
    """The secret address of a person."""
    return reverse("home:calendar_feed", args=[token_of(open_link(user=user))])


def events_in(client: Client, address: str) -> dict[str, object]:
    """The entries of a feed, by title."""
    response = client.get(address)
    assert response.status_code == 200
    return {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_the_feed_says_what_the_screen_says(client: Client, editor: User) -> None:
    at = timezone.now().replace(microsecond=0)
    call = a_call(title="Des bancs", live=False, opens_at=at + 5 * DAY, closes_at=at + 9 * DAY)
    day = at.date() + 3 * DAY
    a_scheme(title="Un fonds", opens_on=day, closes_on=day)
    a_call(title="Trop loin", opens_at=at + 400 * DAY, closes_at=at + 410 * DAY)
    a_call(title="Trop vieux", opens_at=at - 100 * DAY, closes_at=at - 70 * DAY)

    found = events_in(client, address_of(editor))

    assert set(found) == {"[brouillon] Des bancs", "Un fonds"}
    entry = found["[brouillon] Des bancs"]
    assert entry["dtstart"].dt == at + 5 * DAY
    assert entry["dtend"].dt == at + 9 * DAY
    assert str(entry["url"]) == f"http://testserver/admin/pages/{call.pk}/edit/"
    scheme = found["Un fonds"]
    assert (scheme["dtstart"].dt, scheme["dtend"].dt) == (day, day + DAY)


def test_an_entry_that_moves_keeps_its_identifier(client: Client, editor: User) -> None:
    slot = a_slot(timezone.now() + DAY)
    (before,) = events_in(client, address_of(editor)).values()
    slot.starts_at += DAY
    slot.save()

    (after,) = events_in(client, address_of(editor)).values()

    assert str(before["uid"]) == str(after["uid"])
    assert before["dtstart"].dt != after["dtstart"].dt


def test_lanes_are_chosen_in_the_address(client: Client, editor: User) -> None:
    a_slot(timezone.now() + DAY)

    assert len(events_in(client, address_of(editor) + "?voie=themes")) == 1
    assert events_in(client, address_of(editor) + "?voie=calls&voie=events") == {}


def test_it_is_kept_by_nobody(client: Client, editor: User) -> None:
    response = client.get(address_of(editor))

    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Content-Type"].startswith("text/calendar")


def test_a_dead_address_is_not_found(client: Client, editor: User) -> None:
    address = address_of(editor)
    token = token_of(open_link(user=editor))
    assert client.get(address).status_code == 200

    for wrong in ("x", token[:-1], token + "x", token.replace("~", ""), token.split("~")[0]):
        assert client.get(reverse("home:calendar_feed", args=[wrong])).status_code == 404

    change_link(user=editor, at=timezone.now())
    assert client.get(address).status_code == 404
    assert client.get(address_of(editor)).status_code == 200


def test_who_edits_no_more_reads_no_more(client: Client, editor: User) -> None:
    address = address_of(editor)

    editor.groups.clear()
    assert client.get(address).status_code == 404
    editor.groups.set(editor.groups.model.objects.filter(name=EDITORS))
    assert client.get(address).status_code == 200
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_another_signature_of_ours_is_not_one(editor: User) -> None:
    from django.core.signing import Signer

    link = open_link(user=editor)

    assert link_of(Signer(salt="autre", sep="~").sign_object([editor.pk, link.version])) is None
    assert link_of(Signer(salt="home.calendar_feed", sep="~").sign_object({"pk": editor.pk})) is None


def test_trying_addresses_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(120):
        assert client.get(reverse("home:calendar_feed", args=["x"])).status_code == 404

    response = client.get(reverse("home:calendar_feed", args=["x"]))

    assert response.status_code == 429
    assert response["Retry-After"]


def test_the_screen_shows_the_address_and_changes_it(client: Client, editor: User) -> None:
    browser, screen = signed_in(editor), reverse("calendar:link")
    first = address_of(editor)
    page = browser.get(screen)
    assert first in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert f"{first}?voie=calls" in browser.get(screen, {"voie": "calls"}).content.decode()

    after = browser.post(screen, follow=True).content.decode()

    assert "l’ancienne ne répond plus" in after
    assert first not in after
    assert address_of(editor) in after
    assert CalendarLink.objects.get().version == 2
    assert client.get(first).status_code == 404
