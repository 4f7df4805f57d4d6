"""A column of normalised words and the questions asked of it, with the same answers on both databases."""

from typing import Any

from django.db import models
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

# On PostgreSQL the migration adds a column that the database itself fills from the words, and indexes it.
# Words are taken as they are: the database's parser, which reads addresses and numbers its way, has no part.
VECTOR = "{column}_vector"
VECTOR_OF = "array_to_tsvector(string_to_array(btrim({column}), ' '))"


class WordsField(models.TextField):
    """The distinct words of a text, as `base.french` normalises them, between spaces: " atelier velo "."""

    @staticmethod
    def pack(words: list[str]) -> str:
        """Return `words` as stored; `words` holds lower-case ASCII letters and digits only."""
        return f" {' '.join(sorted(set(words)))} " if words else ""


class _WordsLookup(Lookup):
    """Compares the column with a list of normalised words, which need no escaping."""

    prepare_rhs = False
    like = "% {word} %"
    like_joiner = " AND "
    lexeme = "'{word}'"
    lexeme_joiner = " & "

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask word by word, reading every row: a town's few thousand pages take milliseconds."""
        column, params = self.process_lhs(compiler, connection)
        asked = self.like_joiner.join(f"{column} LIKE %s" for _word in self.rhs)
        patterns = [self.like.format(word=word) for word in self.rhs]
        return f"({asked})", tuple(param for pattern in patterns for param in (*params, pattern))

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask the indexed column."""
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        vector = VECTOR.format(column=self.lhs.target.column)
        asked = self.lexeme_joiner.join(self.lexeme.format(word=word) for word in self.rhs)
        return f"{table}.{vector} @@ %s::tsquery", (asked,)


@WordsField.register_lookup
class HasEvery(_WordsLookup):
    """Holds every word asked."""

    lookup_name = "has_every"


@WordsField.register_lookup
class HasEveryBeginning(_WordsLookup):
    """Holds, for every word asked, a word that begins with it."""

    lookup_name = "has_every_beginning"
    like = "% {word}%"
    lexeme = "'{word}':*"


@WordsField.register_lookup
class HasAny(_WordsLookup):
    """Holds at least one of the words asked."""

    lookup_name = "has_any"
    like_joiner = " OR "
    lexeme_joiner = " | "
