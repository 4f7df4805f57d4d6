"""What the letters of calls say. Letters about one application are in `LETTERS`; `jury` and `deciding` have theirs."""

from calls.letters.applying import LETTERS as APPLYING
from calls.letters.shapes import Letter, Writer

LETTERS: dict[str, Writer] = {**APPLYING}

__all__ = ["LETTERS", "Letter", "Writer"]
