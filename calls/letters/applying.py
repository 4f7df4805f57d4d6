"""Letters to those who apply: receipt, request for more, withdrawal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from base.dates_display import moment
from calls.letters.shapes import Letter, Writer
from calls.models import Application


def deposited(application: Application, zone: str, text: str) -> Letter:
    """The receipt."""
    return Letter(
        _("Déposé : %(project)s") % _words(application),
        (
            _("Bonjour,"),
            _(
                "Votre candidature à « %(call)s » est déposée. Gardez ce message : il vaut accusé de réception."
            )
            % _words(application),
        ),
        _receipt(application, zone),
    )


def answered(application: Application, zone: str, text: str) -> Letter:
    """The receipt of an answer to a request for more."""
    return Letter(
        _("Complément reçu : %(project)s") % _words(application),
        (_("Bonjour,"), _("Votre complément est reçu, et joint à votre candidature.")),
        _receipt(application, zone),
    )


def more_asked(application: Application, zone: str, text: str) -> Letter:
    """Those who read it ask for more."""
    return Letter(
        _("Il nous manque quelque chose : %(project)s") % _words(application),
        (
            _("Bonjour,"),
            _("Nous lisons votre candidature à « %(call)s » et avons besoin d’une précision :")
            % _words(application),
            text,
            _("Vos réponses sont de nouveau modifiables ; déposez le complément pour nous l’envoyer."),
        ),
    )


def withdrawn(application: Application, zone: str, text: str) -> Letter:
    """The holders took it back."""
    return Letter(
        _("Retirée : %(project)s") % _words(application),
        (
            _("Bonjour,"),
            _("Votre candidature à « %(call)s » est retirée : personne ne la lira plus.")
            % _words(application),
        ),
    )


LETTERS: dict[str, Writer] = {
    "application_deposited": deposited,
    "application_answered": answered,
    "application_more_asked": more_asked,
    "application_withdrawn": withdrawn,
}


def _words(application: Application) -> dict[str, str]:
    return {"project": str(application), "call": application.call.title, "number": application.receipt_number}


def _receipt(application: Application, zone: str) -> tuple[tuple[str, str], ...]:
    version = application.current
    assert version is not None
    return (
        (_("Numéro"), application.receipt_number),
        (_("Déposé"), moment(version.deposited_at, zone)),
        (_("Empreinte de la copie"), version.digest[:16]),
    )
