"""Letters of a promotion: it is formed, its launch moves, somebody accompanies a project."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from base.dates_display import day, moment
from calls.letters.shapes import Letter
from calls.models.applications import Application
from calls.models.promotions import Mentor, Promotion, PromotionStep

KINDS = ("promotion_opened", "promotion_moved", "mentor_asked", "mentor_named")


def promotion_path(call_id: int) -> str:
    """Return the address of the shared page of a call's promotion, without host."""
    return reverse("calls:promotion", args=[call_id])


def opened(promotion: Promotion, first: PromotionStep | None, *, zone: str) -> Letter:
    """A holder learns that the selected projects prepare together, and when they are launched."""
    facts = [(_("Lancement commun"), moment(promotion.launches_at, zone))]
    if first is not None:
        facts.append((_("Première étape"), f"{first.label}, {day(first.due_on, zone)}"))
    return Letter(
        _("Votre promotion : %(call)s") % {"call": promotion.call.title},
        (
            _("Bonjour,"),
            _(
                "Les projets retenus par l’appel « %(call)s » se préparent ensemble et se lancent le même jour, à la "
                "même heure. Une page vous dit quoi faire, pour quand, et où en sont les autres."
            )
            % {"call": promotion.call.title},
        ),
        tuple(facts),
        promotion_path(promotion.call_id),
        _("Voir la préparation"),
    )


def moved(promotion: Promotion, *, zone: str) -> Letter:
    """The common launch has another moment."""
    return Letter(
        _("Le lancement commun change de date : %(call)s") % {"call": promotion.call.title},
        (
            _("Bonjour,"),
            _("Les projets de l’appel « %(call)s » se lancent ensemble à un autre moment. Voici le nouveau.")
            % {"call": promotion.call.title},
        ),
        ((_("Lancement commun"), moment(promotion.launches_at, zone)),),
        promotion_path(promotion.call_id),
        _("Voir le calendrier"),
    )


def mentor_asked(mentor: Mentor, application: Application, promotion: Promotion, *, zone: str) -> Letter:
    """Somebody is asked to accompany a project; the page opens to the account of their address."""
    return Letter(
        _("Vous accompagnez « %(project)s »") % {"project": application},
        (
            _("Bonjour %(name)s,") % {"name": mentor.name},
            _(
                "Vous êtes mentor de « %(project)s », l’un des projets retenus par l’appel « %(call)s ». La page de la "
                "promotion montre où en est chaque projet : elle s’ouvre à vous, avec un compte à cette adresse."
            )
            % {"project": application, "call": promotion.call.title},
            _("Ce n’était pas prévu ? Répondez à ce message : l’équipe corrigera."),
        ),
        ((_("Lancement commun"), moment(promotion.launches_at, zone)),),
        promotion_path(promotion.call_id),
        _("Suivre la promotion"),
    )


def mentor_named(mentor: Mentor, application: Application, promotion: Promotion, *, zone: str) -> Letter:
    """A holder learns who accompanies them."""
    return Letter(
        _("%(name)s accompagne votre projet") % {"name": mentor.name},
        (
            _("Bonjour,"),
            _("%(name)s est mentor de « %(project)s » jusqu’au lancement. Écrivez-lui sans attendre.")
            % {"name": mentor.name, "project": application},
        ),
        ((_("Lui écrire"), mentor.email), (_("Lancement commun"), moment(promotion.launches_at, zone))),
        promotion_path(promotion.call_id),
        _("Voir la préparation"),
    )
