"""Preparing, trying, scheduling and sending a newsletter: who gets it, once, and in words that do not change."""

import datetime as dt
import smtplib
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from base.models import AuditLine
from home import notices as home_notices
from home.models import Newsletter, Subscription
from home.services import newsletters, subscribing
from home.services.newsletters import NewsletterRefused, progress, send_newsletters
from notices.models import Notice
from notices.services import forget_old_contexts, send_due_notices
from tests.builders import a_campaign, a_picture, a_user
from tests.editorial import a_call, a_story, a_theme, an_event
from tests.outlets import (
    a_due_newsletter,
    a_newsletter,
    a_note,
    a_reader,
    a_selection,
    asked,
    many_readers,
)

pytestmark = pytest.mark.django_db


def delivered() -> list[str]:
    """Let the worker do its work, and return who was written to, in order."""
    send_newsletters(at=timezone.now())
    send_due_notices(at=timezone.now(), limit=1000)
    send_newsletters(at=timezone.now())
    return sorted(message.to[0] for message in mail.outbox)


def test_everybody_who_asked_has_it_once_and_nobody_else() -> None:
    theme = a_theme()
    a_reader("tout@example.org")
    a_reader("theme@example.org", themes=[theme])
    asked("non-confirmee@example.org")
    subscribing.leave(subscription=a_reader("partie@example.org"), at=timezone.now())
    letter = a_due_newsletter()
    assert delivered() == ["theme@example.org", "tout@example.org"]
    letter.refresh_from_db()
    assert (letter.state, letter.recipients) == (Newsletter.State.SENT, 2)
    assert letter.sent_at
    assert delivered() == ["theme@example.org", "tout@example.org"]


def test_a_letter_about_a_theme_goes_to_who_asked_for_it_or_for_everything() -> None:
    theme, other = a_theme(), a_theme()
    a_reader("tout@example.org")
    a_reader("theme@example.org", themes=[theme, other])
    a_reader("autre@example.org", themes=[other])
    letter = a_due_newsletter(theme=theme)
    assert newsletters.audience(letter).count() == 2
    assert delivered() == ["theme@example.org", "tout@example.org"]


def test_whoever_leaves_while_it_waits_in_the_outbox_does_not_get_it() -> None:
    stays, leaves, unsure = a_reader(), a_reader(), a_reader()
    theme, other = a_theme(), a_theme()
    letter = a_due_newsletter(theme=theme)
    send_newsletters(at=timezone.now())
    assert progress(letter) == {"pending": 3}
    subscribing.leave(subscription=leaves, at=timezone.now())
    subscribing.change(subscription=unsure, everything=False, themes=[other])
    assert delivered() == [stays.email]
    assert progress(letter) == {"sent": 1, "skipped": 2}
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.SENT


def test_whoever_confirms_after_it_began_gets_the_next_one() -> None:
    a_reader("avant@example.org")
    letter = a_due_newsletter()
    newsletters.begin(newsletter=letter, at=timezone.now())
    a_reader("apres@example.org")
    assert delivered() == ["avant@example.org"]


def test_the_queue_is_written_in_batches_and_goes_on_where_it_stopped(monkeypatch) -> None:
    many_readers(25)
    letter = a_due_newsletter()
    newsletters.begin(newsletter=letter, at=timezone.now())
    assert newsletters.queue_batch(newsletter=letter, size=10) == 10

    def dies(drafts: Any) -> None:
        real(list(drafts)[:3])
        raise KeyboardInterrupt

    real = newsletters.queue_notices
    monkeypatch.setattr(newsletters, "queue_notices", dies)
    with pytest.raises(KeyboardInterrupt):
        newsletters.queue_batch(newsletter=letter, size=10)
    monkeypatch.undo()
    assert Notice.objects.count() == 10, "a batch cut short leaves nothing"
    assert delivered() == sorted(Subscription.objects.values_list("email", flat=True))
    letter.refresh_from_db()
    assert (letter.state, letter.recipients) == (Newsletter.State.SENT, 25)


def test_what_it_says_is_fixed_when_it_begins() -> None:
    story = a_story(title="Un four au moulin", picture=a_picture())
    selection = a_selection(story, introduction="Bonjour à tous.")
    a_note(selection, "Le pain lève.")
    a_reader()
    letter = a_due_newsletter(selection)
    newsletters.begin(newsletter=letter, at=timezone.now())
    story.title = "Un autre titre"
    story.save()
    delivered()
    [message] = mail.outbox
    html = message.alternatives[0][0]
    for part in (message.body, html):
        assert "Un four au moulin" in part
        assert "Le pain lève." in part
        assert f"http://testserver{story.url}" in part
        assert "Un autre titre" not in part
    assert 'alt="Un aplat vert"' in html
    assert "http://testserver/media/images/" in html
    assert str(make_header(decode_header(message.message()["Subject"]))) == "Les nouvelles du printemps"


def test_nothing_in_it_tells_who_reads() -> None:
    a_reader("awa@example.org")
    a_due_newsletter(a_selection(a_story(picture=a_picture()), a_call(), an_event(), a_campaign().page))
    delivered()
    [message] = [sent for sent in mail.outbox if sent.to == ["awa@example.org"]]
    html = message.alternatives[0][0]
    own = home_notices.leave_path(Subscription.objects.get().pk).split("/")[2]
    links = [line for line in html.split('"') if own in line]
    assert len(links) == 2, "only the two links about the subscription are the reader's own"
    assert html.count("<img") == 1
    assert "<script" not in html


def test_only_what_the_public_sees_is_in_it() -> None:
    hidden = a_story(title="Pas encore", live=False)
    draft = a_campaign(state="draft", page={"title": "Jamais lancé"})
    a_reader()
    a_due_newsletter(a_selection(a_story(title="Paru"), hidden, draft.page))
    delivered()
    [message] = mail.outbox
    assert "Paru" in message.body
    assert "Pas encore" not in message.body
    assert "Jamais lancé" not in message.body


def test_a_letter_with_nothing_public_does_not_leave() -> None:
    a_reader()
    story = a_story(live=False)
    letter = a_newsletter(a_selection(story))
    with pytest.raises(NewsletterRefused, match="empty"):
        newsletters.schedule(newsletter=letter, send_at=timezone.now(), at=timezone.now())
    type(story).objects.filter(pk=story.pk).update(live=True)
    newsletters.schedule(newsletter=letter, send_at=timezone.now(), at=timezone.now())
    type(story).objects.filter(pk=story.pk).update(live=False)
    assert delivered() == []
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.DRAFT
    assert AuditLine.objects.filter(action="newsletter.withheld").count() == 1


def test_it_leaves_at_its_hour_and_may_be_called_back_before() -> None:
    a_reader()
    letter = a_newsletter()
    now = timezone.now()
    with pytest.raises(NewsletterRefused, match="past"):
        newsletters.schedule(newsletter=letter, send_at=now - dt.timedelta(hours=1), at=now)
    newsletters.schedule(newsletter=letter, send_at=now + dt.timedelta(hours=1), at=now)
    assert delivered() == []
    newsletters.unschedule(newsletter=letter)
    assert send_newsletters(at=now + dt.timedelta(hours=2)) is None
    newsletters.schedule(newsletter=letter, send_at=now + dt.timedelta(hours=1), at=now)
    assert send_newsletters(at=now + dt.timedelta(hours=2)) == f"{letter.pk}: begun, {letter.pk}: 1 queued"


def test_once_begun_it_does_not_change() -> None:
    a_reader()
    letter = a_due_newsletter()
    send_newsletters(at=timezone.now())
    now = timezone.now()
    for act in (
        lambda: newsletters.revise(newsletter=letter, subject="Autre", theme=None),
        lambda: newsletters.schedule(newsletter=letter, send_at=now, at=now),
        lambda: newsletters.unschedule(newsletter=letter),
        lambda: newsletters.discard(newsletter=letter),
    ):
        with pytest.raises(NewsletterRefused, match="started"):
            act()
    letter.refresh_from_db()
    assert (letter.state, letter.subject) == (Newsletter.State.SENDING, "Les nouvelles du printemps")


def test_a_test_goes_to_oneself_and_to_nobody_else() -> None:
    a_reader("awa@example.org")
    editor = a_user("nadia@example.org")
    letter = a_newsletter()
    newsletters.send_test(newsletter=letter, user=editor, at=timezone.now())
    newsletters.send_test(newsletter=letter, user=editor, at=timezone.now())
    assert delivered() == ["nadia@example.org", "nadia@example.org"]
    message = mail.outbox[0]
    assert message.subject == "[Essai] Les nouvelles du printemps"
    assert "List-Unsubscribe" not in message.extra_headers
    assert "à vous seul" in message.body
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.DRAFT


def test_one_letter_that_fails_does_not_hold_up_the_next(monkeypatch, caplog) -> None:
    a_reader()
    broken, sound = a_due_newsletter(), a_due_newsletter(subject="Celle-ci part")
    real = newsletters.letter_of

    def breaks(newsletter: Newsletter, **at: object) -> object:
        if newsletter.pk == broken.pk:
            raise OSError("a picture is unreadable")
        return real(newsletter, **at)

    monkeypatch.setattr(newsletters, "letter_of", breaks)
    delivered()
    assert [message.subject for message in mail.outbox] == ["Celle-ci part"]
    sound.refresh_from_db()
    assert sound.state == Newsletter.State.SENT


def test_an_answer_lost_is_asked_again_under_the_same_name(monkeypatch) -> None:
    a_reader()
    letter = a_due_newsletter()
    send_newsletters(at=timezone.now())
    names = []

    class Relay:
        """Loses its answer to the first letter."""

        def open(self) -> None:
            """Connect."""

        def close(self) -> None:
            """End."""

        def send_messages(self, messages: list) -> int:
            """Take the letter."""
            names.append(messages[0].message()["Message-ID"])
            if len(names) == 1:
                raise smtplib.SMTPServerDisconnected("gone")
            return 1

    monkeypatch.setattr(mail, "get_connection", lambda *a, **k: Relay())
    assert send_due_notices(at=timezone.now()) == 0
    assert progress(letter) == {"pending": 1}
    assert send_due_notices(at=timezone.now() + dt.timedelta(minutes=2)) == 1
    assert len(names) == 2
    assert len(set(names)) == 1


def test_addresses_of_a_letter_do_not_stay_for_ever() -> None:
    a_reader("awa@example.org")
    a_due_newsletter()
    delivered()
    forget_old_contexts(at=timezone.now() + dt.timedelta(days=29))
    assert Notice.objects.filter(recipient="awa@example.org").exists()
    forget_old_contexts(at=timezone.now() + dt.timedelta(days=31))
    assert not Notice.objects.filter(recipient="awa@example.org").exists()


def test_queuing_asks_as_much_for_ten_readers_as_for_a_hundred(django_assert_max_num_queries) -> None:
    many_readers(100)
    letter = a_due_newsletter()
    newsletters.begin(newsletter=letter, at=timezone.now())
    with django_assert_max_num_queries(10):
        assert newsletters.queue_batch(newsletter=letter) == 100
