"""Letters to jurors: invitation, applications to read, reminder. They name no applicant."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.dates_display import day, moment
from calls.letters.shapes import Letter
from calls.models.pages import CallPage

KINDS = ("jury_invited", "jury_assigned", "jury_reminder")


def invited(call: CallPage, *, by: str, until: datetime, zone: str) -> Letter:
    """Somebody is asked to sit in the jury; the link is added when the letter leaves."""
    return Letter(
        _("Vous êtes invité au jury de « %(call)s »") % {"call": call.title},
        (
            _("Bonjour,"),
            _("%(by)s vous propose de lire des candidatures à l’appel « %(call)s ».")
            % {"by": by, "call": call.title},
            _(
                "Le lien ne sert qu’une fois, jusqu’au %(day)s. Il vous demandera de vous connecter, "
                "ou d’ouvrir un compte."
            )
            % {"day": day(until, zone)},
        ),
        link_text=_("Entrer dans le jury"),
    )


def assigned(call: CallPage, *, count: int, due_at: datetime, zone: str) -> Letter:
    """Applications await a reader."""
    return Letter(
        ngettext("Un dossier à lire", "%(count)d dossiers à lire", count) % {"count": count},
        (
            _("Bonjour,"),
            ngettext(
                "Un dossier de l’appel « %(call)s » vous est confié.",
                "%(count)d dossiers de l’appel « %(call)s » vous sont confiés.",
                count,
            )
            % {"call": call.title, "count": count},
        ),
        ((_("À rendre avant"), moment(due_at, zone)),),
        reverse("calls:jury_call", args=[call.pk]),
        _("Ouvrir la salle du jury"),
    )


def reminder(call: CallPage, *, count: int, due_at: datetime, zone: str) -> Letter:
    """The end of the round comes near and reviews are missing."""
    return Letter(
        ngettext("Il vous reste un avis à rendre", "Il vous reste %(count)d avis à rendre", count)
        % {"count": count},
        (
            _("Bonjour,"),
            _("Le jury de l’appel « %(call)s » attend vos derniers avis.") % {"call": call.title},
        ),
        ((_("À rendre avant"), moment(due_at, zone)),),
        reverse("calls:jury_call", args=[call.pk]),
        _("Ouvrir la salle du jury"),
    )
