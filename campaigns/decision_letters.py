"""The letters about decisions of two people: to those who may answer, to who asked. No amount: the page has it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.dates_display import moment
from campaigns.letters import Letter
from campaigns.models import Decision

DECISION_LINK = gettext_lazy("Lire la décision")


def _asked(words: dict[str, str]) -> Letter:
    return Letter(
        _("Une décision attend une seconde personne : %(kind)s") % words,
        (
            _("Bonjour,"),
            _("%(by)s demande une décision à deux au sujet de « %(subject)s ».") % words,
            _("Lisez-la, puis approuvez ou refusez avant le %(until)s. Sans réponse, rien n’est fait.")
            % words,
        ),
    )


def _answered(words: dict[str, str]) -> Letter:
    return Letter(
        _("Votre décision au sujet de « %(subject)s » est %(state)s") % words,
        (_("Bonjour,"), _("%(kind)s, référence %(reference)s.") % words),
    )


DECISION_LETTERS: dict[str, Callable[[Decision], Letter]] = {
    "decision_asked": lambda decision: _asked(_decision_words(decision)),
    "decision_answered": lambda decision: _answered(_decision_words(decision)),
}


def _decision_words(decision: Decision) -> dict[str, str]:
    return {
        "kind": decision.get_kind_display(),
        "state": decision.get_state_display(),
        "subject": decision.subject_title,
        "by": decision.asked_by.public_name,
        "reference": decision.reference,
        "until": moment(decision.expires_at, decision.territory.zone),
    }
