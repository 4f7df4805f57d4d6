"""The outbox in the admin: staff decide about what failed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from base.models import AuditLine
from notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> Notice:
    """A message whose answer was lost."""
    now = timezone.now()
    return Notice.objects.create(
        kind="hello",
        recipient="amina@example.org",
        purpose="one",
        state=Notice.State.FAILED,
        failure="answer lost",
        created_at=now,
        next_try_at=now,
        context={"name": "Amina"},
    )


def test_a_failed_message_is_sent_again_on_a_decision(client: Client, failed: Notice) -> None:
    client.force_login(User.objects.create_superuser("tech@example.org"))
    assert "amina@example.org" in client.get(reverse("messages:index")).content.decode()
    address = reverse("notices_send_again", args=[failed.pk])
    assert address in client.get(reverse("messages:inspect", args=[failed.pk])).content.decode()
    assert "deux fois" in client.get(address).content.decode()
    failed.refresh_from_db()
    assert failed.state == Notice.State.FAILED
    client.post(address)
    failed.refresh_from_db()
    assert failed.state == Notice.State.PENDING
    line = AuditLine.objects.get()
    assert (line.action, line.object_id, line.detail) == (
        "notice.sent_again",
        str(failed.pk),
        {"kind": "hello"},
    )
    client.post(address)
    assert AuditLine.objects.count() == 1


def test_nobody_else_decides(client: Client, failed: Notice) -> None:
    client.force_login(User.objects.create_user("amina@example.org"))
    client.post(reverse("notices_send_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.state == Notice.State.FAILED


def test_a_message_is_not_edited_nor_deleted(client: Client, failed: Notice) -> None:
    client.force_login(User.objects.create_superuser("tech@example.org"))
    for name in ("edit", "delete"):
        assert client.post(reverse(f"messages:{name}", args=[failed.pk])).status_code == 302
    failed.refresh_from_db()
    assert failed.recipient == "amina@example.org"
