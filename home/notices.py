"""The letters of home: the confirmation of a subscription, the newsletter, its test."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from base.mail import leaving_headers
from home.links import leave_path, manage_path
from home.models import Newsletter, Subscription
from notices.registry import NoticeKind, register


def _letter(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the words frozen when the sending began, and the reader's own links."""
    content = Newsletter.objects.filter(pk=stored["newsletter_id"]).values_list("content", flat=True).first()
    reader = stored["subscription_id"]
    return {"letter": content or {}, "manage_path": manage_path(reader), "leave_path": leave_path(reader)}


def _is_wanted(stored: dict[str, Any]) -> bool:
    """Tell whether the reader is still subscribed, and to this theme."""
    readers = Subscription.objects.active().filter(pk=stored.get("subscription_id"))
    if stored.get("theme_id"):
        readers = readers.asking_for(stored["theme_id"])
    return readers.exists()


def _leaving_headers(context: dict[str, Any]) -> dict[str, str]:
    """Return what lets a mail program leave in one click."""
    return leaving_headers(context, context["leave_path"])


register(
    NoticeKind(
        name="subscription_asked",
        template="email/home/confirm_subscription",
        subject=lambda context: _("Confirmez votre abonnement à la lettre"),
        kept=timedelta(days=30),
    )
)
register(
    NoticeKind(
        name="newsletter",
        template="email/home/newsletter",
        subject=lambda context: str(context["letter"]["subject"]),
        expand=_letter,
        headers=_leaving_headers,
        wanted=_is_wanted,
        sent_again_when_unsure=True,
        lease=timedelta(minutes=2),
        priority=5,
        kept=timedelta(days=30),
    )
)
register(
    NoticeKind(
        name="newsletter_test",
        template="email/home/newsletter",
        subject=lambda context: _("[Essai] %(subject)s") % {"subject": context["letter"]["subject"]},
        # Nobody is subscribed by a test: its links lead to the form.
        expand=lambda stored: {"is_test": True, "manage_path": reverse("home:subscribe")},
        sent_again_when_unsure=True,
        priority=1,
        kept=timedelta(days=30),
    )
)
