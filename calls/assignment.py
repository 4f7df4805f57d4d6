"""Who reads what: applications shared among jurors, evenly, always alike for the same input. It knows no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """Pairs (application, juror) to add, and the applications for which too few jurors are free of conflict."""

    added: tuple[tuple[int, int], ...]
    short: tuple[int, ...]


def share(
    *,
    applications: Sequence[int],
    jurors: Sequence[int],
    readers_each: int,
    conflicts: Collection[tuple[int, int]] = (),
    present: Collection[tuple[int, int]] = (),
    loads: Mapping[int, int] | None = None,
) -> Shared:
    """Give every application `readers_each` readers, counting those it has (`present`); nothing is taken away.

    A juror in conflict with an application never reads it. The applications with the fewest possible readers choose
    first, and each takes the jurors who read the least so far; `loads` counts what jurors already read elsewhere
    than in `applications`. Ties go to the smaller identifier, so that the same input gives the same answer.
    """
    forbidden, taken = set(conflicts), set(present)
    load = {juror: (loads or {}).get(juror, 0) for juror in jurors}
    readers: dict[int, set[int]] = {application: set() for application in applications}
    for application, juror in taken:
        if application in readers:
            readers[application].add(juror)
            load[juror] = load.get(juror, 0) + 1
    free = {
        application: [j for j in sorted(set(jurors)) if (application, j) not in forbidden]
        for application in readers
    }
    added: list[tuple[int, int]] = []
    short: list[int] = []
    for application in sorted(readers, key=lambda each: (len(free[each]), each)):
        wanted = readers_each - len(readers[application])
        candidates = [juror for juror in free[application] if juror not in readers[application]]
        chosen = sorted(candidates, key=lambda juror: (load[juror], juror))[: max(wanted, 0)]
        for juror in chosen:
            load[juror] += 1
            added.append((application, juror))
        if len(chosen) < wanted:
            short.append(application)
    return Shared(_evened(added, load, forbidden, readers), tuple(sorted(short)))


def _evened(
    added: list[tuple[int, int]],
    load: dict[int, int],
    forbidden: set[tuple[int, int]],
    present: Mapping[int, set[int]],
) -> tuple[tuple[int, int], ...]:
    """Hand pairs over, one at a time, from whoever reads two more than somebody who may read the same application.

    Each hand-over lowers the sum of the squares of the loads, so that it ends.
    """
    pairs = set(added)
    moved = True
    while moved:
        moved = False
        for application, juror in sorted(pairs, key=lambda pair: (-load[pair[1]], pair)):
            lighter = [
                other
                for other in load
                if load[other] + 1 < load[juror]
                and (application, other) not in forbidden
                and (application, other) not in pairs
                and other not in present[application]
            ]
            if lighter:
                other = min(lighter, key=lambda each: (load[each], each))
                pairs.remove((application, juror))
                pairs.add((application, other))
                load[juror] -= 1
                load[other] += 1
                moved = True
                break
    return tuple(sorted(pairs))
