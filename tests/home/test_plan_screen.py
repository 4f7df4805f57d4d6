"""The plan of a page says its gaps and overlaps; nobody but editors opens the programme's screens."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from base.models import Territory
from home.models import Place, Slot
from tests.builders import a_user
from tests.editorial import a_call, a_member, a_slot, a_story, a_theme, the_home

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, *groups: str) -> User:
    """Sign somebody of these groups in, and return them."""
    person = a_member(*groups)
    client.force_login(person, backend=BACKEND)
    return person


def ask_for_approval() -> None:
    """Have the territory want a second editor."""
    Territory.objects.filter(root_page=the_home()).update(programme_needs_approval=True)


class TestPlanScreen:
    """Gaps and overlaps in words."""

    def plan(self, client: Client, **query: Any) -> str:
        """Read the plan of the front page."""
        return (
            client.get(reverse("slots:list"), query)
            .content.decode()
            .replace("\u00a0", " ")
            .replace("\u202f", " ")
        )

    def test_a_gap_is_said_with_what_fills_it(self, client: Client) -> None:
        sign_in(client, EDITORS)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        a_slot(a_theme(title="Avant"), starts_at=midnight, ends_at=midnight + 3 * DAY)
        a_slot(a_theme(title="Après"), starts_at=midnight + 5 * DAY)

        text = self.plan(client)

        assert "rien de prévu. La page montrera : le thème le plus récent." in text
        start, end = ((midnight + number * DAY).strftime("%Y-%m-%dT00%%3A00") for number in (3, 5))
        assert f"place=headline&amp;starts_at={start}&amp;ends_at={end}" in text

    def test_an_overlap_is_said_with_the_one_that_wins(self, client: Client) -> None:
        sign_in(client, EDITORS)
        at = timezone.now()
        a_slot(a_theme(title="Premier"), starts_at=at - DAY, ends_at=at + 3 * DAY)
        a_slot(a_theme(title="Second"), starts_at=at + DAY, ends_at=at + 9 * DAY)

        text = self.plan(client)

        assert "2 créneaux se chevauchent ; le dernier commencé l’emporte." in text
        assert text.index(">Premier</a>", text.index("se chevauchent")) < text.index("(l’emporte)")

    def test_slots_not_approved_leave_their_gap(self, client: Client) -> None:
        ask_for_approval()
        sign_in(client, EDITORS)
        a_slot(a_theme(), starts_at=timezone.now() - DAY)

        text = self.plan(client)

        assert "à valider" in text
        assert "le thème le plus récent" in text

    def test_a_banner_without_a_link_is_listed(self, client: Client) -> None:
        sign_in(client, EDITORS)
        a_slot(place=Place.BANNER, text="Venez samedi")

        assert "Venez samedi" in self.plan(client)

    def test_a_section_left_out_is_said(self, client: Client) -> None:
        sign_in(client, EDITORS)
        home = the_home()
        home.body = [("text", {"title": "Mot", "text": "<p>Oui</p>"})]
        home.save_revision().publish()
        a_slot(a_story(), place=Place.STORY)

        assert "n’a pas cette section" in self.plan(client)

    @pytest.mark.parametrize(
        ("du", "au", "words"),
        [
            ("hier", "2027-01-01", "valide"),
            ("2027-01-02", "2027-01-01", "après le début"),
            ("2026-01-01", "2030-01-01", "treize mois"),
        ],
    )
    def test_a_period_that_makes_no_sense_is_said(self, client: Client, du: str, au: str, words: str) -> None:
        sign_in(client, EDITORS)

        assert words in self.plan(client, du=du, au=au)

    def test_the_queries_do_not_grow_with_the_slots(self, client: Client) -> None:
        sign_in(client, EDITORS)
        counts = []
        for number in (2, 12):
            for _ in range(number):
                for place, make in ((Place.STORY, a_story), (Place.CALL, a_call), (Place.HEADLINE, a_theme)):
                    a_slot(make(), place=place, author=a_user(), changed_by=a_user())
            client.get(reverse("slots:list"))
            with CaptureQueriesContext(connection) as queries:
                self.plan(client)
            counts.append(len(queries))

        assert counts[0] == counts[1]


ADDRESSES = [
    ("slots:list", False),
    ("slots:add", False),
    ("slots:edit", True),
    ("slots:delete", True),
    ("slots:approve", True),
    ("as_of:show", False),
    ("as_of:page", False),
    ("showings:list", False),
    ("showings:export", False),
]


@pytest.mark.parametrize("groups", [(MODERATORS,), (FINANCE,), (), None])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "has_slot"), ADDRESSES)
def test_nobody_but_editors_gets_in(
    client: Client, name: str, has_slot: bool, method: str, groups: tuple[str, ...] | None
) -> None:
    slot = a_slot(a_story(), place=Place.STORY)
    if groups is not None:
        sign_in(client, *groups)
    url = reverse(name, args=[slot.pk] if has_slot else [])

    response = getattr(client, method)(url, {"note": "moi"} if method == "post" else {})

    assert response.status_code in {302, 403, 405}
    assert response.status_code != 405 or (name, method) == ("slots:approve", "get") or method == "post"
    assert Slot.objects.filter(approved_at=None, note="").count() == 1


@pytest.mark.parametrize(("name", "has_slot"), ADDRESSES)
def test_a_technical_administrator_gets_in(client: Client, name: str, has_slot: bool) -> None:
    slot = a_slot(a_story(), place=Place.STORY)
    client.force_login(a_user(is_staff=True, is_superuser=True), backend=BACKEND)
    url = reverse(name, args=[slot.pk] if has_slot else [])
    wanted = 405 if name == "slots:approve" else 404 if name == "as_of:page" else 200

    assert client.get(url).status_code == wanted
