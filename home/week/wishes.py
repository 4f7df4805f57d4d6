"""Lines about wishes: those nobody has read yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.models import Territory
from calls.models import Wish, WishQuestion
from home.week.items import Item, Topic


def wishes_to_read(territory: Territory, *, at: datetime) -> list[Item]:
    """Questions whose wishes wait for a reader."""
    waiting = Count("wishes", filter=Q(wishes__state=Wish.State.PENDING))
    questions = (
        WishQuestion.objects.filter(territory=territory).annotate(waiting=waiting).filter(waiting__gt=0)
    )
    return [
        Item(
            Topic.ANSWERS,
            question.question,
            ngettext(
                "%(number)d envie d’habitant attend d’être lue.",
                "%(number)d envies d’habitants attendent d’être lues.",
                question.waiting,
            )
            % {"number": question.waiting},
            _("Lire"),
            reverse("wish_questions:gather", args=[question.pk]),
        )
        for question in questions
    ]
