"""Template filters for dates; each takes an optional zone name and answers nothing for an empty value."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import template

from base import dates_display

register = template.Library()


def _filter(write: Callable[[Any, str], str]) -> Callable[..., str]:
    def of_value(value: dt.date | dt.datetime | None, zone: str = dates_display.PARIS) -> str:
        return write(value, zone or dates_display.PARIS) if isinstance(value, dt.date) else ""

    of_value.__doc__ = write.__doc__
    return of_value


def _moment(value: dt.date, zone: str) -> str:
    return (
        dates_display.moment(value, zone)
        if isinstance(value, dt.datetime)
        else dates_display.day(value, zone)
    )


def _hour(value: dt.date, zone: str) -> str:
    return dates_display.hour(value, zone) if isinstance(value, dt.datetime) else ""


register.filter("moment", _filter(_moment))
register.filter("day", _filter(dates_display.day))
register.filter("day_short", _filter(dates_display.day_short))
register.filter("full_day", _filter(dates_display.full_day))
register.filter("month", _filter(dates_display.month))
register.filter("hour", _filter(_hour))
