"""Readers of the letters, offered to the editors who invite people to answer a call."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from base.models import Territory
from calls.inviting import Invitee, Source, register_source
from calls.models import CallPage
from home.models import Subscription
from themes.models import ThemePage


def _followers(call: CallPage, territory: Territory) -> Iterable[Invitee]:
    """Those who asked for the letters of a theme to which the call belongs; not those who only take them all."""
    tags = [tag.pk for tag in call.tags.all()]
    themes = ThemePage.objects.visible().about(call.pk, tags).values_list("pk", flat=True)
    found = Subscription.objects.active().filter(
        territory=territory, everything=False, themes__in=list(themes)
    )
    for email in found.order_by("email").values_list("email", flat=True).distinct():
        yield Invitee(email)


register_source(
    Source(
        "followers",
        _("abonnés aux lettres du thème"),
        _("Vous recevez ce message parce que vous suivez, par nos lettres, le thème de cet appel."),
        _followers,
        by_name=False,
        nobody=_("Personne ne suit un thème de cet appel, ou l’appel n’en porte aucun."),
    )
)
