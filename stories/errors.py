"""Why a registration or a change of dates was refused; `reason` is a sentence for people."""

from __future__ import annotations


class EventError(Exception):
    """Something asked of an event that cannot be done; `reason` says why in the page's language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RegistrationClosed(EventError):
    """The date takes no registration, or its registrations may not change any more."""


class NotFewer(EventError):
    """Online, the number of people of a registration only goes down."""


class DateHasBegun(EventError):
    """What has begun is no longer cancelled nor put back."""
