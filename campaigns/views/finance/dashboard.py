"""« Finances »: is everything right, and what needs me?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.doors import finance_only
from accounts.models import User
from base import clock
from base.audit import record
from base.dates_display import day
from base.rate_limits import rate_limited
from campaigns.errors import FlagChanged
from campaigns.forms.finance import ClearFlagForm
from campaigns.models import Campaign
from campaigns.services import standing
from campaigns.services.flags import clear_attention
from campaigns.services.verifying import verify_now
from campaigns.wording.differences import difference_words
from campaigns.wording.finance import ACCOUNTS, progress_words, whole

CHECKS_A_MINUTE = 4
SHOWN_LINES = 5


@finance_only
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Say whether all is right, then what waits, where money is, and what is being settled."""
    at = clock.now()
    checks = standing.last_checks(at=at)
    waiting = standing.waiting(at=at)
    balances = standing.balances()
    context = {
        "screen_title": _("Finances"),
        "screen_icon": "success",
        "is_dashboard": True,
        "checks": [
            (check, whole(check.run.examined) if check.run else "", _first_lines(check)) for check in checks
        ],
        "differences": sum(check.differences for check in checks),
        "is_late": any(check.is_late for check in checks),
        "never_checked": all(check.run is None for check in checks),
        "tasks": [task for task in _tasks(waiting) if task["waiting"].number],
        "slips": standing.slips_ending(at=at),
        "balances": balances,
        "sides": [
            (_("Où il est"), [_named(row) for row in balances.where]),
            (_("À qui il est"), [_named(row) for row in balances.whose]),
        ],
        "settling": [
            (campaign, progress, progress_words(progress) if progress.total else "")
            for campaign, progress in standing.settling(at=at)
        ],
        "flagged": standing.flagged(),
        "flagged_number": waiting["flagged"].number,
        "at": at,
    }
    return render(request, "campaigns/admin/finance/dashboard.html", context)


@finance_only
@require_POST
@rate_limited("finance.verify", limit=CHECKS_A_MINUTE, per=timedelta(minutes=1))
def verify(request: HttpRequest) -> HttpResponse:
    """Check now, and come back to what was found."""
    at = timezone.now()
    found = verify_now(at=at)
    record("check.asked", actor=request.user, detail={"differences": found.differences}, at=at)
    if found.is_hastened:
        messages.info(
            request,
            _("Le serveur a commencé : rechargez cette page dans quelques minutes pour lire le résultat."),
        )
    if found.differences:
        messages.warning(
            request,
            ngettext("%(count)d différence trouvée.", "%(count)d différences trouvées.", found.differences)
            % {"count": found.differences},
        )
    elif found.runs:
        messages.success(request, _("Tout est vérifié : aucune différence."))
    return redirect("finance:dashboard")


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why a campaign asks for a person, and lower its flag once somebody has looked."""
    assert isinstance(request.user, User)
    campaign = get_object_or_404(Campaign.objects.select_related("page", "territory", "totals"), pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = ClearFlagForm(typed, initial={"seen": campaign.attention_reason})
    status = 200
    if typed is not None:
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            try:
                clear_attention(
                    campaign=campaign,
                    seen=words["seen"],
                    reason=words["reason"],
                    at=timezone.now(),
                    actor=request.user,
                )
            except FlagChanged:
                # What was typed stays; the flag shown, and sent back next time, is the one of now.
                form = ClearFlagForm(initial={"seen": campaign.attention_reason, "reason": words["reason"]})
                messages.error(
                    request,
                    _(
                        "L’alerte a changé depuis que vous l’avez lue : relisez-la ci-dessous, puis confirmez."
                    ),
                )
                status = 409
            else:
                messages.success(
                    request, _("L’alerte est levée. Si quelque chose ne va toujours pas, elle reviendra.")
                )
                return redirect("finance:dashboard")
    context = {
        "screen_title": campaign.page.title,
        "screen_icon": "warning",
        "campaign": campaign,
        "form": form,
    }
    return render(request, "campaigns/admin/finance/examine.html", context, status=status)


def _first_lines(check: standing.LastCheck) -> list[tuple[str, str]]:
    return [difference_words(line) for line in check.run.lines[:SHOWN_LINES]] if check.run else []


def _named(row: standing.Balance) -> tuple[str, str, int]:
    """Return what an account is, its territory, and what it holds."""
    return str(ACCOUNTS.get(row.kind, row.kind)), row.territory.name if row.territory else "", row.cents


def _tasks(waiting: Any) -> list[dict[str, Any]]:
    """Return what may ask for a person, the most pressing first, each with its words and its one action."""
    number = {name: row.number for name, row in waiting.items()}
    return [
        {
            "waiting": waiting["debts"],
            "title": ngettext(
                "%(count)d remboursement n’est pas arrivé",
                "%(count)d remboursements ne sont pas arrivés",
                number["debts"],
            )
            % {"count": number["debts"]},
            "why": _(
                "C’est une dette envers la personne qui a soutenu : redemandez-le, ou rendez-le autrement."
            ),
            "action": _("Voir les dettes"),
            "url": reverse("dettes_modeladmin_index"),
        },
        {
            "waiting": waiting["by_hand"],
            "title": ngettext(
                "%(count)d opération à régler par la banque",
                "%(count)d opérations à régler par la banque",
                number["by_hand"],
            )
            % {"count": number["by_hand"]},
            "why": _("La plus ancienne attend depuis le %(day)s : réglez-la, puis joignez la pièce.")
            % {"day": day(since) if (since := waiting["by_hand"].since) else ""},
            "action": _("Régler"),
            "url": reverse("finance:bank"),
        },
        {
            "waiting": waiting["letters"],
            "title": ngettext(
                "%(count)d courrier à imprimer", "%(count)d courriers à imprimer", number["letters"]
            )
            % {"count": number["letters"]},
            "why": _("Pour des personnes sans adresse électronique : elles ne savent rien d’autre."),
            "action": _("Imprimer"),
            "url": reverse("letters:waiting"),
        },
        {
            "waiting": waiting["operations"],
            "title": ngettext(
                "%(count)d opération attend une personne",
                "%(count)d opérations attendent une personne",
                number["operations"],
            )
            % {"count": number["operations"]},
            "why": _("Le prestataire a refusé, et dit pourquoi."),
            "action": _("Voir les opérations"),
            "url": f"{reverse('operations_modeladmin_index')}?state__exact=attention",
        },
        {
            "waiting": waiting["disputes"],
            "title": ngettext(
                "%(count)d paiement est contesté", "%(count)d paiements sont contestés", number["disputes"]
            )
            % {"count": number["disputes"]},
            "why": _(
                "La banque de la personne tranchera ; répondez chez le prestataire avant la date qu’il donne."
            ),
            "action": _("Voir les contestations"),
            "url": f"{reverse('contestations_modeladmin_index')}?state__exact=open",
        },
        {
            "waiting": waiting["movements"],
            "title": ngettext(
                "%(count)d mouvement chez le prestataire reste sans explication",
                "%(count)d mouvements chez le prestataire restent sans explication",
                number["movements"],
            )
            % {"count": number["movements"]},
            "why": _("Aucune écriture ne dit la même chose depuis plus d’une heure."),
            "action": _("Voir les mouvements"),
            "url": f"{reverse('mouvements_modeladmin_index')}?expliquee=non",
        },
    ]
