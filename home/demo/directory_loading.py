"""Writes the directory of schemes and the kits of the demonstration, with the lists they stand in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page

from accounts.models import User
from home.demo.body import stream
from home.demo.clock import Clock
from home.demo.gallery import Gallery
from home.demo.kits import KITS
from home.demo.publishing import add_page, publish
from home.demo.schemes import SCHEMES
from home.demo.shapes import Kit, Scheme
from home.models import HomePage
from stories.models import KitCampaign, KitIndexPage, KitPage, SchemeIndexPage, SchemePage

ENTERED_BEFORE_CHECK = 40
"""Days between the day an entry was written and the day it was last checked."""
BETWEEN_KITS = 45
"""Days between the publication of one kit and the next."""


def write_directory(
    home: HomePage,
    gallery: Gallery,
    clock: Clock,
    *,
    campaigns: Mapping[str, Any],
    by: User,
    opening: datetime,
) -> dict[str, Page]:
    """Write every scheme and every kit of the demonstration, and return them by slug.

    `campaigns` are the pages that used kits, by slug.
    """
    writer = DirectoryWriter(gallery, clock, opening)
    schemes = writer.write_schemes(home, SCHEMES, by=by)
    return {**schemes, **writer.write_kits(home, KITS, campaigns=campaigns, by=by)}


@dataclass
class DirectoryWriter:
    """Writes schemes and kits below a front page; `opening` is when their lists were published."""

    gallery: Gallery
    clock: Clock
    opening: datetime

    def write_schemes(self, home: HomePage, schemes: Iterable[Scheme], *, by: User) -> dict[str, SchemePage]:
        """Write the directory and its entries; return them by slug."""
        index = SchemeIndexPage(
            title="Dispositifs",
            slug="dispositifs",
            summary="Qui aide les projets d’ici, avec quoi, et comment s’y prendre.",
        )
        self._add(home, index, at=self.opening, by=by)
        return {scheme.slug: self._write_scheme(index, scheme, by=by) for scheme in schemes}

    def _write_scheme(self, index: SchemeIndexPage, scheme: Scheme, *, by: User) -> SchemePage:
        page = SchemePage(
            title=scheme.title,
            slug=scheme.slug,
            summary=scheme.summary,
            kind=scheme.kind,
            offered_by=scheme.offered_by,
            who_for=scheme.who_for,
            how_much=scheme.how_much,
            steps=json.dumps([{"type": "step", "value": step} for step in scheme.steps]),
            body=stream(scheme.body, self.gallery),
            contact_name=scheme.contact_name,
            contact_phone=scheme.contact_phone,
            contact_email=scheme.contact_email,
            website=scheme.website,
            opens_on=self._day(scheme.opens_in_days),
            closes_on=self._day(scheme.closes_in_days),
            for_everyone=scheme.for_everyone,
            checked_on=self.clock.day(-scheme.checked_days_ago),
        )
        page.tags.add(*scheme.tags)
        written = self.clock.moment(-scheme.checked_days_ago - ENTERED_BEFORE_CHECK)
        self._add(index, page, at=written, by=by)
        return page

    def write_kits(
        self, home: HomePage, kits: Iterable[Kit], *, campaigns: Mapping[str, Any], by: User
    ) -> dict[str, KitPage]:
        """Write the list of kits and its pages, a kit after the one it continues; return them by slug."""
        index = KitIndexPage(
            title="Kits",
            slug="kits",
            summary="Des modes d’emploi écrits par ceux qui l’ont fait : à reprendre, à continuer.",
        )
        self._add(home, index, at=self.opening, by=by)
        ordered = sorted(kits, key=lambda kit: kit.continues is not None)
        written: dict[str, KitPage] = {}
        for position, kit in enumerate(ordered):
            at = self.clock.moment(-BETWEEN_KITS * (len(ordered) - position))
            written[kit.slug] = self._write_kit(index, kit, written, campaigns, at=at, by=by)
        return written

    def _write_kit(
        self,
        index: KitIndexPage,
        kit: Kit,
        written: Mapping[str, KitPage],
        campaigns: Mapping[str, Any],
        *,
        at: datetime,
        by: User,
    ) -> KitPage:
        page = KitPage(
            title=kit.title,
            slug=kit.slug,
            summary=kit.summary,
            picture=self.gallery.picture(kit.picture),
            makes=kit.makes,
            difficulty=kit.difficulty,
            duration=kit.duration,
            people=kit.people,
            cost=kit.cost,
            materials=json.dumps(
                [
                    {
                        "type": "material",
                        "value": {"quantity": row.quantity, "what": row.what, "note": row.note},
                    }
                    for row in kit.materials
                ]
            ),
            steps=json.dumps(
                [
                    {
                        "type": "step",
                        "value": {"title": s.title, "text": s.text, "picture": self._image(s.picture)},
                    }
                    for s in kit.steps
                ]
            ),
            body=stream(kit.body, self.gallery),
            licence=kit.licence,
            authors=kit.authors,
            version=kit.version,
            continues=written[kit.continues] if kit.continues else None,
        )
        page.tags.add(*kit.tags)
        page.campaign_links.set([KitCampaign(campaign_page=campaigns[slug]) for slug in kit.campaigns])
        self._add(index, page, at=at, by=by)
        return page

    def _image(self, key: str | None) -> int | None:
        return self.gallery.picture(key).pk if key else None

    def _day(self, days: int | None) -> Any:
        return None if days is None else self.clock.day(days)

    def _add(self, parent: Page, page: Page, *, at: datetime, by: User) -> None:
        add_page(parent, page, by=by)
        publish(page, by=by, at=at)
