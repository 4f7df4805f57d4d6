"""The mark of what is still to be written on a page, and the form that keeps such a page from being published."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StreamValue

MARK = "[à compléter]"


def error_of(value: Any) -> ValidationError | None:
    """Return what is wrong with a text or a body that still holds the mark, block by block; None when finished."""
    message = _("Il reste « %(mark)s » : complétez ou retirez ce passage avant de publier.") % {"mark": MARK}
    if isinstance(value, StreamValue):
        blocks = (
            json.dumps(block, ensure_ascii=False, cls=DjangoJSONEncoder) for block in value.get_prep_value()
        )
        marked = [position for position, block in enumerate(blocks) if MARK in block]
        errors = {position: ValidationError(message) for position in marked}
        return StreamBlockValidationError(block_errors=errors) if errors else None
    return ValidationError(message) if isinstance(value, str) and MARK in value else None


class FinishedPageForm(WagtailAdminPageForm):
    """Refuses to publish a page that still holds the mark, and says where; a draft may keep it."""

    def clean(self) -> dict[str, Any]:
        """Look for the mark in every field and row once the page is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            _refuse_marks(self)
            for formset in self.formsets.values():
                if formset.is_valid():
                    rows = [form for form in formset.forms if not form.cleaned_data.get("DELETE")]
                    if [form for form in rows if _refuse_marks(form)]:
                        self.add_error(None, _("Il reste « %(mark)s » dans une des listes.") % {"mark": MARK})
        return cleaned


def _refuse_marks(form: BaseForm) -> bool:
    """Put an error beside each field that holds the mark; return whether there was one."""
    found = {name: error for name, value in form.cleaned_data.items() if (error := error_of(value))}
    for name, error in found.items():
        form.add_error(name if name in form.fields else None, error)
    return bool(found)
