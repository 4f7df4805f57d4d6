"""Letters that tell a decision and what follows from it; staff read each as it will leave."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.letters.shapes import Letter
from calls.models.applications import Application
from calls.models.decisions import Decision
from calls.questionnaire import Criterion

KINDS = (
    "decision_accepted",
    "decision_reserve",
    "decision_refused",
    "second_look_answered",
    "campaign_prepared",
)
O = Decision.Outcome  # noqa: E741


def decision_path(application: Application) -> str:
    """Return the address where its holders read the decision, without host."""
    return reverse("calls:decision", args=[application.reference])


def decision_letter(decision: Decision, criteria: tuple[Criterion, ...]) -> Letter:
    """Return the letter of a decision, drafted or published, with its reasons in the order of the criteria."""
    application = decision.application
    words = {"project": str(application), "call": application.call.title, "rank": decision.reserve_rank}
    titles = {
        O.ACCEPTED: _("Retenu : %(project)s"),
        O.RESERVE: _("En liste de réserve : %(project)s"),
        O.REFUSED: _("La réponse du jury : %(project)s"),
    }
    said = {
        O.ACCEPTED: _(
            "Le jury a retenu votre projet pour l’appel « %(call)s ». Félicitations ! Nous préparons maintenant sa "
            "campagne avec vous."
        ),
        O.RESERVE: _(
            "Le jury a placé votre projet en liste de réserve pour l’appel « %(call)s » : il sera retenu si une place "
            "se libère."
        ),
        O.REFUSED: _(
            "Le jury n’a pas retenu votre projet pour l’appel « %(call)s ». Voici pourquoi, critère par critère. La "
            "page ci-dessous dit aussi ce que le territoire propose d’autre, et comment demander un nouvel examen."
        ),
    }
    outcome = O(decision.outcome)
    paragraphs = [_("Bonjour,"), said[outcome] % words]
    if outcome == O.RESERVE and decision.reserve_rank:
        paragraphs.append(_("Votre rang dans cette liste : %(rank)s.") % words)
    if decision.addition:
        paragraphs.append(decision.addition)
    return Letter(
        titles[outcome] % words,
        tuple(paragraphs),
        reasons_of(decision, criteria),
        decision_path(application),
        _("Lire la décision et la suite"),
    )


def reasons_of(decision: Decision, criteria: tuple[Criterion, ...]) -> tuple[tuple[str, str], ...]:
    """Return pairs (criterion, reason), in the order of the criteria, those without words left out."""
    return tuple(
        (criterion.title, decision.reasons[criterion.key])
        for criterion in criteria
        if decision.reasons.get(criterion.key)
    )


def second_look_answered(decision: Decision, answer: str) -> Letter:
    """The answer to somebody who asked for another look."""
    return Letter(
        _("Votre demande de nouvel examen : %(project)s") % {"project": decision.application},
        (_("Bonjour,"), _("Nous avons relu votre demande. Voici notre réponse :"), answer),
        path=decision_path(decision.application),
        link_text=_("Revoir la décision"),
    )


def campaign_prepared(application: Application, path: str) -> Letter:
    """The draft of the campaign awaits its holder."""
    return Letter(
        _("Votre campagne est commencée : %(project)s") % {"project": application},
        (
            _("Bonjour,"),
            _(
                "Vos réponses ont été reprises dans le brouillon d’une campagne : texte, budget, lieu, images. Rien "
                "n’est public. Complétez-le à votre rythme, puis proposez-le à la relecture."
            ),
        ),
        path=path,
        link_text=_("Continuer ma campagne"),
    )
