"""The directory of schemes: its list, its pages, the entries other pages point to, and the one action on them."""

import datetime as dt
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from base.models import AuditLine, Tag
from calls.models import CallPage
from stories.directory import schemes_for
from stories.models import SchemePage
from stories.scheme_status import a_year_before, scheme_state
from tests.builders import a_campaign, a_picture, a_territory, settle, the_territory
from tests.editorial import a_call, a_plain_page, a_scheme, a_theme, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
AT = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
ONE = dt.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def staff(*groups: str) -> User:
    """Somebody of these groups, with the rights the groups have on the territory."""
    grant_page_rights(the_territory().root_page)
    number = User.objects.count()
    return create_verified_user(f"equipe-{number}@example.org", None, groups=groups)


def signed_in(client: Client, *groups: str) -> Client:
    """The browser of somebody of these groups."""
    client.force_login(staff(*groups), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "tone", "words"),
    [
        (None, None, "open", "Toute l’année."),
        (DAY, DAY, "open", "Jusqu’au 10\u00a0novembre 2026 compris."),
        (None, DAY - ONE, "lost", "Clos depuis le 9\u00a0novembre 2026."),
        (DAY + ONE, None, "wait", "Ouvre le 11\u00a0novembre 2026."),
        (DAY + ONE, DAY + 2 * ONE, "wait", "Du 11\u00a0novembre 2026 au 12\u00a0novembre 2026 compris."),
    ],
)
def test_where_a_scheme_stands(
    opens_on: dt.date | None, closes_on: dt.date | None, tone: str, words: str
) -> None:
    state = scheme_state(opens_on=opens_on, closes_on=closes_on, day=DAY)

    assert (state.tone, state.sentence) == (tone, words)
    scheme = a_scheme(opens_on=opens_on, closes_on=closes_on)
    assert (scheme in SchemePage.objects.open_on(DAY)) is (tone == "open")
    assert scheme.is_open_on(DAY) is (tone == "open")


def test_a_year_before_a_leap_day() -> None:
    assert a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
    assert a_year_before(DAY) == dt.date(2025, 11, 10)


def test_the_order_of_the_directory() -> None:
    long_closed = a_scheme(closes_on=DAY - 9 * ONE)
    closed = a_scheme(closes_on=DAY - ONE)
    later, soon = a_scheme(opens_on=DAY + 9 * ONE), a_scheme(opens_on=DAY + ONE)
    all_year = a_scheme()
    ending, ending_soon = a_scheme(closes_on=DAY + 9 * ONE), a_scheme(closes_on=DAY)

    assert list(SchemePage.objects.open_first(DAY)) == [
        ending_soon, ending, all_year, soon, later, closed, long_closed,
    ]  # fmt: skip


def test_the_directory_filters_by_kind_with_links(client: Client) -> None:
    index = the_list(SchemePage)
    assert "Le répertoire se prépare" in read_page(client, index.url)
    a_scheme(title="Un chèque", kind="grant")
    a_scheme(title="La grande salle", kind="room")
    a_scheme(title="Pas encore relu", live=False)

    everything = read_page(client, index.url)
    rooms = read_page(client, f"{index.url}?nature=pret-de-salle")

    assert 'href="?nature=pret-de-salle"' in everything
    assert "nature=microcredit" not in everything
    assert "Pas encore relu" not in everything
    assert "La grande salle" in rooms
    assert "Un chèque" not in rooms
    assert "Rien de cette sorte" in read_page(client, f"{index.url}?nature=microcredit")
    assert "Un chèque" in read_page(client, f"{index.url}?nature=%27%00&page=zzz")


def test_the_page_says_it_all_in_words(client: Client) -> None:
    scheme = a_scheme(
        title="L'aide & le reste",
        who_for="Associations de moins de trois ans",
        how_much="De 500 à 3 000 €",
        steps=[("step", "Appelez."), ("step", "Écrivez deux pages.")],
        contact_name="Inès Morel",
        closes_on=dt.date(2099, 12, 1),
    )

    text = read_page(client, scheme.url)

    for words in (
        "Associations de moins de trois ans",
        "De 500 à 3\u202f000\u00a0€",
        "Écrivez deux pages.",
        "Inès Morel",
        "Jusqu’au 1er\u00a0décembre 2099 compris.",
        "Vérifié le",
        "Signaler une erreur",
    ):
        assert words in text, words
    assert text.index("Appelez.") < text.index("Écrivez deux pages.")
    report = unquote(text.partition('href="mailto:nadia@example.org?')[2].partition('"')[0])
    assert "Une erreur sur la page « L'aide & le reste »" in report.replace("&amp;", "&", 1)
    assert scheme.full_url in report


@pytest.mark.parametrize(("days", "warned"), [(365, False), (366, True)])
def test_an_old_check_is_said_gently(client: Client, days: int, warned: bool) -> None:
    with time_machine.travel(AT, tick=False):
        scheme = a_scheme(checked_on=DAY - days * ONE)

        text = read_page(client, scheme.url)

    assert ("mieux vaut appeler" in text) is warned
    assert (scheme in SchemePage.objects.unchecked_since(a_year_before(DAY))) is warned


def test_the_rule_by_which_pages_point_to_schemes() -> None:
    bread, garden = (Tag.objects.create(name=name, slug=name) for name in ("pain", "jardin"))
    both = a_scheme(tags=["pain", "jardin"], checked_on=DAY - 30 * ONE)
    old = a_scheme(tags=["pain"], checked_on=DAY - 90 * ONE)
    fresh = a_scheme(tags=["pain"], checked_on=DAY)
    useful = a_scheme(for_everyone=True, kind="room")
    a_scheme(tags=["pain"], opens_on=DAY + ONE)
    a_scheme(tags=["pain"], closes_on=DAY - ONE)
    a_scheme(tags=["pain"], live=False)
    a_scheme(tags=["vélo"])
    a_scheme()

    def pointed(**changes: object) -> list[SchemePage]:
        usual = {"territory": the_territory(), "tags": [bread, garden], "at": AT}
        return schemes_for(**{**usual, **changes})

    assert pointed() == [both, fresh, old, useful]
    assert pointed(limit=2) == [both, fresh]
    assert pointed(tags=[]) == [useful]
    assert pointed(kinds=["room"]) == [useful]


def test_another_territory_s_schemes_are_its_own() -> None:
    here = the_territory()
    a_scheme(for_everyone=True, territory=a_territory(name="Zone d’amont"))

    assert schemes_for(territory=here, tags=[], at=AT) == []


@pytest.mark.parametrize("seconds", [-1, 0])
def test_it_is_pointed_to_from_the_first_second_of_its_day_here(seconds: int) -> None:
    midnight_in_paris = dt.datetime(2026, 11, 9, 23, tzinfo=dt.UTC)
    a_scheme(for_everyone=True, opens_on=DAY)

    found = schemes_for(
        territory=the_territory(), tags=[], at=midnight_in_paris + dt.timedelta(seconds=seconds)
    )

    assert len(found) == (1 if seconds == 0 else 0)


def test_pages_point_to_schemes_and_say_why(client: Client) -> None:
    a_scheme(title="Le coup de pouce", tags=["pain"])
    everyone = a_scheme(title="La halle", for_everyone=True)
    pages = {
        "theme": a_theme(tags=["pain"]).url,
        "call": a_call(tags=["pain"]).url,
        "missed": settle(a_campaign(page={"tags": ["pain"]})).page.url,
        "proposals": a_plain_page(for_proposals=True).url,
    }

    texts = {name: read_page(client, url) for name, url in pages.items()}

    for name, text in texts.items():
        assert "La halle" in text, name
        assert "Pourquoi ceux-ci" in text, name
        assert f'href="{everyone.get_parent().url}"' in text, name
        assert ("Le coup de pouce" in text) is (name != "proposals"), name
    assert "Et maintenant" in texts["missed"]
    assert "La halle" not in read_page(client, a_campaign().page.url)
    assert "La halle" not in read_page(client, a_plain_page().url)


def test_the_queries_do_not_grow_with_the_directory(client: Client) -> None:
    theme = a_theme(tags=["pain"])

    def fill(number: int) -> None:
        for _ in range(number):
            a_scheme(tags=["pain"], picture=a_picture(), steps=[("step", "Appelez.")])

    def measure() -> dict[str, int]:
        scheme = SchemePage.objects.first()
        assert scheme is not None
        counts = {}
        for name, url in {"list": the_list(SchemePage).url, "page": scheme.url, "theme": theme.url}.items():
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts[name] = len(queries)
        return counts

    fill(5)
    few = measure()
    fill(18)

    assert measure() == few
    assert max(few["list"], few["page"]) <= 22, few


def checked_url(scheme: Page) -> str:
    """Where « Vérifié aujourd’hui » posts."""
    return reverse("schemes_admin:checked", args=[scheme.pk])


@time_machine.travel(AT, tick=False)
def test_an_editor_says_it_is_still_true(client: Client) -> None:
    scheme = a_scheme(checked_on=dt.date(2025, 1, 1), tags=["pain"])
    scheme.save_revision().publish()

    response = signed_in(client, EDITORS).post(checked_url(scheme), {"next": "/admin/"})

    assert response["Location"] == "/admin/"
    scheme.refresh_from_db()
    assert scheme.checked_on == DAY
    assert not scheme.has_unpublished_changes
    assert [tag.name for tag in scheme.tags.all()] == ["pain"]
    line = AuditLine.objects.get(action="scheme.checked")
    assert line.detail == {"checked_on": "2026-11-10", "published": True}
    assert line.object_id == str(scheme.pk)


@time_machine.travel(AT, tick=False)
def test_a_draft_in_progress_is_not_published_by_it(client: Client) -> None:
    scheme = a_scheme(checked_on=dt.date(2025, 1, 1))
    scheme.save_revision().publish()
    scheme.how_much = "Le double"
    scheme.save_revision()

    signed_in(client, EDITORS).post(checked_url(scheme))

    scheme.refresh_from_db()
    assert scheme.checked_on == dt.date(2025, 1, 1)
    assert scheme.how_much == ""
    draft = scheme.get_latest_revision_as_object()
    assert (draft.checked_on, draft.how_much) == (DAY, "Le double")


def test_a_locked_page_stays_as_it_is(client: Client) -> None:
    scheme = a_scheme(checked_on=dt.date(2025, 1, 1))
    Page.objects.filter(pk=scheme.pk).update(locked=True, locked_by=staff(EDITORS))

    signed_in(client, EDITORS).post(checked_url(scheme))

    scheme.refresh_from_db()
    assert scheme.checked_on == dt.date(2025, 1, 1)


@pytest.mark.parametrize("groups", [(MODERATORS,), (FINANCE,), (), None])
def test_nobody_else_says_so(client: Client, groups: tuple[str, ...] | None) -> None:
    scheme = a_scheme(checked_on=dt.date(2025, 1, 1))
    if groups is not None:
        signed_in(client, *groups)

    for response in (client.post(checked_url(scheme)), client.get(checked_url(scheme))):
        assert response.status_code in {302, 403}
    scheme.refresh_from_db()
    assert scheme.checked_on == dt.date(2025, 1, 1)


def test_nothing_happens_by_reading_nor_to_what_is_not_there_or_elsewhere(client: Client) -> None:
    scheme = a_scheme()
    call = a_call()
    elsewhere = a_scheme(territory=a_territory(name="Zone d’amont"))
    editor = signed_in(client, EDITORS)

    assert editor.get(checked_url(scheme)).status_code == 405
    assert editor.post(checked_url(call)).status_code == 404
    assert editor.post(checked_url(elsewhere)).status_code == 404
    assert CallPage.objects.filter(pk=call.pk).exists()


def test_the_list_of_the_admin_shows_what_to_check(client: Client) -> None:
    a_scheme(title="Oubliée depuis longtemps", checked_on=dt.date(2020, 1, 1))
    a_scheme(title="Toute fraîche", kind="room")
    editor = signed_in(client, EDITORS)
    url = reverse("programme_schemes:index")

    everything = editor.get(url).content.decode()
    due = editor.get(f"{url}?check=a-verifier").content.decode()
    rooms = editor.get(f"{url}?kind=room").content.decode()

    assert everything.count('data-action="click->w-action#post"') == 2
    assert "1er\u00a0janvier 2020" in everything
    assert "Oubliée depuis longtemps" in due
    assert "Toute fraîche" not in due
    assert "Oubliée depuis longtemps" not in rooms
