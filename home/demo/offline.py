"""Who pays otherwise than by card in the demonstration, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.models import Pledge
from campaigns.rules.offline import Way

CHEQUE_PAYEE = TRANSFER_NAME = "Agence des projets de Rivelaine"
TRANSFER_IBAN = "FR7699999000019999999999906"
"""Its check digits are right; no bank has the number 99999."""
TRANSFER_BIC = "RIVLFR2R"


@dataclass(frozen=True)
class DemoCounter:
    """A counter of the town."""

    name: str
    address: str
    hours: str
    phone: str
    takes_cheques: bool


COUNTERS = (
    DemoCounter(
        "Accueil de la mairie",
        "1, place de la Mairie, Rivelaine",
        "du lundi au vendredi, 9 h–12 h et 14 h–17 h",
        "04 65 71 20 00",
        takes_cheques=True,
    ),
    DemoCounter(
        "Médiathèque des Tanneries",
        "14, rue des Tanneurs, Rivelaine",
        "mardi et samedi, 10 h–18 h ; mercredi, 14 h–18 h",
        "04 65 71 20 15",
        takes_cheques=False,
    ),
)


@dataclass(frozen=True)
class Brought:
    """One of a campaign's planned pledges, of this amount, whose money was brought or sent."""

    way: Way
    amount_cents: int
    reference: str
    name: str
    address: str = ""
    email: str = ""
    organisation: str = ""

    @property
    def kind(self) -> str:
        """In whose name."""
        kinds = Pledge.BackerKind
        return kinds.COLLECTIVE if self.organisation else kinds.INDIVIDUAL


BROUGHT: Mapping[str, tuple[Brought, ...]] = {
    # Collecting: Mme Arnaud, 74, has neither card nor e-mail.
    "tables-pique-nique": (
        Brought(Way.CASH, 2_000, "Reçu 0117", "Mme Arnaud", "12, rue des Tanneurs, Rivelaine"),
        Brought(
            Way.CHEQUE,
            5_000,
            "Chèque 4410237",
            "Paulette et Jean Vidal",
            "3, impasse du Lavoir, Rivelaine",
        ),
        Brought(
            Way.TRANSFER,
            10_000,
            "VIR 2026-0318",
            "Denise Calvet",
            email="locataires.grand-clos@example.org",
            organisation="Amicale des locataires du Grand-Clos",
        ),
    ),
    # Missed: the card payments are given back by themselves, this one waits at the counter.
    "coworking": (
        Brought(Way.CASH, 2_000, "Reçu 0121", "Lucien Barral", "27, avenue de la Gare, Rivelaine"),
    ),
    # Paid out, each source apart.
    "jardin-partage": (
        Brought(Way.CHEQUE, 3_000, "Chèque 8802119", "Odette Roman", "5, quai de la Lize, Rivelaine"),
    ),
}
WAITING_IN = "tables-pique-nique"
"""Where somebody printed a slip yesterday and has not come yet."""
WAITING_CENTS = 1_500
WAITING_NAME, WAITING_ADDRESS = "Ginette Fabre", "8, place du Moulin, Rivelaine"
