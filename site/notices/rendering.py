"""A notice's words: subject, plain text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

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
        return compose(
            template=kind.template,
            subject=kind.subject(context),
            recipient=notice.recipient,
            context=context,
            connection=connection,
        )
