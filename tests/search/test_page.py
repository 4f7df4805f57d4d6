"""The search page, as a visitor without JavaScript meets it."""

import re
from urllib.parse import urlencode

import html5lib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from base.models import Image
from tests.search.test_queries import BAD_INPUT
from tests.search.town import Town, an_empty_town

TITLE_OF_RESULT = re.compile(r'<h2><a href="[^"]+">(.*?)</a></h2>')


def ask(client: Client, **parameters: str) -> str:
    """Return the page that answers, checked to be valid HTML."""
    response = client.get("/recherche/", parameters)
    assert response.status_code == 200
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def titles(html: str) -> list[str]:
    """Return the titles of the results, in order."""
    return TITLE_OF_RESULT.findall(html)


def plain(html: str) -> str:
    """Return the page's words with ordinary spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_before_a_question_the_page_offers_ways_to_begin(client: Client, town: Town) -> None:
    html = ask(client)

    assert titles(html) == []
    assert "Que cherchez-vous ?" in plain(html)
    assert town.pages["circuits"].url in html
    assert town.pages["oeuvres"].url in html
    assert town.pages["secret"].url not in html


def test_results_say_what_they_are(client: Client, town: Town) -> None:
    html = ask(client, q="jardin")

    assert titles(html) == ["Atelier au jardin", "Le jardin partagé, un an après", "Pieds d’immeuble"]
    assert "3 résultats pour « jardin »" in plain(html)
    assert "Jamais selon les sommes recueillies" in plain(html)
    for word in ("Rendez-vous", "Récit", "Appel à projets", "Tout (3)", "Récits (1)"):
        assert word in plain(html)
    for slug in ("atelier", "jardin", "immeuble"):
        assert f'href="{town.pages[slug].url}"' in html


def test_one_kind_may_be_asked(client: Client, town: Town) -> None:
    html = ask(client, q="jardin", genre="recits")

    assert titles(html) == ["Le jardin partagé, un an après"]
    assert "1 résultat pour" in plain(html)
    assert titles(ask(client, q="jardin", genre="n’importe quoi")) == titles(ask(client, q="jardin"))


def test_a_kind_without_result_still_shows_the_others(client: Client, town: Town) -> None:
    html = ask(client, q="jardin", genre="themes")

    assert titles(html) == []
    assert "0 résultat" in plain(html)
    assert "Récits (1)" in plain(html)


def test_nothing_found_suggests_nearest_words_and_what_is_open(client: Client, town: Town) -> None:
    html = ask(client, q="cantinne")

    assert titles(html) == []
    assert "Rien ne répond à « cantinne »" in plain(html)
    assert 'href="?q=cantine"' in html
    assert town.pages["circuits"].url in html
    assert town.pages["oeuvres"].url in html


def test_part_of_the_words_is_said_to_be_a_part(client: Client, town: Town) -> None:
    html = ask(client, q="jardin lavoir")

    assert (
        "Rien ne contient tous les mots de « jardin lavoir » : 4 pages en contiennent une partie."
        in plain(html)
    )


def test_pages_follow_each_other_without_loss(client: Client, town: Town) -> None:
    for number in range(14):
        town.campaign(f"lavoir-{number}", f"Lavoir {number}")

    first, second = ask(client, q="lavoir"), ask(client, q="lavoir", page="2")
    assert (len(titles(first)), len(titles(second))) == (12, 3)
    assert len({*titles(first), *titles(second)}) == 15
    assert 'href="?q=lavoir&amp;page=2"' in first
    assert titles(ask(client, q="lavoir", page="999")) == titles(second)
    assert titles(ask(client, q="lavoir", page="-x")) == titles(first)


def test_no_input_breaks_the_page(client: Client, town: Town) -> None:
    for text in BAD_INPUT:
        html = ask(client, q=text, genre=text, page=text)
        assert "<script>alert" not in html, text[:40]
        assert "\x00" not in html, text[:40]


def test_a_hidden_campaign_is_never_named(client: Client, town: Town) -> None:
    for text in ("boulangerie", "clandestine", "boulangeri", "café de quartier secret", "copie"):
        assert "landestine" not in ask(client, q=text).replace(text, "")
        assert town.pages["secret"].url not in ask(client, q=text)
        assert "(copie)" not in ask(client, q=text)


def test_text_of_pages_is_escaped(client: Client, town: Town) -> None:
    town.campaign("script", "<script>alert(2)</script> lavandes", "<img src=x onerror=alert(3)>")

    html = ask(client, q="lavandes")
    assert "&lt;script&gt;alert(2)" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_search_engines_are_asked_not_to_list_it(client: Client, town: Town) -> None:
    assert '<meta name="robots" content="noindex, follow">' in ask(client, q="café")


def test_only_reading_is_allowed(client: Client, town: Town) -> None:
    assert client.post("/recherche/", {"q": "café"}).status_code == 405
    assert client.head("/recherche/", {"q": "café"}).status_code == 200


def test_an_installation_without_content_answers(client: Client, db: None) -> None:
    an_empty_town()

    assert "Rien ne répond" in plain(ask(client, q="café"))
    assert "Que cherchez-vous" in plain(ask(client))


def test_the_number_of_queries_does_not_grow(client: Client, town: Town) -> None:
    def queries(text: str, **more: str) -> int:
        """Count the queries of a second visit."""
        address = f"{reverse('search')}?{urlencode({'q': text, **more})}"
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    picture = Image.objects.create(
        title="Lavoir", description="Un lavoir", file=get_test_image_file(size=(90, 60)), width=90, height=60
    )
    for number in range(12):
        town.campaign(f"lavoir-{number}", f"Lavoir {number}", picture=picture)
    few, few_missed = queries("lavoir", page="1"), queries("lavoirr")
    for number in range(12, 40):
        town.campaign(f"lavoir-{number}", f"Lavoir {number}", picture=picture)

    assert queries("lavoir", page="1") == few <= 20
    assert queries("lavoir", page="3") == few
    assert queries("lavoirr") == few_missed


def test_questions_are_limited_by_the_minute(client: Client, db: None) -> None:
    an_empty_town()
    for _number in range(60):
        assert client.get("/recherche/?q=x").status_code == 200

    refused = client.get("/recherche/?q=x")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert client.get("/recherche/").status_code == 200, "the empty form is not a question"
    assert client.get("/recherche/?q=x", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_admin_search_still_finds_pages(admin_client: Client, town: Town) -> None:
    html = admin_client.get("/admin/pages/search/", {"q": "jardin"}).content.decode()

    assert "Le jardin partagé, un an après" in html
    assert "Le jardin brouillon" in html
