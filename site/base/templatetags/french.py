"""Template filter for French typography."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from base.french_typography import typeset

register = template.Library()
_TAG = re.compile(r"(<[^>]*>)")
_ESCAPED_APOSTROPHE = re.compile(r"(?<=[^\W\d_])&#(?:x27|39);(?=[^\W\d_])")


@register.filter(needs_autoescape=True)
def typo(text: Any, autoescape: bool = True) -> str:
    """`{{ text|typo }}`: non-breaking spaces and apostrophes.

    Plain text is escaped after the work (not in plain-text e-mails, where nothing is); text already marked
    safe keeps its tags, whose attributes are left alone.
    """
    if text is None:
        return ""
    if not autoescape:
        return typeset(str(text))
    if not isinstance(text, SafeString) and not hasattr(text, "__html__"):
        return conditional_escape(typeset(str(text)))
    # Only spaces and apostrophes change: what was safe stays so.
    parts = _TAG.split(str(conditional_escape(text)))
    spelt = (part if part.startswith("<") else typeset(_ESCAPED_APOSTROPHE.sub("’", part)) for part in parts)
    return mark_safe("".join(spelt))  # noqa: S308  # nosec
