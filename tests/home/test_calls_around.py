"""Calls and what surrounds them: copies keep the form and nothing of what was answered, the week, the slots."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS
from calls.models import CallCriterion, CallPage
from calls.services import depositing
from calls.services.forms import questionnaire_now
from home.chosen import chosen_for
from home.models import Place
from home.ready_made import CALLS
from home.seasons import season_of
from home.services.ready_made import questions_json
from home.services.seasons import copy_season
from home.slot_rules import why_not_public
from home.week import Topic, week_of
from tests.applications import a_deposited_application
from tests.builders import the_territory
from tests.editorial import a_call, a_member, a_slot, a_theme, an_editor, the_home

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def an_answered_call(**fields: object) -> CallPage:
    call = a_call(questions=json.loads(questions_json(CALLS[0])), **fields)
    CallCriterion.objects.create(call=call, title="Utile", weight=100)
    a_deposited_application(call)
    return CallPage.objects.get(pk=call.pk)


def identities(call: CallPage) -> tuple[list[str], list[str]]:
    form = questionnaire_now(call)
    return [question.key for question in form.questions], [row.key for row in form.criteria]


def test_wagtail_s_copy_keeps_the_form_and_nothing_of_the_applications() -> None:
    call = an_answered_call()

    copied = CallPage.objects.get(pk=call.copy(update_attrs={"slug": "copie"}, keep_live=False).pk)

    assert identities(copied) == identities(call)
    assert len(identities(copied)[0]) > 10
    assert not copied.applications.exists()
    assert not copied.form_versions.exists()
    assert call.applications.count() == 1


def test_a_season_s_copy_keeps_the_form_too() -> None:
    call = an_answered_call(tags=["pain"])
    theme = a_theme(tags=["pain"])
    made = copy_season(
        season=season_of(theme),
        starts_on=(timezone.now() + 365 * DAY).date(),
        title="L’an prochain",
        schedule=False,
        actor=an_editor(),
        at=timezone.now(),
    )
    copied = next(page for page in made.pages if isinstance(page, CallPage))
    copied = CallPage.objects.get(pk=copied.pk)

    assert identities(copied) == identities(call)
    assert not copied.applications.exists()
    assert not copied.is_standing


def test_the_standing_call_takes_its_place_in_a_slot() -> None:
    standing = a_call(is_standing=True, opens_at=None, closes_at=None)
    slot = a_slot(standing, place=Place.CALL)
    at = timezone.now()

    assert [one.title for one in chosen_for(the_home(), at=at)[Place.CALL]] == [standing.title]
    assert why_not_public([slot], at=at) == {}


def titles(topic: Topic, *, at: dt.datetime) -> list[tuple[str, str]]:
    week = week_of(a_member(EDITORS), the_territory(), at=at)
    return [(item.title, item.url) for group in week.groups if group.topic == topic for item in group.items]


def test_the_week_says_what_awaits_a_reading_then_who_left_us_without_answer(client: Client) -> None:
    at = timezone.now()
    call = a_call(title="Circuits courts")
    application = a_deposited_application(call, answers={"title": "Le four"})
    a_deposited_application(call)
    ((title, url),) = titles(Topic.ANSWERS, at=at)
    assert title == "Circuits courts"
    client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")
    assert len(client.get(url).context["rows"]) == 2

    depositing.ask_more(application=application, text="Quand ?", at=at, actor=application.holder)

    assert [title for title, _url in titles(Topic.ANSWERS, at=at + 9 * DAY)] == ["Circuits courts"]
    late = titles(Topic.ANSWERS, at=at + 10 * DAY)
    assert [title for title, _url in late] == ["Circuits courts", "Le four"]
    assert client.get(late[1][1]).status_code == 200


def test_a_date_given_is_awaited_before_saying_so() -> None:
    at = timezone.now()
    application = a_deposited_application(answers={"title": "Le four"})
    depositing.ask_more(
        application=application, text="Quand ?", at=at, actor=application.holder, due_at=at + 20 * DAY
    )

    assert titles(Topic.ANSWERS, at=at + 19 * DAY) == []
    assert [title for title, _url in titles(Topic.ANSWERS, at=at + 20 * DAY)] == ["Le four"]
