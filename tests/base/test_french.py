"""The normal form of French text that search indexes and asks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.french import LONGEST_TEXT, STOP_WORDS, fold, normalise, stem, words

ANY_TEXT = st.text(st.characters(), max_size=400)  # lone surrogates and NUL included
FRENCH_TEXT = st.text("abcdeéèêëàâçîïôûùœæÀÉÔŒ '’-·sxlu.,  1289", max_size=120)


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Cafés de quartier", "cafe quartier"),
        ("L’atelier d'été", "ATELIER ÉTÉ"),
        ("chevaux", "cheval"),
        ("travaux", "travail"),
        ("locaux", "local"),
        ("tuyaux", "tuyau"),
        ("gâteaux", "gateau"),
        ("bijoux", "bijou"),
        ("jeux", "jeu"),
        ("eaux", "eau"),
        ("préaux", "préau"),
        ("repas", "REPAS"),
        ("Sœurs", "soeur"),
        ("pique-niques", "pique nique"),
        ("e-mails", "email"),
        ("co-working", "Coworking"),
        ("aujourd’hui", "aujourd'hui"),
        ("aujourd hui", "aujourdhui"),
        ("habitant·es", "habitants"),
        ("porteur·euse·s", "porteur"),
        ("jar\u00addin", "jardin"),
        ("\u200fjardin\u200e", "jardin"),
        ("m²", "M2"),
        ("ﬁlature", "filature"),
        ("imprimante 3D", "IMPRIMANTE 3d"),
        ("jusqu’au lavoir", "lavoir"),
        ("Ça\u00a0! « là-bas »", "ca labas"),
    ],
)
def test_two_spellings_of_one_thing_meet(written: str, also: str) -> None:
    assert normalise(written) == normalise(also) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("mal", "mail"), ("bus", "bu"), ("chat", "château"), ("maïs", ""), ("six", "si"), ("3ds", "3d")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_a_text_of_stop_words_alone_has_no_word() -> None:
    assert words("C’est à eux, et à nous, de l’un à l’autre".replace("autre", "une")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\"'`%_\\",
        "😀🏳️‍🌈1️⃣",
        "\u202eolev\u202c",
        "\ud800",
        "العربية",
        "<script>alert(1)</script>",
        "é" * 300_000,
    ],
)
def test_nothing_makes_it_raise(text: str) -> None:
    assert normalise(text) == normalise(normalise(text))


def test_length_is_bounded() -> None:
    assert fold("a" * (LONGEST_TEXT + 5_000)) == "a" * LONGEST_TEXT
    assert normalise("a" * 5_000) == "a" * 40
    assert len(words("mot " * LONGEST_TEXT)) == LONGEST_TEXT // 4


@given(ANY_TEXT | FRENCH_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not STOP_WORDS.intersection(once.split())


@given(ANY_TEXT | FRENCH_TEXT)
def test_the_normal_form_needs_no_escaping(text: str) -> None:
    assert set(normalise(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(FRENCH_TEXT)
def test_accents_and_capitals_change_nothing(text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert normalise(text) == normalise(bare) == normalise(text.upper()) == normalise(text.lower())


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_singular_is_its_own_singular(word: str) -> None:
    assert stem(stem(word)) == stem(word)
    assert len(stem(word)) >= min(len(word), 3)
