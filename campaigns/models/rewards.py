"""Reward tiers and their stock."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.rewards import HandOver, RewardKind, price_until


class RewardTier(models.Model):
    """What a holder gives in return from a certain amount; `claimed` counts units sold and reserved."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="tiers")
    kind = models.CharField(
        _("nature"), max_length=20, choices=[(kind.value, wording.REWARD_KINDS[kind]) for kind in RewardKind]
    )
    title = models.CharField(_("intitulé"), max_length=120)
    description = models.TextField(_("description"), max_length=600, blank=True)
    price_cents = models.PositiveBigIntegerField(_("à partir de"))
    value_cents = models.PositiveBigIntegerField(
        _("valeur"), default=0, help_text=_("Ce que vaut la contrepartie, au prix du commerce.")
    )
    limit = models.PositiveIntegerField(
        _("nombre limité à"), null=True, blank=True, help_text=_("Vide : autant qu’il y aura de soutiens.")
    )
    claimed = models.PositiveIntegerField(default=0, editable=False)
    delivery_month = models.DateField(_("mois de remise"), null=True, blank=True)
    hand_over = models.CharField(
        _("remise"),
        max_length=20,
        choices=[(way.value, wording.HAND_OVERS[way]) for way in HandOver],
        default=HandOver.ON_SITE.value,
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("contrepartie")
        verbose_name_plural = _("contreparties")
        ordering = ["price_cents", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(claimed__lte=F("limit")), name="claimed_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> int | None:
        """Units left, None without a limit."""
        return None if self.limit is None else self.limit - self.claimed

    @property
    def sold_out(self) -> bool:
        """Whether no unit is left."""
        return self.left == 0

    @property
    def is_purchase(self) -> bool:
        """Whether the reward is a product, hence a pre-purchase."""
        return self.kind == RewardKind.PRODUCT

    @property
    def price_until_cents(self) -> int | None:
        """Where the range of this tier ends (the next dearer tier); None for the dearest."""
        return price_until([tier.price_cents for tier in self.campaign.tiers.all()], self.price_cents)


class RewardIdea(models.Model):
    """A ready-made reward that holders of a territory may start from; editors keep the list."""

    territory = models.ForeignKey(
        "base.Territory", on_delete=models.CASCADE, related_name="reward_ideas", verbose_name=_("territoire")
    )
    kind = models.CharField(
        _("nature"), max_length=20, choices=[(kind.value, wording.REWARD_KINDS[kind]) for kind in RewardKind]
    )
    title = models.CharField(_("intitulé"), max_length=120)
    description = models.TextField(_("description"), max_length=600, blank=True)
    price_cents = models.PositiveBigIntegerField(_("à partir de"))
    hand_over = models.CharField(
        _("remise"),
        max_length=20,
        choices=[(way.value, wording.HAND_OVERS[way]) for way in HandOver],
        default=HandOver.ON_SITE.value,
    )

    class Meta:
        verbose_name = _("idée de contrepartie")
        verbose_name_plural = _("idées de contreparties")
        ordering = ["price_cents", "title", "pk"]

    def __str__(self) -> str:
        return self.title
