"""Lines about decisions of two people: what waits for an answer, and too few people to give one. No amount here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from base.dates_display import moment
from base.models import Territory
from campaigns.access import ready_for_decisions
from campaigns.links import decision_path
from campaigns.models import Decision
from campaigns.rules.decisions import DecisionKind
from home.week.items import SHOWN, Item, Topic

MOST = 4 * SHOWN
TWO = 2
MONEY = frozenset(DecisionKind) - {DecisionKind.TERMS}


def about_terms(territory: Territory, *, at: datetime) -> list[Item]:
    """Decisions about the terms of launched campaigns; one query."""
    return _waiting({DecisionKind.TERMS}, territory, at)


def about_money(territory: Territory, *, at: datetime) -> list[Item]:
    """Decisions about money, those of every territory: the second person may be elsewhere; one query."""
    return _waiting(MONEY, None, at)


def second_person_missing(territory: Territory, *, at: datetime) -> list[Item]:
    """A warning while fewer than two people could decide of money; one query."""
    ready = ready_for_decisions().count()
    if ready >= TWO:
        return []
    return [
        Item(
            Topic.REVIEW,
            _("Il manque une seconde personne"),
            _(
                "Une exception avec l’argent se décide à deux, et moins de deux personnes le peuvent aujourd’hui : "
                "ajoutez quelqu’un au groupe « Finances », d’ici ou d’un autre territoire, avec son second facteur."
            ),
            _("Voir les décisions"),
            reverse("campaigns:decisions"),
        )
    ]


def _waiting(kinds: Collection[DecisionKind], territory: Territory | None, at: datetime) -> list[Item]:
    rows = Decision.objects.waiting(at=at).filter(kind__in=kinds).with_subjects()
    if territory is not None:
        rows = rows.filter(territory=territory)
    return [
        Item(
            Topic.REVIEW,
            row.subject_title,
            _("%(kind)s : %(by)s le demande, une autre personne répond avant le %(until)s.")
            % {
                "kind": row.get_kind_display(),
                "by": row.asked_by.public_name,
                "until": moment(row.expires_at, row.territory.zone),
            },
            _("Lire la décision"),
            decision_path(row),
            due=row.expires_at,
        )
        for row in rows[:MOST]
    ]
