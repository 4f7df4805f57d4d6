"""What home adds to the admin, by topic: one module each, loaded here because Wagtail looks for this name."""

from home.wagtail_hooks import guards, listings

__all__ = ["guards", "listings"]
