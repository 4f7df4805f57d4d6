"""What stories adds to the admin, by topic: one module each, loaded here because Wagtail looks for this name."""

from stories.wagtail_hooks import directory, events

__all__ = ["directory", "events"]
