"""`{% wishes_on page as board %}` and `{% born_from call as number %}`: what residents said, where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from base import clock
from calls.models import CallPage, Wish, WishQuestion

LATEST = 3

register = template.Library()


@dataclass(frozen=True)
class WishBoard:
    """An open question, the latest wishes the public reads, and how many there are in all."""

    question: WishQuestion
    latest: list[Wish]
    number: int


@register.simple_tag
def wishes_on(page: Any) -> WishBoard | None:
    """Return the open question of `page` with its latest wishes, None when it asks nothing; three queries at most."""
    if not page.pk:
        return None
    question = WishQuestion.objects.open(at=clock.now()).filter(page_id=page.pk).first()
    if question is None:
        return None
    published = question.wishes.published()
    return WishBoard(question, list(published[:LATEST]), published.count())


@register.simple_tag
def born_from(call: CallPage) -> int:
    """Return from how many published wishes `call` was born."""
    return Wish.objects.born_into(call).count() if call.pk else 0
