"""What the screens of finance ask for: why a flag is lowered, the proof of a debt paid otherwise, what to look for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from base.file_fields import PrivateFileField
from campaigns.forms.verdicts import PlainField
from campaigns.services.trail import Asked
from campaigns.wording.finance import ACTIONS, STATE_ACTION

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 500
LONGEST_FLAG = 240


def _words(label: _StrPromise, example: _StrPromise, missing: _StrPromise) -> PlainField:
    """A few sentences that another person will read."""
    return PlainField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=example,
        error_messages={"required": missing},
    )


def _document(label: _StrPromise, missing: _StrPromise) -> PrivateFileField:
    """The document that shows that what they read is true."""
    return PrivateFileField(label=label, error_messages={"required": missing})


class ClearFlagForm(forms.Form):
    """Why nothing more is to do; `seen` is what the flag said when the page was read."""

    seen = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=LONGEST_FLAG, strip=False, empty_value=""
    )
    reason = _words(
        _("Ce que vous avez vérifié"),
        _("Une phrase, sans nom ni adresse : elle reste au journal."),
        _("Écrivez ce que vous avez vérifié : c’est la trace de votre examen."),
    )


class CloseDebtForm(forms.Form):
    """How the money was given back, and the document that proves it."""

    reason = _words(
        _("Comment la somme a été rendue"),
        _("Par exemple : virement du 12 mars, référence 4471. La seconde personne le lira."),
        _("Écrivez comment la somme a été rendue, et où cela se vérifie."),
    )
    proof = _document(_("Pièce qui le prouve"), _("Joignez la pièce : relevé, avis de virement, reçu signé."))


class VoidForm(forms.Form):
    """What was typed by mistake, and the document that shows it."""

    reason = _words(
        _("Ce qui a été mal saisi"),
        _("Par exemple : 200 € saisis pour 20 €, reçu nº 0147. La seconde personne le lira."),
        _("Écrivez ce qui a été mal saisi, et ce qu’il fallait saisir."),
    )
    proof = _document(_("Pièce qui le montre"), _("Joignez la pièce : souche du reçu, chèque, relevé."))


class ReleasePayoutForm(forms.Form):
    """What was put right, so that the payout may leave."""

    reason = _words(
        _("Ce qui est réglé"),
        _("Par exemple : compte vérifié le 12 mars par le prestataire. La seconde personne le lira."),
        _("Écrivez ce qui a été réglé, et comment vous le savez."),
    )


class GiveBackForm(forms.Form):
    """Why a holder gives a pledge back, and the document that says so."""

    reason = _words(
        _("Pourquoi le porteur rend ce soutien"),
        _("Par exemple : contrepartie jamais remise, accord du 12 mars. La seconde personne le lira."),
        _("Écrivez pourquoi le porteur rend ce soutien."),
    )
    proof = _document(
        _("Accord du porteur, ou ce qui l’y oblige"),
        _("Joignez la pièce : accord écrit du porteur, jugement, courrier."),
    )


class CorrectEntryForm(forms.Form):
    """Why an entry is wrong, the document that shows it, and the two accounts it should have named, if any."""

    reason = _words(
        _("Ce qui est faux"),
        _("Par exemple : frais d’un autre mois, facture 2026-03. La seconde personne le lira."),
        _("Écrivez ce qui est faux, et comment vous le savez."),
    )
    debit = forms.ChoiceField(label=_("Débit de l’écriture de remplacement"), required=False)
    credit = forms.ChoiceField(
        label=_("Crédit de l’écriture de remplacement"),
        required=False,
        help_text=_(
            "La même somme, entre deux autres comptes du même territoire. Laissez les deux vides si rien ne la "
            "remplace."
        ),
    )
    proof = _document(
        _("Pièce qui le prouve"), _("Joignez la pièce : facture, relevé, courrier du prestataire.")
    )

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("aucune")), *accounts]
        for name in ("debit", "credit"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one account alone."""
        values = super().clean() or {}
        for name, other in (("debit", "credit"), ("credit", "debit")):
            if values.get(other) and not values.get(name) and name not in self.errors:
                self.add_error(name, _("Choisissez aussi ce compte, ou aucun des deux."))
        return values


class TrailFilters(forms.Form):
    """Whose acts, which acts, when."""

    personne = forms.CharField(label=_("Personne"), required=False, max_length=120)
    action = forms.ChoiceField(label=_("Action"), required=False)
    du = forms.DateField(
        label=_("Du"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    au = forms.DateField(
        label=_("Au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, zone: str, sees_all: bool, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.sees_all = sees_all
        known = [*ACTIONS, *(code for code in actions if code not in ACTIONS)] if sees_all else [*ACTIONS]
        named = sorted(((code, str(ACTIONS.get(code, code))) for code in known), key=lambda pair: pair[1])
        choices = [
            ("", _("Toutes")),
            (STATE_ACTION, _("a changé l’état d’une campagne ou d’un soutien")),
            *named,
        ]
        self.fields["action"].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return what to look for; a field that is wrong filters nothing and says so beside itself."""
        self.is_valid()
        values = self.cleaned_data
        return Asked(
            person=values.get("personne", ""),
            action=values.get("action", ""),
            since=self._midnight(values.get("du")),
            until=self._midnight(values.get("au"), after=timedelta(days=1)),
            of_money_only=not self.sees_all,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values = super().clean() or {}
        since, until = values.get("du"), values.get("au")
        if since and until and since > until:
            self.add_error("au", _("La période finit avant de commencer."))
        return values

    def _midnight(self, day: date | None, *, after: timedelta = timedelta(0)) -> datetime | None:
        if day is None or day >= date.max - timedelta(days=2) or day <= date.min + timedelta(days=2):
            return None
        return datetime.combine(day + after, time(), self.zone)
