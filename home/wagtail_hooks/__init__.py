"""What home adds to the admin, by topic: one module each, loaded here because Wagtail looks for this name."""

from home.wagtail_hooks import (
    balance,
    calendar,
    call_kit,
    guards,
    guide,
    listings,
    menu,
    programme,
    publishing,
    ready_made,
    reward_ideas,
    seasons,
    selections,
)

__all__ = [
    "balance",
    "calendar",
    "call_kit",
    "guards",
    "guide",
    "listings",
    "menu",
    "programme",
    "publishing",
    "ready_made",
    "reward_ideas",
    "seasons",
    "selections",
]
