"""The shape of one line of « Ma semaine »."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SHOWN = 5  # lines of one topic; the rest is said in a sentence, so that a busy town keeps a short page


class Topic(TextChoices):
    """What the line is about, in the order of the page."""

    MONEY = "money", _("L’argent")
    REVIEW = "review", _("À relire et à valider")
    GAPS = "gaps", _("Trous dans le programme")
    ANSWERS = "answers", _("Réponses attendues")
    EXPIRES = "expires", _("Ce qui se termine")
    CAMPAIGNS = "campaigns", _("Campagnes qui finissent")
    HOLDERS = "holders", _("Porteurs silencieux")
    FOLLOW_UP = "follow_up", _("À raconter et à vérifier")


ICONS = {
    Topic.MONEY: "success",
    Topic.REVIEW: "check",
    Topic.GAPS: "calendar-alt",
    Topic.ANSWERS: "comment",
    Topic.EXPIRES: "time",
    Topic.CAMPAIGNS: "pick",
    Topic.HOLDERS: "mail",
    Topic.FOLLOW_UP: "clipboard-list",
}


@dataclass(frozen=True)
class Item:
    """One thing to do: what, why now, and the one action; `posts` when the action changes something at once."""

    topic: Topic
    title: str
    reason: str
    action: str
    url: str
    due: datetime | None = None
    posts: bool = False


@dataclass(frozen=True)
class Group:
    """The lines of one topic; `more` says how many were left out."""

    topic: Topic
    items: list[Item]
    more: int = 0
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def icon(self) -> str:
        """The icon of the topic in the admin's set."""
        return ICONS[self.topic]
