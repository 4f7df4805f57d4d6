"""Refusals of the base, whose text is what people read."""


class FileRefused(Exception):
    """A file that may not be kept; the text says why and what to do."""


class QuotaReached(FileRefused):
    """The owner has no room left for this file."""
