"""Moving what the calendar shows: each kind by its rule, the hour kept, refusals in sentences, rights by POST."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from calls.models import CallPage
from home.calendar import territories_of
from home.models import Newsletter
from home.services.moving import Moved, MoveRefused, Target, UnknownEntry, move_entry
from stories.models import EventPage, Registration
from tests.builders import a_territory, a_user, the_territory
from tests.calendar_rows import (
    a_dated_event,
    a_newsletter,
    a_planned_page,
    a_slot,
    an_editor,
    local,
    signed_in,
    staff,
)
from tests.editorial import a_call, a_story, an_event

pytestmark = pytest.mark.django_db

AT = local(2027, 2, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor() -> User:
    """Somebody who edits the territory."""
    return an_editor()


def move(editor: User, kind: str, pk: int, days: int = 0, **changes: Any) -> Moved:
    """Move as the screen does."""
    asked: dict[str, Any] = {"at": AT, "target": Target(days=days), **changes}
    return move_entry(kind=kind, pk=pk, territories=territories_of(editor), actor=editor, **asked)


def test_a_slot_moves_at_both_ends_and_must_be_approved_again(editor: User) -> None:
    territory = the_territory()
    territory.programme_needs_approval = True
    territory.save()
    slot = a_slot(local(2027, 3, 26, 18, 30), local(2027, 3, 27, 8), approved_by=a_user(), approved_at=AT)

    moved = move(editor, "slot", slot.pk, 3)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at) == (local(2027, 3, 29, 18, 30), local(2027, 3, 30, 8))
    assert (slot.approved_at, slot.approved_by) == (None, None)
    assert moved.approval_lost
    assert (moved.before, moved.starts) == (local(2027, 3, 26, 18, 30), slot.starts_at)


def test_a_slot_until_further_notice_keeps_no_end(editor: User) -> None:
    slot = a_slot(local(2027, 3, 5))

    move(editor, "slot", slot.pk, 1)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at) == (local(2027, 3, 6), None)


def test_a_slot_that_began_stays(editor: User) -> None:
    slot = a_slot(AT, AT + DAY)

    with pytest.raises(MoveRefused, match="déjà commencé"):
        move(editor, "slot", slot.pk, 1)


def test_nothing_moves_into_the_past(editor: User) -> None:
    slot = a_slot(AT + DAY, AT + 2 * DAY)

    with pytest.raises(MoveRefused, match="déjà passé"):
        move(editor, "slot", slot.pk, -1)
    with pytest.raises(MoveRefused, match="rien n’a bougé"):
        move(editor, "slot", slot.pk, 0)


def test_what_is_past_stays(editor: User) -> None:
    letter = a_newsletter(AT - DAY)
    event = an_event(starts_at=AT - DAY, live=False)

    for kind, pk in (("newsletter", letter.pk), ("event", event.pk)):
        with pytest.raises(MoveRefused, match="C’est passé"):
            move(editor, kind, pk, 5)


def test_a_published_call_moves_whole_and_is_published_again(editor: User) -> None:
    call = a_call(
        opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20, 23, 59), results_at=local(2027, 5, 3, 12)
    )

    moved = move(editor, "call", call.pk, 7)

    call.refresh_from_db()
    assert (call.opens_at, call.closes_at) == (local(2027, 4, 2, 9), local(2027, 4, 27, 23, 59))
    assert call.results_at == local(2027, 5, 10, 12)
    assert call.live
    assert not call.has_unpublished_changes
    assert call.latest_revision.user == editor
    assert not moved.in_draft


def test_a_call_with_a_draft_waiting_moves_in_the_draft(editor: User) -> None:
    call = a_call(opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))
    call.title = "Pas encore relu"
    call.save_revision()

    moved = move(editor, "call", call.pk, 7)

    call = CallPage.objects.get(pk=call.pk)
    draft = call.get_latest_revision_as_object()
    assert moved.in_draft
    assert call.opens_at == local(2027, 3, 26, 9)
    assert call.title != "Pas encore relu"
    assert (draft.title, draft.opens_at) == ("Pas encore relu", local(2027, 4, 2, 9))


def test_an_unpublished_call_stays_a_draft(editor: User) -> None:
    call = a_call(live=False, opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))

    moved = move(editor, "call", call.pk, 7)

    call.refresh_from_db()
    assert not call.live
    assert not moved.in_draft
    assert call.get_latest_revision_as_object().opens_at == local(2027, 4, 2, 9)


def test_an_open_call_stays(editor: User) -> None:
    call = a_call(opens_at=AT, closes_at=local(2027, 4, 20))

    with pytest.raises(MoveRefused, match="déjà ouvert"):
        move(editor, "call", call.pk, 7)


def test_a_planned_call_keeps_its_distance_to_its_publication(editor: User) -> None:
    call = a_call(opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))
    call = a_planned_page(call, local(2027, 3, 20, 8))

    move(editor, "call", call.pk, 7)

    call = CallPage.objects.get(pk=call.pk)
    planned = call.get_scheduled_revision_as_object()
    assert planned.opens_at == local(2027, 4, 2, 9)
    assert call.scheduled_revision.approved_go_live_at == local(2027, 3, 27, 8)


def test_a_one_off_event_moves(editor: User) -> None:
    event = a_dated_event(local(2027, 3, 26, 18, 30))

    move(editor, "event", event.pk, 3)

    event.refresh_from_db()
    assert event.starts_at == local(2027, 3, 29, 18, 30)
    assert event.ends_at == local(2027, 3, 29, 20, 30)


def test_an_event_that_comes_back_or_has_people_stays(editor: User) -> None:
    weekly = an_event(
        starts_at=local(2027, 3, 26, 18), repeats=EventPage.Repeats.WEEKLY, repeats_until=dt.date(2027, 6, 1)
    )
    event = a_dated_event(local(2027, 3, 26, 18, 30))
    Registration.objects.create(
        date=event.dates.get(), name="Camille", email="c@example.org", state="confirmed", registered_at=AT
    )

    with pytest.raises(MoveRefused, match="revient"):
        move(editor, "event", weekly.pk, 1)
    with pytest.raises(MoveRefused, match="inscrites"):
        move(editor, "event", event.pk, 1)

    event.refresh_from_db()
    assert event.starts_at == local(2027, 3, 26, 18, 30)


def test_a_planned_publication_moves_and_stays_planned(editor: User) -> None:
    story = a_planned_page(a_story(), local(2027, 3, 26, 8))

    move(editor, "page", story.pk, 3)

    story = type(story).objects.get(pk=story.pk)
    assert story.scheduled_revision.approved_go_live_at == local(2027, 3, 29, 8)
    assert story.scheduled_revision.as_object().go_live_at == local(2027, 3, 29, 8)
    assert not story.live


def test_a_publication_only_wished_for_is_not_planned_by_moving_it(editor: User) -> None:
    story = a_planned_page(a_story(), local(2027, 3, 26, 8), approved=False)

    move(editor, "page", story.pk, 3)

    story = type(story).objects.get(pk=story.pk)
    assert story.scheduled_revision is None
    assert story.get_latest_revision_as_object().go_live_at == local(2027, 3, 29, 8)


def test_a_publication_stays_before_the_withdrawal(editor: User) -> None:
    story = a_planned_page(a_story(expire_at=local(2027, 3, 28)), local(2027, 3, 26, 8))

    with pytest.raises(MoveRefused, match="retrait"):
        move(editor, "page", story.pk, 3)
    with pytest.raises(MoveRefused, match="Aucune publication"):
        move(editor, "page", a_story().pk, 3)


def test_a_newsletter_moves_until_it_leaves(editor: User) -> None:
    letter = a_newsletter(local(2027, 3, 26, 10))

    move(editor, "newsletter", letter.pk, 3)
    letter.refresh_from_db()
    assert letter.send_at == local(2027, 3, 29, 10)

    for state, sentence in (("sending", "partie"), ("sent", "partie"), ("draft", "programmée")):
        Newsletter.objects.filter(pk=letter.pk).update(state=state)
        with pytest.raises(MoveRefused, match=sentence):
            move(editor, "newsletter", letter.pk, 1)


def test_a_locked_page_stays_for_everybody_else(editor: User) -> None:
    call = a_call(opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))
    Page.objects.filter(pk=call.pk).update(locked=True, locked_by=a_user(), locked_at=AT)

    with pytest.raises(MoveRefused, match="verrouillée"):
        move(editor, "call", call.pk, 7)

    Page.objects.filter(pk=call.pk).update(locked_by=editor)
    assert move(editor, "call", call.pk, 7).starts == local(2027, 4, 2, 9)


def test_who_may_edit_but_not_publish_moves_a_draft(editor: User) -> None:
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    call = a_call(opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))
    story = a_planned_page(a_story(), local(2027, 3, 26, 8))

    assert move(editor, "call", call.pk, 7).in_draft
    with pytest.raises(MoveRefused, match="droit de publier"):
        move(editor, "page", story.pk, 3)

    call.refresh_from_db()
    assert call.opens_at == local(2027, 3, 26, 9)


def test_what_is_unknown_or_elsewhere_is_not_found(editor: User) -> None:
    amont = a_territory(name="Zélande")
    elsewhere = a_call(territory=amont, opens_at=local(2027, 3, 26, 9), closes_at=local(2027, 4, 20))
    slot = a_slot(local(2027, 3, 26), page=Page.objects.get(pk=amont.root_page_id))

    for kind, pk in (
        ("call", elsewhere.pk),
        ("call", 10**9),
        ("slot", slot.pk),
        ("campaign", 1),
        ("event", 1),
    ):
        with pytest.raises(UnknownEntry):
            move(editor, kind, pk, 1)


def soon(days: int) -> dt.datetime:
    """18 h 30 of Paris, so many days from now."""
    today = timezone.now().astimezone(AT.tzinfo).date()
    day = today + days * DAY
    return local(day.year, day.month, day.day, 18, 30)


def test_the_screen_moves_says_it_and_moves_back(editor: User) -> None:
    browser = signed_in(editor)
    slot = a_slot(soon(10), soon(12))

    response = browser.post(
        reverse("calendar:move"),
        {"kind": "slot", "pk": slot.pk, "days": "5", "vue": "semaine", "voie": "themes"},
    )

    slot.refresh_from_db()
    assert slot.starts_at == soon(15)
    assert response.url.endswith(f"#e-slot-{slot.pk}")
    assert f"le={soon(15):%Y-%m-%d}" in response.url
    assert "voie=themes" in response.url
    page = browser.get(response.url).content.decode()
    assert "est déplacé au" in page
    undo = page.split('class="cal-undo"')[1].split("</form>")[0]
    assert f'name="day" value="{soon(10):%Y-%m-%d}"' in undo

    browser.post(
        reverse("calendar:move"),
        {"kind": "slot", "pk": slot.pk, "day": f"{soon(10):%Y-%m-%d}", "hour": "18:30:00"},
    )
    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at) == (soon(10), soon(12))


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(editor: User) -> None:
    browser = signed_in(editor)
    slot = a_slot(soon(10), soon(12))
    named = {"kind": "slot", "pk": slot.pk}

    shown = browser.get(reverse("calendar:move"), named).content.decode()
    assert f'value="{soon(10):%Y-%m-%d}"' in shown
    assert 'value="18:30"' in shown
    for day, sentence in (("2020-01-01", "déjà passé"), ("pas un jour", "date"), ("0001-01-01", "année")):
        response = browser.post(reverse("calendar:move"), {**named, "day": day, "hour": "18:30"})
        assert response.status_code == 200
        assert sentence in response.content.decode()
        assert f'value="{day}"' in response.content.decode()


def test_a_refused_gesture_is_explained_on_the_calendar(editor: User) -> None:
    browser = signed_in(editor)
    slot = a_slot(timezone.now() - DAY, soon(12))

    response = browser.post(
        reverse("calendar:move"), {"kind": "slot", "pk": slot.pk, "days": "1"}, follow=True
    )

    assert "Ce créneau a déjà commencé" in response.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "slot", "pk": "0"},
        {"kind": "slot", "pk": "²"},
        {"kind": "slot", "pk": "9" * 40},
        {"kind": "campaign", "pk": "1"},
        {"kind": "call", "pk": "1", "territoire": "ailleurs"},
    ],
)
def test_nonsense_is_not_found(editor: User, sent: dict[str, str]) -> None:
    browser = signed_in(editor)

    assert browser.get(reverse("calendar:move"), sent).status_code == 404
    assert browser.post(reverse("calendar:move"), {**sent, "days": "1"}).status_code == 404


@pytest.mark.parametrize("days", ["", "un", "9999999999999999999999", "400"])
def test_a_number_of_days_no_screen_sends_is_not_found(editor: User, days: str) -> None:
    slot = a_slot(soon(10))
    sent = {"kind": "slot", "pk": slot.pk, "days": days}

    assert signed_in(editor).post(reverse("calendar:move"), sent).status_code == 404


@pytest.mark.parametrize(
    "query", ["?le=2026-13-45", "?le=9999-12-31", "?le=x&vue=siecle", "?voie=x", "?le=0001-01-01"]
)
def test_the_screen_answers_whatever_is_asked(editor: User, query: str) -> None:
    assert signed_in(editor).get(reverse("calendar:show") + query).status_code == 200


def test_only_editors_read_and_move() -> None:
    an_editor()
    slot = a_slot(soon(10), soon(12))
    people = {
        "moderator": signed_in(staff(MODERATORS)),
        "finance": signed_in(staff(FINANCE)),
        "citizen": signed_in(a_user()),
        "anonymous": signed_in(staff(EDITORS, is_active=False)),
    }
    people["anonymous"].logout()

    for name, browser in people.items():
        for screen in ("show", "move", "link"):
            address = reverse(f"calendar:{screen}")
            sent = {"kind": "slot", "pk": slot.pk, "days": "1"}
            assert browser.get(address, sent).status_code in {302, 403}, (name, screen)
            assert browser.post(address, sent).status_code in {302, 403}, (name, screen)
            assert "calendrier" not in browser.get(address, sent).get("Location", "").split("?")[0]

    slot.refresh_from_db()
    assert slot.starts_at == soon(10)
