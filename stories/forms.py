"""Admin forms of stories and events: what may be saved as a draft but not published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class EventPageForm(WagtailAdminPageForm):
    """Refuses to publish an event that ends before it starts; a draft may be unfinished."""

    def clean(self) -> dict[str, Any]:
        """Compare both dates once the event is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not self.is_deferred_validation and starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("La fin doit venir après le début : vérifiez le jour et l’heure."))
        return cleaned
