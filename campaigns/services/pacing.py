"""How fast a provider is called: a bucket of tokens that every worker draws from, in the database.

A bucket fills at the provider's `calls_per_second` and holds ten seconds of it.
"""

from __future__ import annotations

from datetime import datetime

from campaigns.models import ProviderPace

SECONDS_KEPT = 10


def take_tokens(*, gateway: str, per_second: int, wanted: int, at: datetime) -> int:
    """Return how many calls of `wanted` may be made now, and count them as made; inside the caller's transaction.

    0 `per_second` is no limit. Time that already gave its tokens gives none again, whatever the order of the calls.
    """
    if per_second <= 0 or wanted <= 0:
        return max(wanted, 0)
    full = per_second * SECONDS_KEPT * 1000
    ProviderPace.objects.get_or_create(gateway=gateway, defaults={"thousandths": full, "filled_at": at})
    pace = ProviderPace.objects.select_for_update().get(gateway=gateway)
    waited = max(int((at - pace.filled_at).total_seconds() * 1000), 0)
    kept = min(pace.thousandths + waited * per_second, full)
    given = min(wanted, kept // 1000)
    pace.thousandths = kept - given * 1000
    pace.filled_at = max(at, pace.filled_at)
    pace.save(update_fields=["thousandths", "filled_at"])
    return given
