"""Reads of the directory of schemes: the directory itself, and the entries a page points to by a stated rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.models import Tag, Territory
from stories.begun_messages import BegunMessage
from stories.models import SchemeIndexPage, SchemePage
from stories.scheme_status import a_year_before

PER_PAGE = 24
POINTED_TO = 4
POINTING_RULE = gettext_lazy(
    "Pourquoi ceux-ci : les dispositifs ouverts aujourd’hui qui partagent un mot-clé avec cette page, ceux qui en"
    " partagent le plus d’abord, puis ceux qui sont utiles à tout projet ; à égalité, les plus récemment vérifiés."
)
ORDER_RULE = gettext_lazy(
    "Ordre de la liste : les dispositifs ouverts, ceux qui ferment le plus tôt en tête, puis ceux qui vont ouvrir, puis"
    " les dispositifs clos. Jamais selon les sommes."
)
# What stands in addresses, in the order of the filters.
KIND_SLUGS: dict[str, str] = {
    SchemePage.Kind.GRANT: "subvention",
    SchemePage.Kind.MICROCREDIT: "microcredit",
    SchemePage.Kind.GUIDANCE: "accompagnement",
    SchemePage.Kind.INCUBATOR: "incubateur",
    SchemePage.Kind.ROOM: "pret-de-salle",
    SchemePage.Kind.LOAN: "pret-de-materiel",
    SchemePage.Kind.SERVICE: "service-de-la-ville",
}
KIND_OF_SLUG = {slug: kind for kind, slug in KIND_SLUGS.items()}


def local_day(territory: Territory | None, at: datetime) -> date:
    """Return the date it is at `at` in the territory."""
    return at.astimezone(ZoneInfo(territory.zone if territory else settings.TIME_ZONE)).date()


def scheme_list(page: SchemeIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the directory's context: the schemes of the kind asked for, and the filters by kind."""
    day = local_day(Territory.objects.for_page(page), clock.now())
    every = SchemePage.objects.visible().child_of(page)
    present = set(every.order_by().values_list("kind", flat=True).distinct())
    kind = KIND_OF_SLUG.get(request.GET.get("nature", ""))
    schemes = every.filter(kind=kind) if kind else every
    asked = f"nature={KIND_SLUGS[kind]}&" if kind else ""
    return {
        "schemes": Paginator(schemes.open_first(day).with_cards(), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "filters": _filters(present, kind) if len(present) > 1 or kind else [],
        "query": asked,
        "order_rule": ORDER_RULE,
    }


def _filters(present: set[str], chosen: str | None) -> list[dict[str, Any]]:
    """Return links to everything and to each kind there is (or that was asked for)."""
    links: list[dict[str, Any]] = [{"label": _("Tout"), "url": "?", "current": chosen is None}]
    for kind, slug in KIND_SLUGS.items():
        if kind in present or kind == chosen:
            label = str(SchemePage.Kind(kind).label)
            links.append(
                {"label": label[:1].upper() + label[1:], "url": f"?nature={slug}", "current": kind == chosen}
            )
    return links


def scheme_details(scheme: SchemePage) -> dict[str, Any]:
    """Return the scheme page's own context: where it stands today, whether its check is old, how to report an error."""
    territory = Territory.objects.for_page(scheme) if scheme.path else None
    day = local_day(territory, clock.now())
    return {
        "state": scheme.state_on(day),
        "is_old": scheme.checked_on is not None and scheme.checked_on < a_year_before(day),
        "error_link": message_about(scheme).link(territory.contact_email) if territory else "",
    }


def message_about(scheme: SchemePage) -> BegunMessage:
    """Return the letter that tells of an error on the scheme's page."""
    return BegunMessage(
        _("Une erreur sur la page « %(scheme)s »") % {"scheme": scheme.title},
        _("Bonjour,\n\nSur la page %(address)s, ceci n’est pas exact :\n\n")
        % {"address": scheme.full_url or ""},
    )


def schemes_for(
    *,
    territory: Territory | None,
    tags: Iterable[Tag],
    at: datetime,
    kinds: Collection[str] | None = None,
    limit: int = POINTED_TO,
) -> list[SchemePage]:
    """Return the entries a page with these tags points to, as `POINTING_RULE` says; one query and their pictures."""
    day = local_day(territory, at)
    found = SchemePage.objects.visible().in_territory(territory).open_on(day).fitting(tags)
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    return list(found.on(day)[:limit])
