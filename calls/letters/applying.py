"""Letters to those who apply: receipt, request for more, withdrawal."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from base.dates_display import instant, moment
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
        path=_path(application, "calls:receipt"),
        link_text=_("Voir le récépissé"),
    )


def answered(application: Application, zone: str, text: str) -> Letter:
    """The receipt of an answer to a request for more."""
    return Letter(
        _("Complément reçu : %(project)s") % _words(application),
        (_("Bonjour,"), _("Votre complément est reçu, et joint à votre candidature.")),
        _receipt(application, zone),
        path=_path(application, "calls:receipt"),
        link_text=_("Voir le récépissé"),
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
        path=_path(application, "calls:application"),
        link_text=_("Compléter ma candidature"),
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


def closing_soon(application: Application, zone: str, text: str) -> Letter:
    """The call closes in a few days and the draft is still one; `text` says how many."""
    closes_at = application.call.closes_at
    assert closes_at is not None
    return Letter(
        _("Encore un brouillon, et la clôture approche : %(project)s") % _words(application),
        (
            _("Bonjour,"),
            _(
                "Votre réponse à « %(call)s » n’est pas déposée : personne ne peut encore la lire. L’appel se clôt dans"
                " %(days)s jours."
            )
            % {**_words(application), "days": text},
            _("Si elle est prête, déposez-la. Si elle n’est plus d’actualité, vous pouvez la retirer."),
        ),
        ((_("Clôture"), moment(closes_at, zone)),),
        path=_path(application, "calls:application"),
        link_text=_("Reprendre mon brouillon"),
    )


def invitation_letter(
    application: Application, *, by: str, expires_at: datetime, zone: str, path: str
) -> Letter:
    """Somebody is asked to write an application with others; `path` holds the link's secret."""
    return Letter(
        _("%(person)s vous invite à écrire un projet à plusieurs") % {"person": by},
        (
            _("Bonjour,"),
            _(
                "%(person)s prépare « %(project)s » pour l’appel « %(call)s », et vous propose d’y écrire aussi."
            )
            % {**_words(application), "person": by},
            _("Le lien ouvre la candidature à une seule personne, une seule fois. Ne le transmettez pas."),
        ),
        ((_("Valable jusqu’au"), moment(expires_at, zone) if zone else moment(expires_at)),),
        path=path,
        link_text=_("Rejoindre la candidature"),
    )


LETTERS: dict[str, Writer] = {
    "application_deposited": deposited,
    "application_answered": answered,
    "application_more_asked": more_asked,
    "application_withdrawn": withdrawn,
    "application_closing_soon": closing_soon,
}


def _path(application: Application, name: str) -> str:
    return reverse(name, args=[application.reference])


def _words(application: Application) -> dict[str, str]:
    return {"project": str(application), "call": application.call.title, "number": application.receipt_number}


def _receipt(application: Application, zone: str) -> tuple[tuple[str, str], ...]:
    version = application.current
    assert version is not None
    return (
        (_("Numéro"), application.receipt_number),
        (_("Déposé"), instant(version.deposited_at, zone)),
        (_("Empreinte de la copie"), version.digest[:16]),
    )
