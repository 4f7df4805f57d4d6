"""Wishes: said without an account, read before publication, gathered, born into a call, told to their authors."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from base.french import words
from base.models import Territory
from base.schedule import run_due_jobs
from calls.models import CallPage, Wish, WishGroup, WishQuestion
from calls.services import gathering, wishing
from campaigns.rules.status import CampaignState
from notices.models import Notice
from tests.applications import a_deposited_application
from tests.builders import a_campaign, a_user
from tests.editorial import a_call, a_theme, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db
AN_HOUR = dt.timedelta(hours=1)


def a_question(**fields):
    page = fields.pop("page", None) or a_theme(title="Circuits courts", tags=["alimentation"])
    territory = Territory.objects.for_page(page)
    usual = {
        "question": "Que manque-t-il dans votre quartier ?",
        "opens_at": timezone.now() - AN_HOUR,
        "page": page,
        "territory": territory,
    }
    return WishQuestion.objects.create(**{**usual, **fields})


def a_wish(question=None, *, text="Un four à pain", email="", state="published"):
    wish = wishing.say_wish(
        question=question or a_question(),
        text=text,
        neighbourhood="Les Tanneries",
        email=email,
        at=timezone.now(),
    )
    Wish.objects.filter(pk=wish.pk).update(state=state)
    if email:
        wishing.confirm_address(wish=wish, at=timezone.now())
    wish.refresh_from_db()
    return wish


def an_editor(*groups):
    user = create_verified_user(
        f"equipe-{User.objects.count()}@example.org", None, groups=groups or (EDITORS,)
    )
    grant_page_rights(Territory.objects.first().root_page)
    client = Client()
    client.force_login(user)
    return client


def test_a_wish_is_said_in_two_pages_and_waits_for_a_reader(client):
    question = a_question()
    page = client.get(question.page.url)
    address = reverse("calls:wish_question", args=[question.pk])
    assert f'action="{address}"' in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()

    filled = client.get(address, {"envie": "Un <b>four</b>"}).content.decode()
    answer = client.post(
        address, {"text": "Un <b>four</b>\u202e", "neighbourhood": "Gare", "email": "Moi@Example.org"}
    )

    assert "Un &lt;b&gt;four&lt;/b&gt;" in filled
    assert answer.url == reverse("calls:wish_said", args=[question.pk])
    wish = Wish.objects.get()
    assert (wish.state, wish.neighbourhood, wish.email) == ("pending", "Gare", "moi@example.org")
    assert "four" not in read_page(client, address)
    letter = Notice.objects.get(kind="wish_said")
    assert letter.context["path"] == reverse("calls:wish", args=[wish.token])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 200_000}, "text"),
        ({"neighbourhood": ""}, "neighbourhood"),
        ({"email": "moi@"}, "email"),
        ({"text": "un\x00four"}, "text"),
    ],
)
def test_wrong_words_are_said_beside_the_field_and_kept(client, values, field):
    address = reverse("calls:wish_question", args=[a_question().pk])
    posted = {"text": "Un four", "neighbourhood": "Gare", "email": "", **values}

    answer = client.post(address, posted)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Wish.objects.exists()


def test_a_question_outside_its_dates_or_on_a_draft_page_is_not_there(client):
    early = a_question(opens_at=timezone.now() + AN_HOUR)
    late = a_question(
        page=early.page, opens_at=timezone.now() - 2 * AN_HOUR, closes_at=timezone.now() - AN_HOUR
    )
    hidden = a_question(page=a_theme(title="Caché", live=False))

    for question in (early, late, hidden):
        assert client.get(reverse("calls:wish_question", args=[question.pk])).status_code == 404
        with pytest.raises(wishing.QuestionClosed):
            wishing.say_wish(question=question, text="a", neighbourhood="b", at=timezone.now())
    assert "Que manque-t-il" not in read_page(client, early.page.url)


def test_flooding_is_stopped_and_the_same_words_twice_are_one_wish(client):
    address = reverse("calls:wish_question", args=[a_question().pk])
    answers = [
        client.post(address, {"text": "Un four", "neighbourhood": "Gare", "email": ""}).status_code
        for _try in range(6)
    ]

    assert answers == [302] * 5 + [429]
    assert Wish.objects.count() == 1


def test_only_published_wishes_are_read_and_the_page_follows_at_once(client):
    question = a_question()
    wish = a_wish(question, state="pending")
    assert "Un four à pain" not in read_page(client, question.page.url)

    gathering.read_wishes(wishes=[wish.pk], publish=True, at=timezone.now(), reader=a_user())

    assert "Un four à pain" in read_page(client, question.page.url)


def test_the_author_confirms_stops_and_takes_back_by_the_secret_link(client):
    wish = wishing.say_wish(
        question=a_question(), text="Un four", neighbourhood="Gare", email="a@example.org", at=timezone.now()
    )
    address = reverse("calls:wish", args=[wish.token])
    page = client.get(address)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    wish.refresh_from_db()
    assert wish.confirmed_at is None

    client.post(address, {"action": "confirm"})
    wish.refresh_from_db()
    assert wish.confirmed_at
    client.post(address, {"action": "stop"})
    wish.refresh_from_db()
    assert (wish.email, wish.confirmed_at, wish.state) == ("", None, "pending")
    client.post(address, {"action": "take_back"})
    wish.refresh_from_db()
    assert wish.state == "taken_back"
    assert not gathering.read_wishes(wishes=[wish.pk], publish=True, at=timezone.now(), reader=a_user())


def test_editors_read_gather_and_launch_a_call_born_from_wishes(client):
    question = a_question()
    the_list(CallPage)
    wishes = [a_wish(question, text=f"Un four, le {number}ᵉ", state="pending") for number in range(3)]
    editor = an_editor()
    screen = reverse("wish_questions:gather", args=[question.pk])
    numbers = [wish.pk for wish in wishes]

    editor.post(screen, {"action": "publish", "wish": numbers})
    nameless = editor.post(screen, {"action": "group", "wish": numbers[:2], "title": " "})
    assert nameless.status_code == 422
    assert "Donnez un nom au nouveau groupe." in nameless.content.decode()
    editor.post(screen, {"action": "group", "wish": [*numbers[:2], "x", "9" * 30], "title": "Des fours"})
    group = WishGroup.objects.get()
    first = editor.post(reverse("wish_questions:launch", args=[group.pk]))
    second = editor.post(reverse("wish_questions:launch", args=[group.pk]))

    group.refresh_from_db()
    assert first.url == second.url == reverse("wagtailadmin_pages:edit", args=[group.call_id])
    call = CallPage.objects.get()
    assert not call.live
    assert [tag.name for tag in call.tags.all()] == ["alimentation"]
    assert "Un four, le 0ᵉ (Les Tanneries)" in str(call.body)
    assert "le 2ᵉ" not in str(call.body)

    call.opens_at, call.closes_at = timezone.now() - AN_HOUR, timezone.now() + AN_HOUR
    call.save_revision().publish()
    assert "Né de 2 envies" in read_page(client, CallPage.objects.get().url)


@pytest.mark.parametrize("group", [MODERATORS, FINANCE])
def test_only_editors_open_the_screens(group):
    question = a_question()
    wish_group = WishGroup.objects.create(question=question, title="Des fours")
    client = an_editor(group)

    for name, pk in (
        ("list", None),
        ("gather", question.pk),
        ("deliver", wish_group.pk),
        ("launch", wish_group.pk),
    ):
        address = reverse(f"wish_questions:{name}", args=[pk] if pk else [])
        answer = client.post(address) if name == "launch" else client.get(address)
        assert answer.status_code == 302, name
    wish_group.refresh_from_db()
    assert wish_group.call is None


def test_those_who_asked_hear_three_times_once_each(client):
    question = a_question()
    told, silent = a_wish(question, email="a@example.org"), a_wish(question, text="Pareil")
    unproved = a_wish(question, text="Encore", email="b@example.org")
    Wish.objects.filter(pk=unproved.pk).update(confirmed_at=None)
    call = a_call(title="Des fours")
    group = gathering.group_wishes(
        question=question, wishes=[told.pk, silent.pk, unproved.pk], title="Des fours"
    )
    WishGroup.objects.filter(pk=group.pk).update(call=call)

    def letters():
        return list(
            Notice.objects.filter(kind__startswith="wish_")
            .exclude(kind="wish_said")
            .order_by("pk")
            .values_list("kind", "recipient")
        )

    for _turn in range(2):
        gathering.tell_about_calls(at=timezone.now())
    assert letters() == [("wish_call_opens", "a@example.org")]

    application = a_deposited_application(call)
    application.campaign = a_campaign(state=CampaignState.LIVE)
    application.save()
    for _turn in range(2):
        gathering.tell_about_calls(at=timezone.now())
    assert letters()[1:] == [("wish_answered", "a@example.org")]

    group.refresh_from_db()
    for _turn in range(2):
        gathering.deliver(group=group, words="Il chauffe.", page=call, at=timezone.now(), actor=a_user())
    assert letters()[2:] == [("wish_delivered", "a@example.org")]
    assert "Il chauffe." in read_page(client, reverse("calls:wish", args=[told.token]))


def test_a_letter_no_longer_wanted_does_not_leave(mailoutbox):
    wish = a_wish(email="a@example.org")
    group = gathering.group_wishes(question=wish.question, wishes=[wish.pk], title="Des fours")
    Notice.objects.all().delete()
    gathering.deliver(group=group, words="Il chauffe.", page=None, at=timezone.now(), actor=a_user())
    wishing.stop_letters(wish=wish)

    run_due_jobs(at=timezone.now())

    assert not mailoutbox


def test_addresses_are_forgotten():
    question = a_question()
    unproved = wishing.say_wish(
        question=question, text="a", neighbourhood="b", email="a@example.org", at=timezone.now()
    )
    proved = a_wish(question, email="b@example.org")

    assert wishing.forget_addresses(at=timezone.now() + dt.timedelta(days=8)) == 1
    unproved.refresh_from_db()
    proved.refresh_from_db()
    assert (unproved.email, proved.email) == ("", "b@example.org")
    assert wishing.forget_addresses(at=timezone.now() + dt.timedelta(days=731)) == 1


def test_a_question_that_was_answered_is_kept_and_its_page_too():
    wish = a_wish()
    editor = an_editor()

    answer = editor.post(reverse("wish_questions:delete", args=[wish.question_id]), follow=True)
    editor.post(reverse("wagtailadmin_pages:delete", args=[wish.question.page_id]), follow=True)

    assert answer.status_code == 200
    assert WishQuestion.objects.filter(pk=wish.question_id).exists()
    assert type(wish.question.page).objects.filter(pk=wish.question.page_id).exists()


def test_wishes_near_an_idea_share_a_word():
    question = a_question()
    near = a_wish(question, text="Des fours à pain partagés")
    a_wish(question, text="Un terrain de pétanque")

    assert Wish.objects.near(set(words("un four pour le quartier")), limit=3) == [near]


def test_the_theme_asks_the_same_queries_with_more_wishes(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    question = a_question()
    a_wish(question)
    client.get(question.page.url)

    def queries():
        gathering.forget_pages()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(question.page.url)
        return len(captured)

    few = queries()
    for number in range(12):
        a_wish(question, text=f"Envie {number}")
    assert queries() == few
