"""Counters of the rate limits, in the database so that every server process shares them."""

from django.db import models


class RateCounter(models.Model):
    """How many times one key did one thing since a moment; the key is a keyed hash, never an address."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    started_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_rate_counter_per_key")]

    def __str__(self) -> str:
        return f"{self.scope} · {self.count}"
