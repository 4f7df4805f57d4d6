"""The numbers by which the law knows an organisation: SIREN, SIRET, RNA.

SIREN and SIRET end with a check digit (Luhn). The establishments of La Poste, which are too many for it, follow a
rule of their own: their digits add up to a multiple of five; its head office follows Luhn. The RNA number of an
association is W and nine characters: the office that gave it (a département's number, 2A or 2B in Corsica, 9 and a
letter overseas, then one character), then six digits. Associations of Alsace and Moselle are kept by courts and
have none.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LA_POSTE = "356000000"
_RNA = re.compile(r"W(?:\d{2}|2[AB]|9[A-Z])[0-9A-Z]\d{6}")
_SEPARATORS = re.compile(r"[\s.\-_/\u00a0\u202f\u2007\u2009\u2010-\u2015]+")


class NotAnIdentifier(ValueError):
    """The text is no such number; its message says what is wrong."""


def siren(text: str) -> str:
    """Return the nine digits of a SIREN number written in any usual way; NotAnIdentifier otherwise."""
    digits = _digits(text, 9, _("Un numéro SIREN a 9 chiffres."))
    if not _passes_luhn(digits):
        raise NotAnIdentifier(
            _("Ce numéro SIREN n’existe pas : un chiffre est sans doute faux. Vérifiez-le.")
        )
    return digits


def siret(text: str) -> str:
    """Return the fourteen digits of a SIRET number written in any usual way; NotAnIdentifier otherwise."""
    digits = _digits(text, 14, _("Un numéro SIRET a 14 chiffres."))
    fits = _passes_luhn(digits)
    if digits.startswith(LA_POSTE):
        fits = fits or sum(map(int, digits)) % 5 == 0
    if not fits or not _passes_luhn(digits[:9]):
        raise NotAnIdentifier(
            _("Ce numéro SIRET n’existe pas : un chiffre est sans doute faux. Vérifiez-le.")
        )
    return digits


def iban(text: str) -> str:
    """Return an IBAN in capitals without spaces, its check digits verified (ISO 13616), or NotAnIdentifier."""
    written = _compact(text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", written):
        raise NotAnIdentifier(_("Un IBAN s’écrit comme FR76 3000 6000 0112 3456 7890 189."))
    turned = "".join(str(int(character, 36)) for character in written[4:] + written[:4])
    if int(turned) % 97 != 1:
        raise NotAnIdentifier(_("Cet IBAN n’existe pas : un caractère est sans doute faux. Vérifiez-le."))
    return written


def spaced_iban(number: str) -> str:
    """Return an IBAN by groups of four, as banks print it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def rna(text: str) -> str:
    """Return an RNA number in capitals; NotAnIdentifier otherwise."""
    written = _compact(text).upper()
    if not _RNA.fullmatch(written):
        raise NotAnIdentifier(
            _(
                "Un numéro RNA s’écrit W suivi de 9 caractères, par exemple W751000001. "
                "Les associations d’Alsace et de Moselle n’en ont pas : laissez vide."
            )
        )
    return written


def spaced_siret(digits: str) -> str:
    """Return a SIRET number as it is read aloud: 732 829 320 00074."""
    return f"{digits[:3]}\u00a0{digits[3:6]}\u00a0{digits[6:9]}\u00a0{digits[9:]}"


def _compact(text: str) -> str:
    visible = "".join(char for char in text[:200] if unicodedata.category(char) not in ("Cf", "Cc"))
    return _SEPARATORS.sub("", visible)


def _digits(text: str, length: int, message: str) -> str:
    written = _compact(text)
    if len(written) != length or not (written.isascii() and written.isdigit()):
        raise NotAnIdentifier(message)
    if not written.strip("0"):
        raise NotAnIdentifier(_("Ce numéro n’est fait que de zéros. Vérifiez-le."))
    return written


def _passes_luhn(digits: str) -> bool:
    """Tell whether the digits fit their check digit: every second one from the right counts double."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
