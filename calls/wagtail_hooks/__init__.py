"""What calls add to the admin, by topic: one module each, loaded here because Wagtail looks for this name."""

from calls.wagtail_hooks import applications, guards, juries, reach, wishes

__all__ = ["applications", "guards", "juries", "reach", "wishes"]
