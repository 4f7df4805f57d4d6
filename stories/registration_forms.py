"""The forms by which people register for a date, and by which staff do it for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.dates_display import day_short, hour
from base.fields import EmailAddressField
from base.plain_text import plain
from stories.models import EventDate
from stories.models.registrations import MOST_PEOPLE
from stories.schedules import Schedule, ShownDate

CLOSED = _("Cette date ne prend plus d’inscription : choisissez-en une autre.")


class PersonForm(forms.Form):
    """Who comes, with how many people, and what they need."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Indiquez votre nom, même un prénom : il suffit à l’entrée.")},
    )
    email = EmailAddressField(
        label=_("Votre adresse électronique"),
        help_text=_("Nous y envoyons la confirmation, avec un lien pour annuler."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Indiquez votre adresse électronique : nous y envoyons la confirmation."),
        },
    )
    people = forms.TypedChoiceField(
        label=_("Combien serez-vous ?"),
        choices=[(number, str(number)) for number in range(1, MOST_PEOPLE + 1)],
        coerce=int,
        initial=1,
        help_text=_("Vous compris. Au-delà de six personnes, appelez-nous."),
        error_messages={"invalid_choice": _("De une à six personnes ; au-delà, appelez-nous.")},
    )
    needs = forms.CharField(
        label=_("Un besoin particulier"),
        max_length=240,
        required=False,
        help_text=_("Fauteuil, langue des signes, garde d’enfants, trajet accompagné…"),
    )

    def clean_name(self) -> str:
        """Keep the name plain."""
        name = plain(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Indiquez votre nom, même un prénom : il suffit à l’entrée."))
        return name

    def clean_needs(self) -> str:
        """Keep the needs plain."""
        return plain(self.cleaned_data["needs"])


class RegistrationForm(PersonForm):
    """The public form; valid data are what `services.registering.register` takes, the date among those open."""

    date = forms.TypedChoiceField(
        label=_("Quelle date ?"),
        coerce=int,
        error_messages={"required": _("Choisissez une date."), "invalid_choice": CLOSED},
    )
    field_order = ["date", "name", "email", "people", "needs"]

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schedule = schedule
        dates = schedule.open_dates
        field: Any = self.fields["date"]
        field.choices = [(shown.date.pk, _date_label(shown, schedule.zone)) for shown in dates]
        field.initial = dates[0].date.pk if dates else None
        if len(dates) == 1:
            field.widget = forms.HiddenInput()

    @property
    def chosen(self) -> ShownDate | None:
        """The date asked for, while it is open."""
        asked = str(self["date"].value() or "")
        return next((shown for shown in self.schedule.open_dates if str(shown.date.pk) == asked), None)

    @property
    def chosen_date(self) -> EventDate:
        """The date of a valid form."""
        chosen = self.chosen
        assert chosen is not None
        return chosen.date


class FewerForm(forms.Form):
    """How many of a registration still come."""

    people = forms.TypedChoiceField(label=_("Combien viendrez-vous ?"), coerce=int)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.choices = [(number, str(number)) for number in range(people - 1, 0, -1)]


class TelephoneForm(PersonForm):
    """Somebody who rang: the address may be missing."""

    email = EmailAddressField(
        label=_("Adresse électronique"),
        required=False,
        help_text=_("Sans adresse, la personne ne recevra ni confirmation ni rappel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom")
        self.fields["people"].label = _("Personnes")
        self.fields["people"].help_text = ""
        self.fields["needs"].label = _("Besoins")
        self.fields["needs"].help_text = ""


class CancelDateForm(forms.Form):
    """Why a date is called off, as people will read it."""

    reason = forms.CharField(
        label=_("Ce que liront les personnes inscrites"),
        max_length=240,
        help_text=_("« La salle est inondée ; nous vous proposerons une autre date. »"),
        error_messages={"required": _("Dites pourquoi : les personnes inscrites liront cette phrase.")},
    )

    def clean_reason(self) -> str:
        """Keep the reason plain."""
        reason = plain(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Dites pourquoi : les personnes inscrites liront cette phrase."))
        return reason


def _date_label(shown: ShownDate, zone: str) -> str:
    label = f"{day_short(shown.date.starts_at, zone)}, {hour(shown.date.starts_at, zone)}"
    return f"{label} ({shown.label})" if shown.label else label
