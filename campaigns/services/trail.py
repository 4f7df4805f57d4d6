"""Who did what: the audit trail and the moves a person made in the log of states, read as one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from django.db.models import CharField, F, Q, QuerySet, Value

from base.models import AuditLine
from campaigns.models import StateChange
from campaigns.wording.finance import ACTIONS, STATE_ACTION

AT_ONCE = 500
Source = Literal["audit", "state"]
Key = tuple[datetime, Source, int]


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see; `of_money_only` keeps what concerns money and the exports of personal data."""

    person: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    of_money_only: bool = True


def keys_of(asked: Asked) -> QuerySet[Any, Key]:
    """Return (moment, source, key) of what is asked for, the last first: what `loaded` turns into rows."""
    when = Q()
    if asked.since:
        when &= Q(at__gte=asked.since)
    if asked.until:
        when &= Q(at__lt=asked.until)
    who = Q()
    if asked.person:
        words = ("email", "display_name", "first_name", "last_name")
        for name in words:
            who |= Q(**{f"actor__{name}__icontains": asked.person})
    acts = AuditLine.objects.filter(when & who)
    if asked.of_money_only:
        acts = acts.filter(action__in=list(ACTIONS))
    if asked.action:
        acts = acts.filter(action=asked.action)
    # What the site did by itself is in the log too, by the thousand; here are people.
    moves = StateChange.objects.filter(when & who, actor__isnull=False)
    if asked.action and asked.action != STATE_ACTION:
        moves = moves.none()
    return _keys(acts, "audit").union(_keys(moves, "state"), all=True).order_by("-at", "-key")


def loaded(keys: Iterable[Key]) -> list[AuditLine | StateChange]:
    """Return the rows of keys, in their order; two queries."""
    wanted = list(keys)
    found: dict[str, dict[int, Any]] = {
        "audit": AuditLine.objects.select_related("actor").in_bulk(
            [key for _at, source, key in wanted if source == "audit"]
        ),
        "state": StateChange.objects.select_related("actor", "campaign__page", "pledge").in_bulk(
            [key for _at, source, key in wanted if source == "state"]
        ),
    }
    return [found[source][key] for _at, source, key in wanted]


def everything(asked: Asked) -> Iterator[AuditLine | StateChange]:
    """Yield all that is asked for, a part at a time."""
    keys = keys_of(asked).iterator(chunk_size=AT_ONCE)
    while part := list(islice(keys, AT_ONCE)):
        yield from loaded(part)


def _keys(rows: QuerySet[Any], source: Source) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(source=Value(source, output_field=CharField()), key=F("pk"))
    return named.values_list("at", "source", "key")
