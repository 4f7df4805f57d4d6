"""Form fields by which people hand in files; they work without JavaScript, like every field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.errors import FileRefused
from base.file_kinds import EVERY_KIND, FileKind, clean_name, kinds_in_words, weight
from base.private_files import CheckedUpload, check_upload

MOST_FILES = 5


class SeveralFilesInput(forms.FileInput):
    """A chooser of files from which several may be taken at once."""

    allow_multiple_selected = True


class PrivateFileField(forms.FileField):
    """One file, checked by its content; cleaned to a `CheckedUpload` that `keep_file` keeps.

    Its help says which kinds and what weight are accepted, unless the form says something else.
    """

    widget: Any = forms.FileInput
    default_error_messages = {
        "required": _("Choisissez un fichier."),
        "missing": _("Choisissez un fichier."),
        "invalid": _("Le fichier n’est pas arrivé : choisissez-le de nouveau."),
        "empty": _("Ce fichier est vide."),
    }

    def __init__(
        self, *, allowed: tuple[FileKind, ...] = EVERY_KIND, largest: int | None = None, **kwargs: Any
    ) -> None:
        self.allowed = allowed
        self.largest = largest
        kwargs.setdefault("help_text", self.accepted_in_words())
        super().__init__(**kwargs)

    def accepted_in_words(self) -> str:
        """Return the kinds and the weight accepted, as a sentence."""
        largest = settings.PRIVATE_FILE_MAX_BYTES if self.largest is None else self.largest
        return _now("%(kinds)s ; %(limit)s au plus.") % {
            "kinds": kinds_in_words(self.allowed),
            "limit": weight(largest),
        }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Have the chooser show the accepted kinds first."""
        endings = [f".{ending}" for kind in self.allowed for ending in kind.endings]
        return {**super().widget_attrs(widget), "accept": ",".join(endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked file, None when none was chosen; refuse with the reason."""
        # Not the parent's: it would measure the name before it is cut, and keep an old file when none is chosen.
        if data in self.empty_values:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.checked(data)

    def checked(self, data: Any) -> CheckedUpload:
        """Return one file checked; ValidationError with the reason otherwise."""
        if not isinstance(data, UploadedFile):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return check_upload(data, allowed=self.allowed, largest=self.largest)
        except FileRefused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal


class PrivateFilesField(PrivateFileField):
    """Several files chosen at once, cleaned to a list; each refusal names its file."""

    widget = SeveralFilesInput
    default_error_messages = {
        "too_many": _("%(count)s fichiers au plus à la fois."),
    }

    def __init__(self, *, most: int = MOST_FILES, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def accepted_in_words(self) -> str:
        """Return the kinds, the weight and the number accepted, as a sentence."""
        return _now("%(accepted)s %(count)s fichiers au plus à la fois.") % {
            "accepted": super().accepted_in_words(),
            "count": self.most,
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked files, an empty list when none was chosen; refuse each with its reason."""
        given = [file for file in (data or []) if file]
        if not given and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > self.most:
            raise ValidationError(
                self.error_messages["too_many"], code="too_many", params={"count": self.most}
            )
        checked, refusals = [], []
        for file in given:
            try:
                checked.append(self.checked(file))
            except ValidationError as refusal:
                refusals.append(f"{_shown_name(file)} : {refusal.messages[0]}")
        if refusals:
            raise ValidationError(refusals)
        return checked


def _shown_name(file: Any) -> str:
    return clean_name(getattr(file, "name", "") or "") or _now("fichier")
