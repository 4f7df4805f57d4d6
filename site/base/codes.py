"""QR codes, drawn on the server as SVG without any inline style."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def code_svg(address: str, *, label: str) -> SafeString:
    """Return the code of an address, dark on white with its quiet margin; its size is the style sheet's business.

    `label` is what it says to those who do not see it: where it leads.
    """
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    inside = drawn.partition(">")[2]  # the drawing itself, after segno's own opening tag
    width, height = code.symbol_size(border=3)
    # Numbers and colours, made by segno.
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" shape-rendering="crispEdges"><title>{}</title>{}',
        width,
        height,
        label,
        mark_safe(inside),  # noqa: S308  # nosec B308, B703
    )
