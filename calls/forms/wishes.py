"""Saying a wish; gathering wishes in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField
from base.plain_text import plain
from calls.models.wishes import LONGEST_WISH


class WishForm(forms.Form):
    """A sentence, a neighbourhood, and an address for those who want to hear more."""

    text = forms.CharField(
        label=_("Votre envie, en une phrase"),
        max_length=LONGEST_WISH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("« Un endroit où réparer son vélo sans savoir le faire. »"),
        error_messages={
            "required": _("Écrivez votre envie : une phrase suffit."),
            "max_length": _("Une phrase, de %(limit_value)d signes au plus : il y en a %(show_value)d."),
        },
    )
    neighbourhood = forms.CharField(
        label=_("Votre quartier"),
        max_length=80,
        help_text=_("Tel que vous l’appelez ; pas d’adresse."),
        error_messages={"required": _("Indiquez votre quartier, ou la commune si vous êtes d’à côté.")},
    )
    email = EmailAddressField(
        label=_("Votre adresse électronique"),
        required=False,
        help_text=_(
            "Pour savoir ce que votre envie devient, et être invité à répondre si un appel en naît : quatre messages "
            "au plus. Elle n’est jamais publiée."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_text(self) -> str:
        """Keep the sentence plain, on one line."""
        return self._plain("text")

    def clean_neighbourhood(self) -> str:
        """Keep the neighbourhood plain."""
        return self._plain("neighbourhood")

    def _plain(self, name: str) -> str:
        text = plain(self.cleaned_data[name])
        if not text:
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return text


class GroupForm(forms.Form):
    """Which group the ticked wishes go to."""

    group: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Dans le groupe"), queryset=None, required=False, empty_label=_("un nouveau groupe")
    )
    title = forms.CharField(
        label=_("Nom du nouveau groupe"),
        max_length=160,
        required=False,
        help_text=_("Ce que ces envies disent ensemble. Ce sera le titre de l’appel, si un appel en naît."),
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name when the group is new."""
        cleaned = super().clean() or {}
        cleaned["title"] = plain(cleaned.get("title") or "")
        if not cleaned.get("group") and not cleaned["title"] and "group" not in self.errors:
            self.add_error("title", _("Donnez un nom au nouveau groupe."))
        return cleaned


class DeliverForm(forms.Form):
    """What was done of a group's wishes."""

    words = forms.CharField(
        label=_("Ce qui s’est fait"),
        max_length=300,
        help_text=_(
            "« L’atelier vélo ouvre samedi, 3 rue du Gué. » Celles et ceux qui l’ont demandé le liront."
        ),
        error_messages={"required": _("Dites en une phrase ce qui s’est fait.")},
    )

    def clean_words(self) -> str:
        """Keep the sentence plain."""
        words = plain(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words
