"""E-mails: one line of subject, a plain-text and an HTML part, signed by the territory."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.utils.text import Truncator
from wagtail.models import Site

from base.models import Territory

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

SUBJECT_LENGTH = 180
_SPACES = re.compile(" +")


def one_line(text: str) -> str:
    """Return `text` fit for a header: control characters and line breaks become spaces, length is bounded."""
    cleaned = "".join(char if char.isprintable() or char == "\u00a0" else " " for char in text)
    return Truncator(_SPACES.sub(" ", cleaned)).chars(SUBJECT_LENGTH).strip()


def site_address(territory: Territory | None) -> str:
    """Return the scheme and host that links of a message to this territory's people start with."""
    if territory is not None:
        own = Site.objects.filter(root_page_id=territory.root_page_id, is_default_site=False).first()
        if own is not None:
            return own.root_url
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def render_text(template: str, context: dict[str, Any]) -> str:
    """Render a plain-text template: nothing is escaped, since nothing there is markup."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return engine.get_template(template).render(Context(context, autoescape=False)).strip() + "\n"


def render_html(template: str, context: dict[str, Any]) -> str:
    """Render an HTML template, everything escaped as usual."""
    return engines["django"].get_template(template).render(context)


def message_context(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a stored context with `territory` (when `territory_id` is given) and `site_url`."""
    territory = None
    if stored.get("territory_id"):
        territory = Territory.objects.select_related("logo").filter(pk=stored["territory_id"]).first()
    return {**stored, "territory": territory, "site_url": site_address(territory)}


def compose(
    *,
    template: str,
    subject: str,
    recipient: str,
    context: dict[str, Any],
    connection: BaseEmailBackend | None = None,
) -> EmailMultiAlternatives:
    """Build the e-mail of `template` for one recipient; `context` comes from `message_context`."""
    subject = one_line(subject)
    territory = context.get("territory")
    context = {**context, "subject": subject, "recipient": recipient}
    sender = settings.DEFAULT_FROM_EMAIL
    if territory is not None:
        sender = formataddr((one_line(territory.platform_name), parseaddr(sender)[1]))
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_text(f"{template}.txt", context),
        from_email=sender,
        to=[recipient],
        reply_to=[territory.contact_email] if territory is not None else None,
        # Told to other robots, so that an absence notice is not answered to us.
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(render_html(f"{template}.html", context), "text/html")
    return message


def leaving_headers(context: dict[str, Any], path: str) -> dict[str, str]:
    """Return what lets a mail program leave in one click (RFC 2369, RFC 8058), by a POST to `path` of this site."""
    territory = context.get("territory")
    ways = [f"<{context['site_url']}{path}>"]
    if territory is not None:
        ways.append(f"<mailto:{territory.contact_email}?subject=D%C3%A9sabonnement>")
    return {
        "List-Unsubscribe": ", ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
