"""The figures by which PostgreSQL plans its queries, after thousands of rows were written at once.

On a site the server refreshes them by itself within a minute. A test does not wait: without them the planner takes a
table of thousands for an empty one, and a count that needs a millisecond may take a quarter of an hour.
"""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Have the planner know the rows written so far, those of the running transaction too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
