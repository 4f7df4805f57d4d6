"""Amounts are read strictly and written in French."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from base.fields import EurosField
from base.money_display import euros, parse_euros, plain_euros, rate


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12,50", 1250),
        ("12.50", 1250),
        ("0,01", 1),
        ("0", 0),
        ("007", 700),
        (" 25 ", 2500),
        ("25€", 2500),
        ("25 €", 2500),
        ("25 euros", 2500),
        ("1 Euro", 100),
        ("1 234,50", 123450),
        ("1\u00a0234,50\u00a0€", 123450),
        ("1\u202f234\u202f567", 123456700),
        ("123456789", 12345678900),
    ],
)
def test_what_people_write_is_understood(text: str, cents: int) -> None:
    assert parse_euros(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-5",
        "\u22125",
        "+5",
        "10.005",
        "10,005",
        "1e3",
        "NaN",
        "inf",
        "٣",
        "１２",
        "²",
        "1.234,50",
        "1,234.50",
        "1.234",
        "12,",
        ",50",
        "12 34",
        "1 2345",
        "1234 567",
        "0x10",
        "1_000",
        "12,50,00",
        "12\n13",
        "12 $",
        "5 euroſ",
        "1234567890",
        "9" * 5000,
        "12\x00",
        "<b>5</b>",
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_euros(text)


def test_the_refusal_says_what_is_wrong() -> None:
    for text, words in {
        "-5": "négatif",
        "10,005": "deux chiffres",
        "1.234,50": "deux façons",
        "10.005": "deux façons",
        "douze": "en chiffres",
    }.items():
        with pytest.raises(ValueError, match=words):
            parse_euros(text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0\u00a0€"),
        (5, "0,05\u00a0€"),
        (600000, "6\u202f000\u00a0€"),
        (123450, "1\u202f234,50\u00a0€"),
        (-123456789, "\u22121\u202f234\u202f567,89\u00a0€"),
    ],
)
def test_amounts_are_printed_in_french(cents: int, text: str) -> None:
    assert euros(cents) == text


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=99_999_999_999))
def test_what_is_printed_is_read_back(cents: int) -> None:
    assert parse_euros(euros(cents)) == cents
    assert parse_euros(plain_euros(cents)) == cents


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        cents = parse_euros(text)
    except ValueError as error:
        said = str(error)
        assert said
    else:
        assert cents >= 0


@pytest.mark.parametrize(
    ("bps", "text"),
    [
        (500, "5\u00a0%"),
        (550, "5,5\u00a0%"),
        (525, "5,25\u00a0%"),
        (1000, "10\u00a0%"),
        (0, "0\u00a0%"),
        (5, "0,05\u00a0%"),
    ],
)
def test_rates(bps: int, text: str) -> None:
    assert rate(bps) == text


def test_the_field_gives_cents_and_shows_again_what_was_typed() -> None:
    field = EurosField(min_cents=100, max_cents=300_000)
    assert field.clean("12,50") == 1250
    assert field.clean("1") == 100
    assert field.clean("3 000") == 300_000
    assert field.prepare_value(1250) == "12,50"
    assert field.prepare_value("12.5O") == "12.5O"
    assert field.widget.attrs["inputmode"] == "decimal"
    assert not field.has_changed(1250, "12,5")
    assert field.has_changed(1250, "12,51")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0,99", "minimal est de 1\u00a0€"),
        ("3000,01", "maximal est de 3\u202f000\u00a0€"),
        ("", "Indiquez un montant"),
        ("abc", "chiffres"),
    ],
)
def test_the_field_says_why_it_refuses(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EurosField(min_cents=100, max_cents=300_000).clean(typed)
    assert words in refused.value.messages[0]


def test_an_optional_field_may_stay_empty() -> None:
    assert EurosField(required=False).clean("") is None
