"""What the letters of calls say. Each module of the package adds its letters to `LETTERS`."""

from calls.letters.applying import LETTERS as APPLYING
from calls.letters.shapes import Letter, Writer

LETTERS: dict[str, Writer] = {**APPLYING}

__all__ = ["LETTERS", "Letter", "Writer"]
