"""Front pages that staff share with those who apply: staff read them with the second factor, others without."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.calls.application_room import READERS, WRITERS, a_room
from tests.second_factor import SET_UP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.mark.parametrize("role", [*WRITERS, *READERS])
def test_a_deposited_copy(role: str) -> None:
    room = a_room("deposited")
    client = Client()
    client.force_login(room.people[role])
    answer = client.get(reverse("calls:version", args=[room.application.reference, 1]))

    if role in READERS:
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    else:
        assert answer.status_code == 200


def test_who_holds_an_application_and_works_for_the_territory_reads_their_own() -> None:
    room = a_room("deposited")
    editor = room.people["editor"]
    room.application.members.create(user=editor, joined_at=room.application.deposited_at)
    client = Client()
    client.force_login(editor)

    assert client.get(reverse("calls:version", args=[room.application.reference, 1])).status_code == 200
