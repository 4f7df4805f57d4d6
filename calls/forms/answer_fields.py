"""Fields for the answers that are more than one text: a budget, a place, a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.money_display import parse_euros, plain_euros

SIDES = ("expenses", "resources")
EMPTY_ROWS, MOST_ROWS = 2, 40
LONGEST_LABEL = 160
_LARGEST = Decimal("1000000000")


def decimal_text(text: str) -> str:
    """Return a number written the French way or the English one as digits and a point; ValueError otherwise."""
    compact = "".join(text.split()).replace("\u202f", "").replace(",", ".")
    try:
        value = Decimal(compact)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not compact.isascii() or not value.is_finite() or abs(value) > _LARGEST or "e" in compact.lower():
        raise ValueError(text)
    return format(value, "f")


class PlainNumberField(forms.CharField):
    """A number typed with a comma or a point, cleaned to text ("12.5"); bounds are numbers as text, empty for none."""

    def __init__(self, *, least: str = "", most: str = "", **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for digits."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        """Return the number as text, empty when nothing was typed."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = decimal_text(text)
        except ValueError as error:
            raise ValidationError(_("Écrivez un nombre en chiffres, par exemple 12 ou 12,5.")) from error
        if self.least and Decimal(number) < Decimal(self.least):
            raise ValidationError(_("Au moins %(limit)s.") % {"limit": self.least.replace(".", ",")})
        if self.most and Decimal(number) > Decimal(self.most):
            raise ValidationError(_("Au plus %(limit)s.") % {"limit": self.most.replace(".", ",")})
        return number


class BudgetWidget(forms.Widget):
    """Two tables of lines, each a label and an amount; a few empty lines wait below, more when asked for."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[tuple[str, str]]]:
        """Return the lines typed, empty ones left out, and how many lines each table showed."""
        typed: dict[str, Any] = {}
        for side in SIDES:
            labels = data.getlist(f"{name}-{side}-label")
            amounts = data.getlist(f"{name}-{side}-amount")
            lines = zip(labels, [*amounts, *[""] * len(labels)], strict=False)
            typed[side] = [(label, amount) for label, amount in lines if label.strip() or amount.strip()]
        return typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell whether the tables were not in the form at all."""
        return not any(f"{name}-{side}-label" in data for side in SIDES)

    def tables(self, name: str, value: Any) -> list[dict[str, Any]]:
        """Return both tables as their template shows them, with their sums in cents."""
        typed = value or {side: [] for side in SIDES}
        return [self._table(name, side, typed.get(side, [])) for side in SIDES]

    @staticmethod
    def _table(name: str, side: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
        titles = {"expenses": _("Ce que cela coûte"), "resources": _("Ce qui le paie")}
        words = {"expenses": _("Dépense"), "resources": _("Ressource")}
        shown = [*lines, *[("", "")] * EMPTY_ROWS][:MOST_ROWS]
        return {
            "side": side,
            "name": f"{name}-{side}",
            "title": titles[side],
            "word": words[side],
            "lines": [
                {
                    "label": label,
                    "amount": amount,
                    "is_wrong": bool(label or amount) and not _fits(label, amount),
                }
                for label, amount in shown
            ],
            "cents": sum(_cents(amount) for _label, amount in lines),
        }


class BudgetField(forms.Field):
    """A budget, cleaned to lines of cents; refuses what is neither a label nor an amount, naming the line."""

    widget = BudgetWidget

    def clean(self, value: Any) -> dict[str, list[list[Any]]] | None:
        """Return {"expenses": [[label, cents], …], "resources": …}, None for empty tables."""
        words = {"expenses": _("dépenses"), "resources": _("ressources")}
        cleaned: dict[str, list[list[Any]]] = {}
        wrong = []
        for side in SIDES:
            cleaned[side] = []
            for number, (label, amount) in enumerate(value[side], start=1):
                try:
                    cleaned[side].append(_line(label, amount))
                except ValueError as error:
                    wrong.append(
                        _("Ligne %(number)s des %(side)s : %(why)s")
                        % {"number": number, "side": words[side], "why": error}
                    )
            if len(cleaned[side]) > MOST_ROWS:
                wrong.append(_("%(most)s lignes au plus : regroupez-en.") % {"most": MOST_ROWS})
        if wrong:
            raise ValidationError(wrong)
        return cleaned if any(cleaned.values()) else None


class PlaceWidget(forms.Widget):
    """An address in words, and its position for those who know it."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Return what was typed in the three fields."""
        return {part: data.get(f"{name}-{part}", "").strip() for part in ("words", "latitude", "longitude")}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell whether the place was not in the form at all."""
        return f"{name}-words" not in data


class PlaceField(forms.Field):
    """A place, cleaned to words and a position, or None."""

    widget = PlaceWidget

    def clean(self, value: Any) -> dict[str, str | None] | None:
        """Return {"words", "latitude", "longitude"}; a position without words, or half of one, is refused."""
        words = value["words"]
        if len(words) > 200:
            raise ValidationError(_("200 signes au plus."))
        position = [value["latitude"], value["longitude"]]
        if not words and not any(position):
            return None
        if not words:
            raise ValidationError(_("Dites aussi le lieu en quelques mots."))
        if not any(position):
            return {"words": words, "latitude": None, "longitude": None}
        latitude, longitude = (_degrees(text, limit) for text, limit in zip(position, (90, 180), strict=True))
        return {"words": words, "latitude": latitude, "longitude": longitude}


def _degrees(text: str, limit: int) -> str:
    try:
        degrees = Decimal(decimal_text(text))
    except ValueError as error:
        raise ValidationError(
            _(
                "Écrivez la latitude et la longitude en degrés, par exemple 45,4397 et 4,3872,"
                " ou laissez les deux vides."
            )
        ) from error
    if abs(degrees) > limit:
        raise ValidationError(_("Cette position n’est pas sur la Terre : vérifiez-la."))
    return format(degrees.quantize(Decimal("0.000001")), "f")


def _line(label: str, amount: str) -> list[Any]:
    label = " ".join(label.split())
    if not label:
        raise ValueError(_("dites à quoi correspond cette somme."))
    if len(label) > LONGEST_LABEL:
        raise ValueError(_("%(most)s signes au plus.") % {"most": LONGEST_LABEL})
    return [label, parse_euros(amount)]


def _fits(label: str, amount: str) -> bool:
    try:
        _line(label, amount)
    except ValueError:
        return False
    return True


def _cents(amount: str) -> int:
    try:
        return parse_euros(amount)
    except ValueError:
        return 0


def typed_budget(value: dict[str, list[list[Any]]]) -> dict[str, list[tuple[str, str]]]:
    """Return a stored budget as its fields hold it."""
    return {side: [(label, plain_euros(cents)) for label, cents in value.get(side, [])] for side in SIDES}
