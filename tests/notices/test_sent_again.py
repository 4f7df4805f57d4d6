"""Kinds that leave again by themselves, that may be unwanted in the end, and that wait behind letters about money."""

import datetime as dt
import smtplib
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from base.mail_folder import EmailBackend
from notices import registry, services
from notices.models import Notice
from notices.registry import NoticeKind
from notices.rendering import message_id, notice_message
from notices.services import queue_notice, send_due_notices, send_for_a_while

pytestmark = pytest.mark.django_db
WORDS = "email/campaigns/letter"
LEASE = dt.timedelta(minutes=2)
unwanted: set[str] = set()


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """One kind about money, one that may be sent twice."""
    unwanted.clear()
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(NoticeKind("money", WORDS, lambda context: "Votre soutien"))
    registry.register(
        NoticeKind(
            "news",
            WORDS,
            lambda context: "Des nouvelles",
            headers=lambda context: {"List-Unsubscribe": f"<{context['site_url']}/{context['recipient']}>"},
            wanted=lambda context: context.get("who") not in unwanted,
            sent_again_when_unsure=True,
            lease=LEASE,
            priority=5,
            kept=dt.timedelta(days=30),
        )
    )


def queued(purpose: str, kind: str = "news") -> Notice:
    """Queue a notice."""
    return queue_notice(
        kind=kind, recipient=f"{purpose}@example.org", purpose=purpose, context={"who": purpose}
    )


def now() -> dt.datetime:
    """Return this instant."""
    return timezone.now()


def test_one_interrupted_leaves_again_after_its_own_lease() -> None:
    row = queued("one")
    services._claim(row, at=now())
    assert send_due_notices(at=now() + dt.timedelta(seconds=100)) == 0
    assert send_due_notices(at=now() + dt.timedelta(seconds=130)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Notice.State.SENT, 2)


def test_one_about_money_still_waits_for_a_person() -> None:
    services._claim(queued("one", "money"), at=now())
    assert send_due_notices(at=now() + dt.timedelta(minutes=11)) == 0
    assert Notice.objects.get().state == Notice.State.FAILED


def test_one_that_is_always_interrupted_is_given_up() -> None:
    row = queued("one")
    at = now()
    for _again in range(services.TRIES_WHEN_UNSURE):
        services.flag_lost_notices(at=at)
        assert services._claim(Notice.objects.get(), at=at)
        at += LEASE + dt.timedelta(seconds=1)
    assert services.flag_lost_notices(at=at) == 1
    row.refresh_from_db()
    assert row.state == Notice.State.FAILED


def test_a_lost_answer_is_tried_a_few_times_and_the_connection_opened_again(monkeypatch) -> None:
    opened = []

    class Relay:
        """Breaks at each letter."""

        def open(self) -> None:
            """Count."""
            opened.append(self)

        def close(self) -> None:
            """End."""

        def send_messages(self, messages: list) -> int:
            """Break."""
            raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(mail, "get_connection", lambda *a, **k: Relay())
    queued("one")
    queued("two", "money")
    send_due_notices(at=now())
    assert len(opened) == 2, "the second letter does not go down the broken connection"
    assert dict(Notice.objects.values_list("purpose", "state")) == {"one": "pending", "two": "failed"}
    at = now()
    for _again in range(services.TRIES_WHEN_UNSURE):
        at += dt.timedelta(minutes=11)
        send_due_notices(at=at)
    assert Notice.objects.get(purpose="one").state == Notice.State.FAILED


def test_one_no_longer_wanted_is_set_aside_and_forgotten() -> None:
    row = queued("one")
    unwanted.add("one")
    assert send_due_notices(at=now()) == 0
    row.refresh_from_db()
    assert (row.state, row.context, row.lease_until) == (Notice.State.SKIPPED, {}, None)
    assert not mail.outbox
    unwanted.clear()
    assert send_due_notices(at=now()) == 0, "set aside for good"
    services.forget_old_contexts(at=now() + dt.timedelta(days=31))
    assert not Notice.objects.exists()


def test_letters_about_money_go_first_and_within_one_batch(monkeypatch) -> None:
    for number in range(6):
        queued(f"news-{number}")
    queued("money-1", "money")
    real = services.notice_message

    def interrupting(notice, connection):
        if notice.purpose == "news-1":
            queued("money-2", "money")
        return real(notice, connection)

    monkeypatch.setattr(services, "notice_message", interrupting)
    assert send_for_a_while(at=now(), seconds=20, limit=3) == 8
    assert [message.to[0].split("@")[0] for message in mail.outbox] == [
        "money-1", "news-0", "news-1", "money-2", "news-2", "news-3", "news-4", "news-5"
    ]  # fmt: skip


def test_sending_stops_after_its_time() -> None:
    for number in range(6):
        queued(f"news-{number}")
    assert send_for_a_while(at=now(), seconds=0, limit=2) == 2
    assert Notice.objects.filter(state=Notice.State.PENDING).count() == 4


def test_a_server_away_is_not_called_again_in_the_same_round(monkeypatch) -> None:
    tried = []

    class Away:
        """Nobody answers."""

        def open(self) -> None:
            """Fail."""
            tried.append(1)
            raise ConnectionRefusedError

    monkeypatch.setattr(mail, "get_connection", lambda *a, **k: Away())
    for number in range(5):
        queued(f"news-{number}")
    assert send_for_a_while(at=now(), seconds=20) == 0
    assert len(tried) == 1


def test_each_has_one_name_for_all_its_tries_and_its_own_headers() -> None:
    one, two = queued("one"), queued("two")
    assert message_id(one) == message_id(Notice.objects.get(pk=one.pk)) != message_id(two)
    sent = notice_message(one).message()
    assert sent["Message-ID"] == message_id(one)
    assert sent["List-Unsubscribe"] == "<http://testserver/one@example.org>"


def test_a_folder_holds_one_file_per_message_however_often_it_is_sent(settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = notice_message(queued("one"))
    for _again in range(2):
        assert EmailBackend().send_messages([message]) == 1
    [file] = (tmp_path / "mail").iterdir()
    assert file.name == message_id(Notice.objects.get()).strip("<>").replace("@", "-") + ".eml"
    assert b"To: one@example.org" in file.read_bytes()
