"""Calls in the Wagtail admin, one module per topic."""

from calls.wagtail_hooks import reach, wishes  # noqa: F401  # they register their hooks
