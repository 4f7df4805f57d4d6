"""What questions find: the same, in the same order, on both databases."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from campaigns.services import launching
from search.models import SearchCard
from search.queries import Match, search_pages
from tests.search.town import NOW, Town

EVERY, BEGINNING, ANY, NOTHING = Match.EVERY_WORD, Match.EVERY_BEGINNING, Match.ANY_WORD, Match.NOTHING

# Question, how it is answered, slugs in order.
QUESTIONS = [
    ("café", EVERY, ["cafe", "velo", "immeuble"]),
    ("CAFES", EVERY, ["cafe", "velo", "immeuble"]),
    ("Les Tanneries", EVERY, ["soiree", "cafe"]),
    ("un café de quartier", EVERY, ["cafe"]),
    ("quartier café", EVERY, ["cafe"]),
    ("atelier", EVERY, ["velo", "atelier"]),
    ("vélos", EVERY, ["velo", "impression"]),
    ("l’atelier vélo", EVERY, ["velo"]),
    ("cheval", EVERY, ["four"]),
    ("vitraux", EVERY, ["oeuvres"]),
    ("coeur", EVERY, ["oeuvres"]),
    ("ŒUVRES", EVERY, ["oeuvres"]),
    ("3d", EVERY, ["impression"]),
    ("jeu", EVERY, ["impression"]),
    ("pique-nique", EVERY, ["preau"]),
    ("préaux", EVERY, ["preau"]),
    ("disco soupe", EVERY, ["disco"]),
    ("cantine", EVERY, ["cantine", "circuits"]),
    ("jardin", EVERY, ["atelier", "jardin", "immeuble"]),
    ("bellecombe", EVERY, ["preau", "atelier"]),
    ("Collectif Bobine cantine", EVERY, ["cantine"]),
    ("imprim", BEGINNING, ["impression"]),
    ("can sai", BEGINNING, ["cantine"]),
    ("jardin lavoir", ANY, ["four", "atelier", "jardin", "immeuble"]),
    ("café quartier zzz", ANY, ["cafe", "velo", "immeuble"]),
    ("zzz", NOTHING, []),
    ("le la les", NOTHING, []),
    ("", NOTHING, []),
]

BAD_INPUT = [
    *'"%_\\😀', '"café', "caf\x00é", "'; drop table search_searchcard; --", "café & | ! ( <->", "café:*",
    "(" * 300, "<script>alert(1)</script>", "\u202ecafé", "x" * 5_000, "café " * 1_000,
]  # fmt: skip


def slugs(town: Town, text: str, **asked: object) -> list[str]:
    """Return the slugs of what `text` finds, in order."""
    cards = search_pages(text, NOW, under=town.home, **asked).cards
    return list(cards.values_list("page__slug", flat=True))


def test_questions_find_what_they_should(town: Town) -> None:
    answers = {
        text: (found.match, slugs(town, text))
        for text, *_rest in QUESTIONS
        if (found := search_pages(text, NOW))
    }

    assert answers == {text: (match, expected) for text, match, expected in QUESTIONS}


def test_counts_tell_every_kind_whatever_the_kind_asked(town: Town) -> None:
    found = search_pages("jardin", NOW, [SearchCard.Kind.EVENT])

    assert [card.page.slug for card in found.cards.select_related("page")] == ["atelier"]
    assert found.counts == {"event": 1, "story": 1, "call": 1}
    assert (found.total(), found.total(["event"]), found.total(["theme"])) == (3, 1, 0)


def test_no_input_breaks_the_question(town: Town) -> None:
    for text in BAD_INPUT:
        found = search_pages(text, NOW, under=town.home)
        assert len(list(found.cards)) == found.total(), text[:40]


def test_a_question_of_a_thousand_words_is_cut(town: Town) -> None:
    assert len(search_pages(" ".join(f"m{n}" for n in range(1_000)), NOW).words) == 8


def test_a_campaign_is_found_only_while_the_public_may_see_it(town: Town) -> None:
    assert slugs(town, "boulangerie clandestine") == []
    hidden = town.pages["secret"].campaign

    town.launch(hidden, NOW)
    assert slugs(town, "boulangerie clandestine") == ["secret"]

    hidden.refresh_from_db()
    launching.suspend(campaign=hidden, at=NOW, reason="à vérifier")
    assert slugs(town, "boulangerie clandestine") == ["secret"]

    page = town.pages["secret"]
    Page.objects.filter(pk=page.pk).update(live=False)
    assert slugs(town, "boulangerie clandestine") == []


def test_a_campaign_page_without_campaign_is_never_found(town: Town) -> None:
    assert SearchCard.objects.filter(pk=town.pages["copie"].pk).exists()
    assert "copie" not in slugs(town, "café quartier copie")


def test_a_private_section_is_not_found(town: Town) -> None:
    PageViewRestriction.objects.create(page=town.lists["stories"], restriction_type=PageViewRestriction.LOGIN)

    assert slugs(town, "jardin") == ["atelier", "immeuble"]


def test_an_expired_page_is_not_found(town: Town) -> None:
    page = town.pages["jardin"]
    page.expire_at = NOW + dt.timedelta(hours=1)
    page.save()

    assert "jardin" in slugs(town, "jardin")
    later = search_pages("jardin", NOW + dt.timedelta(hours=1))
    assert page.pk not in {card.pk for card in later.cards}


def test_only_the_territory_asked_is_searched(town: Town) -> None:
    elsewhere = town.home.get_parent().add_child(instance=Page(title="Ailleurs", slug="ailleurs"))

    assert search_pages("café", NOW, under=elsewhere).match == NOTHING
    assert search_pages("café", NOW).total() == 3


def test_the_order_of_results_is_total(town: Town) -> None:
    """Pages of one title and date always come in the same order: none is lost between two pages."""
    for number in range(3):
        town.campaign(f"lavoir-{number}", "Lavoir", launched=NOW)

    assert slugs(town, "lavoir")[:3] == ["lavoir-2", "lavoir-1", "lavoir-0"]


def test_a_question_takes_three_queries(town: Town) -> None:
    with CaptureQueriesContext(connection) as made:
        found = search_pages("café", NOW, under=town.home)
        assert len(found.cards[:12]) == 3

    assert len(made) == 3  # private sections, counts by kind, the cards


@pytest.mark.postgres
def test_the_index_is_used(town: Town) -> None:
    """The migration and the lookup must write the same expression, or the index sleeps."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    for lookup in ("has_every", "has_every_beginning", "has_any"):
        plan = SearchCard.objects.filter(**{f"words__{lookup}": ["cafe", "quartier"]}).explain()
        assert "search_searchcard_words_vector" in plan
