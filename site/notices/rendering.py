"""A notice's words: subject, plain text and HTML; and the name under which mail servers know it."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac

from base.mail import compose, message_context
from notices.registry import kind_named

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.base import BaseEmailBackend

    from notices.models import Notice


def notice_message(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Build the e-mail of a notice in its own language; LookupError when its kind is gone."""
    kind = kind_named(notice.kind)
    with translation.override(notice.language):
        context = message_context(notice.context)
        if kind.expand is not None:
            context = {**context, **kind.expand(notice.context)}
        message = compose(
            template=kind.template,
            subject=kind.subject(context),
            recipient=notice.recipient,
            context=context,
            connection=connection,
        )
    message.extra_headers["Message-ID"] = message_id(notice)
    if kind.headers is not None:
        message.extra_headers.update(kind.headers({**context, "recipient": notice.recipient}))
    return message


def message_id(notice: Notice) -> str:
    """Return the notice's one Message-ID, the same at every try: a relay or a mailbox that has it drops the second."""
    name = salted_hmac("notices.message_id", notice.purpose, algorithm="sha256").hexdigest()[:40]
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{name}@{host}>"
