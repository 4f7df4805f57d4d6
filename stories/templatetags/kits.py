"""How the pages where one proposes something take up the kit that the address names."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from base.context import current_territory
from stories import kit_reading

register = template.Library()


@register.simple_tag(takes_context=True)
def kit_asked(context: Context, *, email: str = "", call: str = "") -> dict[str, Any] | None:
    """`{% kit_asked email=… call=… as start %}`: the `kit` of `?kit=`, the `message` it begins, the `link` to send it.

    None without `?kit=`, or when it names no kit the public sees.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or not request.GET.get(kit_reading.ASKED):
        return None
    kit = kit_reading.kit_asked(request, current_territory(request))
    if kit is None:
        return None
    message = kit_reading.message_about(kit, address=kit.get_full_url(request), call=call)
    return {"kit": kit, "message": message, "link": message.link(email)}
