"""Visits: people are counted, programs and colleagues are not, and nothing is known of anybody."""

import contextlib
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from base import visits
from base.models import VisitCount
from base.page_cache import PageCacheMiddleware
from calls.models import CallPage
from tests.builders import a_territory, a_user
from tests.editorial import the_home, the_list

NOON = dt.datetime(2027, 3, 1, 12, 30, tzinfo=dt.UTC)
HOUR = NOON.replace(minute=0)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(time_machine):
    """A list of calls, at half past noon."""
    time_machine.move_to(NOON, tick=False)
    return the_list(CallPage)


def look(page, client=None, method="get", agent=BROWSER, **headers):
    """Ask for a page as a browser does."""
    answer = getattr(client or Client(), method)(page.url, headers={"User-Agent": agent, **headers})
    assert answer.status_code in {200, 304}
    return answer


def counted(page):
    """What is in the database once everything is written."""
    visits.flush_visits()
    return visits.visits_of([page.pk], HOUR, HOUR + dt.timedelta(hours=1))[page.pk]


def test_people_are_counted_whether_the_page_was_kept_or_built(calls):
    first = look(calls)
    look(calls)
    assert look(calls, **{"If-None-Match": first["ETag"]}).status_code == 304

    assert counted(calls) == (3, 0)
    assert not first.cookies


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Baiduspider",
        "CCBot/2.0",
        "facebookexternalhit/1.1",
        "Slackbot-LinkExpanding 1.0",
        "SkypeUriPreview",
        "curl/8.5.0",
        "python-requests/2.32",
        "Go-http-client/2.0",
        "SomeCrawler",
    ],
)
def test_programs_are_not_counted(calls, agent):
    look(calls, agent=agent)
    look(calls, agent=agent)

    assert counted(calls) == (0, 0)


def test_a_telephone_called_cubot_is_not_a_program(calls):
    look(calls, agent="Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) Chrome/140.0 Mobile Safari/537.36")

    assert counted(calls) == (1, 0)


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_a_browser_that_gets_ready_is_not_counted(calls, headers):
    look(calls, **headers)
    look(calls, **headers)

    assert counted(calls) == (0, 0)


def test_only_pages_shown_are_counted(calls):
    look(calls, method="head")
    assert Client().get(calls.url + "nulle-part/", headers={"User-Agent": BROWSER}).status_code == 404

    assert visits.flush_visits() == 0


def test_a_page_behind_a_password_is_not_seen_by_who_has_not_given_it(calls):
    PageViewRestriction.objects.create(page=calls, restriction_type="password", password="ouvre")
    look(calls)

    assert counted(calls) == (0, 0)


@pytest.mark.parametrize("kind", ["text/calendar", "application/pdf"])
def test_a_file_that_a_page_answers_with_is_no_visit(calls, kind):
    """A telephone fetches a calendar file again and again."""

    def answer(request):
        request.served_page = calls
        return HttpResponse("BEGIN:VCALENDAR", content_type=kind)

    middleware = PageCacheMiddleware(answer)
    for _ in range(2):  # built, then kept
        middleware(RequestFactory().get("/", headers={"User-Agent": BROWSER}))

    assert counted(calls) == (0, 0)


def test_those_who_come_from_the_front_page_are_told_apart(calls):
    for referer in (
        "http://testserver/",
        "http://testserver",
        "http://testserver/?utm=x",
        "http://testserver/recherche/",
        "http://elsewhere.example/",
        "not an address",
        "http://[",
    ):
        look(calls, Referer=referer)

    assert counted(calls) == (7, 3)


def test_colleagues_are_not_counted_and_citizens_are(calls):
    citizen, editor, administrator = a_user(), a_user(), a_user(is_superuser=True)
    group = Group.objects.create(name="Personnel")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)

    for person in (citizen, editor, administrator):
        client = Client()
        client.force_login(person)
        look(calls, client)

    assert counted(calls) == (1, 0)


def test_hours_are_counted_apart_and_read_whole(calls, time_machine):
    home = the_home()
    for minutes in (0, 29, 30, 95):
        time_machine.move_to(NOON + dt.timedelta(minutes=minutes), tick=False)
        look(calls)
    visits.flush_visits()

    def between(since, until):
        return visits.visits_of([calls.pk, home.pk], NOON + since * minute, NOON + until * minute)

    minute = dt.timedelta(minutes=1)
    assert between(0, 30) == {calls.pk: (2, 0), home.pk: (0, 0)}
    assert between(0, 31) == {calls.pk: (3, 0), home.pk: (0, 0)}
    assert between(90, 200)[calls.pk] == (1, 0)
    assert between(-600, 600)[calls.pk] == (4, 0)


def test_numbers_are_read_in_one_query(calls, django_assert_num_queries):
    home = the_home()
    look(calls)
    look(home)
    visits.flush_visits()

    with django_assert_num_queries(1):
        found = visits.visits_of([calls.pk, home.pk], HOUR, NOON)

    assert found == {calls.pk: (1, 0), home.pk: (1, 0)}


def test_several_processes_add_up(calls):
    for _ in range(3):
        look(calls, Referer="http://testserver/")
        visits.flush_visits()

    assert VisitCount.objects.get().visits == 3
    assert VisitCount.objects.get().from_front_page == 3


def test_a_row_made_meanwhile_by_another_process_is_added_to(calls, monkeypatch):
    """Two processes find no row at the same time: the second to make it must add instead."""
    look(calls)
    atomic = transaction.atomic

    def once_the_other_wrote():
        VisitCount.objects.create(page=calls, hour=HOUR, visits=5, from_front_page=1)
        return atomic()

    monkeypatch.setattr(visits.transaction, "atomic", once_the_other_wrote)

    assert counted(calls) == (6, 1)


def test_visits_of_a_page_deleted_meanwhile_are_dropped(calls):
    look(calls)
    calls.delete()

    assert visits.flush_visits() == 0
    assert visits.flush_visits() == 0


def test_a_database_that_fails_breaks_no_page_and_loses_no_visit(calls, monkeypatch, settings, caplog):
    settings.VISITS_WRITTEN_EVERY = 0
    write = visits._write

    def broken(*args):
        raise OperationalError("away")

    monkeypatch.setattr(visits, "_write", broken)
    look(calls)
    visits.write_when_due()
    assert "visits could not be written" in caplog.text

    monkeypatch.setattr(visits, "_write", write)
    look(calls)
    visits.write_when_due()

    assert counted(calls) == (2, 0)


def test_visits_are_written_now_and_then(calls, monkeypatch, settings):
    settings.VISITS_WRITTEN_EVERY = 10
    now = 1000.0
    monkeypatch.setattr(visits.time, "monotonic", lambda: now)
    monkeypatch.setattr(visits, "_written_at", now)
    look(calls)

    now = 1009.9
    visits.write_when_due()
    assert not VisitCount.objects.exists()
    now = 1010.0
    visits.write_when_due()
    assert VisitCount.objects.exists()


def test_memory_is_bounded_while_the_database_is_away(calls, monkeypatch):
    monkeypatch.setattr(visits, "MOST_WAITING", 1)
    look(calls)
    look(the_home())
    look(calls)

    assert list(visits._waiting.values()) == [(2, 0)]


def test_two_visitors_at_the_same_instant_are_two(monkeypatch):
    """Without the lock both would read the same number before adding one to it."""
    meeting = threading.Barrier(2, timeout=0.2)

    class Slow(dict):
        def get(self, key, default=None):
            before = super().get(key, default)
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait()
            return before

    waiting = Slow()
    monkeypatch.setattr(visits, "_waiting", waiting)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: visits._add({(1, HOUR): (1, 0)}), range(2)))

    assert waiting[1, HOUR] == (2, 0)


def test_old_counts_are_forgotten(calls):
    for hour in (dt.datetime(2025, 1, 31, 11, tzinfo=dt.UTC), dt.datetime(2025, 2, 1, 13, tzinfo=dt.UTC)):
        VisitCount.objects.create(page=calls, hour=hour, visits=1)

    assert visits.forget_old_visits(at=NOON) == 1
    assert VisitCount.objects.get().hour.month == 2
    assert visits.forget_old_visits(at=dt.datetime(2027, 3, 31, tzinfo=dt.UTC)) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_count_and_write_lose_nothing():
    page = the_list(CallPage, a_territory())

    def work(_):
        try:
            for _ in range(10):
                visits._add({(page.pk, HOUR): (1, 1)})
                visits.flush_visits()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert counted(page) == (40, 40)
