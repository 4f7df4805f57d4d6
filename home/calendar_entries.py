"""What the calendar is made of: an entry, what is read to find entries, and why some do not move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from base.models import Territory


@dataclass(frozen=True)
class Entry:
    """One thing of the calendar. `ends` is exclusive; None: an instant, or no end known when `open_ended`.

    `kind` and `pk` name what `home.services.moving` would move; `why_not` is the sentence that says why it does not
    move, empty when it may. `part` tells two entries of one row apart.
    """

    lane: str
    kind: str
    pk: int
    title: str
    starts: datetime
    ends: datetime | None
    url: str
    detail: str = ""
    why_not: str = ""
    draft: bool = False
    open_ended: bool = False
    all_day: bool = False
    part: str = ""

    @property
    def movable(self) -> bool:
        """Whether the calendar may move it; the service has the last word."""
        return not self.why_not

    @property
    def key(self) -> str:
        """A name that stays the same when the entry moves."""
        return f"{self.kind}-{self.pk}{'-' if self.part else ''}{self.part}"


@dataclass(frozen=True)
class Reading:
    """What is read: one territory, from one moment to another; `at` tells what is past."""

    territory: Territory
    since: datetime
    until: datetime
    at: datetime

    @property
    def path(self) -> str:
        """The path above every page of the territory."""
        return self.territory.root_page.path

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the territory counts its days."""
        return ZoneInfo(self.territory.zone)

    def within(self, name: str) -> Q:
        """Return the condition that the moment `name` falls in the period."""
        return Q(**{f"{name}__gte": self.since, f"{name}__lt": self.until})

    def drafted_within(self, name: str) -> Q:
        """Return the same for a moment written in a revision, which keeps it as text in UTC."""
        return Q(**{f"{name}__gte": as_written(self.since), f"{name}__lt": as_written(self.until)})

    def midnight(self, day: date) -> datetime:
        """Return the first moment of a local day."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)


def as_written(moment: datetime) -> str:
    """Return a moment as revisions write it, up to the second: texts compare like moments."""
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S")


def page_address(pk: int) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def screen_address(name: str, pk: int) -> str:
    """Return the address of another screen of the admin."""
    return reverse(name, args=[pk])


def past_sentence() -> str:
    """Return why what is past stays where it was."""
    return _("C’est passé : l’agenda ne déplace que ce qui est à venir.")


def registered_sentence() -> str:
    """Return why a date people are registered for stays."""
    return _(
        "Des personnes sont inscrites : cette date se change sur la page du rendez-vous, "
        "pour qu’elles soient prévenues."
    )


def sent_sentence() -> str:
    """Return why a newsletter that left stays."""
    return _("Cette lettre est partie : sa date ne change plus.")


def unscheduled_sentence() -> str:
    """Return why a newsletter without an hour stays."""
    return _("Cette lettre n’est pas encore programmée : choisissez sa date sur sa fiche.")
