"""The words of payments that do not pass through a provider."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.rules.offline import RemittedBy, Way

WAYS = {
    Way.CASH: _("espèces"),
    Way.CHEQUE: _("chèque"),
    Way.TRANSFER: _("virement"),
}
REMITTED_BY = {
    RemittedBy.TRANSFER: _("par virement"),
    RemittedBy.COUNTER: _("au guichet, contre signature"),
}
