"""SIREN, SIRET and RNA numbers: the real ones pass however they are written, one wrong digit never does."""

import contextlib

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from base import identifiers
from base.identifier_fields import RnaField, SirenField, SiretField
from base.identifiers import LA_POSTE, NotAnIdentifier, rna, siren, siret, spaced_siret

REAL_SIRETS = {
    "establishment of INSEE's own example": "73282932000074",
    "city of Paris": "21750001600019",
    "head office of La Poste": "35600000000048",
    "a post office, where Luhn does not hold": "35600000049837",
}


@pytest.mark.parametrize("case", REAL_SIRETS)
def test_real_numbers_pass(case: str) -> None:
    number = REAL_SIRETS[case]
    assert siret(number) == number
    assert siren(number[:9]) == number[:9]


def test_the_post_office_is_really_an_exception() -> None:
    assert not identifiers._passes_luhn("35600000049837")
    assert sum(map(int, "35600000049837")) % 5 == 0


def test_the_exception_is_the_post_office_s_alone() -> None:
    with pytest.raises(NotAnIdentifier, match="faux"):
        siret("73282932000075")
    with pytest.raises(NotAnIdentifier, match="faux"):
        siret("35600000049838")


WRITTEN = [
    "732 829 320 00074",
    "732\u00a0829\u202f320 00074",
    "732.829.320.00074",
    " 732829320-00074\u200b\n",
]


@pytest.mark.parametrize("written", WRITTEN, ids=range(len(WRITTEN)))
def test_spaces_and_signs_do_not_matter(written: str) -> None:
    assert siret(written) == "73282932000074"


WRONG = [
    "",
    "abc",
    "7328293200007",
    "732829320000741",
    "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
    "7" * 200_000,
    "0" * 14,
    "7328293200007\x004",
]


@pytest.mark.parametrize("text", WRONG[:-1], ids=range(len(WRONG) - 1))
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotAnIdentifier):
        siret(text)


def with_check_digit(start: str) -> str:
    """Return the digits followed by the one that makes them fit, found without the code under test."""
    doubled = [sum(divmod(int(char) * 2, 10)) for char in start[-1::-2]]
    single = [int(char) for char in start[-2::-2]]
    return f"{start}{-(sum(doubled) + sum(single)) % 10}"


def test_an_establishment_of_no_company_is_none() -> None:
    """Its own check digit fits, that of its first nine digits does not."""
    number = with_check_digit("7328293210007")
    assert identifiers._passes_luhn(number)
    with pytest.raises(NotAnIdentifier, match="faux"):
        siret(number)


eight_digits = st.text("0123456789", min_size=8, max_size=8).filter(lambda digits: digits.strip("0"))
four_digits = st.text("0123456789", min_size=4, max_size=4)


@given(eight_digits, four_digits)
def test_every_well_made_number_passes(company: str, establishment: str) -> None:
    number = with_check_digit(with_check_digit(company) + establishment)
    assert siret(spaced_siret(number)) == number


@given(eight_digits, four_digits, st.integers(0, 13), st.integers(1, 9))
def test_no_single_wrong_digit_passes(company: str, establishment: str, place: int, shift: int) -> None:
    number = with_check_digit(with_check_digit(company) + establishment)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    if LA_POSTE in (number[:9], wrong[:9]):
        return
    with pytest.raises(NotAnIdentifier):
        siret(wrong)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (siren, siret, rna):
        with contextlib.suppress(NotAnIdentifier):
            number = read(text)
            assert read(number) == number
            assert number.isascii()
            assert number.isalnum()


@pytest.mark.parametrize("number", ["W751000001", "W9C1000123", "W2A1000123", "W2B4001234", "w75 1000 001"])
def test_real_rna_numbers_pass(number: str) -> None:
    assert rna(number) == number.replace(" ", "").upper()


@pytest.mark.parametrize(
    "number", ["751000001", "W75100000", "W7510000011", "X751000001", "WABC000001", "W75100000A"]
)
def test_other_rna_numbers_are_refused(number: str) -> None:
    with pytest.raises(NotAnIdentifier, match="Alsace"):
        rna(number)


class Numbers(forms.Form):
    """The three fields."""

    siren = SirenField(required=False)
    siret = SiretField()
    rna = RnaField(required=False)


def test_fields_clean_and_keep_what_was_typed() -> None:
    form = Numbers({"siret": "732 829 320 00074", "rna": "w751000001", "siren": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"siret": "73282932000074", "rna": "W751000001", "siren": ""}

    form = Numbers({"siret": "732 829 320 00075", "siren": "1", "rna": "non"})
    assert {name: len(errors) for name, errors in form.errors.items()} == {"siret": 1, "siren": 1, "rna": 1}
    assert "732 829 320 00075" in str(form["siret"])


def test_fields_refuse_what_does_no_good() -> None:
    for text in ("9" * 200_000, "\x00", "<script>", "\u202e73282932000074" * 3):
        assert "siret" in Numbers({"siret": text}).errors


def test_spaces_are_no_change() -> None:
    field = SiretField()
    assert not field.has_changed("73282932000074", "732 829 320 00074")
    assert field.has_changed("73282932000074", "217 500 016 00019")
