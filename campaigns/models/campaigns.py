"""The campaign: what money depends on. Its words are in `CampaignPage`, its figures in `CampaignTotals`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base import clock
from campaigns import wording
from campaigns.rules import deadlines, money
from campaigns.rules.commitments import Rights
from campaigns.rules.recipients import UNDER_WAY, RecipientState
from campaigns.rules.status import DECIDED_STATES, EDITABLE_STATES, PUBLIC_STATES, CampaignState
from campaigns.wording.receiving import recipient_sentence

if TYPE_CHECKING:
    from base.models import Tag
    from campaigns.models.recipients import Recipient

# In a fixed order and as plain words, because they end up in migrations.
BEFORE_LAUNCH = sorted(state.value for state in EDITABLE_STATES | {CampaignState.REFUSED})
DECIDED = sorted(state.value for state in DECIDED_STATES)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Reads of campaigns: the public sees what `visible()` gives, nothing else."""

    def visible(self) -> CampaignQuerySet:
        """Campaigns in a public state whose page is published."""
        return self.filter(status__in=PUBLIC_STATES, page__live=True)

    def open(self, *, at: datetime) -> CampaignQuerySet:
        """Campaigns that take pledges at `at`."""
        return self.visible().filter(status=CampaignState.LIVE, deadline__gt=at)

    def next_deadline(self, *, at: datetime) -> datetime | None:
        """The first deadline after `at` of a campaign that takes pledges; one query."""
        return self.open(at=at).order_by("deadline").values_list("deadline", flat=True).first()

    def due(self, *, at: datetime) -> CampaignQuerySet:
        """Campaigns whose deadline has come and which are still open or suspended."""
        return self.filter(status__in=[CampaignState.LIVE, CampaignState.SUSPENDED], deadline__lte=at)

    def awaiting_outcome(self, *, at: datetime) -> CampaignQuerySet:
        """Campaigns whose deadline has come and whose outcome is not decided."""
        undecided = [CampaignState.LIVE, CampaignState.SUSPENDED, CampaignState.CLOSING]
        return self.filter(status__in=undecided, deadline__lte=at)

    def ended(self, *, at: datetime) -> CampaignQuerySet:
        """Campaigns past their deadline, decided ones and those that were stopped included."""
        return self.filter(Q(status__in=DECIDED) | Q(pk__in=self.awaiting_outcome(at=at).values("pk")))

    def to_settle(self, *, at: datetime) -> CampaignQuerySet:
        """Campaigns whose outcome, payout or refunds are still to come."""
        owing = [CampaignState.FUNDED, CampaignState.UNFUNDED, CampaignState.CANCELLED]
        return self.filter(Q(status__in=owing) | Q(pk__in=self.awaiting_outcome(at=at).values("pk")))

    def carrying(self, tags: Iterable[Tag]) -> CampaignQuerySet:
        """Campaigns whose page carries one of `tags`, each once."""
        from campaigns.models.pages import CampaignPage  # the page points here, so it is loaded after

        return self.filter(page__in=CampaignPage.objects.filter(tags__in=tags))

    def in_territory(self, territory: Any) -> CampaignQuerySet:
        """Campaigns of one territory."""
        return self.filter(territory=territory)

    def carried_by(self, user: Any) -> CampaignQuerySet:
        """Campaigns a person holds, or writes for through an organisation."""
        writes = user.memberships.filter(right__in=["administrator", "editor"]).values("organisation")
        return self.filter(Q(holder=user) | Q(organisation__in=writes))

    def ending_first(self, *, at: datetime) -> CampaignQuerySet:
        """Order for public lists: open ones first, ending soon first, then the latest decided. Never by money."""
        rank = Case(
            When(status=CampaignState.LIVE, deadline__gt=at, then=Value(0)),
            When(
                status__in=[CampaignState.LIVE, CampaignState.SUSPENDED, CampaignState.CLOSING], then=Value(1)
            ),
            default=Value(2),
            output_field=IntegerField(),
        )
        past = Case(When(status=CampaignState.LIVE, deadline__gt=at, then=Value(None)), default=F("deadline"))
        return self.annotate(rank=rank, past=past).order_by(
            "rank", F("past").desc(nulls_first=True), "deadline", "pk"
        )

    def with_cards(self) -> CampaignQuerySet:
        """Everything a card shows, in a constant number of queries."""
        from campaigns.models.pages import CampaignPage  # the page points here, so it is loaded after

        pages = CampaignPage.objects.select_related("picture").prefetch_related("picture__renditions")
        return self.select_related("totals", "territory").prefetch_related(Prefetch("page", queryset=pages))


class Campaign(models.Model):
    """The terms, state and outcome of one collection of pledges.

    Amounts are integer cents of euro, rates basis points, times UTC. Only `campaigns.services` writes here. Terms
    freeze at launch: `launched_terms` keeps them as they were, and `check_ledger` compares.
    """

    class HolderKind(models.TextChoices):
        """Who carries the project."""

        INDIVIDUAL = "individual", _("une personne")
        COLLECTIVE = "collective", _("un collectif")
        ASSOCIATION = "association", _("une association")
        ENTREPRENEUR = "entrepreneur", _("une entreprise")
        PUBLIC_BODY = "public_body", _("un service ou organisme public")

    page = models.OneToOneField("campaigns.CampaignPage", on_delete=models.PROTECT, related_name="campaign")
    territory = models.ForeignKey(
        "base.Territory", on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("territoire")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("porteur"),
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("organisation"),
    )
    holder_kind = models.CharField(
        _("nature du porteur"), max_length=20, choices=HolderKind, default=HolderKind.ASSOCIATION
    )
    holder_name = models.CharField(
        _("porté par"),
        max_length=120,
        blank=True,
        help_text=_("Tel que le public le lit : « Alexis et Clément »."),
    )

    status = models.CharField(
        _("état"),
        max_length=20,
        choices=[(state.value, wording.CAMPAIGN_LABELS[state]) for state in CampaignState],
        default=CampaignState.DRAFT.value,
        db_index=True,
    )
    needs_attention = models.BooleanField(_("à examiner"), default=False)
    attention_reason = models.CharField(_("raison"), max_length=240, blank=True)

    origin_label = models.CharField(_("né de"), max_length=240, blank=True)
    origin_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page dont le projet est né"),
    )

    threshold_cents = models.PositiveBigIntegerField(_("seuil"), default=0)
    goal_cents = models.PositiveBigIntegerField(_("objectif"), default=0)
    surplus_percent = models.PositiveIntegerField(
        _("plafond de la collecte (% de l’objectif)"),
        default=150,
        validators=[MinValueValidator(100), MaxValueValidator(1000)],
    )
    # The most the two figures above may be: the territory's, or those of the call the campaign was born of.
    goal_ceiling_cents = models.PositiveBigIntegerField(_("plafond de l’objectif"), default=0)
    surplus_ceiling_percent = models.PositiveIntegerField(_("plafond de la collecte permis (%)"), default=0)
    commission_bps = models.PositiveIntegerField(_("commission (points de base)"), default=0)
    zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    deadline = models.DateTimeField(_("échéance"), null=True, blank=True, db_index=True)
    gateway = models.CharField(_("prestataire de paiement"), max_length=20, default="demo")

    rights = models.CharField(
        _("droits sur ce qui sera créé"),
        max_length=20,
        blank=True,
        choices=[(choice.value, wording.RIGHTS[choice]) for choice in Rights],
    )
    one_kind_reason = models.CharField(
        _("pourquoi une seule nature de contrepartie"), max_length=300, blank=True
    )
    deliberation_reference = models.CharField(_("référence de la délibération"), max_length=160, blank=True)
    deliberation_date = models.DateField(_("date de la délibération"), null=True, blank=True)
    legal_basis = models.CharField(_("base légale"), max_length=240, blank=True)
    gives_tax_receipts = models.BooleanField(_("donne des reçus fiscaux"), default=False)
    receipt_signatory = models.CharField(_("signataire des reçus fiscaux"), max_length=160, blank=True)
    receipt_purpose = models.CharField(_("objet de l’association"), max_length=300, blank=True)
    terms_version = models.PositiveIntegerField(default=0, editable=False)

    launched_at = models.DateTimeField(_("lancée le"), null=True, blank=True)
    launched_terms = models.JSONField(_("conditions au lancement"), null=True, blank=True)
    decided_at = models.DateTimeField(_("dénouée le"), null=True, blank=True)
    decided_cents = models.PositiveBigIntegerField(_("recueilli au dénouement"), null=True, blank=True)
    outcome = models.CharField(
        _("issue"),
        max_length=10,
        blank=True,
        choices=[
            ("funded", pgettext_lazy("issue", "réussie")),
            ("unfunded", pgettext_lazy("issue", "non aboutie")),
            ("cancelled", pgettext_lazy("issue", "annulée")),
        ],
    )
    settled_at = models.DateTimeField(_("versée ou remboursée le"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=BEFORE_LAUNCH)
                | (Q(launched_at__isnull=False) & Q(deadline__isnull=False)),
                name="launched_campaign_has_deadline",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=DECIDED) & ~Q(outcome="") & Q(decided_cents__isnull=False))
                | (~Q(status__in=DECIDED) & Q(outcome="") & Q(decided_cents__isnull=True)),
                name="outcome_exactly_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.page.title

    @property
    def gathered_cents(self) -> int:
        """What people gave: the ledger's figure now, or the one that decided."""
        return self.decided_cents if self.decided_cents is not None else self.totals.gathered_cents

    @property
    def backers(self) -> int:
        """How many people or organisations gave, each counted once."""
        return self.totals.backers

    @property
    def ceiling_cents(self) -> int:
        """The most this campaign may gather."""
        return money.ceiling_cents(self.goal_cents, self.surplus_percent)

    @property
    def room_cents(self) -> int:
        """What may still be pledged under the ceiling, reservations in course counted as taken."""
        return max(self.ceiling_cents - self.totals.gathered_cents - self.totals.reserved_cents, 0)

    @property
    def rights_sentence(self) -> str:
        """What becomes of the rights on what the project creates, empty before the holder says it."""
        return str(wording.RIGHTS_SENTENCES[Rights(self.rights)]) if self.rights else ""

    @property
    def recipient(self) -> Recipient | None:
        """Who receives the money now, with their account; None before somebody is chosen."""
        return next((row for row in self._recipients if row.state == RecipientState.CURRENT), None)

    @property
    def recipient_under_way(self) -> Recipient | None:
        """Who was proposed to receive the money and is not current yet, None when nobody is."""
        return next((row for row in self._recipients if row.state in UNDER_WAY), None)

    @property
    def _recipients(self) -> Iterable[Recipient]:
        """The campaign's recipients, from what was fetched along with it when it was."""
        fetched = "recipients" in getattr(self, "_prefetched_objects_cache", {})
        return self.recipients.all() if fetched else self.recipients.select_related("account")

    @property
    def recipient_sentence(self) -> str:
        """What the public reads of who receives the money, empty before somebody is chosen."""
        recipient = self.recipient
        return recipient_sentence(recipient, holder_name=self.holder_name) if recipient is not None else ""

    @property
    def tax_answer(self) -> wording.Guidance:
        """Whether a pledge gives a tax receipt, as the page says it."""
        return wording.campaign_tax_answer(self)

    @property
    def missing_cents(self) -> int:
        """What lacks to the threshold, 0 once met."""
        return max(self.threshold_cents - self.gathered_cents, 0)

    @property
    def threshold_met(self) -> bool:
        """Whether the threshold is reached; equality counts."""
        return self.gathered_cents >= self.threshold_cents

    @property
    def threshold_percent(self) -> int:
        """Share of the threshold gathered, rounded down, may pass 100."""
        return money.percent(self.gathered_cents, self.threshold_cents)

    @property
    def accepts_pledges(self) -> bool:
        """Whether a pledge may start now."""
        return self.accepts_pledges_at(clock.now())

    def accepts_pledges_at(self, at: datetime) -> bool:
        """Whether a pledge may start at `at`."""
        return (
            self.status == CampaignState.LIVE
            and self.deadline is not None
            and deadlines.is_open(at, self.deadline)
        )

    @property
    def days_left(self) -> int:
        """Whole days to the deadline, 0 on the last one and after."""
        return deadlines.days_left(clock.now(), self.deadline) if self.deadline else 0

    @property
    def local_deadline(self) -> datetime | None:
        """The deadline in the campaign's own zone."""
        return self.deadline.astimezone(ZoneInfo(self.zone)) if self.deadline else None

    @property
    def is_public(self) -> bool:
        """Whether the public may see the page."""
        return self.status in PUBLIC_STATES and self.page.live

    @property
    def is_launched(self) -> bool:
        """Whether terms are frozen: it takes pledges, or did."""
        return self.launched_at is not None

    @property
    def is_editable(self) -> bool:
        """Whether terms, tiers and budget may still change."""
        return self.status in EDITABLE_STATES

    @property
    def state(self) -> wording.State:
        """Label, tone and sentence of the state for the public."""
        return wording.campaign_state(self)


class CampaignTotals(models.Model):
    """The only cached figures of a campaign, changed in the transaction of the fact that changes them.

    `check_ledger` proves them equal to pledges and ledger. `takes_pledges` is the gate that launching opens and
    closing shuts: it lives here so that the conditional write of a pledge and the closing meet on one row.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="totals", primary_key=True
    )
    takes_pledges = models.BooleanField(default=False)
    ceiling_cents = models.PositiveBigIntegerField(default=0)
    reserved_cents = models.PositiveBigIntegerField(default=0)
    gathered_cents = models.PositiveBigIntegerField(default=0)
    held_cents = models.PositiveBigIntegerField(default=0)
    backers = models.PositiveIntegerField(default=0)
    pledges = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("totaux")
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_pledges=False)
                | Q(ceiling_cents__gte=F("reserved_cents") + F("gathered_cents")),
                name="pledges_within_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.gathered_cents}"
