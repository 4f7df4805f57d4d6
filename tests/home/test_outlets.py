"""One selection, many outlets: what they show, the town hall's screen, the sheets, and who may make them."""

import datetime as dt
import re
import sys
import zlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.services import ensure_groups
from base.printing import NotOurs, own_file
from home.models import Newsletter, Place, Selection, Slot
from home.outlets.pieces import pieces_of
from home.outlets.sheets import LEAFLET, POSTER, sheet_html
from notices.models import Notice
from tests.builders import a_campaign, a_picture, a_pledge, a_user
from tests.editorial import a_call, a_story, a_theme, an_event, the_home
from tests.outlets import a_newsletter, a_note, a_reader, a_selection
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *groups: str, **fields: object) -> Client:
    """The browser of somebody of these staff groups."""
    known = ensure_groups()
    user = a_user(is_staff=True, **fields)
    user.groups.add(*(known[name] for name in groups))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor."""
    the_home()
    return signed_in(client, EDITORS)


# What the outlets show


def test_pieces_are_public_pages_in_order_each_once() -> None:
    campaign = a_campaign(page={"title": "Un four"})
    a_pledge(campaign, 25_000)
    call, event, story = a_call(title="Un appel"), an_event(title="Une fête"), a_story(title="Un récit")
    selection = a_selection(
        story, campaign.page, call, a_story(live=False), a_campaign(state="draft").page, event, story
    )
    a_note(selection, "À lire")
    pieces = pieces_of(selection, at=timezone.now())
    assert [(piece.kind, piece.title) for piece in pieces] == [
        ("Récit", "Un récit"),
        ("Projet", "Un four"),
        ("Appel à projets", "Un appel"),
        ("Rendez-vous", "Une fête"),
    ]
    assert pieces[0].text == "À lire"
    assert (
        pieces[1]
        .facts.replace("\u202f", " ")
        .replace("\u00a0", " ")
        .startswith("25 % du seuil · 250 € réunis")
    )
    assert pieces[1].action == "Soutenir ce projet"
    assert pieces[2].facts.startswith("Ouvert jusqu’au")
    assert "Salle des Tanneries" in pieces[3].facts
    assert all(piece.url.startswith("http://testserver/") for piece in pieces)


def test_pieces_ask_the_same_of_three_pages_and_of_twelve(django_assert_max_num_queries) -> None:
    pages = [a_story(picture=a_picture()) for _n in range(6)] + [
        a_campaign(page={"picture": a_picture()}).page for _n in range(6)
    ]
    small, large = a_selection(pages[0], pages[6]), a_selection(*pages)
    pieces_of(small, at=timezone.now())
    with django_assert_max_num_queries(20) as few:
        assert len(pieces_of(Selection.objects.get(pk=small.pk), at=timezone.now())) == 2
    with django_assert_max_num_queries(len(few)):
        assert len(pieces_of(Selection.objects.get(pk=large.pk), at=timezone.now())) == 12


# The screen of the town hall


def test_the_screen_shows_one_page_and_asks_for_the_next(client: Client) -> None:
    selection = a_selection(a_story(title="Un"), a_story(title="Deux"), a_story(live=False))
    path = reverse("home:display", args=[selection.slug])
    page = client.get(path)
    text = page.content.decode()
    check_markup(text)
    assert "<h1>Un</h1>" in text
    assert 'http-equiv="refresh" content="15;url=?n=2"' in text
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert page["Cache-Control"] == "public, max-age=10"
    assert "style=" not in text
    second = client.get(path, {"n": "2"}).content.decode()
    assert "<h1>Deux</h1>" in second
    assert "url=?n=1" in second


@pytest.mark.parametrize("asked", ["0", "-1", "9", "abc", "", "99999999999999999999", "²"])
def test_the_screen_never_stops_on_a_strange_number(client: Client, asked: str) -> None:
    selection = a_selection(a_story(), a_story())
    assert client.get(reverse("home:display", args=[selection.slug]), {"n": asked}).status_code == 200


def test_the_screen_may_be_paused(client: Client) -> None:
    selection = a_selection(a_story(), a_story())
    text = client.get(reverse("home:display", args=[selection.slug]), {"pause": "1"}).content.decode()
    assert "http-equiv" not in text
    assert "?n=2&amp;pause=1" in text


def test_the_screen_tells_the_figures_of_the_moment(client: Client) -> None:
    campaign = a_campaign()
    path = reverse("home:display", args=[a_selection(campaign.page).slug])
    assert "0\u00a0€" in client.get(path).content.decode().replace("\u202f", "\u00a0")
    a_pledge(campaign, 120_000)
    text = client.get(path).content.decode().replace("\u202f", "\u00a0")
    assert "1\u00a0200\u00a0€" in text
    assert "120" in text


def test_a_screen_with_nothing_to_show_waits_and_an_unknown_one_is_not_found(client: Client) -> None:
    selection = a_selection(a_story(live=False))
    text = client.get(reverse("home:display", args=[selection.slug])).content.decode()
    assert "Bientôt ici" in text
    assert 'content="60;url=?n=1"' in text
    assert client.get("/affichage/inconnu/").status_code == 404
    assert client.post(reverse("home:display", args=[selection.slug])).status_code == 405


# Paper


def opened(content: bytes) -> bytes:
    """The compressed parts of a PDF file, as they read."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"\n".join(zlib.decompressobj().decompress(part) for part in parts if part[:1] == b"\x78")


@pytest.mark.parametrize(("name", "pages", "size"), [("leaflet", 2, (842, 595)), ("poster", 1, (842, 1191))])
@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_sheets_are_real_pdf_files(editor: Client, name: str, pages: int, size: tuple, count: int) -> None:
    stories = [a_story(title=f"Histoire {n}", picture=a_picture()) for n in range(count)]
    selection = a_selection(*(stories or [a_story(live=False)]), introduction="Venez voir.")
    answer = editor.get(reverse(f"selections:{name}", args=[selection.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert len(answer.content) < 2_000_000
    inside = opened(answer.content)
    boxes = re.findall(rb"/MediaBox \[([^\]]*)\]", inside)
    assert [tuple(round(float(side)) for side in box.split()[2:]) for box in boxes] == [size] * pages
    assert b"/MarkInfo" in inside, "screen readers find their way by the tags"
    assert b"/Lang" in inside
    sheet = LEAFLET if name == "leaflet" else POSTER
    words = sheet_html(sheet, selection, at=timezone.now())
    assert "Nadia Berthier" in words
    assert all(story.title in words for story in stories[: sheet.most])


def test_a_server_that_cannot_draw_sends_the_page_to_print(editor: Client, monkeypatch) -> None:
    class Missing:
        """An import of WeasyPrint on a machine without Pango."""

        def find_spec(self, name: str, *_rest: object) -> None:
            """Fail as the missing library does."""
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    for loaded in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, loaded)
    selection = a_selection()
    answer = editor.get(reverse("selections:leaflet", args=[selection.pk]))
    assert answer.status_code == 200
    assert "imprimez cette page" in answer.content.decode()
    assert "Comment ça marche" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/picture.png",
        "https://example.org/static/css/site.css",
        "file:///static/css/site.css",
        "file:///etc/passwd",
        "http://sheet.invalid/media/documents/secret.pdf",
        "http://sheet.invalid/static/../../etc/passwd",
        "http://sheet.invalid/admin/",
        "http://sheet.invalid/media/images/%2e%2e/%2e%2e/db.sqlite3",
        "data:text/plain,x",
    ],
)
def test_a_sheet_asks_for_nothing_but_our_own_files(address: str) -> None:
    with pytest.raises(NotOurs):
        own_file(address)


def test_a_sheet_says_where_it_leads_in_words_too() -> None:
    html = sheet_html(LEAFLET, a_selection(a_story(slug="un-four")), at=timezone.now())
    assert "testserver/recits/un-four" in html
    assert "<title>Code à photographier\u00a0: " in html


# Who may, and how it is written


OF_A_SELECTION = ("edit", "outlets", "leaflet", "poster", "delete", "usage", "history")
SCREENS = ["selections:list", "selections:add", "selections:from_programme", "newsletters:list"]


@pytest.mark.parametrize("groups", [(MODERATORS,), (FINANCE,), ()])
def test_only_editors_reach_the_screens(client: Client, groups: tuple) -> None:
    selection = a_selection()
    letter = a_newsletter(selection)
    addresses = [reverse(name) for name in SCREENS]
    addresses += [
        reverse(f"selections:{name}", args=[selection.pk])
        for name in ("edit", "outlets", "leaflet", "poster", "delete")
    ]
    addresses += [reverse(f"newsletters:{name}", args=[letter.pk]) for name in ("edit", "preview")]
    addresses += [reverse("newsletters:add", args=[selection.pk])]
    signed_in(client, *groups)
    for who in (client, Client()):
        for address in addresses:
            for answer in (
                who.get(address),
                who.post(address, {"action": "send_now", "subject": "x", "title": "x"}),
            ):
                assert answer.status_code in (302, 403), address
                assert not answer.content.startswith(b"%PDF")
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.DRAFT
    assert (Newsletter.objects.count(), Selection.objects.count()) == (1, 1)


def test_editors_reach_every_screen(editor: Client) -> None:
    selection = a_selection(a_story(picture=a_picture()), a_story(live=False, title="Cachée"))
    letter = a_newsletter(selection)
    for address in (
        *(reverse(name) for name in SCREENS),
        *(
            reverse(f"selections:{name}", args=[selection.pk])
            for name in ("edit", "outlets", "delete", "usage", "history")
        ),
        *(reverse(f"newsletters:{name}", args=[letter.pk]) for name in ("edit", "preview")),
    ):
        assert editor.get(address).status_code == 200, address
    text = editor.get(reverse("selections:outlets", args=[selection.pk])).content.decode()
    assert "Cachée" in text
    for name in ("selections:outlets", "selections:leaflet", "newsletters:edit"):
        assert editor.get(reverse(name, args=[999_999])).status_code == 404


def test_an_editor_writes_a_selection(editor: Client) -> None:
    story = a_story()
    typed = {
        "title": "Le printemps",
        "introduction": "",
        "slug": "",
        "items": inline_formset([{"page": story.pk, "note": "Oui"}]),
    }
    answer = editor.post(reverse("selections:add"), nested_form_data(typed))
    selection = Selection.objects.get()
    assert answer["Location"] == reverse("selections:outlets", args=[selection.pk])
    assert (selection.slug, selection.territory.root_page_id) == ("le-printemps", the_home().pk)
    assert selection.author is not None
    again = editor.post(reverse("selections:add"), nested_form_data(typed))
    assert again.status_code == 302
    assert set(Selection.objects.values_list("slug", flat=True)) == {"le-printemps", "le-printemps-2"}
    wrong = editor.post(
        reverse("selections:add"), nested_form_data({**typed, "title": "", "slug": "le-printemps"})
    )
    assert wrong.status_code == 200
    assert Selection.objects.count() == 2


def test_a_selection_is_filled_from_what_is_shown_or_planned(editor: Client) -> None:
    theme, story = a_theme(title="À la une"), a_story(title="Prévue")
    address = reverse("selections:from_programme")
    editor.post(address, {"source": "maintenant"})
    assert theme.pk in Selection.objects.get().items.values_list("page_id", flat=True)
    at = timezone.now() + dt.timedelta(days=30)
    assert editor.post(address, {"source": "semaine"}).status_code == 422
    assert editor.post(address, {"source": "semaine", "day": at.date().isoformat()}).status_code == 422
    Slot.objects.create(
        page_id=the_home().pk,
        place=Place.STORY,
        shown_id=story.pk,
        starts_at=at,
        ends_at=at + dt.timedelta(hours=2),
    )
    editor.post(address, {"source": "semaine", "day": at.date().isoformat()})
    latest = Selection.objects.order_by("-pk")[0]
    assert [item.page.title for item in latest.items.all()] == ["Prévue"]
    assert latest.title.startswith("Semaine du")


def test_an_editor_writes_tries_schedules_and_calls_back_a_letter(editor: Client) -> None:
    a_reader()
    selection = a_selection()
    made = editor.post(reverse("newsletters:add", args=[selection.pk]), {"subject": "Bonjour", "theme": ""})
    letter = Newsletter.objects.get()
    address = reverse("newsletters:edit", args=[letter.pk])
    assert made["Location"] == address
    text = editor.get(address).content.decode()
    assert "1 personne aujourd’hui" in text
    framed = editor.get(reverse("newsletters:preview", args=[letter.pk]))
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert editor.post(address, {"action": "revise", "subject": "", "theme": ""}).status_code == 422
    editor.post(address, {"action": "revise", "subject": "Bonsoir", "theme": ""})
    editor.post(address, {"action": "test"})
    assert [notice.recipient for notice in Notice.objects.filter(kind="newsletter_test")] == [
        editor.get(address).context["email"]
    ]
    for wrong in ("", "demain", "2020-01-01 08:00"):
        assert editor.post(address, {"action": "schedule", "send_at": wrong}).status_code == 422
    editor.post(address, {"action": "schedule", "send_at": "2099-01-05 08:00"})
    letter.refresh_from_db()
    assert (letter.subject, letter.state) == ("Bonsoir", Newsletter.State.SCHEDULED)
    assert letter.send_at == dt.datetime(2099, 1, 5, 7, tzinfo=dt.UTC), "eight o’clock in Paris"
    refused = editor.post(reverse("selections:delete", args=[selection.pk]), follow=True)
    assert "ne se supprime pas" in refused.content.decode()
    editor.post(address, {"action": "unschedule"})
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.DRAFT
    assert editor.post(address, {"action": "explode"}).status_code == 404
    editor.post(address, {"action": "send_now"})
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.SCHEDULED
    editor.post(address, {"action": "unschedule"})
    editor.post(address, {"action": "discard"})
    assert not Newsletter.objects.exists()
    editor.post(reverse("selections:delete", args=[selection.pk]))
    assert not Selection.objects.exists()


def test_a_letter_that_left_is_only_looked_at(editor: Client) -> None:
    letter = a_newsletter()
    Newsletter.objects.filter(pk=letter.pk).update(
        state=Newsletter.State.SENDING,
        content={"subject": "Parti", "title": "Parti", "introduction": "", "pieces": []},
    )
    address = reverse("newsletters:edit", args=[letter.pk])
    assert "M’envoyer un essai" not in editor.get(address).content.decode()
    for action in ("revise", "schedule", "send_now", "unschedule", "discard"):
        answer = editor.post(
            address, {"action": action, "subject": "Autre", "send_at": "2099-01-05 08:00"}, follow=True
        )
        assert "ne change plus" in answer.content.decode(), action
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.SENDING
