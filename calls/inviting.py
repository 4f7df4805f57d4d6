"""Who may be invited to answer a call: sources that propose people, offered by this app and by those above it.

Addresses serve to write and are never shown: a source whose people are known by name has them chosen one by one, a
source without names (`by_name` False) is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from base.models import Territory
from calls.models import CallPage, Wish
from campaigns.models import Campaign
from campaigns.rules.status import DECIDED_STATES

TYPED = "typed"


@dataclass(frozen=True)
class Invitee:
    """Somebody who may be invited; `key` tells them apart within a source, `label` is what editors read."""

    email: str
    key: str = ""
    label: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True)
class Source:
    """Where people are found. `reason` is what their letter says of why it came; `find` makes a few queries."""

    name: str
    label: Promise | str
    reason: Promise | str
    find: Callable[[CallPage, Territory], Iterable[Invitee]]
    by_name: bool = True
    nobody: Promise | str = ""


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Offer a source to the editors, after those already there."""
    _sources[source.name] = source


def all_sources() -> list[Source]:
    """Return every source, in the order of their registration; addresses typed by hand are not one."""
    return list(_sources.values())


def source_label(name: str) -> Promise | str:
    """Return what editors call a source, the name itself when it is no longer offered."""
    if name == TYPED:
        return _("adresses saisies")
    return _sources[name].label if name in _sources else name


def source_reason(name: str) -> Promise | str:
    """Return why somebody of that source is written to."""
    if name in _sources:
        return _sources[name].reason
    return _("Vous recevez ce message parce que quelqu’un de l’équipe a pensé à vous pour cet appel.")


def _administrators(call: CallPage, territory: Territory) -> Iterable[Invitee]:
    """Those who administer an organisation of a kind that may answer."""
    found = Membership.objects.administrators().filter(user__is_active=True).exclude(user__email="")
    if call.answerers:
        found = found.filter(organisation__kind__in=call.answerers)
    for row in found.select_related("user", "organisation").order_by("organisation__name", "pk"):
        name = row.user.display_name or row.user.get_full_name()
        organisation = row.organisation.name
        label = f"{organisation} ({name})" if name else organisation
        yield Invitee(row.user.email, str(row.pk), label, row.organisation_id)


def _past_holders(call: CallPage, territory: Territory) -> Iterable[Invitee]:
    """Those whose campaign in the territory is over."""
    found = Campaign.objects.in_territory(territory).filter(
        status__in=DECIDED_STATES, holder__is_active=True, page__live=True
    )
    for row in found.exclude(holder__email="").select_related("holder", "page").order_by("page__title", "pk"):
        name = row.holder_name or (row.holder.display_name if row.holder else "")
        label = f"{row.page.title} ({name})" if name else row.page.title
        yield Invitee(row.holder.email if row.holder else "", str(row.pk), label, row.organisation_id)


def _wishers(call: CallPage, territory: Territory) -> Iterable[Invitee]:
    """Those who wished for what the call is about, at an address they confirmed."""
    for email in Wish.objects.born_into(call).to_tell().values_list("email", flat=True):
        yield Invitee(email)


register_source(
    Source(
        "organisations",
        _("organisations inscrites"),
        _("Vous recevez ce message parce que vous administrez une organisation inscrite ici."),
        _administrators,
        nobody=_("Aucune organisation d’une nature qui peut répondre."),
    )
)
register_source(
    Source(
        "holders",
        _("anciens porteurs"),
        _("Vous recevez ce message parce que vous avez déjà mené une campagne ici."),
        _past_holders,
        nobody=_("Aucune campagne n’est encore arrivée à son terme."),
    )
)
register_source(
    Source(
        "wishes",
        _("auteurs des envies dont l’appel est né"),
        _("Vous recevez ce message parce que cet appel est né d’une envie que vous avez dite."),
        _wishers,
        by_name=False,
        nobody=_("Cet appel n’est né d’aucune envie, ou personne n’a confirmé son adresse."),
    )
)
