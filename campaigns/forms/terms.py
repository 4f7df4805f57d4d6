"""The « Conditions » screen's forms: terms, tiers, budget, stretch goals. Amounts are typed in euros."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from base.fields import EmailAddressField, EurosField
from base.plain_text import plain
from campaigns import wording
from campaigns.models import BudgetLine, Campaign
from campaigns.rules.commitments import Rights
from campaigns.rules.rewards import HandOver, RewardKind
from campaigns.services.launching import BudgetDraft, StretchDraft, TierDraft

TAX_FIELDS = ("gives_tax_receipts", "receipt_signatory", "receipt_purpose")
COMMITMENTS = (
    "rights",
    "one_kind_reason",
    "deliberation_reference",
    "deliberation_date",
    "legal_basis",
    *TAX_FIELDS,
)
MOMENT = "%Y-%m-%dT%H:%M"
MONTH = "%Y-%m"
OLDEST_YEAR, LATEST_YEAR = 2000, 2199


class TaxReceiptFields(forms.Form):
    """The association's word on tax receipts, in « Conditions » and in the holder's editor alike."""

    gives_tax_receipts = forms.BooleanField(
        label=_("L’association donne des reçus fiscaux"),
        required=False,
        help_text=_(
            "Elle déclare être d’intérêt général (articles 200 et 238 bis du Code général des impôts) et répond de "
            "cette déclaration. Figé au lancement."
        ),
    )
    receipt_signatory = forms.CharField(
        label=_("Qui signe les reçus fiscaux"),
        max_length=160,
        required=False,
        help_text=_("« Jeanne Roux, présidente »"),
    )
    receipt_purpose = forms.CharField(
        label=_("Objet de l’association, tel que ses statuts le disent"), max_length=300, required=False
    )

    def clean_receipt_signatory(self) -> str:
        """Keep it plain."""
        return plain(self.cleaned_data["receipt_signatory"])

    def clean_receipt_purpose(self) -> str:
        """Keep it plain."""
        return plain(self.cleaned_data["receipt_purpose"])


class TermsForm(TaxReceiptFields):
    """Who carries the project, how much, until when."""

    field_order = ["holder_email", "holder_name", "holder_kind", "organisation"]

    holder_email = EmailAddressField(
        label=_("Adresse électronique du porteur"),
        help_text=_("S’il n’a pas encore de compte, il en reçoit un et choisira son mot de passe."),
    )
    holder_name = forms.CharField(
        label=_("Porté par"), max_length=120, help_text=_("Tel que le public le lit : « Alexis et Clément ».")
    )
    holder_kind = forms.ChoiceField(label=_("Nature du porteur"), choices=Campaign.HolderKind.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), required=False, empty_label=_("aucune")
    )
    threshold_cents = EurosField(
        label=_("Seuil"), help_text=_("Sans cette somme, le projet ne se fait pas et chacun est remboursé.")
    )
    goal_cents = EurosField(label=_("Objectif"), help_text=_("Ce que le porteur espère réunir."))
    surplus_percent = forms.IntegerField(
        label=_("Plafond de la collecte, en % de l’objectif"),
        min_value=100,
        help_text=_("Au-delà, la campagne n’accepte plus de soutien."),
    )
    deadline = forms.DateTimeField(
        label=_("Échéance"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=_(
            "Jour et heure dans le fuseau du territoire ; deux mois (62 jours) au plus après le lancement."
        ),
    )

    rights = forms.ChoiceField(
        label=_("Droits sur ce qui sera créé"),
        required=False,
        choices=[("", _("à dire")), *((each.value, wording.RIGHTS[each]) for each in Rights)],
    )
    one_kind_reason = forms.CharField(
        label=_("Si une seule nature de contrepartie, pourquoi"), max_length=300, required=False
    )
    deliberation_reference = forms.CharField(
        label=_("Délibération : référence"),
        max_length=160,
        required=False,
        help_text=_("Pour un organisme public, avec sa date et sa base légale. Paraît sur la page."),
    )
    deliberation_date = forms.DateField(
        label=_("Délibération : date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    legal_basis = forms.CharField(label=_("Base légale"), max_length=240, required=False)
    terms_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        with timezone.override(campaign.zone):
            if not self.is_bound:
                self.initial.setdefault("deadline", campaign.deadline)

    def full_clean(self) -> None:
        """Read the deadline in the campaign's zone, whatever the editor's."""
        with timezone.override(self.campaign.zone):
            super().full_clean()

    def clean_deadline(self) -> datetime:
        """Refuse a year mistyped beyond what a database or another zone can write."""
        deadline: datetime = self.cleaned_data["deadline"]
        if not OLDEST_YEAR <= deadline.year <= LATEST_YEAR:
            raise forms.ValidationError(_("Vérifiez l’année de l’échéance."))
        return deadline

    def clean(self) -> dict[str, Any]:
        """Say beside the field what would block the launch anyway."""
        cleaned = super().clean() or {}
        threshold, goal = cleaned.get("threshold_cents"), cleaned.get("goal_cents")
        if threshold and goal and threshold > goal:
            self.add_error("threshold_cents", _("Le seuil ne peut pas dépasser l’objectif."))
        if goal and goal > self.campaign.goal_ceiling_cents:
            self.add_error("goal_cents", _("L’objectif dépasse le plafond permis."))
        if (cleaned.get("surplus_percent") or 0) > self.campaign.surplus_ceiling_percent:
            self.add_error("surplus_percent", _("Ce plafond dépasse celui qui est permis."))
        return cleaned


class TierForm(forms.Form):
    """One reward tier."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Contrepartie"), max_length=120)
    # The initial values are those a browser posts for an untouched empty row, so that it counts as empty.
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[(k.value, wording.REWARD_KINDS[k]) for k in RewardKind],
        initial=RewardKind.THANKS,
    )
    price_cents = EurosField(label=_("À partir de"))
    value_cents = EurosField(
        label=_("Ce qu’elle vaut"),
        min_cents=0,
        required=False,
        help_text=_("Pour les reçus fiscaux : sa valeur au prix du commerce ; vide pour un simple merci."),
    )
    limit = forms.IntegerField(label=_("Nombre limité à"), min_value=1, max_value=1_000_000, required=False)
    delivery_month = forms.DateField(
        label=_("Mois de remise"),
        required=False,
        input_formats=[MONTH, "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format=MONTH),
    )
    hand_over = forms.ChoiceField(
        label=_("Remise"),
        choices=[(h.value, wording.HAND_OVERS[h]) for h in HandOver],
        initial=HandOver.ON_SITE,
    )
    description = forms.CharField(
        label=_("Description"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, asks_value: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_value:  # of no use without tax receipts
            del self.fields["value_cents"]


class BudgetForm(forms.Form):
    """One line of the budget."""

    kind = forms.ChoiceField(
        label=_("Côté"), choices=BudgetLine.Kind.choices, initial=BudgetLine.Kind.EXPENSE
    )
    label = forms.CharField(label=_("Intitulé"), max_length=160)
    amount_cents = EurosField(label=_("Montant"))


class StretchForm(forms.Form):
    """One stretch goal."""

    amount_cents = EurosField(label=_("À partir de"))
    title = forms.CharField(label=_("Ce que cela permettrait"), max_length=200)


TierFormSet = forms.formset_factory(TierForm, extra=2, can_delete=True, max_num=20)
BudgetFormSet = forms.formset_factory(BudgetForm, extra=3, can_delete=True, max_num=40)
StretchFormSet = forms.formset_factory(StretchForm, extra=1, can_delete=True, max_num=10)


def kept_rows(formset: Any) -> list[dict[str, Any]]:
    """Return the cleaned rows that were filled in and not ticked for deletion."""
    return [row for row in formset.cleaned_data if row and not row.get("DELETE")]


def tier_drafts(formset: Any, campaign: Campaign) -> list[TierDraft]:
    """Return the tiers as the service takes them; a foreign tier's number counts as a new tier."""
    own = set(campaign.tiers.values_list("pk", flat=True))
    drafts = []
    for row in kept_rows(formset):
        facts = {name: value for name, value in row.items() if name not in {"DELETE", "pk"}}
        facts["value_cents"] = facts.get("value_cents") or 0
        drafts.append(TierDraft(pk=row["pk"] if row["pk"] in own else None, **facts))
    return drafts


def budget_drafts(formset: Any) -> list[BudgetDraft]:
    """Return the budget lines as the service takes them."""
    return [BudgetDraft(row["kind"], row["label"], row["amount_cents"]) for row in kept_rows(formset)]


def stretch_drafts(formset: Any) -> list[StretchDraft]:
    """Return the stretch goals as the service takes them."""
    return [StretchDraft(row["amount_cents"], row["title"]) for row in kept_rows(formset)]


def tier_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the campaign's tiers as the formset's initial values."""
    names = ("pk", "title", "kind", "price_cents", "limit", "delivery_month", "hand_over", "description")
    return [
        {name: getattr(tier, name) for name in names} | {"value_cents": tier.value_cents or None}
        for tier in campaign.tiers.all()
    ]


def budget_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the budget lines as the formset's initial values."""
    return [dict(row) for row in campaign.budget_lines.values("kind", "label", "amount_cents")]


def stretch_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the stretch goals as the formset's initial values."""
    return [dict(row) for row in campaign.stretch_goals.values("amount_cents", "title")]
