"""The screens of a jury ask the database as much for 20 applications as for 2 000."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.groups import EDITORS
from accounts.models import User
from calls.models import CallPage
from calls.standings import best_first
from tests.applications import a_deposited_application
from tests.editorial import a_member
from tests.juries import a_judged_call, a_juror, a_round
from tests.support.many_applications import copies_of, read_and_decided

pytestmark = pytest.mark.django_db
FEW, MANY = 20, 2_000


@pytest.fixture
def room() -> tuple[CallPage, User, User]:
    """A call with one application, three jurors of whom one is looked at, an editor."""
    call = a_judged_call(fund_cents=1_000_000, fund_percent=50, fund_cap_cents=100_000)
    a_deposited_application(call)
    jurors = [a_juror(call) for _each in range(3)]
    a_round(call)
    return call, jurors[0].user, a_member(EDITORS)


def fill(call: CallPage, upto: int) -> None:
    """Copy the first application until there are `upto`, each read by the whole jury and decided."""
    copies = copies_of(call.applications.order_by("pk")[0], upto)
    read_and_decided(copies, list(call.jurors.all()), call.rounds.get())


def queries(act: Callable[[], object]) -> int:
    """Return how many queries an act makes."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


def test_the_screens_ask_as_much_for_few_as_for_many(room) -> None:
    call, juror, editor = room
    clients = {user: Client() for user in (juror, editor)}
    for user, client in clients.items():
        client.force_login(user)
    staff = f"/admin/appels/{call.pk}"
    pages = [
        (juror, "/jury/"),
        (juror, f"/jury/{call.pk}/"),
        (editor, f"{staff}/jury/"),
        (editor, f"{staff}/classement/"),
        (editor, f"{staff}/decisions/"),
        (editor, f"{staff}/decisions/courriers/"),
    ]
    counts: dict[str, list[int]] = {}
    for size in (FEW, MANY):
        fill(call, size)
        for user, address in pages:
            assert clients[user].get(address).status_code == 200
            counts.setdefault(address, []).append(queries(lambda u=user, a=address: clients[u].get(a)))
    assert {address: few for address, (few, many) in counts.items() if many > few} == {}


def test_the_ranking_is_one_read(room, django_assert_num_queries) -> None:
    call, _juror, _editor = room
    fill(call, 60)

    with django_assert_num_queries(2):
        assert len(best_first(call)) == 59
