"""« Puis-je répondre ? », before any account: nothing of what is said there is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from base import clock
from base.caching import personal_page
from base.context import current_territory
from base.models import Territory
from base.money_display import euros
from base.rate_limits import rate_limited
from calls.around import RULE, around
from calls.eligibility import Advice, Conditions, Reason, answer
from calls.forms.eligibility import EligibilityForm
from calls.forms.typed import plain_form
from calls.models import CallPage
from calls.status import CallStatus
from calls.views.applying.doors import open_call
from stories.kit_reading import kit_asked


@rate_limited("calls.eligibility", limit=60, per=timedelta(minutes=1), methods=("GET",))
@personal_page
@require_safe
def check(request: HttpRequest, call: int) -> HttpResponse:
    """Ask a few questions; once answered, say whether one may answer, and what is there around the idea."""
    page = open_call(call)
    territory = Territory.objects.for_page(page) or current_territory(request)
    largest = page.goal_ceiling_cents or (territory.goal_ceiling_cents if territory else 0)
    kit = kit_asked(request, territory)
    typed = plain_form(request.GET)
    is_asked = "qui" in typed or "verifier" in typed
    form = EligibilityForm(
        typed if is_asked else None,
        call=page,
        place=territory.name if territory else _("le territoire"),
        largest_cents=largest,
        initial={"idee": kit.title if kit else ""},
    )
    context: dict[str, Any] = {"call": page, "form": form, "kit": kit, "territory": territory}
    if is_asked and form.is_valid():
        at = clock.now()
        status = page.status_at(at)
        said = answer(
            form.idea(),
            Conditions(
                applicants=page.answerers,
                largest_cents=largest,
                is_open=status == CallStatus.OPEN,
                is_upcoming=status == CallStatus.UPCOMING,
            ),
        )
        near = around(
            idea=form.cleaned_data["idee"],
            call=page,
            territory=territory,
            at=at,
            with_schemes=not said.may_apply,
        )
        context |= {
            "answer": said,
            "reasons": [reason_in_words(reason, page, largest) for reason in said.reasons],
            "advice": [ADVICE[item] for item in said.advice],
            "around": near,
            "rule": RULE,
            "standing": _other_door(page, territory) if set(said.reasons) <= OF_THIS_CALL_ALONE else None,
        }
        return render(request, "calls/eligibility_answer.html", context)
    return render(request, "calls/eligibility.html", context, status=422 if form.errors else 200)


# What another call may see otherwise; the other reasons hold everywhere here.
OF_THIS_CALL_ALONE = {Reason.CLOSED, Reason.UPCOMING, Reason.APPLICANT, Reason.AMOUNT}


def _other_door(call: CallPage, territory: Territory | None) -> CallPage | None:
    """Return the call open all year, None when it is this one."""
    return CallPage.objects.visible().in_territory(territory).standing().exclude(pk=call.pk).first()


ADVICE = {
    Advice.ASK_ABOUT_DUTY: gettext_lazy(
        "Vous hésitez sur le service public : dites dans votre réponse qui paierait normalement, et pourquoi ce"
        " n’est pas le cas. C’est une question que l’on vous posera."
    ),
}


def reason_in_words(reason: Reason, call: CallPage, largest_cents: int) -> dict[str, str]:
    """Return a reason as a title and what to do about it."""
    titles = {
        Reason.CLOSED: (_("Cet appel est clos."), call.state.sentence),
        Reason.UPCOMING: (
            _("Cet appel n’est pas encore ouvert."),
            _("%(when)s Vous pouvez déjà lire ce qui sera demandé.") % {"when": call.state.sentence},
        ),
        Reason.APPLICANT: (
            _("Cet appel ne s’adresse pas à vous en tant que tel."),
            _("Une association ou un collectif de votre quartier peut porter l’idée avec vous."),
        ),
        Reason.PLACE: (
            _("Cela se passerait ailleurs."),
            _("La collecte s’adresse aux gens d’ici : cherchez la fenêtre de la ville où vivra le projet."),
        ),
        Reason.AMOUNT: (
            _("La somme dépasse le plafond de %(ceiling)s.") % {"ceiling": euros(largest_cents)},
            _("Une première étape, plus petite, peut convenir ; le reste se trouve souvent auprès d’autres."),
        ),
        Reason.PUBLIC_DUTY: (
            _("C’est déjà la mission d’un service public."),
            _("Une collecte ne la remplace pas : signalez le besoin au service, il vous doit une réponse."),
        ),
        Reason.FOR_ONESELF: (
            _("Cela ne sert qu’à ceux qui le portent."),
            _("Un projet d’ici profite à d’autres : à qui pourriez-vous l’ouvrir, une heure par semaine ?"),
        ),
    }
    title, text = titles[reason]
    return {"title": title, "text": text}
