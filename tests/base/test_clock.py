"""The moment display takes for now: the real one, unless a preview asked for another."""

import datetime as dt
import threading

import pytest
from django.utils import timezone

from base import clock

NEW_YEAR = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def test_now_is_the_real_time(time_machine):
    time_machine.move_to(NEW_YEAR, tick=False)

    assert clock.now() == timezone.now() == NEW_YEAR
    assert not clock.is_moved()


def test_a_preview_moves_now_and_only_display(time_machine):
    time_machine.move_to(NEW_YEAR, tick=False)
    summer = NEW_YEAR + dt.timedelta(days=180)

    with clock.as_of(summer):
        assert clock.now() == summer
        assert clock.is_moved()
        assert timezone.now() == NEW_YEAR

    assert clock.now() == NEW_YEAR


def test_moments_nest_and_an_error_puts_the_time_back():
    later = NEW_YEAR + dt.timedelta(hours=1)

    with clock.as_of(NEW_YEAR):
        with pytest.raises(RuntimeError), clock.as_of(later):
            raise RuntimeError
        assert clock.now() == NEW_YEAR

    assert not clock.is_moved()


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.as_of(dt.datetime(2027, 1, 1)):
        pass

    assert not clock.is_moved()


def test_another_visitor_keeps_the_real_time():
    """Requests are answered on threads: a preview on one of them must not reach the others."""
    seen = []

    with clock.as_of(NEW_YEAR):
        other = threading.Thread(target=lambda: seen.append(clock.is_moved()))
        other.start()
        other.join()

    assert seen == [False]
