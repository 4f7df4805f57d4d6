"""The signature header is written by strangers: whatever it holds, the answer is yes or no, never an error."""

import time

import pytest
from django.urls import reverse

from demo_bank.signatures import is_genuine, sign

NOW = 1_800_000_000


def test_a_genuine_event_is_recognised_for_five_minutes():
    header = sign(b"{}", secret="s", timestamp=NOW)
    assert is_genuine(b"{}", header, secret="s", now=NOW + 300)
    assert not is_genuine(b"{}", header, secret="s", now=NOW + 301)
    assert not is_genuine(b"{} ", header, secret="s", now=NOW)
    assert not is_genuine(b"{}", header, secret="other", now=NOW)


def test_nothing_is_genuine_without_a_secret():
    assert not is_genuine(b"{}", sign(b"{}", secret="", timestamp=NOW), secret="", now=NOW)


STRANGE = [
    "",
    "t=",
    "v1",
    "=,=,",
    "t=²,v1=x",
    "t=1{now},v1=x",
    f"t={'1' * 5000},v1=x",
    "t={now},v1=é",
    "t=-1,v1=x",
]


@pytest.mark.django_db
@pytest.mark.parametrize("header", STRANGE)
def test_a_strange_header_is_refused_as_any_forgery(client, header):
    header = header.replace("{now}", str(int(time.time())))
    answer = client.post(
        reverse("campaigns:webhook", args=["demo"]),
        b"{}",
        content_type="application/json",
        headers={"Demo-Bank-Signature": header},
    )
    assert answer.status_code == 400
