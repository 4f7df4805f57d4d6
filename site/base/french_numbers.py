"""Numbers and amounts in French words, as a receipt or a cheque asks for them (spelling of 1990: every hyphen)."""

from __future__ import annotations

SMALL = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)
LARGEST = 10**12


def in_words(number: int) -> str:
    """Return a whole number from 0 to below `LARGEST` in words: 1981 is "mille-neuf-cent-quatre-vingt-un"."""
    if not 0 <= number < LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number == 0:
        return SMALL[0]
    parts = []
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_hundreds(count, is_last=True)}-{name}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        # « mille » is a numeral, not a noun: « quatre-vingt-mille », « deux-cent-mille » lose their s before it.
        parts.append("mille" if thousands == 1 else f"{_hundreds(thousands, is_last=False)}-mille")
    if rest:
        parts.append(_hundreds(rest, is_last=True))
    return "-".join(parts)


def euros_in_words(cents: int) -> str:
    """Return an amount in words: 1250 is "douze euros et cinquante centimes"."""
    whole, rest = divmod(cents, 100)
    parts = []
    if whole or not rest:
        noun = "euros" if whole > 1 else "euro"
        # « un million d’euros », but « un-million-deux-cents euros »
        link = " d’" if whole >= 10**6 and whole % 10**6 == 0 else " "
        parts.append(f"{in_words(whole)}{link}{noun}")
    if rest:
        parts.append(f"{in_words(rest)} {'centimes' if rest > 1 else 'centime'}")
    return " et ".join(parts)


def _hundreds(number: int, *, is_last: bool) -> str:
    """Return a number from 1 to 999; « cents » and « quatre-vingts » take their s only when they end the number."""
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        word = "cent" if rest or hundreds == 1 or not is_last else "cents"
        parts.append(word if hundreds == 1 else f"{SMALL[hundreds]}-{word}")
    if rest:
        parts.append(_tens(rest, is_last=is_last))
    return "-".join(parts)


def _tens(number: int, *, is_last: bool) -> str:
    """Return a number from 1 to 99."""
    if number < len(SMALL):
        return SMALL[number]
    ten, unit = divmod(number, 10)
    if ten in {7, 9}:
        unit += 10
    if unit == 0:
        return "quatre-vingts" if ten == 8 and is_last else TENS[ten]
    joint = "-et-" if unit in {1, 11} and ten < 8 else "-"
    return f"{TENS[ten]}{joint}{SMALL[unit]}"
