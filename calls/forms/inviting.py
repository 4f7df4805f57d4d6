"""Whom to invite to answer a call, and the sentence that goes with it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from base.plain_text import plain
from calls.addresses import normal_address
from calls.models.reach import LONGEST_SENTENCE
from calls.services.reaching import Chosen, Proposal

MOST_TYPED = 100
LONGEST_TYPED = 10_000
_SEPARATORS = re.compile(r"[\s,;]+")


class InvitationForm(forms.Form):
    """Sources taken whole, people one by one, addresses typed; then the sentence, the same for all."""

    whole = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    people = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    typed = forms.CharField(
        label=_("Autres adresses"),
        required=False,
        max_length=LONGEST_TYPED,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Une par ligne, ou séparées par des virgules ; 100 au plus. Elles sont effacées un mois après l’envoi."
        ),
    )
    sentence = forms.CharField(
        label=_("Votre phrase"),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Pourquoi vous pensez à eux. « Votre four partagé a montré la voie : et le pain des écoles ? »"
        ),
        error_messages={"required": _("Écrivez une phrase : sans elle, ce n’est qu’une annonce de plus.")},
    )

    def __init__(self, *args: Any, proposed: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Somebody proposed a minute ago may be gone: what is no longer proposed is passed over, not refused.
        self._sources = {one.source.name for one in proposed}
        self._people = {
            f"{one.source.name}:{invitee.key}"
            for one in proposed
            if one.source.by_name
            for invitee in one.people
        }
        self.fields["whole"].choices = [(name, name) for name in self._sources]  # type: ignore[attr-defined]
        self.fields["people"].choices = [(value, value) for value in self._people]  # type: ignore[attr-defined]
        if self.is_bound:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self._keep("whole", self._sources)
            self._keep("people", self._people)

    def clean_typed(self) -> tuple[str, ...]:
        """Return the addresses, each once; name the first that cannot be one."""
        asked = [one for one in _SEPARATORS.split(self.cleaned_data["typed"]) if one]
        for address in asked:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(
                    _("« %(address)s » n’est pas une adresse : corrigez-la ou retirez-la."),
                    params={"address": address[:80]},
                ) from error
        found = tuple(dict.fromkeys(normal_address(one) for one in asked))
        if len(found) > MOST_TYPED:
            raise ValidationError(
                ngettext("%(most)d adresse au plus.", "%(most)d adresses au plus à la fois.", MOST_TYPED)
                % {"most": MOST_TYPED}
            )
        return found

    def clean_sentence(self) -> str:
        """Keep the sentence plain."""
        sentence = plain(self.cleaned_data["sentence"])
        if not sentence:
            raise ValidationError(self.fields["sentence"].error_messages["required"])
        return sentence

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to write to."""
        cleaned = super().clean() or {}
        someone = cleaned.get("whole") or cleaned.get("people") or cleaned.get("typed")
        if not someone and "typed" not in self.errors:
            self.add_error("typed", _("Cochez des personnes plus haut, ou écrivez une adresse ici."))
        return cleaned

    @property
    def chosen(self) -> Chosen:
        """What was chosen, once the form is valid."""
        people = (value.partition(":") for value in self.cleaned_data["people"])
        return Chosen(
            frozenset(self.cleaned_data["whole"]),
            frozenset((source, key) for source, _colon, key in people),
            self.cleaned_data["typed"],
        )

    def ticked(self, name: str) -> set[str]:
        """Return what is ticked of `whole` or `people`, to draw the boxes."""
        return set(self.data.getlist(name)) if self.is_bound else set()  # type: ignore[attr-defined]

    def _keep(self, name: str, known: set[str]) -> None:
        self.data.setlist(name, [value for value in self.data.getlist(name) if value in known])  # type: ignore[attr-defined]
