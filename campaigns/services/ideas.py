"""The library of reward ideas a territory starts with; its editors then keep it as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from campaigns.models import RewardIdea

if TYPE_CHECKING:
    from base.models import Territory


def seed_reward_ideas(*, territory: Territory) -> None:
    """Give the territory the usual ideas, unless it has some already."""
    if RewardIdea.objects.filter(territory=territory).exists():
        return
    ideas = (
        ("thanks", 500, _("Votre nom sur le mur"), _("Écrit à la main, à l’entrée du lieu."), "none"),
        (
            "thanks",
            500,
            _("Une carte postale de l’équipe"),
            _("Une photo du chantier, un mot au dos."),
            "by_post",
        ),
        (
            "invitation",
            1000,
            _("Un café à l’ouverture"),
            _("Le jour où nous ouvrons, à notre table."),
            "at_event",
        ),
        ("invitation", 1500, _("La fête de lancement"), _("Un repas partagé, musique comprise."), "at_event"),
        (
            "access",
            2500,
            _("Une visite du chantier"),
            _("Une heure avec celles et ceux qui le font."),
            "on_site",
        ),
        (
            "access",
            3000,
            _("Apprendre avec nous"),
            _("Une demi-journée d’atelier, outils prêtés."),
            "on_site",
        ),
        (
            "discount",
            2000,
            _("Un mois à moitié prix"),
            _("Sur l’adhésion ou la carte, la première année."),
            "on_site",
        ),
        (
            "product",
            3000,
            _("Le premier de la série"),
            _("Ce que nous fabriquons, avant tout le monde."),
            "on_site",
        ),
    )
    RewardIdea.objects.bulk_create(
        RewardIdea(
            territory=territory,
            kind=kind,
            price_cents=cents,
            title=title,
            description=description,
            hand_over=hand_over,
        )
        for kind, cents, title, description, hand_over in ideas
    )
