"""Form fields for SIREN, SIRET and RNA numbers, typed in any usual way and cleaned to their bare form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base import identifiers


class IdentifierField(forms.CharField):
    """A number that `read` understands; what was typed stays in the field when it does not."""

    read: Callable[[str], str]
    keyboard = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        # Room for the spaces people type; what is longer is no such number.
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for the fitting keyboard, and browsers for no suggestion."""
        return {**super().widget_attrs(widget), "inputmode": self.keyboard, "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Return the bare number, empty when nothing was typed."""
        text = super().to_python(value) or ""
        if not text or len(text) > (self.max_length or 0):
            return text
        try:
            return type(self).read(text)
        except identifiers.NotAnIdentifier as refusal:
            raise ValidationError(str(refusal), code="invalid") from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare numbers, not spaces."""
        try:
            return self.to_python(data) != (initial or "")
        except ValidationError:
            return True


class SirenField(IdentifierField):
    """Nine digits that name an organisation."""

    read = staticmethod(identifiers.siren)


class SiretField(IdentifierField):
    """Fourteen digits that name one of its establishments."""

    read = staticmethod(identifiers.siret)


class RnaField(IdentifierField):
    """W and nine characters that name an association."""

    read = staticmethod(identifiers.rna)
    keyboard = "text"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("Sur le récépissé de la préfecture. En Alsace et en Moselle : aucun.")
        )
        super().__init__(**kwargs)
