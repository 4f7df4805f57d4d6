"""The words of papers: sources of money, when a payout arrives, the articles a tax receipt rests on."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.dates_display import day

SOURCES = {
    "provider": gettext_lazy("Paiements par carte"),
    "bank": gettext_lazy("Paiements hors ligne : espèces, chèques, virements"),
    "match": gettext_lazy("Financements complémentaires"),
}
"""The first word of a ledger account → where the money came from."""

ENTRY_COLUMNS = (
    "date",
    "heure",
    "ecriture",
    "fait",
    "nature_code",
    "nature",
    "compte_debit",
    "compte_credit",
    "montant",
    "campagne",
    "projet",
    "soutien",
    "piece",
    "corrige",
)
"""Columns of the accountant's file: names that never change, so that an import is set up once."""


def source_words(code: str) -> str:
    """Return the name of a source of money."""
    return str(SOURCES.get(code, code))


def arrival_words(*, paid_out_at: datetime | None, waits: bool, zone: str, by_hand: bool = False) -> str:
    """Return when the holder may expect the money; `waits` says that a person must look at the payout.

    `by_hand`: a part of it leaves the territory's own bank, after what the provider pays.
    """
    if paid_out_at is not None:
        return _("Parti le %(date)s ; il arrive d’ordinaire sur votre compte sous 2 à 7 jours ouvrés.") % {
            "date": day(paid_out_at, zone)
        }
    if waits:
        return _("Le versement attend une vérification : notre équipe s’en occupe et vous écrit.")
    if by_hand:
        return _(
            "Le versement est lancé. Ce qui a été payé au guichet, par chèque ou par virement vous arrive séparément : "
            "une personne de l’équipe fait ce virement et vous écrit."
        )
    return _("Le versement est lancé ; il arrive d’ordinaire sous 2 à 7 jours ouvrés après son départ.")
