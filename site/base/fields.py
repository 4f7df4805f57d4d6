"""Form fields shared by every section."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from base.money_display import euros, parse_euros, plain_euros, rate

LONGEST_EMAIL = 254  # RFC 5321, and what Django's own column holds


class EmailAddressField(forms.EmailField):
    """An e-mail address, no longer than the database keeps: every form that asks for one has this field."""

    default_error_messages = {
        "invalid": _("Cette adresse ne semble pas complète : vérifiez-la, par exemple prenom@exemple.fr."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_EMAIL, **kwargs)


def bound_address(field: forms.EmailField) -> None:
    """Give the same bound to an address field that another library declared."""
    field.max_length = LONGEST_EMAIL
    field.validators = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators.append(MaxLengthValidator(LONGEST_EMAIL))
    field.widget.attrs["maxlength"] = str(LONGEST_EMAIL)


class EurosField(forms.Field):
    """An amount typed in euros, cleaned to integer cents; bounds are in cents too.

    A text input, because browsers' number inputs refuse the French comma or change the value when scrolled.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Indiquez un montant en euros, par exemple 25 ou 12,50."),
        "too_small": _("Le montant minimal est de %(limit)s."),
        "too_large": _("Le montant maximal est de %(limit)s."),
    }

    def __init__(self, *, min_cents: int = 1, max_cents: int | None = None, **kwargs: Any) -> None:
        self.min_cents = min_cents
        self.max_cents = max_cents
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for the keyboard with digits and a comma."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Show stored cents as euros; show again what was typed, untouched."""
        return plain_euros(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Return the cents, None when nothing was typed."""
        if value is None or not str(value).strip():
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_euros(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: int | None) -> None:
        """Refuse an amount outside the bounds, saying which bound."""
        super().validate(value)
        if value is None:
            return
        if value < self.min_cents:
            raise ValidationError(
                self.error_messages["too_small"], code="too_small", params={"limit": euros(self.min_cents)}
            )
        if self.max_cents is not None and value > self.max_cents:
            raise ValidationError(
                self.error_messages["too_large"], code="too_large", params={"limit": euros(self.max_cents)}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, so that "12,5" after 1250 is no change."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class PercentField(forms.Field):
    """A rate typed in per cent ("5", "5,5"), cleaned to basis points (500, 550)."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Écrivez un pourcentage, par exemple 5 ou 5,5."),
        "too_large": _("Le taux ne peut pas dépasser %(limit)s."),
    }

    def __init__(self, *, max_bps: int = 10_000, **kwargs: Any) -> None:
        self.max_bps = max_bps
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for the keyboard with digits and a comma."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Show stored basis points as per cent; show again what was typed."""
        return plain_euros(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Return basis points, None when nothing was typed."""
        if value is None or not str(value).strip():
            return None
        if isinstance(value, int):
            return value
        try:
            # Hundredths of a per cent are read as cents of a euro are.
            return parse_euros(str(value).replace("%", ""))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: int | None) -> None:
        """Refuse a rate above the bound."""
        super().validate(value)
        if value is not None and value > self.max_bps:
            raise ValidationError(
                self.error_messages["too_large"], code="too_large", params={"limit": rate(self.max_bps)}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare rates, so that "5,0" after 500 is no change."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class EurosListField(forms.Field):
    """Amounts typed in euros and separated by semicolons ("5 ; 10 ; 25"), cleaned to a list of cents."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """Show stored cents as euros; show again what was typed."""
        if isinstance(value, list):
            return " ; ".join(plain_euros(cents) for cents in value)
        return value

    def to_python(self, value: Any) -> list[int]:
        """Return the amounts in rising order, each once."""
        if isinstance(value, list):
            return value
        try:
            return sorted({parse_euros(part) for part in str(value or "").split(";") if part.strip()})
        except ValueError as error:
            raise ValidationError(_("Séparez les montants par des points-virgules : 5 ; 10 ; 25.")) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not spelling."""
        try:
            return self.to_python(data) != self.to_python(initial or [])
        except ValidationError:
            return True
