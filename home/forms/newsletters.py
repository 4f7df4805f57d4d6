"""Writing a newsletter's subject and audience, and the hour it leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from base.models import Territory
from home.models import Newsletter
from themes.models import ThemePage


class NewsletterForm(forms.ModelForm):
    """The subject, and for whom."""

    class Meta:
        model = Newsletter
        fields = ["subject", "theme"]
        help_texts = {"subject": _("Ce que l’on lit dans la boîte aux lettres, avant d’ouvrir.")}
        error_messages = {"subject": {"required": _("Écrivez l’objet de la lettre.")}}

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.queryset = ThemePage.objects.visible().in_territory(territory).order_by("title", "pk")
        theme.empty_label = _("Toutes les personnes abonnées")
        theme.label_from_instance = lambda page: page.title
        theme.help_text = _(
            "Un thème : la lettre part aux personnes qui l’ont demandé, et à celles qui ont demandé toutes les lettres."
        )


class ScheduleForm(forms.Form):
    """The hour, written in the territory's own zone."""

    send_at = forms.DateTimeField(
        label=_("Partir le"),
        widget=AdminDateTimeInput,
        error_messages={
            "required": _("Indiquez le jour et l’heure."),
            "invalid": _("Écrivez un jour et une heure, par exemple 2026-12-01 08:00."),
        },
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(territory.zone)

    def clean_send_at(self) -> datetime:
        """Read the hour in the territory's zone; refuse one that is past."""
        typed: datetime = self.cleaned_data["send_at"]
        at = typed.replace(tzinfo=None).replace(tzinfo=self.zone)
        if at <= timezone.now():
            raise forms.ValidationError(
                _("Cette heure est passée : choisissez-en une à venir, ou « Envoyer maintenant ».")
            )
        return at.astimezone(ZoneInfo("UTC"))
