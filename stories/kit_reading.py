"""Reads of kits: the list, what surrounds a kit, and the kit that somebody wants to start from."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from base.models import Territory
from stories.begun_messages import BegunMessage
from stories.licences import LICENCES
from stories.models import KitIndexPage, KitPage
from stories.models.linked import campaigns_of

PER_PAGE = 12
ASKED = "kit"
"""The name, in an address, of the kit somebody starts from: « ?kit=table-pour-huit »."""


def kit_list(page: KitIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the list's context."""
    kits = KitPage.objects.visible().child_of(page).newest_first().with_cards()
    return {"kits": Paginator(kits, PER_PAGE).get_page(request.GET.get("page"))}


def kit_details(kit: KitPage) -> dict[str, Any]:
    """Return the kit page's own context: its licence, the campaigns that used it, the kits before and after it."""
    return {
        "campaigns": campaigns_of(kit.campaign_links),
        "licence": LICENCES.get(kit.licence),
        "continues": KitPage.objects.visible().filter(pk=kit.continues_id).first(),
        "continued_by": KitPage.objects.visible().filter(continues_id=kit.pk).newest_first()
        if kit.pk
        else [],
    }


def kit_asked(request: HttpRequest, territory: Territory | None) -> KitPage | None:
    """Return the visible kit that the address names (`?kit=`), None without one or for an unknown one."""
    slug = request.GET.get(ASKED, "")
    if not slug or "\x00" in slug:  # which PostgreSQL refuses to compare
        return None
    return KitPage.objects.visible().in_territory(territory).filter(slug=slug).order_by("pk").first()


def message_about(kit: KitPage, *, address: str, call: str = "") -> BegunMessage:
    """Return the letter somebody may send to do the same: the kit is in it, the gaps are theirs to fill.

    `address` is the kit's own, in full; `call` is the title of the call they answer, if any.
    """
    lines = [
        _("Bonjour,"),
        "",
        _("Je voudrais faire la même chose que le kit « %(kit)s » (version %(version)s) :")
        % {"kit": kit.title, "version": kit.version},
        address,
    ]
    if call:
        lines += ["", _("C’est pour répondre à l’appel « %(call)s ».") % {"call": call}]
    lines += ["", _("Ce que cela donne : %(makes)s") % {"makes": kit.makes}]
    if kit.cost:
        lines.append(_("Coût indiqué par le kit : %(cost)s") % {"cost": kit.cost})
    materials = [block.value for block in kit.materials]
    if materials:
        lines += ["", _("Matériel indiqué par le kit :")]
        lines += [f"- {' '.join(filter(None, (row['quantity'], row['what'])))}" for row in materials]
    lines += [
        "",
        _("Où je voudrais le faire :"),
        _("Avec qui :"),
        _("Pour quand :"),
        _("Ce que je changerais :"),
        _("Comment me joindre :"),
    ]
    return BegunMessage(_("Reprendre le kit « %(kit)s »") % {"kit": kit.title}, "\n".join(lines))
