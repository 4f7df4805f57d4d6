"""Words and figures that only the pages of applications need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django import template

from base.dates_display import instant
from base.file_kinds import weight as weight_in_words

register = template.Library()


@register.filter
def to_the_second(value: dt.datetime | None, zone: str = "") -> str:
    """`{{ at|to_the_second:zone }}`: a moment with its seconds and its zone."""
    if value is None:
        return ""
    return instant(value, zone) if zone else instant(value)


@register.filter
def weight(size: int) -> str:
    """`{{ bytes|weight }}`: "1,4 Mo"."""
    return weight_in_words(size)


@register.filter
def of_state(tones: Mapping[str, str], state: str) -> str:
    """`{{ tones|of_state:row.state }}`: the colour of a state."""
    return tones.get(state, "")
