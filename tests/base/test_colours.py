"""A territory's colours stay readable, by day and by night."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from base import colours
from base.models import Territory

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_agrees_with_wcag(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert colours.contrast(other, one) == colours.contrast(one, other)


@settings(deadline=None)
@given(any_colour)
def test_the_ink_always_passes(surface: str) -> None:
    assert colours.contrast(colours.ink_on(surface), surface) >= 4.5


@settings(deadline=None)
@given(any_colour, any_colour)
def test_every_palette_is_readable(brand: str, accent: str) -> None:
    shades = colours.palette(brand, accent)
    for surface in ("brand", "accent", "highlight", "accent-dark-mode", "highlight-dark-mode"):
        ink = surface.replace("-dark-mode", "-ink-dark-mode") if "dark" in surface else f"{surface}-ink"
        assert colours.contrast(shades[surface], shades[ink]) >= 4.5, surface
    assert colours.contrast(shades["brand-surface-dark-mode"], shades["brand-ink-dark-mode"]) >= 4.5
    for night in (colours.NIGHT, colours.NIGHT_TINT):
        assert colours.contrast(shades["brand-dark-mode"], night) >= 4.5
        assert colours.contrast(shades["accent-dark-mode"], night) >= 4.5
    if colours.contrast(brand, colours.TINT) >= 4.5:
        assert colours.contrast(shades["highlight"], brand) >= 4.5


def test_a_broken_colour_is_refused() -> None:
    for text in ("", "#fff", "red", "#gggggg", "#1234567"):
        with pytest.raises(ValueError, match=r".+"):
            colours.channels(text)


def problems(**fields: object) -> dict[str, list[str]]:
    """Return what a territory's own check says about these fields."""
    try:
        Territory(**fields).clean()
    except ValidationError as refused:
        return refused.message_dict
    return {}


def test_a_territory_cannot_choose_unreadable_colours() -> None:
    assert problems() == {}
    assert "trop claire" in problems(brand_colour="#7fbf9f")["brand_colour"][0]
    assert "trop claire" in problems(accent_colour="#ffd966")["accent_colour"][0]
    assert problems(accent_colour="#d9663a") == {}
    assert "brand_colour" not in problems(brand_colour="vert")  # said by the field itself


def test_a_territory_cannot_contradict_itself() -> None:
    assert "largest_pledge_cents" in problems(smallest_pledge_cents=500, largest_pledge_cents=400)
    assert "suggested_amounts" in problems(suggested_amounts=[50])
    assert "suggested_amounts" in problems(suggested_amounts=["500"])
    assert "suggested_amounts" in problems(suggested_amounts=[True])
    assert "suggested_amounts" in problems(suggested_amounts={"a": 1})
    assert problems(suggested_amounts=[500, 1000]) == {}
    assert "zone" in problems(zone="Europe/Lyon")
