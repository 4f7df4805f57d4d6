"""Contact details that people write inside a text, taken out of what must not carry them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# Every repetition is bounded: a text of any length is read in proportion to it.
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TELEPHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)33[\s.-]?(?:\(0\)[\s.-]?)?|0)[1-9](?:[\s.-]?[0-9]{2}){4}(?![0-9])"
)


def without_contact_details(text: str) -> str:
    """Return `text` with each e-mail address and French telephone number replaced by a word saying so."""
    if "@" in text:
        text = _EMAIL.sub(_("[adresse retirée]"), text)
    return _TELEPHONE.sub(_("[téléphone retiré]"), text)
