"""The mark of what is still to be written on a page, and what keeps such a page from being published.

A page may have another reason of its own (`kept_from_public`), heard in the same places.

The form says it beside the field. Every other way to the public (several pages at once, the end of a workflow, a
schedule, a service) passes by `BasePage.publish`, which calls `refuse_unfinished`; the admin then hears why.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.blocks import StreamBlockValidationError, StreamValue

MARK = "[à compléter]"
COMMENTS = "wagtail_admin_comments"  # what editors write to each other, never public


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


class UnfinishedPage(Exception):
    """The page stays as the public knows it; `reason` is a sentence for people."""

    def __init__(self, page: Any, reason: str) -> None:
        super().__init__(f"page {page.pk}: {reason}")
        self.page, self.reason = page, reason


def is_unfinished(page: Any) -> bool:
    """Tell whether a field that people write, of the page or of one of its rows, holds the mark."""
    rows = [page]
    for relation in get_all_child_relations(type(page)):
        if relation.get_accessor_name() != COMMENTS:
            rows += getattr(page, relation.get_accessor_name()).all()
    written = ((row, field) for row in rows for field in row._meta.concrete_fields if field.editable)
    return any(error_of(field.value_from_object(row)) is not None for row, field in written)


def refuse_unfinished(page: Any) -> None:
    """Raise UnfinishedPage rather than let the mark be read by the public, or what the page itself keeps from it."""
    if is_unfinished(page):
        sentence = _("il reste « %(mark)s » dans « %(page)s ». Complétez ou retirez ce passage.")
        raise UnfinishedPage(page, sentence % {"mark": MARK, "page": page.title})
    if reason := page.kept_from_public():
        raise UnfinishedPage(page, reason)


class UnfinishedPageMiddleware(MiddlewareMixin):
    """Says in the admin that nothing was published, and opens the page at fault; whatever was begun is undone."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an UnfinishedPage: by a redirection, or as Wagtail's dialogs expect one."""
        if not isinstance(exception, UnfinishedPage):
            return None
        page = exception.page
        messages.error(request, _("Rien n’a été publié : %(reason)s") % {"reason": exception.reason})
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            step = {"step": "success", "redirect": address}
            return render_modal_workflow(request, "", None, {}, json_data=step)
        return redirect(address)


class FinishedPageForm(WagtailAdminPageForm):
    """Refuses to publish a page that still holds the mark, and says where; a draft may keep it."""

    def clean(self) -> dict[str, Any]:
        """Look for the mark in every field and row once the page is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            _refuse_marks(self)
            for name, formset in self.formsets.items():
                if name != COMMENTS and formset.is_valid():
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
