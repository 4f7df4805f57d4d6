"""A letter to print, laid out: whom to, about what, in which words, on whose letterhead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from base.mail import one_line
from base.models import Territory
from base.postal_addresses import address_lines
from notices.posting import token_of
from notices.registry import kind_named

if TYPE_CHECKING:
    from notices.models import Notice


USUAL_LENGTH = 800
"""Characters of title and paragraphs that fit on one side in the usual size, whatever the contact's words are."""
USUAL_LINES, USUAL_LINE = 5, 36
"""What the window shows in the usual size: so many lines of so many characters."""


@dataclass(frozen=True)
class Sheet:
    """One letter. `name` is a line or two, `lines` the address under it; `reference` is what it is found by."""

    notice: Notice
    token: str
    name: list[str]
    lines: list[str]
    title: str
    paragraphs: list[str]
    reference: str

    @property
    def is_long(self) -> bool:
        """Whether it is set smaller, to stay on one side."""
        return len(self.title) + sum(map(len, self.paragraphs)) > USUAL_LENGTH

    @property
    def is_wide(self) -> bool:
        """Whether name and address are set smaller: what falls out of the window is lost by the post."""
        lines = self.name + self.lines
        return len(lines) > USUAL_LINES or max(map(len, lines), default=0) > USUAL_LINE


@dataclass(frozen=True)
class Pile:
    """The letters of one territory, which share its letterhead."""

    town: Territory
    sheets: list[Sheet]


def sheet_of(notice: Notice) -> Sheet:
    """Return a letter in its own language; a kind that is gone leaves its name as the title."""
    with translation.override(notice.language):
        try:
            title = kind_named(notice.kind).subject(notice.context)
        except LookupError:
            title = notice.kind
    return Sheet(
        notice=notice,
        token=token_of(notice),
        name=notice.addressee.splitlines(),
        lines=address_lines(notice.postal_address),
        title=one_line(title),
        paragraphs=[str(text) for text in notice.context.get("paragraphs", ())],
        reference=str(notice.context.get("reference", "")),
    )


def piles_of(notices: Iterable[Notice]) -> list[Pile]:
    """Sort letters by territory, in the order given; one query for the territories."""
    letters = list(notices)
    keys = {notice.context["territory_id"] for notice in letters}
    towns = {town.pk: town for town in Territory.objects.select_related("logo").filter(pk__in=keys)}
    piles: dict[int, Pile] = {}
    for notice in letters:
        key = notice.context["territory_id"]
        piles.setdefault(key, Pile(towns[key], [])).sheets.append(sheet_of(notice))
    return list(piles.values())
