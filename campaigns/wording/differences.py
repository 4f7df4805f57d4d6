"""What a check found wrong, told to staff: the program's own line, in French, amounts in euros.

The checks write codes and figures (`campaign 12 held: 2500 instead of 2000`), kept as they are with each run; people
read these words. A line that is not known here is shown as it was written.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.money_display import euros

# What each check is, by the number of its invariant in docs/money.md, or by its name.
CHECKS: dict[str, str | Promise] = {
    "1": gettext_lazy("les livres sont équilibrés"),
    "2": gettext_lazy("ce qui est conservé égale les soutiens"),
    "3": gettext_lazy("une seule issue par campagne, celle que disent les livres"),
    "4": gettext_lazy("un seul paiement par soutien, jamais plus remboursé que payé"),
    "5": gettext_lazy("pas plus de contreparties promises que prévu"),
    "6": gettext_lazy("aucun soutien après l’échéance"),
    "7": gettext_lazy("les conditions sont celles du lancement"),
    "9": gettext_lazy("les totaux montrés égalent les soutiens"),
    "10": gettext_lazy("chaque événement du prestataire est lu"),
    "11": gettext_lazy("les livres égalent les lignes du prestataire"),
    "commissions are invoiced once, numbers have no gap": gettext_lazy(
        "chaque commission a sa facture, les numéros se suivent"
    ),
    "corrections reverse one entry each, and touch nothing else": gettext_lazy(
        "chaque correction n’annule qu’une écriture"
    ),
    "money in the territory's bank has its evidence": gettext_lazy(
        "l’argent de la banque du territoire a ses pièces"
    ),
    "what holders give back is what their backers are owed": gettext_lazy(
        "ce que les porteurs rendent revient aux personnes"
    ),
}

MONEY, PLAIN = True, False
CAMPAIGN, PLEDGE, TIER, ENTRY = (
    rf"{name} (?P<key>\d+) " for name in ("campaign", "pledge", "tier", "correction")
)
SUBJECTS: tuple[tuple[str, str | Promise, bool], ...] = (
    ("all accounts", gettext_lazy("tous les comptes ensemble"), MONEY),
    ("entries that move nothing", gettext_lazy("écritures qui ne déplacent rien"), PLAIN),
    ("entries of another territory", gettext_lazy("écritures au compte d’un autre territoire"), PLAIN),
    (CAMPAIGN + "held", gettext_lazy("campagne nº %(key)s, somme conservée"), MONEY),
    (CAMPAIGN + "total held", gettext_lazy("campagne nº %(key)s, total conservé affiché"), MONEY),
    (CAMPAIGN + "outcome", gettext_lazy("campagne nº %(key)s, réussie"), PLAIN),
    (CAMPAIGN + "owed to the holder", gettext_lazy("campagne nº %(key)s, dû au porteur"), MONEY),
    (CAMPAIGN + "commission", gettext_lazy("campagne nº %(key)s, commission"), MONEY),
    (CAMPAIGN + "payable", gettext_lazy("campagne nº %(key)s, reste à verser"), MONEY),
    (
        CAMPAIGN + "undone, paid, commission",
        gettext_lazy("campagne nº %(key)s, versement annulé : rendu, versé, commission"),
        MONEY,
    ),
    (CAMPAIGN + "paid out", gettext_lazy("campagne nº %(key)s, versé"), MONEY),
    (PLEDGE + "charges", gettext_lazy("soutien nº %(key)s, nombre de paiements et somme (centimes)"), PLAIN),
    (PLEDGE + "left of its charge", gettext_lazy("soutien nº %(key)s, ce qu’il en reste"), MONEY),
    ("refunds done but not entered", gettext_lazy("remboursements faits, absents des livres"), PLAIN),
    (r"(?P<key>\S+) still owed", gettext_lazy("paiement en trop %(key)s, reste à rendre"), MONEY),
    (TIER + "claimed", gettext_lazy("contrepartie nº %(key)s, unités promises"), PLAIN),
    (TIER + "within limit", gettext_lazy("contrepartie nº %(key)s, sous sa limite"), PLAIN),
    ("rewards promised without a unit", gettext_lazy("contreparties promises sans unité"), PLAIN),
    ("units kept by payments that ended", gettext_lazy("unités gardées par des paiements finis"), PLAIN),
    (
        "paid after their reservation and counted",
        gettext_lazy("payés après leur réservation, et comptés"),
        PLAIN,
    ),
    ("reserved at the deadline or after", gettext_lazy("réservés à l’échéance ou après"), PLAIN),
    ("events received and not read for an hour", gettext_lazy("événements non lus depuis une heure"), PLAIN),
    (
        r"(?P<key>\S+) lines and their entries",
        gettext_lazy("lignes de « %(key)s » et leurs écritures"),
        MONEY,
    ),
    (r"(?P<key>\S+) lines nobody can explain", gettext_lazy("lignes de « %(key)s » inexpliquées"), PLAIN),
    (
        CAMPAIGN + "gathered, reserved, pledges, backers",
        gettext_lazy("campagne nº %(key)s, réuni et réservé (centimes), soutiens, personnes"),
        PLAIN,
    ),
    (CAMPAIGN + "decided", gettext_lazy("campagne nº %(key)s, somme qui a décidé"), MONEY),
    (CAMPAIGN + "within its ceiling", gettext_lazy("campagne nº %(key)s, sous son plafond"), PLAIN),
    (CAMPAIGN + "terms", gettext_lazy("campagne nº %(key)s, conditions"), PLAIN),
    (CAMPAIGN + "invoiced", gettext_lazy("campagne nº %(key)s, commission facturée"), MONEY),
    (
        r"invoices of (?P<key>\d+) in (?P<year>\d+) without gap",
        gettext_lazy("factures du territoire nº %(key)s en %(year)s, dernier numéro"),
        PLAIN,
    ),
    (ENTRY + "swaps", gettext_lazy("correction nº %(key)s, inverse de ce qu’elle corrige"), PLAIN),
    (ENTRY + "books", gettext_lazy("correction nº %(key)s, campagne et territoire"), PLAIN),
    (ENTRY + "decided", gettext_lazy("correction nº %(key)s, décidée à deux"), PLAIN),
    (ENTRY + "refused", gettext_lazy("correction nº %(key)s, raison de la refuser"), PLAIN),
    ("replacements of nothing", gettext_lazy("écritures qui ne remplacent rien"), PLAIN),
    (
        CAMPAIGN + "given back by its holder and still owed",
        gettext_lazy("campagne nº %(key)s, rendu par le porteur et pas encore à la personne"),
        MONEY,
    ),
    (
        CAMPAIGN + "taken back within its payout",
        gettext_lazy("campagne nº %(key)s, repris au plus le versement"),
        PLAIN,
    ),
    ("money given back of which nothing is known", gettext_lazy("sommes rendues que rien n’explique"), PLAIN),
    (
        "pledges in the bank without their payment",
        gettext_lazy("soutiens hors ligne sans leur paiement"),
        PLAIN,
    ),
    (
        "pledges in the bank without their entry",
        gettext_lazy("soutiens hors ligne absents des livres"),
        PLAIN,
    ),
    (
        "pledges of a provider entered in the bank",
        gettext_lazy("soutiens payés en ligne, inscrits à la banque du territoire"),
        PLAIN,
    ),
    ("sums given out without a proof", gettext_lazy("sommes sorties sans pièce"), PLAIN),
    (
        "proofs of sums that were not given out",
        gettext_lazy("pièces de sommes qui ne sont pas sorties"),
        PLAIN,
    ),
    (PLEDGE + "given back", gettext_lazy("soutien nº %(key)s, rendu à la personne"), MONEY),
)
MOVEMENTS: dict[str, str | Promise] = {
    "charge": gettext_lazy("paiement"),
    "refund": gettext_lazy("remboursement"),
    "refund_failed": gettext_lazy("remboursement revenu"),
    "payout": gettext_lazy("versement"),
    "reversal": gettext_lazy("reprise sur un versement"),
    "dispute": gettext_lazy("contestation"),
    "dispute_won": gettext_lazy("contestation rejetée"),
    "fee": gettext_lazy("frais"),
    "bank": gettext_lazy("virement vers la banque"),
    "other": gettext_lazy("autre ligne"),
}
_OF_CHECK = re.compile(r"^(?:(?P<number>\d+) [^:]*|(?P<name>[^:]+)) : (?P<rest>.*)$", re.DOTALL)
_COMPARED = re.compile(r"^(?P<subject>.+?): (?P<found>.*) instead of (?P<expected>.*)$", re.DOTALL)
_LINE = re.compile(
    r"^(?P<kind>\w+) (?P<cents>-?\d+) \((?P<line>[^,]*), (?P<about>[^)]*)\): (?P<why>.*)$", re.DOTALL
)
_ENTRY = re.compile(r"^entry (?P<key>\d+) \(\w+ (?P<cents>\d+)\): no line at the provider$")
_BALANCE = re.compile(r"^balance at the provider (?P<there>-?\d+), in the books (?P<here>-?\d+)$")
_WHOLE = re.compile(r"^-?\d+$")


def difference_words(line: str) -> tuple[str, str]:
    """Return which check a difference comes from, empty for the provider's, and what it found."""
    found = _OF_CHECK.match(line)
    check = CHECKS.get(found["number"] or found["name"]) if found else None
    if found is None or check is None:
        return "", _said(line)
    return str(check), _said(found["rest"])


def _said(line: str) -> str:
    if compared := _COMPARED.match(line):
        return _compared(compared) or line
    if found := _LINE.match(line):
        why = _("personne ne sait l’expliquer") if found["why"] == "unexplained" else found["why"]
        return _("%(kind)s de %(sum)s (ligne %(line)s, objet %(about)s) : %(why)s") % {
            "kind": str(MOVEMENTS.get(found["kind"], found["kind"])).capitalize(),
            "sum": euros(int(found["cents"])),
            "line": found["line"],
            "about": found["about"],
            "why": why,
        }
    if found := _ENTRY.match(line):
        return _("Écriture nº %(key)s de %(sum)s : aucune ligne chez le prestataire") % {
            "key": found["key"],
            "sum": euros(int(found["cents"])),
        }
    if found := _BALANCE.match(line):
        return _("Solde : %(there)s chez le prestataire, %(here)s dans les livres") % {
            "there": euros(int(found["there"])),
            "here": euros(int(found["here"])),
        }
    return line


def _compared(line: re.Match[str]) -> str:
    for pattern, words, is_money in SUBJECTS:
        if named := re.fullmatch(pattern, line["subject"]):
            subject = str(words) % named.groupdict()
            return _("%(subject)s : %(found)s au lieu de %(expected)s") % {
                "subject": subject[:1].upper() + subject[1:],
                "found": _value(line["found"], is_money),
                "expected": _value(line["expected"], is_money),
            }
    return ""


def _value(text: str, is_money: bool) -> str:
    if text in {"True", "False"}:
        return _("oui") if text == "True" else _("non")
    if is_money and _WHOLE.match(text):
        return euros(int(text))
    return text
