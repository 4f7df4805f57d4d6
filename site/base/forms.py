"""The form of a territory: amounts in euros and rates in per cent, although cents and basis points are
stored.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from base.fields import EurosField, EurosListField, PercentField

COPIED = _("Copié dans chaque campagne à son lancement : un changement ne touche pas les campagnes en cours.")


class TerritoryForm(WagtailAdminModelForm):
    """What a territory may change by itself."""

    commission_bps = PercentField(max_bps=2_000, help_text=COPIED)
    goal_ceiling_cents = EurosField(min_cents=100, help_text=COPIED)
    smallest_pledge_cents = EurosField(min_cents=100)
    largest_pledge_cents = EurosField(min_cents=100)
    largest_cash_cents = EurosField(min_cents=100)
    vat_bps = PercentField(
        max_bps=3_000,
        help_text=_(
            "Comprise dans la commission. 0 : pas de TVA, la mention ci-contre est écrite sur la facture."
        ),
    )
    receipt_reward_share_bps = PercentField(
        help_text=_(
            "Tolérance de l’administration (BOI-IR-RICI-250-20) : une contrepartie qui vaut plus que cette part du "
            "don n’ouvre pas droit à un reçu fiscal."
        )
    )
    receipt_reward_cap_cents = EurosField(
        min_cents=0,
        help_text=_("Seconde limite de la même tolérance : ce que vaut une contrepartie, au plus."),
    )
    suggested_amounts = EurosListField(
        required=False, help_text=_("Séparés par des points-virgules, par exemple 5 ; 10 ; 25 ; 50.")
    )
