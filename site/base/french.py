"""French text for search: the same normal form is indexed and asked, so that both databases agree.

Everything here accepts any string (control characters, emoji, right-to-left marks, half an emoji) without
raising and looks at its first `LONGEST_TEXT` characters only. The normal form is made of lower-case ASCII
letters and digits: it can be put between the signs of any query language without escaping.
"""

import re
import unicodedata

LONGEST_TEXT = 200_000
LONGEST_WORD = 40

# The last line holds what elision leaves before an apostrophe: l’atelier, d’été, jusqu’au, lorsqu’il.
_STOP_WORDS = """
    a au aux avec ce ces cet cette dans de des du elle elles en est et etre eux il ils j je la le les leur
    leurs lui ma me meme mes moi mon ne nos notre nous on ont ou par pas pour qu que qui sa se ses son sont
    sur ta te tes toi ton tu un une unes vos votre vous y
    c d l m n s t jusqu lorsqu puisqu quoiqu
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# Characters without width, that copied text carries inside words: soft hyphen, joiners, direction marks.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+")
_WORD = re.compile(r"[a-z0-9]+")
# habitant·es, porteur·euse·s: the ending after a middle dot is left out, people type the word before it.
_INCLUSIVE_ENDING = re.compile(r"(?<=[a-z])[·•‧∙][a-z]{1,6}")
# e-mail, co-working are also written email, coworking; a longer first part (pique-nique) makes two words.
_SHORT_PREFIX = re.compile(r"\b([a-z]{1,2})[-\u2010\u2011](?=[a-z]{2})")
_TODAY = re.compile(r"\baujourd\W?hui\b")


def fold(text: str) -> str:
    """Return the start of `text` in lower case, without accents nor invisible characters, œ as oe."""
    visible = text[:LONGEST_TEXT].translate(_INVISIBLE)
    # Compatibility forms (m², ﬁ, 𝐁) may decompose into capitals: the case is folded on both sides of it.
    decomposed = unicodedata.normalize("NFKD", visible.casefold()).casefold()
    return _MARKS.sub("", decomposed).translate(_SPELT_OUT)


def stem(word: str) -> str:
    """Return the singular of a folded word by the commonest French plurals, never shorter than three letters.

    The result is a key and not always a word: -al, -aux, -ail and -au meet in -al (local and locaux, travail
    and travaux, tuyau and tuyaux), while -eau and -eaux meet in -eau. Codes with a digit are left alone.
    """
    if not word.isalpha():
        return word
    while len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 4:
        if word.endswith("ail"):
            return word[:-3] + "al"
        if word.endswith("au") and not word.endswith("eau"):
            return word[:-2] + "al"
    return word


def words(text: str) -> list[str]:
    """Return the searchable words of `text`, in order, singular, without stop words."""
    folded = _TODAY.sub("aujourdhui", _INCLUSIVE_ENDING.sub("", fold(text)))
    found = []
    for match in _WORD.finditer(_SHORT_PREFIX.sub(r"\1", folded)):
        word = match.group()[:LONGEST_WORD]
        if word in STOP_WORDS:
            continue
        word = stem(word)
        if word not in STOP_WORDS:  # mess, once singular, must stay out when normalised again
            found.append(word)
    return found


def normalise(text: str) -> str:
    """Return `text` as indexed and asked: folded, singular, letters and digits only; idempotent."""
    return " ".join(words(text))
