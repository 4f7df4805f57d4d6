"""« Ma semaine » says that a common launch comes near with projects not approved, and who was left behind."""

import datetime as dt

import pytest
from django.utils import timezone

from calls.services.launching_together import launch_due
from home.week import promotions
from tests.builders import the_territory
from tests.promotions import a_promotion

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def lines(at: dt.datetime) -> list[str]:
    """The reasons, as they are read."""
    return [
        item.reason.replace("\u00a0", " ").replace("\u202f", " ")
        for item in promotions.launches(the_territory(), at=at)
    ]


def test_the_line_comes_two_weeks_before_and_counts_what_is_not_approved() -> None:
    promotion = a_promotion("approved", "draft", "")

    assert lines(promotion.launches_at - 15 * DAY) == []
    (line,) = lines(promotion.launches_at - 13 * DAY)
    assert line.endswith("2 projets ne sont pas encore approuvés.")


def test_nothing_is_said_of_a_promotion_that_is_ready() -> None:
    promotion = a_promotion("approved", "approved")

    assert lines(promotion.launches_at - DAY) == []


def test_those_left_behind_are_told_until_they_are_launched() -> None:
    promotion = a_promotion("approved", "draft")
    launch_due(at=promotion.launches_at)

    assert lines(promotion.launches_at + DAY) == [
        "1 projet n’était pas prêt pour le lancement commun : il reste à l’accompagner."
    ]
    assert lines(promotion.launches_at + 61 * DAY) == []
    assert lines(timezone.now()) != []
