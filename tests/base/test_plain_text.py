"""Short texts: what is invisible goes, what people see stays."""

import pytest

from base.plain_text import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  un\u00a0four \t à  pain ", "un four à pain"),
        ("deux\nlignes\r\nici", "deux lignes ici"),
        ("\u202eà l’envers\u202c \u2067ici\u2069", "à l’envers ici"),
        ("a\x00b\x07\ud800c\ufeff", "abc"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("x" * 200_000, "x" * 200_000),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert plain(typed) == kept


def test_several_lines() -> None:
    assert plain(" a\r\n\r\nb\u202e ", lines=True) == "a\n\nb"
