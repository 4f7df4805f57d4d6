"""What the money is for: the lines of the budget, and what a larger sum would allow."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StretchGoal(models.Model):
    """What a larger sum would allow."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="stretch_goals")
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    title = models.CharField(_("ce que cela permettrait"), max_length=200)

    class Meta:
        verbose_name = _("palier supplémentaire")
        verbose_name_plural = _("paliers supplémentaires")
        ordering = ["amount_cents", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def reached(self) -> bool:
        """Whether the campaign has gathered this much."""
        return self.campaign.gathered_cents >= self.amount_cents


class BudgetLine(models.Model):
    """A line of the budget: what is spent, or what pays for it besides the campaign's goal."""

    class Kind(models.TextChoices):
        """Side of the budget."""

        EXPENSE = "expense", _("dépense")
        RESOURCE = "resource", _("autre ressource")

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="budget_lines")
    kind = models.CharField(_("côté"), max_length=10, choices=Kind)
    label = models.CharField(_("intitulé"), max_length=160)
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.label
