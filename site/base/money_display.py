"""The one reader and the one writer of amounts: people write euros, the site keeps integer cents."""

import re

from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"  # before €, %
NARROW_NO_BREAK = "\u202f"  # between thousands
MINUS = "\u2212"

_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_CURRENCY = re.compile(r" ?(?:€|euros?|eur)$", re.IGNORECASE | re.ASCII)
# [0-9] and not \d: other scripts' digits would be read as numbers without the writer knowing.
_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,9}|[0-9]{1,3}(?: [0-9]{3}){1,2})(?:[.,](?P<cents>[0-9]{1,2}))?")
_TOO_PRECISE = re.compile(r"[0-9 ]+,[0-9]{3,}")
_TWO_READINGS = re.compile(r"[0-9 ]+\.[0-9]{3,}|[0-9 ]*[.,][0-9. ,]*[.,][0-9]*")
_TOO_LONG = 40


def parse_euros(text: str) -> int:
    """Return the cents meant by `text`: "12", "12,5", "12.50", "1 234,50 €".

    Raises ValueError with a sentence for the reader when the text has no sign-free, two-decimal, single
    meaning.
    """
    if not text or not text.strip():
        raise ValueError(_("Indiquez un montant en euros, par exemple 25 ou 12,50."))
    if len(text) > _TOO_LONG:
        raise ValueError(_("Ce montant est trop long : écrivez par exemple 25 ou 12,50."))
    plain = _CURRENCY.sub("", _SPACES.sub(" ", text).strip())
    if plain.startswith(("-", MINUS)):
        raise ValueError(_("Le montant ne peut pas être négatif."))
    match = _AMOUNT.fullmatch(plain)
    if match:
        whole = int(match["whole"].replace(" ", ""))
        return whole * 100 + int((match["cents"] or "0").ljust(2, "0"))
    if _TOO_PRECISE.fullmatch(plain):
        raise ValueError(_("Écrivez au plus deux chiffres après la virgule, par exemple 12,50."))
    if _TWO_READINGS.fullmatch(plain):
        raise ValueError(
            _(
                "Ce montant peut se lire de deux façons : "
                "écrivez 1234,50, avec une seule virgule et sans point."
            )
        )
    raise ValueError(_("Écrivez un montant en chiffres, par exemple 25 ou 12,50."))


def plain_euros(cents: int) -> str:
    """Return the amount as a person types it, without symbol ("12,50", "6000"): what a form shows again."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    whole, rest = divmod(cents, 100)
    return f"{sign}{whole},{rest:02d}" if rest else f"{sign}{whole}"


def euros(cents: int) -> str:
    """Return the amount as printed: "1 234,50 €", no decimals when there are none, unbreakable spaces."""
    sign, cents = (MINUS, -cents) if cents < 0 else ("", cents)
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", NARROW_NO_BREAK)
    decimals = f",{rest:02d}" if rest else ""
    return f"{sign}{grouped}{decimals}{NO_BREAK}€"


def exact_euros(cents: int) -> str:
    """Return the amount with its two decimals always, for columns of figures: "56,00 €"."""
    text = euros(cents)
    return text if cents % 100 else text.replace(f"{NO_BREAK}€", f",00{NO_BREAK}€")


def rate(bps: int) -> str:
    """Return basis points as a percentage: 500 is "5 %", 550 is "5,5 %"."""
    whole, rest = divmod(bps, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{NO_BREAK}%"
