"""The territory: town, region or agency that runs a window, with everything it may want to change."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from base import colours, identifiers

if TYPE_CHECKING:
    from wagtail.models import Page

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Une couleur s’écrit #1f4d3a."))
FOURTEEN_DIGITS = RegexValidator(r"^[0-9]{14}$", _("Un numéro SIRET a quatorze chiffres, sans espace."))
TREE_STEP = 4  # treebeard's length of one level in a page's path


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Reads of territories."""

    def for_page(self, page: Page) -> Territory | None:
        """Return the territory whose subtree holds `page`, the deepest one when they nest; one query."""
        paths = [page.path[:end] for end in range(TREE_STEP, len(page.path) + 1, TREE_STEP)]
        return (
            self.filter(root_page__path__in=paths)
            .select_related("logo", "root_page")
            .order_by("-root_page__path")
            .first()
        )


class Territory(models.Model):
    """Identity, rules of money and contact of one territory. Campaigns copy the rules at launch.

    Amounts are integer cents of euro; rates are basis points (500 = 5 %).
    """

    name = models.CharField(_("nom du territoire"), max_length=120, help_text=_("« Ville de Rivelaine »"))
    slug = models.SlugField(_("identifiant"), unique=True)
    platform_name = models.CharField(_("nom de la plateforme"), max_length=120)
    baseline = models.CharField(_("phrase d’accroche"), max_length=160, blank=True)
    root_page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page d’accueil"),
        on_delete=models.PROTECT,
        related_name="territory",
    )
    logo = models.ForeignKey(
        "base.Image",
        verbose_name=_("logo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    brand_colour = models.CharField(
        _("couleur principale"), max_length=7, default="#1f4d3a", validators=[HEX_COLOUR]
    )
    accent_colour = models.CharField(
        _("couleur d’accent"), max_length=7, default="#b3472b", validators=[HEX_COLOUR]
    )
    zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")

    commission_bps = models.PositiveIntegerField(
        _("commission (points de base)"),
        default=500,
        validators=[MaxValueValidator(2000)],
        help_text=_(
            "500 = 5 %. Copiée dans chaque campagne à sa création, figée au lancement, prélevée une fois à la réussite."
        ),
    )
    goal_ceiling_cents = models.PositiveBigIntegerField(
        _("plafond de l’objectif (centimes)"), default=1_000_000, validators=[MinValueValidator(100)]
    )
    surplus_percent = models.PositiveIntegerField(
        _("plafond de la collecte (% de l’objectif)"),
        default=150,
        validators=[MinValueValidator(100), MaxValueValidator(1000)],
        help_text=_("150 : une campagne s’arrête d’accepter à une fois et demie son objectif."),
    )
    smallest_pledge_cents = models.PositiveIntegerField(
        _("soutien minimal (centimes)"), default=100, validators=[MinValueValidator(100)]
    )
    largest_pledge_cents = models.PositiveIntegerField(
        _("soutien maximal (centimes)"), default=300_000, validators=[MinValueValidator(100)]
    )
    largest_cash_cents = models.PositiveIntegerField(
        _("espèces au guichet, au plus (centimes)"), default=30_000, validators=[MinValueValidator(100)]
    )
    cheque_payee = models.CharField(
        _("ordre des chèques"),
        max_length=120,
        blank=True,
        help_text=_("Vide : les chèques ne sont pas acceptés."),
    )
    transfer_name = models.CharField(_("titulaire du compte bancaire"), max_length=120, blank=True)
    transfer_iban = models.CharField(
        _("IBAN"), max_length=34, blank=True, help_text=_("Vide : les virements ne sont pas acceptés.")
    )
    transfer_bic = models.CharField(_("BIC"), max_length=11, blank=True)
    offline_days_before = models.PositiveIntegerField(
        _("paiement autrement : jours avant l’échéance"),
        default=2,
        validators=[MaxValueValidator(30)],
        help_text=_(
            "Dernier jour pour payer au guichet, par chèque ou par virement : le temps de le saisir."
        ),
    )
    suggested_amounts = models.JSONField(
        _("montants suggérés (centimes)"),
        default=list,
        blank=True,
        help_text=_("Par exemple [500, 1000, 2500, 5000]."),
    )

    legal_name = models.CharField(
        _("dénomination légale"),
        max_length=160,
        blank=True,
        help_text=_("Qui prélève la commission et la facture. Vide : le nom du territoire."),
    )
    legal_address = models.CharField(_("adresse du siège"), max_length=240, blank=True)
    legal_siret = models.CharField(_("numéro SIRET"), max_length=14, blank=True, validators=[FOURTEEN_DIGITS])
    vat_number = models.CharField(_("numéro de TVA intracommunautaire"), max_length=20, blank=True)
    vat_bps = models.PositiveIntegerField(
        _("TVA sur la commission (points de base)"),
        default=0,
        validators=[MaxValueValidator(3000)],
        help_text=_(
            "2000 = 20 %, comprise dans la commission. 0 : pas de TVA, la mention suivante est écrite."
        ),
    )
    vat_exemption = models.CharField(
        _("mention quand il n’y a pas de TVA"),
        max_length=200,
        blank=True,
        default="TVA non applicable, article 293 B du Code général des impôts",
    )
    invoice_prefix = models.CharField(
        _("début des numéros de facture"),
        max_length=12,
        blank=True,
        help_text=_(
            "« RIV- » donne RIV-2026-0001. À choisir quand plusieurs territoires ont la même identité légale."
        ),
    )
    receipt_reward_share_bps = models.PositiveIntegerField(
        _("reçu fiscal : valeur d’une contrepartie, en part du don (points de base)"),
        default=2500,
        validators=[MaxValueValidator(10_000)],
        help_text=_(
            "2500 = 25 %. Tolérance de l’administration (BOI-IR-RICI-250-20) : au-dessus, le don n’ouvre pas droit à "
            "un reçu fiscal."
        ),
    )
    receipt_reward_cap_cents = models.PositiveIntegerField(
        _("reçu fiscal : valeur d’une contrepartie, au plus (centimes)"),
        default=7300,
        help_text=_("7300 = 73 €. Seconde limite de la même tolérance (BOI-IR-RICI-250-20)."),
    )

    programme_needs_approval = models.BooleanField(
        _("programme validé par une seconde personne"),
        default=False,
        help_text=_(
            "Un créneau du programme ne paraît qu’une fois validé par quelqu’un d’autre que son auteur."
        ),
    )

    contact_name = models.CharField(_("personne à contacter"), max_length=120)
    contact_role = models.CharField(_("fonction"), max_length=120, blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=40)
    contact_hours = models.CharField(_("horaires"), max_length=160)
    contact_email = models.EmailField(_("adresse électronique"))
    contact_address = models.CharField(_("adresse postale"), max_length=240, blank=True)

    updated_at = models.DateTimeField(auto_now=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse colours that make text or buttons unreadable, and amounts that contradict each other."""
        problems = {**self._colour_problems(), **self._amount_problems()}
        if problems:
            raise ValidationError(problems)

    def _colour_problems(self) -> dict[str, Any]:
        problems = {}
        for field, least in (("brand_colour", colours.TEXT), ("accent_colour", colours.SHAPE)):
            try:
                ratio = colours.contrast(getattr(self, field), colours.TINT)
            except ValueError:
                continue  # the field's own validator says it
            if ratio < least:
                problems[field] = _(
                    "Cette couleur est trop claire pour se lire sur le papier du site : "
                    "contraste de %(ratio)s, il en faut %(least)s. Choisissez une teinte plus foncée."
                ) % {"ratio": f"{ratio:.1f}".replace(".", ","), "least": f"{least:.1f}".replace(".", ",")}
        return problems

    def _amount_problems(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        smallest, largest = self.smallest_pledge_cents, self.largest_pledge_cents
        if smallest is not None and largest is not None and largest < smallest:
            problems["largest_pledge_cents"] = _(
                "Le soutien maximal ne peut pas être plus petit que le minimal."
            )
        suggested = self.suggested_amounts
        if not isinstance(suggested, list) or any(type(cents) is not int or cents < 1 for cents in suggested):
            problems["suggested_amounts"] = _("Écrivez une liste de centimes, par exemple [500, 1000, 2500].")
        elif None not in (smallest, largest) and any(not smallest <= cents <= largest for cents in suggested):
            problems["suggested_amounts"] = _(
                "Chaque montant suggéré doit tenir entre le minimal et le maximal."
            )
        if not self.vat_bps and not self.vat_exemption.strip():
            problems["vat_exemption"] = _(
                "Sans TVA, une facture porte la mention qui dit pourquoi : écrivez-la."
            )
        if self.transfer_iban:
            try:
                self.transfer_iban = identifiers.iban(self.transfer_iban)
            except identifiers.NotAnIdentifier as error:
                problems["transfer_iban"] = str(error)
        if self.zone not in available_timezones():
            problems["zone"] = _("Ce fuseau horaire n’existe pas. Écrivez par exemple Europe/Paris.")
        return problems

    @property
    def style_version(self) -> int:
        """A number that changes whenever the palette changes; part of the stylesheet's address."""
        return zlib.crc32(colours.style_sheet(self.brand_colour, self.accent_colour).encode())
