"""Keeping what pages really showed: rows opened and closed when the composition changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from home.chosen import Placed
from home.models import HomePage, Place, Showing, Slot
from home.programme import front_page, theme_programme
from themes.models import ThemePage

Key = tuple[str, int | None, bool, str]


def pages_to_watch() -> Iterable[Page]:
    """Return the front pages of territories, and the themes that have slots or something shown."""
    theme = ContentType.objects.get_for_model(ThemePage)
    has_slots = Exists(Slot.objects.filter(page=OuterRef("pk")))
    is_showing = Exists(Showing.objects.open().filter(page=OuterRef("pk")))
    watched = Q(territory__isnull=False) | (Q(content_type=theme) & (has_slots | is_showing))
    return Page.objects.filter(watched).order_by("path")


@transaction.atomic
def record_showings(*, page: Page, at: datetime) -> int:
    """Compare what `page` shows at `at` with its open showings, close and open what must be; return how many changed.

    Doing it again changes nothing. The page's row is locked, so that two workers never open the same one twice.
    """
    locked = Page.objects.select_for_update().filter(pk=page.pk).first()
    if locked is None:
        return 0
    shown = {_key_of(placed): placed for placed in _composition(locked, at=at)}
    changed = 0
    for showing in Showing.objects.open().filter(page=locked):
        key = _key(showing.place, showing.shown_id, showing.chosen, showing.title)
        if key in shown:
            del shown[key]
        else:
            showing.ends_at = max(at, showing.starts_at)
            showing.save(update_fields=["ends_at"])
            changed += 1
    Showing.objects.bulk_create(
        Showing(
            page=locked,
            place=placed.place,
            shown_id=placed.page_id,
            title=placed.title,
            chosen=placed.chosen,
            starts_at=at,
        )
        for placed in shown.values()
    )
    return changed + len(shown)


def _composition(page: Page, *, at: datetime) -> Iterable[Placed]:
    """Return what the public sees in the places of the page; nothing once it is withdrawn."""
    here = page.specific
    if not here.live or page.get_view_restrictions().exists():
        return []
    if isinstance(here, HomePage):
        return front_page(here, at=at).placed
    return theme_programme(here, at=at).placed


def _key_of(placed: Placed) -> Key:
    return _key(placed.place, placed.page_id, placed.chosen, placed.title)


def _key(place: str, shown_id: int | None, chosen: bool, title: str) -> Key:
    """Return what makes two showings the same. A title may be corrected meanwhile, but a banner is its sentence."""
    return (place, shown_id, chosen, title if place == Place.BANNER else "")
