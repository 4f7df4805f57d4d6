"""The jury's marks in the list of applications: what the ranking says, to who runs the call and nobody else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from calls.application_columns import with_columns
from calls.application_export import export_of
from calls.models import Application, CallPage
from calls.ranking import HUNDREDTHS
from calls.services import assigning
from calls.standings import best_first
from tests.applications import a_deposited_application
from tests.editorial import a_member, the_home
from tests.juries import a_judged_call, a_reading, a_review, a_round

pytestmark = pytest.mark.django_db
LIST = "/admin/candidatures/"


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def titled(call: CallPage, title: str) -> Application:
    return a_deposited_application(call, answers={"title": title})


def titles(client: Client, query: str) -> list[str]:
    return sorted(row.title for row, _cells in client.get(f"{LIST}?{query}").context["rows"])


@pytest.fixture
def judged(db: None) -> CallPage:
    """A call with six applications: marks at the edges of the bands, one mark that does not fall even, one without."""
    the_home()
    call = a_judged_call()
    for title, marks in {
        "Cent": [(5, 5)],
        "Quatre-vingts": [(4, 4)],
        "Presque": [(4, 4), (4, 4), (4, 3)],
        "Soixante": [(3, 3)],
        "Zéro": [(0, 0)],
    }.items():
        application = titled(call, title)
        for points in marks:
            a_review(application, *points)
    a_reading(titled(call, "Sans"))
    return call


def test_the_column_says_what_the_ranking_says(judged: CallPage) -> None:
    rows = with_columns(Application.objects.filter(call=judged), a_member(EDITORS))

    shown = {row.pk: row.score for row in rows}

    ranked = {application: standing.mean for application, standing in best_first(judged).items()}
    assert {pk: mean for pk, mean in shown.items() if mean is not None} == ranked
    assert sum(mean is None for mean in shown.values()) == 1
    assert 7_733 in shown.values(), "8 000, 8 000 and 7 200: the mean is rounded, not cut"


def test_a_later_round_replaces_the_mark_and_a_juror_who_left_takes_theirs_along(judged: CallPage) -> None:
    again = Application.objects.get(call=judged, current__answers__title="Soixante")
    a_round(judged, applications=[again.pk])
    again.refresh_from_db()
    a_review(again, 2, 2)
    gone = Application.objects.get(call=judged, current__answers__title="Zéro")
    juror = gone.assignments.get().juror
    assigning.end_seat(juror=juror, at=timezone.now(), actor=a_member(EDITORS))

    rows = with_columns(Application.objects.filter(call=judged), a_member(EDITORS))

    ranked = best_first(judged)
    assert {row.pk: row.score for row in rows} == {
        row.pk: ranked[row.pk].mean if row.pk in ranked else None for row in rows
    }
    assert rows.get(pk=again.pk).score == 40 * HUNDREDTHS


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ("80", ["Cent", "Quatre-vingts"]),
        ("60", ["Presque", "Soixante"]),
        ("40", []),
        ("0", ["Zéro"]),
        ("none", ["Sans"]),
        ("anything", ["Cent", "Presque", "Quatre-vingts", "Sans", "Soixante", "Zéro"]),
    ],
)
def test_each_band_has_its_edges(judged: CallPage, client: Client, band: str, expected: list[str]) -> None:
    assert titles(signed_in(client, a_member(EDITORS)), f"note={band}") == expected


def test_an_export_has_the_mark_and_keeps_the_filter(judged: CallPage, client: Client) -> None:
    browser = signed_in(client, a_member(EDITORS))

    lines = b"".join(browser.get(f"{LIST}candidatures.csv?note=80").streaming_content).decode().splitlines()

    assert "note sur 100" in lines[0]
    assert len(lines) == 3
    assert any("100" in line and "Cent" in line for line in lines[1:])


def test_a_moderator_who_judges_learns_nothing_of_what_the_others_think(
    judged: CallPage, client: Client
) -> None:
    moderator = a_member(MODERATORS)
    marked = Application.objects.get(call=judged, current__answers__title="Cent")
    invitation = assigning.invite_juror(
        call=judged, email=moderator.email, at=timezone.now(), actor=a_member(EDITORS)
    )
    seat = assigning.accept_invitation(invitation=invitation, user=moderator, at=timezone.now())
    a_reading(marked, seat)
    browser = signed_in(client, moderator)

    text = browser.get(LIST).content.decode()

    assert "Cent" in text
    assert "note sur 100" not in text.lower()
    assert titles(browser, "note=0") == ["Cent"], "the filter is not theirs: it narrows nothing"


def test_an_editor_who_does_not_run_the_call_reads_no_mark(judged: CallPage) -> None:
    """Same group, no right on the page: another territory's editor who was handed an application to judge."""
    from django.contrib.auth.models import Group

    elsewhere = a_member(MODERATORS)
    elsewhere.groups.add(Group.objects.create(name="unrelated"))
    editors = Group.objects.get(name=EDITORS)
    editors.page_permissions.all().delete()
    elsewhere.groups.add(editors)

    rows = with_columns(Application.objects.filter(call=judged), User.objects.get(pk=elsewhere.pk))

    assert {row.score for row in rows} == {None}


def test_finance_has_no_mark_in_the_complete_export(judged: CallPage) -> None:
    rows = Application.objects.read_by_staff()

    for reader, has_it in ((a_member(FINANCE), False), (None, False), (a_member(EDITORS), True)):
        export = export_of(rows, zone="Europe/Paris", reader=reader, is_complete=True)
        assert ("note sur 100" in export.header) is has_it
        if has_it:
            place = export.header.index("note sur 100")
            assert Decimal("77.33") in {row[place] for row in export.rows}
