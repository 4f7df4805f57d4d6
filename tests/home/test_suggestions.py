"""What is suggested to a theme, and for which reason."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.suggestions import suggestions_for
from search.cards import rebuild_cards
from tests.builders import a_campaign
from tests.editorial import a_story, a_theme
from themes.models import ThemePage, ThemePick

pytestmark = pytest.mark.django_db

TEXT = (
    "Des producteurs vendent légumes, farine et fromages au marché ; la coopérative livre les paniers à vélo."
)


def body(text: str) -> str:
    """A body of one paragraph."""
    return json.dumps([{"type": "text", "value": text}])


def the_theme(**fields: object) -> ThemePage:
    """A theme about short circuits, and nine pages about something else so that its words are not everywhere."""
    theme = a_theme(title="Circuits courts", body=body(TEXT), tags=["pain"], **fields)
    for number in range(9):
        a_story(title=f"Patins {number}", body=body("On glisse sur la patinoire du lycée avec des patins."))
    return theme


def found(theme: ThemePage) -> dict[str, list[str]]:
    """Titles suggested, with the reasons."""
    rebuild_cards()
    return {one.page.title: one.reasons for one in suggestions_for(ThemePage.objects.get(pk=theme.pk))}


def test_shared_words_bring_a_page_and_are_said_as_they_are_written() -> None:
    theme = the_theme()
    a_story(
        title="La grange", body=body("Un producteur ouvre sa grange : légume, fromage et farine du moulin.")
    )
    assert found(theme) == {"La grange": ["mots communs : farine, fromages, légumes, producteurs"]}


def test_two_words_are_not_enough_unless_the_place_is_the_same() -> None:
    theme = the_theme()
    a_campaign(page={"title": "Le four", "tags": ["pain"], "neighbourhood": "Fontvive"})
    a_campaign(
        page={
            "title": "Ailleurs",
            "neighbourhood": "Les Tanneries",
            "summary": "De la farine et des légumes.",
        }
    )
    a_campaign(
        page={"title": "À côté", "neighbourhood": "Fontvive", "summary": "De la farine et des légumes."}
    )
    said = found(theme)
    assert list(said) == ["À côté"]
    assert "même quartier : Fontvive" in said["À côté"]


def test_a_keyword_of_the_theme_s_own_pages_counts() -> None:
    theme = the_theme()
    a_story(title="Déjà là", tags=["pain", "moulin"])
    a_story(title="Le meunier", tags=["moulin"], body=body("Farine et légumes."))
    assert found(theme)["Le meunier"][1] == "mots-clés de pages du thème : moulin"


def test_what_the_theme_gathers_is_not_suggested() -> None:
    theme = the_theme()
    a_story(title="Avec le mot-clé", body=body(TEXT), tags=["pain"])
    picked = a_story(title="Choisie", body=body(TEXT))
    ThemePick.objects.create(theme=theme, page=picked.page_ptr)
    assert found(theme) == {}


def test_drafts_and_other_kinds_are_left_out() -> None:
    theme = the_theme()
    draft = a_story(title="Brouillon", body=body(TEXT))
    rebuild_cards()
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    assert suggestions_for(ThemePage.objects.get(pk=theme.pk)) == []


def test_words_found_everywhere_bring_nobody() -> None:
    theme = a_theme(title="Circuits courts", body=body(TEXT))
    for number in range(4):
        a_story(title=f"Partout {number}", body=body(TEXT))
    assert found(theme) == {}


def test_the_number_of_queries_does_not_grow() -> None:
    theme = the_theme()
    a_story(title="Une", body=body(TEXT + " Une."))
    rebuild_cards()

    def count() -> int:
        fresh = ThemePage.objects.get(pk=theme.pk)
        with CaptureQueriesContext(connection) as queries:
            assert suggestions_for(fresh)
        return len(queries)

    few = count()
    for number in range(3):
        a_story(title=f"Autre {number}", body=body(TEXT))
    for number in range(30):
        a_story(title=f"Encore des patins {number}", body=body("On glisse."))
    rebuild_cards()
    assert count() == few
