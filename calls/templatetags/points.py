"""Marks written for people."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def on_hundred(hundredths: int | None) -> str:
    """`{{ review.mark|on_hundred }}`: « 75,5 » for 7 550 hundredths; nothing for None."""
    if hundredths is None:
        return ""
    tenths = (hundredths + 5) // 10
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}" if rest else str(whole)


@register.filter
def at_key(mapping: dict[object, object], key: object) -> object:
    """`{{ standings|at_key:row.pk }}`: what the mapping holds, None when nothing."""
    return mapping.get(key)
