"""What the letters about who receives the money say: hosting, a change of recipient, an account that is waited for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.letters import EDITOR, BackerLetter, HolderLetter, Letter, PledgeWords, to_holder
from campaigns.models import Campaign, Pledge

ACCOUNT_LINK = gettext_lazy("Ouvrir le compte de versement")
HOSTING_LINK = gettext_lazy("Lire la demande et répondre")


def _backer_recipient_changed(pledge: Pledge) -> Letter:
    campaign = pledge.campaign
    words = PledgeWords(pledge)
    return Letter(
        _("« %(project)s » : l’argent sera versé à quelqu’un d’autre") % words,
        (
            _("Bonjour %(name)s,") % words,
            _("À la demande du porteur, et après une relecture par notre équipe, le bénéficiaire change."),
            campaign.recipient_sentence,
            _(
                "Rien ne change pour votre soutien : il reste conservé jusqu’à l’échéance, et rendu si le seuil "
                "n’est pas "
                "atteint. Une question ? Appelez-nous."
            ),
        ),
    )


def hosting_invitation(campaign: Campaign, by: str) -> Letter:
    """Return the letter that asks an association to host a project; its link is added when it leaves."""
    words = {"project": campaign.page.title, "holder": campaign.holder_name, "by": by}
    return Letter(
        _("Porter « %(project)s » : voulez-vous recevoir l’argent pour ce projet ?") % words,
        (
            _("Bonjour,"),
            _(
                "%(by)s vous demande si votre association accepte de recevoir l’argent réuni pour « %(project)s », "
                "porté "
                "par %(holder)s, et de le lui transmettre selon votre propre convention. C’est ce qu’on appelle le "
                "portage."
            )
            % words,
            _("Le lien dit tout ce que cela engage. Il sert une fois ; vous pouvez aussi décliner."),
        ),
    )


BACKER_LETTERS: dict[str, BackerLetter] = {
    "backer_recipient_changed": _backer_recipient_changed,
}

HOLDER_LETTERS: dict[str, HolderLetter] = {
    "hosting_accepted": to_holder(
        gettext_lazy("%(reason)s accepte de porter « %(project)s »"),
        gettext_lazy("L’association recevra l’argent réuni et vous le transmettra selon votre convention."),
        room=EDITOR,
    ),
    "hosting_refused": to_holder(
        gettext_lazy("« %(project)s » : l’association décline le portage"),
        gettext_lazy("%(reason)s"),
        gettext_lazy(
            "Demandez à une autre, ou recevez l’argent vous-même : tout se choisit dans votre atelier."
        ),
        room=EDITOR,
    ),
    "recipient_refused": to_holder(
        gettext_lazy("« %(project)s » : le bénéficiaire ne change pas"),
        gettext_lazy("Nous avons lu votre demande : %(reason)s"),
        gettext_lazy("L’argent reste destiné au bénéficiaire annoncé."),
        room=EDITOR,
    ),
    "recipient_approved": to_holder(
        gettext_lazy("« %(project)s » : changement de bénéficiaire approuvé"),
        gettext_lazy("Il prend effet dès que le compte de versement de %(reason)s est en règle."),
        room=EDITOR,
    ),
    "recipient_changed": to_holder(
        gettext_lazy("« %(project)s » : le bénéficiaire a changé"),
        gettext_lazy("%(reason)s Chaque personne qui a soutenu le projet en est informée."),
    ),
    "recipient_former": to_holder(
        gettext_lazy("« %(project)s » : vous ne recevrez plus l’argent de cette campagne"),
        gettext_lazy("À la demande du porteur, et après une relecture, le bénéficiaire a changé. %(reason)s"),
        gettext_lazy("Si cela vous surprend, appelez-nous tout de suite."),
    ),
    "account_asks": to_holder(
        gettext_lazy("Compte de versement : le prestataire demande quelque chose"),
        gettext_lazy("Pour que l’argent de « %(project)s » puisse être versé : %(reason)s"),
    ),
    "account_waits": to_holder(
        gettext_lazy("L’argent de « %(project)s » attend votre compte de versement"),
        gettext_lazy("La campagne a réussi, mais l’argent ne peut pas encore être versé : %(reason)s"),
    ),
    "campaign_funded_waiting": to_holder(
        gettext_lazy("« %(project)s » est financé !"),
        gettext_lazy("L’échéance est passée et le seuil est atteint : %(gathered)s réunis."),
        gettext_lazy(
            "Commission : %(commission)s. Il reste %(payout)s à vous verser : le versement part dès que le compte de "
            "versement est en règle. %(reason)s"
        ),
        room=EDITOR,
    ),
    "campaign_unpayable": to_holder(
        gettext_lazy("« %(project)s » : chacun est remboursé, faute de compte de versement"),
        gettext_lazy(
            "Le compte de versement n’a pas été prêt à temps, et l’argent ne peut pas être gardé plus longtemps : "
            "chaque personne est remboursée intégralement, aucune commission n’est prise."
        ),
        gettext_lazy("Appelez-nous : nous pouvons regarder ensemble comment continuer."),
    ),
}
