"""The words of what is prepared before a launch: obstacles, rights, the published criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from base.money_display import euros, rate
from campaigns.rules.commitments import Rights
from campaigns.rules.criteria import Answer, Criterion
from campaigns.rules.launch import Obstacle
from campaigns.rules.preparation import Step
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import CampaignState as C

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OBSTACLES = {
    Obstacle.NO_HOLDER: gettext_lazy("Indiquez qui porte le projet."),
    Obstacle.NO_THRESHOLD: gettext_lazy(
        "Indiquez le seuil : la somme sans laquelle le projet ne se fait pas."
    ),
    Obstacle.THRESHOLD_ABOVE_GOAL: gettext_lazy(
        "Le seuil dépasse l’objectif : baissez l’un ou relevez l’autre."
    ),
    Obstacle.GOAL_ABOVE_CEILING: gettext_lazy("L’objectif dépasse le plafond permis."),
    Obstacle.SURPLUS_ABOVE_CEILING: gettext_lazy("Le plafond de la collecte dépasse celui qui est permis."),
    Obstacle.NO_DEADLINE: gettext_lazy("Indiquez l’échéance, avec l’heure."),
    Obstacle.DEADLINE_PAST: gettext_lazy("L’échéance est déjà passée."),
    Obstacle.DEADLINE_TOO_FAR: gettext_lazy(
        "Une campagne dure au plus deux mois (62 jours) : avancez l’échéance."
    ),
    Obstacle.NO_TIER: gettext_lazy("Proposez au moins une contrepartie, même symbolique."),
    Obstacle.TIER_WITHOUT_PRICE: gettext_lazy("Une contrepartie n’a pas de montant."),
    Obstacle.NO_SMALL_TIER: gettext_lazy(
        "Proposez une contrepartie à 10 € ou moins : chacun doit pouvoir prendre part."
    ),
    Obstacle.ONE_KIND_OF_REWARD: gettext_lazy(
        "Variez les contreparties (deux natures au moins), ou écrivez pourquoi une seule suffit."
    ),
    Obstacle.NO_OTHER_HELP: gettext_lazy("Dites comment prendre part autrement qu’en payant."),
    Obstacle.NO_BENEFICIARIES: gettext_lazy("Dites à qui le projet profite, au-delà de vous."),
    Obstacle.NO_PUBLIC_DUTY: gettext_lazy(
        "Dites qui paierait cela d’ordinaire, et pourquoi il ne le fait pas."
    ),
    Obstacle.NO_RIGHTS: gettext_lazy(
        "Dites si vous gardez vos droits, ou sous quelle licence libre vous publiez."
    ),
    Obstacle.NO_DELIBERATION: gettext_lazy(
        "Un organisme public donne la référence, la date et la base légale de sa délibération."
    ),
    Obstacle.TAX_RECEIPTS_INCOMPLETE: gettext_lazy(
        "Pour donner des reçus fiscaux : une association comme organisation, avec son adresse, son objet et qui signe."
    ),
    Obstacle.NO_STORY: gettext_lazy("Racontez le projet : un texte au moins."),
    Obstacle.NO_SUMMARY: gettext_lazy("Résumez le projet en une phrase."),
    Obstacle.NO_BUDGET: gettext_lazy("Ajoutez les dépenses prévues au budget."),
    Obstacle.BUDGET_UNBALANCED: gettext_lazy(
        "Le budget n’est pas équilibré : les dépenses doivent égaler l’objectif plus les autres ressources."
    ),
    Obstacle.PAGE_NOT_PUBLISHED: gettext_lazy("Publiez d’abord la page de la campagne."),
    Obstacle.NO_RECIPIENT: gettext_lazy("Dites qui reçoit l’argent."),
    Obstacle.RECIPIENT_NOT_ANSWERED: gettext_lazy("L’association de portage n’a pas encore répondu."),
    Obstacle.ACCOUNT_NOT_READY: gettext_lazy(
        "Le compte de versement n’est pas encore en règle : le prestataire attend des pièces, ou les vérifie."
    ),
}

RIGHTS = {
    Rights.KEPT: gettext_lazy("nous gardons nos droits"),
    Rights.CC_BY: gettext_lazy("licence libre Creative Commons BY"),
    Rights.CC_BY_SA: gettext_lazy("licence libre Creative Commons BY-SA"),
    Rights.CC0: gettext_lazy("domaine public (Creative Commons Zéro)"),
    Rights.ART_LIBRE: gettext_lazy("Licence Art Libre"),
    Rights.GPL: gettext_lazy("logiciel sous licence GNU GPL"),
    Rights.ODBL: gettext_lazy("données sous licence ODbL"),
}
RIGHTS_SENTENCES = {
    Rights.KEPT: gettext_lazy("Les porteurs gardent leurs droits sur ce qu’ils créent."),
    Rights.CC_BY: gettext_lazy(
        "Ce qui est créé est libre, sous licence Creative Commons BY : chacun peut le reprendre en citant ses auteurs."
    ),
    Rights.CC_BY_SA: gettext_lazy(
        "Ce qui est créé est libre, sous licence Creative Commons BY-SA : chacun peut le reprendre en citant ses "
        "auteurs, et partage de même ce qu’il en fait."
    ),
    Rights.CC0: gettext_lazy("Ce qui est créé rejoint le domaine public (Creative Commons Zéro)."),
    Rights.ART_LIBRE: gettext_lazy("Ce qui est créé est libre, sous Licence Art Libre."),
    Rights.GPL: gettext_lazy("Le logiciel créé est libre, sous licence GNU GPL."),
    Rights.ODBL: gettext_lazy("Les données réunies sont libres, sous licence ODbL."),
}


@dataclass(frozen=True)
class Guidance:
    """A published criterion: its title, and what it means for a project."""

    title: str | _StrPromise
    text: str | _StrPromise


CRITERIA = {
    Criterion.LOCAL_INTEREST: Guidance(
        gettext_lazy("Intérêt local"),
        gettext_lazy("Le projet se passe ici, ou change quelque chose pour celles et ceux qui vivent ici."),
    ),
    Criterion.BENEFITS_OTHERS: Guidance(
        gettext_lazy("Profite à d’autres"),
        gettext_lazy("D’autres que ses porteurs y gagnent : des voisins, des usagers, des passants."),
    ),
    Criterion.CO_PRODUCTION: Guidance(
        gettext_lazy("Fait avec les habitants"),
        gettext_lazy(
            "On peut y prendre part autrement qu’en payant : des bras, des outils, un conseil, un lieu. Ce n’est pas "
            "un simple appel d’argent."
        ),
    ),
    Criterion.REAL_NEED: Guidance(
        gettext_lazy("Répond à un vrai besoin"),
        gettext_lazy("Des personnes l’attendent, et le budget dit à quoi servira chaque euro."),
    ),
    Criterion.PUBLIC_DUTY: Guidance(
        gettext_lazy("Ne remplace pas un service public normal"),
        gettext_lazy(
            "Le porteur dit qui paierait cela d’ordinaire, et pourquoi il ne le fait pas. La réponse est publiée sur "
            "la page du projet."
        ),
    ),
    Criterion.COMMERCIAL: Guidance(
        gettext_lazy("Commercial ou non"),
        gettext_lazy("Les deux sont bienvenus : nous demandons seulement que ce soit dit."),
    ),
}
_MET = {
    Answer.YES: pgettext_lazy("critère", "oui"),
    Answer.NO: pgettext_lazy("critère", "non"),
}
ANSWERS = {
    **dict.fromkeys(Criterion, _MET),
    Criterion.COMMERCIAL: {
        Answer.YES: pgettext_lazy("critère", "commercial"),
        Answer.NO: pgettext_lazy("critère", "non commercial"),
    },
}

STEPS = {
    Step.PRESENTATION: Guidance(
        gettext_lazy("En un coup d’œil"),
        gettext_lazy(
            "Ce que l’on comprend du projet en cinq secondes : un nom, une phrase, une image, un lieu."
        ),
    ),
    Step.STORY: Guidance(
        gettext_lazy("Le récit"),
        gettext_lazy("Racontez comme à un voisin : d’où vient l’idée, ce qui change, et pour qui."),
    ),
    Step.TEAM: Guidance(
        gettext_lazy("Qui nous sommes"),
        gettext_lazy("On soutient d’abord des personnes : des noms, ce que chacun fait."),
    ),
    Step.MONEY: Guidance(
        gettext_lazy("L’argent"),
        gettext_lazy("La somme sans laquelle rien ne se fait, celle que vous espérez, et ce qu’elle paie."),
    ),
    Step.REWARDS: Guidance(
        gettext_lazy("Les contreparties"),
        gettext_lazy("De petits mercis qui vous ressemblent, dont un à 10 € ou moins."),
    ),
    Step.COMMITMENTS: Guidance(
        gettext_lazy("Les engagements"),
        gettext_lazy("Comment aider sans payer, à qui cela profite, et ce que vous faites de vos droits."),
    ),
}

# What the holder reads at the top of every screen: never to be taken for something else than it is.
EDITOR_STATES = {
    C.DRAFT: Guidance(
        gettext_lazy("Brouillon, pas encore soumis"),
        gettext_lazy("Personne ne le relit encore. Rien n’est public tant que la campagne n’est pas lancée."),
    ),
    C.SUBMITTED: Guidance(
        gettext_lazy("Soumis, en cours de relecture"),
        gettext_lazy(
            "L’équipe lit votre projet : il ne change plus jusqu’à sa réponse, que vous recevrez par courriel."
        ),
    ),
    C.NEEDS_CHANGES: Guidance(
        gettext_lazy("À compléter, pas encore soumis de nouveau"),
        gettext_lazy("L’équipe a laissé des remarques. Complétez, puis soumettez de nouveau."),
    ),
    C.APPROVED: Guidance(
        gettext_lazy("Approuvé, pas encore lancé"),
        gettext_lazy(
            "Le lancement se choisit avec l’équipe. D’ici là, texte et conditions ne changent plus."
        ),
    ),
    C.REFUSED: Guidance(
        gettext_lazy("Pas retenu en l’état"),
        gettext_lazy("Lisez la raison, puis présentez votre projet autrement si vous le souhaitez."),
    ),
}
LAUNCHED = Guidance(
    gettext_lazy("Lancé : les conditions sont figées"),
    gettext_lazy("Le texte, les images et l’équipe peuvent encore changer, après une relecture."),
)
WORDS_WAITING = Guidance(
    gettext_lazy("Lancé, vos changements sont en relecture"),
    gettext_lazy("La page publique n’a pas bougé : l’équipe lit ce que vous avez changé."),
)


def what_if(*, sum_cents: int, threshold_cents: int, commission_bps: int) -> tuple[str, bool]:
    """Return (what would happen if so much were pledged at the deadline, whether the project would go ahead)."""
    plan = settlement_plan(
        gathered_cents=sum_cents, threshold_cents=threshold_cents, commission_bps=commission_bps
    )
    words = {
        "sum": euros(sum_cents),
        "threshold": euros(threshold_cents),
        "rate": rate(commission_bps),
        "commission": euros(plan.commission_cents),
        "net": euros(plan.payout_cents),
    }
    if not plan.funded:
        sentence = _(
            "Si %(sum)s sont promis à l’échéance : seuil de %(threshold)s manqué, chacun est remboursé en entier, "
            "sans frais."
        )
        return sentence % words, False
    sentence = _(
        "Si %(sum)s sont promis à l’échéance : seuil atteint. Commission de %(rate)s : %(commission)s ; "
        "vous recevez %(net)s."
    )
    return sentence % words, True
