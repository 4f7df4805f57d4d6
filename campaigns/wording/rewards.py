"""The words of rewards: kinds, hand-over, what a pledge is in law."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.rules.rewards import HandOver, LegalNature, RewardKind

REWARD_KINDS = {
    RewardKind.THANKS: pgettext_lazy("contrepartie", "remerciement"),
    RewardKind.INVITATION: pgettext_lazy("contrepartie", "invitation"),
    RewardKind.ACCESS: pgettext_lazy("contrepartie", "accès privilégié"),
    RewardKind.DISCOUNT: pgettext_lazy("contrepartie", "réduction"),
    RewardKind.PRODUCT: pgettext_lazy("contrepartie", "produit"),
}
HAND_OVERS = {
    HandOver.ON_SITE: gettext_lazy("à retirer sur place"),
    HandOver.AT_EVENT: gettext_lazy("remis lors d’un rendez-vous"),
    HandOver.BY_POST: gettext_lazy("envoyé par la poste"),
    HandOver.BY_EMAIL: gettext_lazy("envoyé par courriel"),
    HandOver.NONE: gettext_lazy("rien à remettre"),
}
LEGAL_NATURES = {
    LegalNature.GIFT: gettext_lazy("don sans contrepartie"),
    LegalNature.GIFT_WITH_REWARD: gettext_lazy("don avec contrepartie"),
    LegalNature.PRE_PURCHASE: gettext_lazy("don avec contrepartie (pré-achat d’un produit)"),
}
