"""The outbox: each notice leaves at most once, whatever breaks."""

import datetime as dt
import smtplib
from concurrent.futures import ThreadPoolExecutor
from email.header import decode_header, make_header

import pytest
from django.core import mail
from django.db import connection, transaction
from django.template import engines
from django.utils import timezone
from wagtail.models import Page

from base.mail import one_line
from base.models import Territory
from notices import registry, services
from notices.models import Notice
from notices.registry import NoticeKind
from notices.rendering import notice_message
from notices.services import NoticeDraft, queue_notice, queue_notices, send_again, send_due_notices

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(minutes=11)


@pytest.fixture(autouse=True)
def kinds(monkeypatch, settings, tmp_path):
    """Two kinds with their own templates: one sound, one whose words cannot be written."""
    folder = tmp_path / "email" / "trial"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text(
        '{% extends "email/base.txt" %}{% block body %}Bonjour {{ name }}, {{ site_url }}/x{% endblock %}'
    )
    (folder / "hello.html").write_text(
        '{% extends "email/base.html" %}{% block body %}<p>Bonjour {{ name }}</p>{% endblock %}'
    )
    (folder / "broken.txt").write_text("{% include missing %}")
    (folder / "broken.html").write_text("")
    engines["django"].engine.dirs.append(tmp_path)
    engines["django"].engine.template_loaders = None
    engines["django"].engine.__dict__.pop("template_loaders", None)
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(NoticeKind("hello", "email/trial/hello", lambda c: f"Bonjour {c['name']}"))
    registry.register(NoticeKind("broken", "email/trial/broken", lambda c: "Rien"))
    yield
    engines["django"].engine.dirs.remove(tmp_path)
    engines["django"].engine.__dict__.pop("template_loaders", None)


def queued(purpose: str = "one", kind: str = "hello", **context: object) -> Notice:
    """Queue a notice to Amina."""
    return queue_notice(
        kind=kind, recipient="amina@example.org", purpose=purpose, context={"name": "Amina", **context}
    )


def now() -> dt.datetime:
    """Return this instant."""
    return timezone.now()


class Backend:
    """Stands for a mail backend whose calls fail as told."""

    def __init__(self, on_open: Exception | None = None, on_send: Exception | None = None) -> None:
        self.on_open, self.on_send, self.sent = on_open, on_send, 0

    def open(self) -> None:
        """Connect, or fail."""
        if self.on_open:
            raise self.on_open

    def close(self) -> None:
        """Close badly, which must not matter."""
        raise OSError("already closed")

    def send_messages(self, messages: list[object]) -> int:
        """Take the messages, or fail."""
        if self.on_send:
            raise self.on_send
        self.sent += len(messages)
        return len(messages)


@pytest.fixture
def backend(monkeypatch):
    """Replace the mail backend by one that fails as the test says."""

    def install(**faults: Exception) -> Backend:
        made = Backend(**faults)
        monkeypatch.setattr(mail, "get_connection", lambda *a, **k: made)
        return made

    return install


def test_a_notice_is_sent_once() -> None:
    queued()
    assert send_due_notices(at=now()) == 1
    assert send_due_notices(at=now()) == 0
    [message] = mail.outbox
    assert message.to == ["amina@example.org"]
    assert message.subject == "Bonjour Amina"
    assert "Bonjour Amina, http://testserver/x" in message.body
    assert message.alternatives[0][1] == "text/html"
    row = Notice.objects.get()
    assert (row.state, row.attempts, row.lease_until) == (Notice.State.SENT, 1, None)
    assert row.sent_at


def test_the_same_purpose_is_written_once() -> None:
    first = queued()
    again = queue_notice(kind="hello", recipient="other@example.org", purpose="one", context={"name": "Z"})
    assert again.pk == first.pk
    assert again.recipient == "amina@example.org"
    send_due_notices(at=now())
    queued()
    assert send_due_notices(at=now()) == 0
    assert len(mail.outbox) == 1


def test_a_notice_goes_with_its_transaction() -> None:
    @transaction.atomic
    def fact() -> None:
        queued()
        raise RuntimeError("the fact did not happen")

    with pytest.raises(RuntimeError):
        fact()
    assert not Notice.objects.exists()


def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match="nothing"):
        queued(kind="nothing")


def test_two_kinds_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="hello"):
        registry.register(NoticeKind("hello", "email/elsewhere", lambda c: ""))


def test_a_row_taken_by_another_worker_is_left_alone(monkeypatch) -> None:
    row = queued()
    assert services._claim(row, at=now())
    assert not services._claim(Notice.objects.get(), at=now())
    assert send_due_notices(at=now()) == 0
    assert not mail.outbox


def test_a_crash_while_sending_is_never_sent_again_blindly() -> None:
    row = queued()
    services._claim(row, at=now())
    assert send_due_notices(at=now() + dt.timedelta(minutes=9)) == 0
    row.refresh_from_db()
    assert row.state == Notice.State.SENDING
    assert send_due_notices(at=now() + SOON) == 0
    row.refresh_from_db()
    assert row.state == Notice.State.FAILED
    assert "may or may not" in row.failure
    assert not mail.outbox
    assert send_again(row, at=now())
    assert not send_again(row, at=now())
    assert send_due_notices(at=now()) == 1


@pytest.mark.parametrize(
    "error", [TimeoutError("slow"), smtplib.SMTPServerDisconnected("gone"), ConnectionResetError()]
)
def test_a_lost_answer_is_for_a_person_to_judge(backend, error) -> None:
    backend(on_send=error)
    row = queued()
    assert send_due_notices(at=now()) == 0
    row.refresh_from_db()
    assert row.state == Notice.State.FAILED
    assert "answer lost" in row.failure


def test_a_mail_server_away_for_a_day_loses_nothing(backend) -> None:
    backend(on_open=ConnectionRefusedError("nobody"))
    for number in range(3):
        queued(f"n{number}")
    at = now()
    for _round in range(200):
        send_due_notices(at=at)
        at += SOON
    assert set(Notice.objects.values_list("state", "attempts")) == {(Notice.State.PENDING, 0)}
    healthy = backend()
    assert send_due_notices(at=at) == 3
    assert healthy.sent == 3


def test_a_refusal_for_good_is_tried_a_few_times(backend) -> None:
    backend(on_send=smtplib.SMTPRecipientsRefused({"amina@example.org": (550, b"no such user")}))
    row = queued()
    at = now()
    for tries in range(1, services.TRIES_WHEN_REFUSED + 1):
        send_due_notices(at=at)
        row.refresh_from_db()
        assert row.attempts == tries
        at += SOON
    assert row.state == Notice.State.FAILED
    assert "550" in row.failure
    assert "amina" not in row.failure


def test_a_passing_refusal_is_tried_for_long(backend) -> None:
    backend(on_send=smtplib.SMTPDataError(451, b"try later"))
    row = queued()
    at = now()
    for _round in range(20):
        send_due_notices(at=at)
        at += SOON
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Notice.State.PENDING, 20)
    backend()
    assert send_due_notices(at=at) == 1


def test_an_interface_that_answers_is_believed(backend) -> None:
    refused = RuntimeError("bad request")
    refused.status_code = 400  # as django-anymail's errors have
    backend(on_send=refused)
    row = queued()
    send_due_notices(at=now())
    row.refresh_from_db()
    assert row.state == Notice.State.PENDING


def test_words_that_cannot_be_written_stop_no_other(caplog) -> None:
    queued("bad", kind="broken")
    queued("good")
    assert send_due_notices(at=now()) == 1
    assert Notice.objects.get(purpose="bad").state == Notice.State.PENDING
    at = now()
    for _round in range(services.TRIES_WHEN_REFUSED):
        at += SOON
        send_due_notices(at=at)
    assert Notice.objects.get(purpose="bad").state == Notice.State.FAILED


def test_an_answer_that_comes_after_the_sweep_is_still_the_truth(monkeypatch) -> None:
    row = queued()
    real = services.notice_message

    def slow(notice, connection):
        services.flag_lost_notices(at=now() + SOON)
        return real(notice, connection)

    monkeypatch.setattr(services, "notice_message", slow)
    assert send_due_notices(at=now()) == 1
    row.refresh_from_db()
    assert row.state == Notice.State.SENT


def test_pauses_grow_and_stay_bounded() -> None:
    for attempts, longest in ((1, 1), (2, 2), (3, 4), (50, 10)):
        pause = services.pause_after(attempts)
        assert dt.timedelta(minutes=longest / 2) <= pause <= dt.timedelta(minutes=longest)


def test_a_subject_stays_one_line() -> None:
    assert one_line("a\r\nBcc: x@example.org\x00 b\u2028c") == "a Bcc: x@example.org b c"
    queued(name="Amina\r\nBcc: evil@example.org")
    send_due_notices(at=now())
    [message] = mail.outbox
    assert "\n" not in message.subject
    assert "Bcc" not in dict(message.message())
    assert len(one_line("x" * 1000)) <= 180


def test_people_s_words_are_text_in_both_parts() -> None:
    queued(name="<b>L'amie & co</b>")
    send_due_notices(at=now())
    [message] = mail.outbox
    assert "Bonjour <b>L'amie & co</b>," in message.body
    html = message.alternatives[0][0]
    assert "&lt;b&gt;L&#x27;amie &amp; co&lt;/b&gt;" in html


def test_the_territory_signs_its_messages() -> None:
    territory = Territory.objects.create(
        name="Ville de Rivelaine",
        slug="rivelaine",
        platform_name="Rivelaine pousse",
        root_page=Page.get_first_root_node(),
        contact_name="Nadia Ferrand",
        contact_phone="04 65 71 00 10",
        contact_hours="du lundi au vendredi",
        contact_email="bonjour@example.org",
    )
    message = notice_message(queued(territory_id=territory.pk))
    assert str(make_header(decode_header(message.message()["From"]))).startswith("Rivelaine pousse <")
    assert message.reply_to == ["bonjour@example.org"]
    for part in (message.body, message.alternatives[0][0]):
        for words in ("Rivelaine pousse", "Nadia Ferrand", "04 65 71 00 10"):
            assert words in part.replace("\u00a0", " ")
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_old_contexts_are_forgotten_and_the_fact_stays() -> None:
    queued()
    send_due_notices(at=now())
    assert services.forget_old_contexts(at=now() + dt.timedelta(days=80)) == 0
    assert services.forget_old_contexts(at=now() + dt.timedelta(days=100)) == 1
    row = Notice.objects.get()
    assert row.context == {}
    assert row.state == Notice.State.SENT


def test_many_are_queued_in_few_statements(django_assert_max_num_queries) -> None:
    queued("known")
    with django_assert_max_num_queries(2):
        queue_notices(
            NoticeDraft(kind="hello", recipient="a@example.org", purpose=purpose, context={"name": "A"})
            for purpose in ("known", "new", "new", "other")
        )
    assert Notice.objects.count() == 3
    assert Notice.objects.get(purpose="known").recipient == "amina@example.org"
    with pytest.raises(LookupError):
        queue_notices([NoticeDraft(kind="nothing", recipient="a@example.org", purpose="x", context={})])


def _send_with_six_workers() -> int:
    """Queue thirty notices, send them with six threads, and return how many messages left."""
    for number in range(30):
        queued(f"n{number}")

    def work(_number: int) -> int:
        try:
            return send_due_notices(at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        return sum(threads.map(work, range(6)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_notice_once() -> None:
    assert _send_with_six_workers() == 30
    assert len(mail.outbox) == 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_claim_workers_would_send_twice(monkeypatch) -> None:
    """Negative control: with a claim that looks at nothing, the test above would see doubles."""

    def careless(notice: Notice, *, at: dt.datetime) -> bool:
        Notice.objects.filter(pk=notice.pk).update(
            state=Notice.State.SENDING, lease_until=at + services.LEASE
        )
        return True

    monkeypatch.setattr(services, "_claim", careless)
    assert _send_with_six_workers() > 30
