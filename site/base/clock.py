"""The moment display code takes for now: the real one, or the one a preview asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_AS_OF: ContextVar[datetime | None] = ContextVar("base_clock_as_of", default=None)


def now() -> datetime:
    """Return the moment pages are shown for: the real one unless inside as_of()."""
    moved = _AS_OF.get()
    return timezone.now() if moved is None else moved


def is_moved() -> bool:
    """Tell whether now() answers another moment than the real one."""
    return _AS_OF.get() is not None


@contextmanager
def as_of(at: datetime) -> Iterator[None]:
    """Make now() answer the aware datetime ``at`` in this context, and nowhere else."""
    if timezone.is_naive(at):
        raise ValueError("as_of() takes an aware datetime")
    token = _AS_OF.set(at)
    try:
        yield
    finally:
        _AS_OF.reset(token)
