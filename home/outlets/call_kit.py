"""A call's kit: its poster, its leaflet, and the text a municipal magazine may copy; made of the call's own facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.dates_display import moment
from base.french_typography import typeset
from base.mail import site_address
from base.models import Territory
from base.money_display import euros
from calls.models import CallPage
from calls.models.applications import ApplicantKind
from home.outlets.pieces import short
from home.outlets.sheets import Sheet
from home.wording import USUAL_STEPS

PARAGRAPHS = {"text", "rich_text"}
ROOM = 800  # signs

CALL_LEAFLET = Sheet("depliant", "home/outlets/call_leaflet.html", 1)
CALL_POSTER = Sheet("affiche", "home/outlets/call_poster.html", 1)


@dataclass(frozen=True)
class CallFacts:
    """A call as it is told elsewhere than on its page; every text may be empty."""

    call: CallPage
    town: Territory
    url: str
    opening: str
    closing: str
    results: str
    answerers: str
    area: str
    ceiling: str
    places: str
    offers: list[str]
    criteria: list[str]
    contact_name: str
    contact_phone: str
    contact_email: str
    is_to_come: bool

    @property
    def short_url(self) -> str:
        """The address as it is printed beside a code."""
        return short(self.url)

    @property
    def until(self) -> str:
        """When one may answer, in a sentence without a full stop."""
        if self.call.is_standing or not self.closing:
            return _("On peut répondre toute l’année") if self.call.is_standing else ""
        if self.is_to_come:
            return _("On peut répondre du %(opening)s au %(closing)s") % {
                "opening": self.opening,
                "closing": self.closing,
            }
        return _("On peut répondre jusqu’au %(closing)s") % {"closing": self.closing}

    @property
    def who(self) -> str:
        """Who may answer, and where the project takes place."""
        people = self.answerers or _("tout le monde")
        return capfirst(" · ".join(part for part in (people, self.area) if part))


def facts_of(call: CallPage, town: Territory, *, at: datetime) -> CallFacts:
    """Return what a kit says of a call, hours in the territory's zone."""
    kinds = dict(ApplicantKind.choices)
    ceiling = call.goal_ceiling_cents or town.goal_ceiling_cents
    parts = call.get_url_parts()
    own_contact = bool(call.contact_name)
    return CallFacts(
        call=call,
        town=town,
        url=f"{site_address(town)}{parts[2] if parts and parts[2] else '/'}",
        opening=moment(call.opens_at, town.zone) if call.opens_at else "",
        closing=moment(call.closes_at, town.zone) if call.closes_at and not call.is_standing else "",
        results=moment(call.results_at, town.zone) if call.results_at else "",
        answerers=", ".join(str(kinds[kind]) for kind in call.answerers if kind in kinds),
        area=call.area,
        ceiling=euros(ceiling) if ceiling else "",
        places=ngettext("%(number)d projet", "%(number)d projets", call.places) % {"number": call.places}
        if call.places
        else "",
        offers=[offer.text for offer in call.offers.all()],
        criteria=[criterion.title for criterion in call.criteria.all()],
        contact_name=call.contact_name if own_contact else town.contact_name,
        contact_phone=call.contact_phone if own_contact else town.contact_phone,
        contact_email=call.contact_email if own_contact else town.contact_email,
        is_to_come=bool(call.opens_at and call.opens_at > at),
    )


def call_sheet(sheet: Sheet, facts: CallFacts, *, on_screen: bool = False) -> str:
    """Return a sheet of the kit as HTML; `on_screen` adds a line for who must print it from a browser."""
    home_url = f"{site_address(facts.town)}/"
    letter_url = f"{home_url.rstrip('/')}{reverse('home:subscribe')}"
    context: dict[str, Any] = {
        "facts": facts,
        "call": facts.call,
        "town": facts.town,
        "title": facts.call.title,
        "description": facts.call.summary,
        "why": _first_paragraphs(facts.call),
        "steps": USUAL_STEPS[1:],
        "letter_url": letter_url,
        "letter_short": short(letter_url),
        "on_screen": on_screen,
    }
    return render_to_string(sheet.template, context)


def short_text(facts: CallFacts) -> str:
    """Return a few lines for a magazine or a notice board: what, until when, where to read more."""
    call = facts.call
    sentences = [_full_stop(call.summary), _full_stop(facts.until), _where_to_read(facts)]
    return _paragraphs(call.title, " ".join(part for part in sentences if part))


def long_text(facts: CallFacts) -> str:
    """Return half a page for a magazine: why, who, what is offered and looked at, until when, whom to ask."""
    call = facts.call
    about = [_("Qui peut répondre : %(who)s.") % {"who": facts.who[:1].lower() + facts.who[1:]}]
    if facts.ceiling:
        about.append(_("Chaque projet peut chercher jusqu’à %(ceiling)s.") % {"ceiling": facts.ceiling})
    if facts.places:
        about.append(_("%(places)s au plus seront retenus.") % {"places": facts.places})
    offered = _("Ce qui est offert : %(offers)s.") % {"offers": _listed(facts.offers)} if facts.offers else ""
    looked_at = (
        _("Ce que le jury regarde : %(criteria)s.") % {"criteria": _listed(facts.criteria)}
        if facts.criteria
        else ""
    )
    when = [_full_stop(facts.until)]
    if facts.results:
        when.append(_("Résultats : %(moment)s.") % {"moment": facts.results})
    question = _("Une question ? %(name)s vous répond : %(ways)s.") % {
        "name": facts.contact_name,
        "ways": ", ".join(part for part in (facts.contact_phone, facts.contact_email) if part),
    }
    return _paragraphs(
        call.title,
        _full_stop(call.summary),
        " ".join(about),
        offered,
        looked_at,
        " ".join(part for part in when if part),
        f"{question} {_where_to_read(facts)}" if facts.contact_name else _where_to_read(facts),
    )


def _first_paragraphs(call: CallPage) -> list[str]:
    """Return the first paragraphs of the call's reasons, as many as a panel of the leaflet holds."""
    shown: list[str] = []
    texts = (
        str(text)
        for block in call.body
        if block.block_type in PARAGRAPHS
        for text in block.block.get_searchable_content(block.value)
    )
    for paragraph in (part for text in texts for part in text.split("\n\n")):
        if sum(map(len, shown)) + len(paragraph) > ROOM:
            return shown or [Truncator(paragraph).words(ROOM // 7)]
        shown.append(paragraph.strip())
    return shown


def _where_to_read(facts: CallFacts) -> str:
    return _("À lire en entier : %(address)s") % {"address": facts.short_url}


def _listed(parts: list[str]) -> str:
    """Return sentences as one list inside a sentence."""
    trimmed = (part.strip().rstrip(".") for part in parts)
    return " ; ".join(part[:1].lower() + part[1:] for part in trimmed if part)


def _full_stop(sentence: str) -> str:
    sentence = sentence.strip()
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(typeset(part) for part in parts if part)
