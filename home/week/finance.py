"""Lines about money, for finance: differences, a check that stopped, debts, operations, contests. All territories."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.dates_display import moment
from base.models import Territory
from base.money_display import euros
from campaigns.services import standing
from home.week.items import Item, Topic


def checks(territory: Territory, *, at: datetime) -> list[Item]:
    """What the last checks found, and those that have not run for hours; one query for each check."""
    found = []
    for check in standing.last_checks(at=at):
        title = str(check.kind.label).capitalize()
        if check.differences:
            reason = ngettext(
                "Le dernier contrôle a trouvé %(count)d différence.",
                "Le dernier contrôle a trouvé %(count)d différences.",
                check.differences,
            ) % {"count": check.differences}
            found.append(_item(title, reason, _("Lire les différences"), reverse("finance:dashboard")))
        if check.is_late:
            found.append(_item(title, _late(check, territory), _("Vérifier"), reverse("finance:dashboard")))
    return found


def waiting(territory: Territory, *, at: datetime) -> list[Item]:
    """What waits for a person of finance, one line for each kind of thing."""
    rows = standing.waiting(at=at)
    said = {
        "debts": ngettext(
            "%(count)d remboursement n’est pas arrivé (%(sum)s) : redemandez-le, ou rendez-le autrement.",
            "%(count)d remboursements ne sont pas arrivés (%(sum)s) : redemandez-les, ou rendez-les autrement.",
            rows["debts"].number,
        ),
        "operations": ngettext(
            "%(count)d opération est refusée par le prestataire (%(sum)s).",
            "%(count)d opérations sont refusées par le prestataire (%(sum)s).",
            rows["operations"].number,
        ),
        "by_hand": ngettext(
            "%(count)d opération est à régler par la banque (%(sum)s) : joignez la pièce qui le prouve.",
            "%(count)d opérations sont à régler par la banque (%(sum)s) : joignez la pièce qui le prouve.",
            rows["by_hand"].number,
        ),
        "letters": ngettext(
            "%(count)d courrier à imprimer, pour une personne sans adresse électronique.",
            "%(count)d courriers à imprimer, pour des personnes sans adresse électronique.",
            rows["letters"].number,
        ),
        "disputes": ngettext(
            "%(count)d paiement est contesté (%(sum)s) : répondez chez le prestataire.",
            "%(count)d paiements sont contestés (%(sum)s) : répondez chez le prestataire.",
            rows["disputes"].number,
        ),
        "flagged": ngettext(
            "%(count)d campagne est à examiner.",
            "%(count)d campagnes sont à examiner.",
            rows["flagged"].number,
        ),
    }
    places = {
        "debts": (_("Dettes"), reverse("dettes_modeladmin_index")),
        "operations": (
            _("Opérations"),
            f"{reverse('operations_modeladmin_index')}?state__exact=attention",
        ),
        "by_hand": (_("À régler par la banque"), reverse("finance:bank")),
        "letters": (_("Courriers à imprimer"), reverse("letters:waiting")),
        "disputes": (_("Contestations"), f"{reverse('contestations_modeladmin_index')}?state__exact=open"),
        "flagged": (_("Campagnes à examiner"), reverse("finance:dashboard")),
    }
    return [
        _item(
            places[name][0],
            reason % {"count": rows[name].number, "sum": euros(rows[name].cents)},
            _("Voir"),
            places[name][1],
        )
        for name, reason in said.items()
        if rows[name].number
    ]


def _late(check: standing.LastCheck, territory: Territory) -> str:
    if check.run is None:
        return _("Jamais vérifié.")
    return _("Pas vérifié depuis %(moment)s : le serveur de tâches est peut-être arrêté.") % {
        "moment": moment(check.run.ended_at, territory.zone)
    }


def _item(title: str, reason: str, action: str, url: str) -> Item:
    return Item(Topic.MONEY, title, reason, action, url)
