"""Admin form of the front page: headlines whose dates make sense."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class HomePageForm(WagtailAdminPageForm):
    """Refuses to publish a headline that ends before it starts; a draft may be unfinished."""

    def clean(self) -> dict[str, Any]:
        """Compare the dates of each headline once the page is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        headlines = self.formsets.get("headlines")
        if self.is_deferred_validation or headlines is None or not headlines.is_valid():
            return cleaned
        for form in headlines.forms:
            starts_at, ends_at = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")
            if starts_at and ends_at and ends_at <= starts_at and not form.cleaned_data.get("DELETE"):
                form.add_error("ends_at", _("La fin doit venir après le début."))
                self.add_error(None, _("Un thème à la une finit avant de commencer : corrigez ses dates."))
        return cleaned
