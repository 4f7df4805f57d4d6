"""Colours of a territory: contrast as WCAG 2.2 counts it, and the shades the style sheet needs.

The names are those of `static/css/tokens.css`, which holds the defaults and says what each is for.
"""

from __future__ import annotations

import colorsys

TEXT = 4.5  # least contrast of text
SHAPE = 3.0  # least contrast of a control or large mark

PAPER = "#fdfbf5"  # --ground
TINT = "#f6efe0"  # --tint, the darkest surface under text on light pages
NIGHT = "#0e1d1b"  # --ground-dark-mode
NIGHT_TINT = "#182b28"  # --tint-dark-mode, the lightest surface under text on dark pages
NIGHT_INK = "#f3ecdd"
HONEY = "#e6a63c"  # --highlight
WHITE = "#ffffff"
BLACK = "#000000"


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green, blue from 0 to 255; ValueError unless written #rrggbb."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"Not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white)."""
    linear = []
    for channel in channels(colour):
        value = channel / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def ink_on(surface: str) -> str:
    """Return white or black, whichever reads better on `surface`; one of them always passes 4.5."""
    return WHITE if contrast(WHITE, surface) >= contrast(BLACK, surface) else BLACK


def mix(colour: str, into: str, share: float) -> str:
    """Return `colour` with `share` (0 to 1) of it replaced by `into`."""
    pairs = zip(channels(colour), channels(into), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lightened(colour: str, against: tuple[str, ...], least: float) -> str:
    """Return `colour` made lighter, its hue and liveliness kept, until it has `least` contrast on every `against`."""
    hue, light, lively = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(colour)))
    for step in range(101):
        red, green, blue = colorsys.hls_to_rgb(hue, light + (1 - light) * step / 100, lively)
        shade = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if all(contrast(shade, surface) >= least for surface in against):
            return shade
    return WHITE


def moved_until(colour: str, towards: str, against: tuple[str, ...], least: float) -> str:
    """Return the shade nearest to `colour`, moved towards another, that has `least` contrast on every
    `against`.
    """
    for step in range(101):
        shade = mix(colour, towards, step / 100)
        if all(contrast(shade, surface) >= least for surface in against):
            return shade
    return towards


def palette(brand: str, accent: str) -> dict[str, str]:
    """Return the custom properties of a territory, light and dark, each checked to be readable where it is
    used.
    """
    surface_at_night = moved_until(mix(brand, NIGHT, 0.3), BLACK, (NIGHT_INK,), 7)
    accent_at_night = lightened(accent, (NIGHT, NIGHT_TINT), 6)
    highlight = moved_until(HONEY, WHITE, (brand,), TEXT)
    highlight_at_night = moved_until(HONEY, WHITE, (surface_at_night, NIGHT), TEXT)
    return {
        "brand": brand,
        "brand-ink": TINT if contrast(TINT, brand) >= TEXT else ink_on(brand),
        "accent": accent,
        "accent-ink": ink_on(accent),
        "highlight": highlight,
        "highlight-ink": ink_on(highlight),
        "brand-dark-mode": lightened(brand, (NIGHT, NIGHT_TINT), 8),
        "brand-surface-dark-mode": surface_at_night,
        "brand-ink-dark-mode": NIGHT_INK,
        "accent-dark-mode": accent_at_night,
        "accent-ink-dark-mode": ink_on(accent_at_night),
        "highlight-dark-mode": highlight_at_night,
        "highlight-ink-dark-mode": ink_on(highlight_at_night),
    }


def style_sheet(brand: str, accent: str) -> str:
    """Return the palette as CSS, unlayered so that it wins over the defaults."""
    lines = "".join(f"  --{name}: {value};\n" for name, value in palette(brand, accent).items())
    return f":root {{\n{lines}}}\n"
