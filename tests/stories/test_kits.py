"""Kits: their pages, the proposal begun from one, and the next version."""

import datetime as dt
import html
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.groups import EDITORS, FINANCE, MODERATORS
from base.models import AuditLine
from stories.licences import LICENCES
from stories.models import KitCampaign, KitPage
from stories.services.continuing import next_version
from tests.builders import a_campaign, a_picture, a_territory
from tests.editorial import a_call, a_kit, a_plain_page, a_scheme, a_theme, the_list
from tests.stories.test_schemes import signed_in
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

MATERIALS = [
    ("material", {"quantity": "12 m", "what": "Planches de douglas", "note": "Des chutes"}),
    ("material", {"quantity": "", "what": "Une scie", "note": ""}),
]


def steps(picture: object = None) -> list[object]:
    """Two steps, the first with its picture."""
    return [
        ("step", {"title": "Couper", "text": "À 180 cm.\n\nÉbavurez.", "picture": picture}),
        ("step", {"title": "Assembler", "text": "Deux croix.", "picture": None}),
    ]


def test_every_licence_has_its_sentence_and_its_text() -> None:
    assert set(LICENCES) == set(KitPage.Licence.values)
    assert all(licence.url.startswith("https://") and licence.allows for licence in LICENCES.values())


def test_the_list_is_valid_empty_and_full(client: Client) -> None:
    index = the_list(KitPage)
    assert "Le premier kit se prépare" in read_page(client, index.url)
    a_kit(title="La table")
    a_kit(title="Brouillon", live=False)

    text = read_page(client, index.url)

    assert "La table" in text
    assert "À la portée de tous" in text
    assert "Brouillon" not in text


def test_the_page_shows_all_that_is_needed(client: Client) -> None:
    proposals = a_plain_page(for_proposals=True)
    kit = a_kit(
        title="La table", slug="table", materials=MATERIALS, steps=steps(a_picture()), cost="180 €",
        difficulty="hard", version="3", licence="cc0",
    )  # fmt: skip
    used, hidden = (
        a_campaign(page={"title": "Six tables"}),
        a_campaign(state="draft", page={"title": "Secrète"}),
    )
    for campaign in (used, hidden):
        KitCampaign.objects.create(kit=kit, campaign_page=campaign.page)

    text = read_page(client, kit.url)

    for words in (
        "Une table où l’on mange à huit", "Demande quelqu’un du métier", "180\u00a0€", "12\u00a0m",
        "Planches de douglas", "Des chutes", "Domaine public (CC0)", "sans rien demander", "version 3",
        "Six tables", f'href="{proposals.url}?kit=table"',
    ):  # fmt: skip
        assert words in text, words
    assert text.index("Liste de courses") < text.index("Couper") < text.index("Assembler")
    assert "Secrète" not in text


def test_kits_name_the_one_they_continue_and_those_that_continue_them(client: Client) -> None:
    first = a_kit(title="La première table")
    second = a_kit(title="La table des enfants", continues=first, version="2")
    a_kit(title="Essai pas relu", continues=first, live=False)

    before, after = read_page(client, first.url), read_page(client, second.url)

    assert "Continué par" in before
    assert second.url in before
    assert "Essai pas relu" not in before
    assert "Continue le kit" in after
    assert first.url in after
    first.unpublish()
    assert "Continue le kit" not in read_page(client, second.url)


@pytest.mark.parametrize("where", ["proposals", "call"])
def test_one_starts_from_a_kit_where_one_proposes(client: Client, where: str) -> None:
    page = a_call(title="L'appel & moi") if where == "call" else a_plain_page(for_proposals=True)
    kit = a_kit(title="L'abri & la table", slug="table", materials=MATERIALS, cost="180 €")

    text = read_page(client, f"{page.url}?kit=table")

    assert "Vous partez du kit" in text
    link = html.unescape(text.partition('href="mailto:')[2].partition('"')[0])
    address, _, query = link.partition("?")
    letter = unquote(query)
    assert address == "nadia@example.org"
    for words in ("L'abri & la table", kit.full_url, "- 12 m Planches de douglas", "180 €", "\r\n"):
        assert words in letter, words
    assert ("L'appel & moi" in letter) is (where == "call")
    assert "Vous partez" not in read_page(client, page.url)


@pytest.mark.parametrize("asked", ["inconnu", "", "%00", "é%27%22", "x" * 400, "brouillon", "ailleurs"])
def test_an_unknown_kit_is_ignored(client: Client, asked: str) -> None:
    page = a_plain_page(for_proposals=True)
    a_kit(slug="brouillon", live=False)
    a_kit(slug="ailleurs", territory=a_territory(name="Zone d’amont", slug="amont"))
    # The second territory took the site's root for itself; give it back.
    Site.objects.update(root_page=page.get_parent())
    Site.clear_site_root_paths_cache()

    assert "Vous partez" not in read_page(client, f"{page.url}?kit={asked}")


def test_a_closed_call_takes_nothing_up(client: Client) -> None:
    now = timezone.now()
    call = a_call(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=1))
    a_kit(slug="table")

    assert "Vous partez" not in read_page(client, f"{call.url}?kit=table")


def test_another_page_takes_nothing_up(client: Client) -> None:
    a_kit(slug="table")

    assert "Vous partez" not in read_page(client, f"{a_plain_page().url}?kit=table")


def test_a_theme_gathers_kits(client: Client) -> None:
    a_kit(title="Le four à pain", tags=["pain"])
    a_kit(title="Le banc", tags=["bois"])

    text = read_page(client, a_theme(tags=["pain"]).url)

    assert "Le four à pain" in text
    assert "Le banc" not in text


def test_the_queries_do_not_grow(client: Client) -> None:
    kit = a_kit(materials=MATERIALS, steps=steps(), picture=a_picture())

    def fill(number: int) -> None:
        for _ in range(number):
            a_kit(picture=a_picture(), continues=kit)
            KitCampaign.objects.create(kit=kit, campaign_page=a_campaign(page={"picture": a_picture()}).page)
        kit.steps = [*steps(a_picture()), *steps(a_picture())] * number
        kit.save_revision().publish()

    def measure() -> dict[str, int]:
        counts = {}
        for name, url in {"list": the_list(KitPage).url, "page": kit.url}.items():
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts[name] = len(queries)
        return counts

    fill(2)
    few = measure()
    fill(6)

    assert measure() == few
    assert max(few.values()) <= 26, few


@pytest.mark.parametrize(
    ("version", "following"),
    [("1", "2"), ("1.9", "1.10"), ("v3 bêta", "v4 bêta"), ("bêta", "bêta 2"), ("", "2"), ("9" * 20, None)],
)
def test_what_comes_after_a_version(version: str, following: str | None) -> None:
    found = next_version(version)

    assert found == following or following is None
    assert len(found) <= 20


def test_an_editor_continues_a_kit(client: Client) -> None:
    kit = a_kit(
        title="La table", slug="table", version="1", materials=MATERIALS, steps=steps(), tags=["bois"]
    )
    a_kit(slug="table-2")
    KitCampaign.objects.create(kit=kit, campaign_page=a_campaign().page)
    editor = signed_in(client, EDITORS)

    response = editor.post(reverse("kits_admin:continue", args=[kit.pk]))

    draft = KitPage.objects.get(slug="table-3")
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert not draft.live
    latest = draft.get_latest_revision_as_object()
    for page in (draft, latest):
        assert (page.title, page.version, page.continues_id) == ("La table", "2", kit.pk)
        assert [row.value["what"] for row in page.materials] == ["Planches de douglas", "Une scie"]
        assert [tag.name for tag in page.tags.all()] == ["bois"]
        assert page.campaign_links.count() == 0
    assert kit.campaign_links.count() == 1
    assert AuditLine.objects.get(action="kit.continued").detail == {"continues": kit.pk}
    assert editor.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("groups", [(MODERATORS,), (FINANCE,), (), None])
def test_nobody_else_continues_it(client: Client, groups: tuple[str, ...] | None) -> None:
    kit = a_kit()
    if groups is not None:
        signed_in(client, *groups)

    for response in (
        client.post(reverse("kits_admin:continue", args=[kit.pk])),
        client.get(reverse("kits_admin:continue", args=[kit.pk])),
    ):
        assert response.status_code in {302, 403}
    assert KitPage.objects.count() == 1


def test_a_kit_of_elsewhere_is_not_there(client: Client) -> None:
    a_kit()
    kit = a_kit(territory=a_territory(name="Zone d’amont"))

    assert signed_in(client, EDITORS).post(reverse("kits_admin:continue", args=[kit.pk])).status_code == 404


def test_the_admin_offers_the_action_above_a_kit(client: Client) -> None:
    kit = a_kit()

    text = signed_in(client, EDITORS).get(reverse("wagtailadmin_pages:edit", args=[kit.pk])).content.decode()

    assert "Continuer ce kit" in text
    assert reverse("kits_admin:continue", args=[kit.pk]) in text


@pytest.mark.parametrize(
    ("question", "kind", "found"),
    [("menuisiers", "kits", "La table"), ("commission", "dispositifs", "Le coup de pouce")],
)
def test_search_finds_kits_and_schemes(client: Client, question: str, kind: str, found: str) -> None:
    a_kit(title="La table")
    a_scheme(title="Le coup de pouce", steps=[("step", "Passez devant la commission.")])

    for address in (f"/recherche/?q={question}", f"/recherche/?q={question}&genre={kind}"):
        assert found in read_page(client, address)
