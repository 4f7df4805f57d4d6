"""Asking for letters, and changing what one asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField
from base.models import Territory
from home.models import Subscription
from themes.models import ThemePage

EVERYTHING, SOME = "tout", "themes"


class ThemesField(forms.ModelMultipleChoiceField):
    """Published themes of the territory, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name the theme alone, without its place in the tree."""
        return str(obj.title)


class ChoiceForm(forms.Form):
    """What one wishes to receive: everything, or the letters of some themes."""

    scope = forms.ChoiceField(
        label=_("Que souhaitez-vous recevoir ?"),
        choices=[(EVERYTHING, _("Toutes les lettres")), (SOME, _("Seulement certains thèmes"))],
        initial=EVERYTHING,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez toutes les lettres, ou certains thèmes.")},
    )
    themes = ThemesField(
        label=_("Thèmes"),
        queryset=ThemePage.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Un de ces thèmes n’existe plus : choisissez parmi ceux de la liste."),
            "invalid_pk_value": _("Un de ces thèmes n’existe plus : choisissez parmi ceux de la liste."),
        },
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = ThemePage.objects.visible().in_territory(territory).order_by("title", "pk")
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        if not themes.exists():
            # Nothing to choose from: one letter for everybody.
            self.fields["scope"].widget = forms.HiddenInput()
            self.fields["themes"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for a theme where themes were wished."""
        cleaned = super().clean() or {}
        if cleaned.get("scope") == SOME and not cleaned.get("themes") and "themes" not in self.errors:
            self.add_error("themes", _("Cochez au moins un thème, ou choisissez « Toutes les lettres »."))
        return cleaned

    @property
    def choice(self) -> dict[str, Any]:
        """What was asked for, as `services.subscribing` takes it."""
        everything = self.cleaned_data["scope"] == EVERYTHING
        return {
            "everything": everything,
            "themes": [] if everything else list(self.cleaned_data["themes"]),
        }


class SubscriptionForm(ChoiceForm):
    """The public form: an address and a wish, no account."""

    email = EmailAddressField(
        label=_("Votre adresse électronique"),
        help_text=_("Elle sert à cette lettre et à rien d’autre."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Indiquez votre adresse électronique : c’est là que la lettre arrive."),
        },
    )
    field_order = ["email", "scope", "themes"]


def first_values(asked: str, territory: Territory) -> dict[str, Any]:
    """Return the form's initial values when it is reached from a theme's page (`?theme=`)."""
    theme = ThemePage.objects.visible().in_territory(territory).filter(slug=asked).first() if asked else None
    return {"scope": SOME, "themes": [theme.pk]} if theme is not None else {}


def present_values(subscription: Subscription) -> dict[str, Any]:
    """Return the form's initial values for somebody who receives letters already."""
    themes = [theme.pk for theme in subscription.themes.all()]
    return {"scope": EVERYTHING if subscription.everything else SOME, "themes": themes}
