"""What home adds to the admin, by topic: one module each, loaded here because Wagtail looks for this name."""

from home.wagtail_hooks import (
    balance,
    calendar,
    guards,
    guide,
    listings,
    menu,
    programme,
    ready_made,
    reward_ideas,
    seasons,
    selections,
)

__all__ = [
    "balance",
    "calendar",
    "guards",
    "guide",
    "listings",
    "menu",
    "programme",
    "ready_made",
    "reward_ideas",
    "seasons",
    "selections",
]
