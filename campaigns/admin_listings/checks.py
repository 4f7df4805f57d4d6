"""What proves the books right: the provider's own lines, and every run of the checks."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base.money_display import euros
from campaigns.admin_listings.shape import MoneyInspectView, MoneyListing, described
from campaigns.models import CheckRun, ProviderMovement
from campaigns.views.finance.exports import Column, amount_of, moment_of
from campaigns.wording.differences import difference_words


class Explained(SimpleListFilter):
    """Whether the books have the entry that says the same."""

    title = _("expliquée")
    parameter_name = "expliquee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("non", _("non, aucune écriture ne lui répond")), ("oui", _("oui"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep the lines asked for."""
        if self.value() in {"oui", "non"}:
            return queryset.filter(entry__isnull=self.value() == "non")
        return None


class MovementListing(MoneyListing):
    """The lines of the balance at the provider; those without an entry come first."""

    model = ProviderMovement
    menu_label = _("Mouvements chez le prestataire")
    menu_icon = "upload"
    base_url_path = "mouvements"
    list_display = ("remote_id", "at", "kind", "amount", "fee", "subject_id", "explained_by", "problem")
    list_filter = (Explained, "kind", "gateway")
    search_fields = ("remote_id", "subject_id")
    list_select_related = ("entry",)
    inspect_view_fields = (
        "gateway", "remote_id", "kind", "subject_id", "at", "read_at", "entry", "fee_entry", "problem",
    )  # fmt: skip
    field_labels = {"entry": _("écriture"), "fee_entry": _("écriture des frais")}
    audited = "movements"
    exported = (
        Column(_("ligne"), lambda row: row.remote_id),
        Column(_("prestataire"), lambda row: row.gateway),
        Column(_("le"), moment_of("at")),
        Column(_("nature"), lambda row: row.kind),
        Column(_("objet chez le prestataire"), lambda row: row.subject_id),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("frais (€)"), amount_of("fee_cents")),
        Column(_("écriture"), lambda row: row.entry_id or ""),
        Column(_("difficulté"), lambda row: row.problem),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Put what nobody explained first, then the last lines."""
        unexplained = When(entry=None, then=Value(0))
        order = Case(unexplained, default=Value(1), output_field=IntegerField())
        return ProviderMovement.objects.annotate(explained=order).order_by("explained", "-at", "-pk")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The same order for the list."""
        return ("explained", "-at", "-pk")

    @described(_("frais"))
    def fee(self, row: ProviderMovement) -> str:
        """The provider's fee."""
        return euros(row.fee_cents) if row.fee_cents else ""

    @described(_("écriture"))
    def explained_by(self, row: ProviderMovement) -> str:
        """The entry that says the same."""
        if row.entry is None:
            return str(_("aucune"))
        return f"{row.entry_id} · {row.entry.get_kind_display()}"


def _told(line: str) -> str:
    """Return a difference in words, with the check it comes from."""
    return " : ".join(filter(None, difference_words(line)))


class CheckRunView(MoneyInspectView):
    """One run: how much was examined, each difference in words."""

    def get_page_subtitle(self) -> str:
        """What was compared."""
        return str(self.instance.get_kind_display())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the differences."""
        run: CheckRun = self.instance
        return super().get_context_data(
            run=run, lines=[difference_words(line) for line in run.lines], **kwargs
        )


class CheckRunListing(MoneyListing):
    """Every run of the checks, the last first."""

    model = CheckRun
    menu_label = _("Contrôles")
    menu_icon = "check"
    base_url_path = "controles"
    list_display = ("began_at", "kind", "ended_at", "examined", "differences")
    list_filter = ("kind",)
    inspect_view_class = CheckRunView
    inspect_template_name = "campaigns/admin/finance/check.html"
    audited = "checks"
    exported = (
        Column(_("contrôle"), lambda row: row.get_kind_display()),
        Column(_("commencé le"), moment_of("began_at")),
        Column(_("fini le"), moment_of("ended_at")),
        Column(_("lignes examinées"), lambda row: row.examined),
        Column(_("différences"), lambda row: row.differences),
        Column(_("détail"), lambda row: " · ".join(_told(line) for line in row.lines)),
    )
