"""Calls in the Wagtail admin, one module per topic."""

from calls.wagtail_hooks import wishes  # noqa: F401  # registers its hooks
