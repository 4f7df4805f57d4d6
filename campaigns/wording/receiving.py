"""The words of who receives the money: kinds, states, and what a provider still asks before it pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from base.dates_display import moment
from base.money_display import rate
from campaigns.rules.recipients import RecipientKind, RecipientState
from campaigns.rules.status import OperationState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from campaigns.models import PayoutAccount, Recipient

RECIPIENT_KINDS = {
    RecipientKind.PERSON: pgettext_lazy("bénéficiaire", "une personne"),
    RecipientKind.ORGANISATION: pgettext_lazy("bénéficiaire", "une organisation"),
    RecipientKind.HOST: pgettext_lazy("bénéficiaire", "une association de portage"),
}
RECIPIENT_LABELS = {
    RecipientState.INVITED: pgettext_lazy("bénéficiaire", "réponse attendue"),
    RecipientState.IN_REVIEW: pgettext_lazy("bénéficiaire", "changement à relire"),
    RecipientState.VERIFYING: pgettext_lazy("bénéficiaire", "changement approuvé, compte à vérifier"),
    RecipientState.CURRENT: pgettext_lazy("bénéficiaire", "reçoit l’argent"),
    RecipientState.REFUSED: pgettext_lazy("bénéficiaire", "refusé"),
    RecipientState.WITHDRAWN: pgettext_lazy("bénéficiaire", "retiré"),
    RecipientState.REPLACED: pgettext_lazy("bénéficiaire", "remplacé"),
}
RECIPIENT_MOVE_SENTENCES = {
    "host_accepts": gettext_lazy("L’association accepte de porter le projet."),
    "host_accepts_after_launch": gettext_lazy("L’association accepte ; le changement est à relire."),
    "host_refuses": gettext_lazy("L’association décline."),
    "withdraw_invitation": gettext_lazy("La demande faite à l’association est retirée."),
    "approve_change": gettext_lazy(
        "Le changement de bénéficiaire est approuvé, son compte reste à vérifier."
    ),
    "refuse_change": gettext_lazy("Le changement de bénéficiaire est refusé."),
    "withdraw_change": gettext_lazy("Le changement de bénéficiaire est retiré."),
    "withdraw_approved_change": gettext_lazy("Le changement approuvé est retiré avant d’avoir pris effet."),
    "verified": gettext_lazy("Le nouveau compte est en règle : le bénéficiaire change."),
    "replace": gettext_lazy("Un autre bénéficiaire reçoit l’argent."),
}

HOSTING_UNUSABLE = {
    "unknown": gettext_lazy("Aucune demande ne vous attend ici. Suivez le lien du message reçu."),
    "answered": gettext_lazy("Ce lien a déjà servi : il ne fonctionne qu’une fois."),
    "withdrawn": gettext_lazy("Cette demande a été retirée."),
    "expired": gettext_lazy("Ce lien a trop vieilli : demandez-en un nouveau à qui vous l’a envoyé."),
    "over": gettext_lazy("Cette campagne est terminée : qui reçoit l’argent ne change plus."),
}

# The beginning or the middle of a provider's code → what a person hands in. The first that fits is said.
_IDENTITY = gettext_lazy("Une pièce d’identité en cours de validité (carte d’identité, passeport)")
_ASKED: tuple[tuple[str, str | _StrPromise], ...] = (
    ("bank_account_ownership", gettext_lazy("Un relevé d’identité bancaire (RIB) au nom du bénéficiaire")),
    ("external_account", gettext_lazy("Le compte bancaire où verser l’argent (IBAN)")),
    ("bank_account", gettext_lazy("Le compte bancaire où verser l’argent (IBAN)")),
    ("tos_acceptance", gettext_lazy("L’accord avec les conditions du prestataire de paiement")),
    ("proof_of_liveness", gettext_lazy("Une photo prise sur le moment, pour vérifier l’identité")),
    (
        "company.verification",
        gettext_lazy("Un document officiel de l’organisation (statuts, récépissé, Kbis)"),
    ),
    ("additional_document", gettext_lazy("Un justificatif de domicile récent")),
    ("verification.document", _IDENTITY),
    ("identity.document", _IDENTITY),
    ("company.tax_id", gettext_lazy("Le numéro SIREN, SIRET ou RNA de l’organisation")),
    ("company.registration_number", gettext_lazy("Le numéro SIREN, SIRET ou RNA de l’organisation")),
    ("company.vat_id", gettext_lazy("Le numéro de TVA de l’organisation, si elle en a un")),
    ("provided", gettext_lazy("La liste de celles et ceux qui dirigent l’organisation ou la possèdent")),
    (
        "ownership_declaration",
        gettext_lazy("La liste de celles et ceux qui dirigent l’organisation ou la possèdent"),
    ),
    ("company.", gettext_lazy("Le nom, l’adresse et le téléphone de l’organisation")),
    ("representative", gettext_lazy("Les renseignements sur la personne qui représente l’organisation")),
    ("person_", gettext_lazy("Les renseignements sur une personne qui dirige ou représente l’organisation")),
    (
        "directors",
        gettext_lazy("Les renseignements sur une personne qui dirige ou représente l’organisation"),
    ),
    (
        "executives",
        gettext_lazy("Les renseignements sur une personne qui dirige ou représente l’organisation"),
    ),
    ("owners", gettext_lazy("Les renseignements sur une personne qui dirige ou représente l’organisation")),
    ("individual.", gettext_lazy("Vos renseignements : nom, date de naissance, adresse, téléphone")),
    ("business_profile", gettext_lazy("Quelques mots sur l’activité ou le projet")),
    ("business_type", gettext_lazy("Ce que vous êtes : une personne, une association, une entreprise")),
)
_OTHER = gettext_lazy(
    "Un autre renseignement, que la page du prestataire vous expliquera : appelez-nous si elle n’est pas claire"
)


def still_asked(codes: Iterable[str]) -> list[str]:
    """Return what a provider's codes ask for, in plain words, each once; what nobody foresaw in one last sentence."""
    found: list[str] = []
    unknown = False
    for code in codes:
        words = next((str(words) for part, words in _ASKED if part in str(code)), None)
        if words is None:
            unknown = True
        elif words not in found:
            found.append(words)
    return [*found, str(_OTHER)] if unknown else found


@dataclass(frozen=True)
class AccountSituation:
    """Where an account stands: a title, one sentence, a tone, what is asked, and the words of its one button."""

    title: str
    sentence: str
    tone: str
    asked: tuple[str, ...] = ()
    until: datetime | None = None
    button: str = ""


def account_situation(account: PayoutAccount, *, zone: str) -> AccountSituation:
    """Return the words for a payout account, to those who may hand in what it lacks."""
    asked = tuple(still_asked(account.missing))
    if account.refused or account.opening == OperationState.ATTENTION:
        return AccountSituation(
            _("Le prestataire ne peut pas servir ce compte"),
            _("Il a refusé de l’ouvrir ou de le payer. Appelez-nous, ou choisissez un autre bénéficiaire."),
            "stop",
        )
    if not account.remote_id:
        return AccountSituation(
            _("Compte à ouvrir"),
            _(
                "Vous donnez vos papiers et votre IBAN au prestataire de paiement, sur sa page à lui. Nous ne les "
                "voyons "
                "pas et ne les gardons pas. Comptez dix minutes."
            ),
            "wait",
            button=_("Ouvrir mon compte de versement"),
        )
    if account.payouts_enabled and not asked:
        return AccountSituation(
            _("En règle : l’argent peut être versé"),
            _("Rien à faire. Si le prestataire demande quelque chose un jour, nous vous écrirons."),
            "won",
            button=_("Revoir mes renseignements"),
        )
    if account.payouts_enabled:
        sentence = (
            _("Ce compte peut être payé, mais il ne le pourra plus après le %(until)s sans ceci.")
            % {"until": moment(account.due_by, zone)}
            if account.due_by
            else _("Ce compte peut être payé. Le prestataire demandera bientôt ceci.")
        )
        return AccountSituation(
            _("En règle, mais pas pour toujours"),
            sentence,
            "wait",
            asked,
            account.due_by,
            _("Donner ce qui manque"),
        )
    if asked:
        until = (
            " " + _("À donner avant le %(until)s.") % {"until": moment(account.due_by, zone)}
            if account.due_by
            else ""
        )
        return AccountSituation(
            _("Pas encore payable : il manque quelque chose"),
            _("Le prestataire de paiement attend ceci pour vérifier qui reçoit l’argent.") + until,
            "wait",
            asked,
            account.due_by,
            _("Donner ce qui manque"),
        )
    return AccountSituation(
        _("Vérification en cours"),
        _(
            "Vous avez tout donné : le prestataire vérifie, cela prend de quelques minutes à quelques jours. "
            "Cette page le "
            "dira, et nous vous écrirons s’il demande autre chose."
        ),
        "wait",
        button=_("Revoir mes renseignements"),
    )


def _to(name: str) -> str:
    """Return a name after « à », joined to its article as it is said: « aux Amis », « au Comptoir »."""
    article, _space, rest = name.partition(" ")
    joined = {"Les": "aux", "Le": "au"}.get(article)
    return f"{joined} {rest}" if joined and rest else f"à {name}"


def recipient_sentence(recipient: Recipient, *, holder_name: str) -> str:
    """Return what the public reads of who receives the money."""
    words = {
        "to": _to(recipient.public_name),
        "name": recipient.public_name,
        "holder": holder_name,
        "fee": rate(recipient.fee_bps),
    }
    if recipient.kind != RecipientKind.HOST:
        return _("L’argent est versé %(to)s.") % words
    sentence = _("L’argent est versé à l’association %(name)s, qui porte le projet pour %(holder)s.") % words
    if recipient.fee_bps:
        sentence += " " + _("Cette association garde %(fee)s de ce qu’elle reçoit pour ses frais.") % words
    return sentence
