"""What may stand in which place of which page, and whether the public will see it when its slot begins. Pure reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from base.cards import visible_ids
from base.models import Territory
from calls.models import CallPage
from campaigns.models import Campaign, CampaignPage
from home.models import HomePage, Place, Slot
from home.programme import CARD_PLACES, SECTION_PLACES, USUAL_SECTIONS
from stories.models import EventPage, StoryPage
from themes.models import ThemePage

# The type of page each place shows; a banner may lead to any.
SHOWN_TYPES: dict[str, type[Page]] = {
    Place.HEADLINE: ThemePage,
    Place.BANNER: Page,
    Place.CAMPAIGN: CampaignPage,
    Place.CALL: CallPage,
    Place.STORY: StoryPage,
    Place.EVENT: EventPage,
}


def programme_pages(user: Any) -> Any:
    """Return the front pages and the themes that `user` may change, in the order of the tree."""
    themes = ContentType.objects.get_for_model(ThemePage)
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    return mine.filter(Q(territory__isnull=False) | Q(content_type=themes)).order_by("path")


def places_of(page: Page) -> list[str]:
    """Return the places a page really shows, in its order; a front page shows those of its sections."""
    if page.specific_class is not HomePage:
        return [Place.BANNER, *CARD_PLACES]
    kinds = [block.block_type for block in page.specific.body] or USUAL_SECTIONS
    return [
        Place.BANNER,
        Place.HEADLINE,
        *dict.fromkeys(SECTION_PLACES[kind] for kind in kinds if kind in SECTION_PLACES),
    ]


def slot_problems(slot: Slot) -> dict[str, str]:
    """Return why a slot makes no sense, by field; empty when it does. Its dates and words are the model's affair."""
    territory = Territory.objects.for_page(slot.page)
    if territory is None or slot.page.specific_class not in (HomePage, ThemePage):
        return {"page": _("Le programme se compose sur la page d’accueil ou sur un thème.")}
    if slot.place == Place.HEADLINE and slot.page.specific_class is ThemePage:
        return {"page": _("Un thème à la une se montre sur la page d’accueil, pas sur un autre thème.")}
    shown = slot.shown
    if shown is None:
        return {}
    wanted = SHOWN_TYPES[slot.place]
    if not issubclass(shown.specific_class or Page, wanted):
        kind = wanted._meta.verbose_name
        return {"shown": _("Cet emplacement montre une page de type « %(kind)s ».") % {"kind": kind}}
    if not shown.path.startswith(territory.root_page.path):
        return {"shown": _("Cette page appartient à un autre territoire.")}
    if slot.place == Place.CAMPAIGN and not Campaign.objects.filter(page_id=shown.pk).exists():
        return {
            "shown": _("Cette page n’a pas encore de conditions de campagne : il n’y aurait rien à montrer.")
        }
    return {}


def why_not_public(slots: Iterable[Slot], *, at: datetime) -> dict[int, str]:
    """Return, by id, why what a slot shows will not be public when it begins (now, for one begun). Constant queries."""
    rows = [slot for slot in slots if slot.shown is not None]
    pages = {slot.shown.pk: slot.shown for slot in rows if slot.shown is not None}
    public = visible_ids(pages.values())
    ends = dict(CallPage.objects.filter(pk__in=pages).values_list("pk", "closes_at"))
    appears = dict(
        Revision.page_revisions.filter(
            object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False
        ).values_list("object_id", "approved_go_live_at")
    )
    found = {}
    for slot in rows:
        assert slot.shown is not None
        begins = max(slot.starts_at, at)
        sentence = _why(slot.shown, begins, slot.shown_id in public, appears.get(str(slot.shown_id)))
        if not sentence and (closes_at := ends.get(slot.shown.pk)) and closes_at <= begins:
            sentence = _("L’appel sera clos à ce moment.")
        if sentence:
            found[slot.pk] = sentence
    return found


def _why(page: Page, begins: datetime, is_public: bool, appears: datetime | None) -> str:
    if page.expire_at is not None and page.expire_at <= begins:
        return _("La page sera retirée avant : elle ne paraîtra pas.")
    if is_public or (appears is not None and appears <= begins):
        return ""
    if appears is not None:
        return _("La page paraîtra après le début du créneau.")
    if not page.live:
        return _(
            "La page est un brouillon : publiez-la ou programmez sa publication avant le début du créneau."
        )
    if page.specific_class is CampaignPage:
        return _("La campagne n’est pas lancée : le public ne la voit pas encore.")
    return _("La page n’est pas ouverte à tous.")
