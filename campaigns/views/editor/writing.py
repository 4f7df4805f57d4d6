"""Writing one screen of the editor: showing it, saving it, and never losing what was typed."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.caching import personal_page
from base.fields import EurosField
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.errors import OlderVersion, PageLocked, TermsFrozen
from campaigns.forms.story import KINDS
from campaigns.models import RewardIdea
from campaigns.rules.preparation import WORDS_ONLY, Step, suggested_sums
from campaigns.views.editor import kept
from campaigns.views.editor.desk import Desk, desk_for
from campaigns.views.editor.screens import SCREENS, Forms, Save, Screen

SAVES_A_MINUTE = 120
IN_PASSING = "X-In-Passing"


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("editor", limit=SAVES_A_MINUTE, per=timedelta(minutes=1))
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show one screen, or save it."""
    in_passing = IN_PASSING in request.headers
    if name not in SCREENS:
        raise Http404
    if not request.user.is_authenticated:
        if in_passing:
            return HttpResponse(status=401)
        return kept.keep(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
    desk = desk_for(request, pk)
    screen = SCREENS[name]
    if desk.is_launched and screen.step not in WORDS_ONLY:
        raise Http404
    if request.method == "POST":
        return _save(request, desk, screen, in_passing=in_passing)
    typed = kept.take(request)
    if typed is not None:
        forms = screen.forms(desk, typed)
        return _page(request, desk, screen, forms, typed=typed, trouble="kept")
    forms = screen.forms(desk, adding=request.GET.get("ajouter", ""))
    return _page(request, desk, screen, forms)


def _save(request: HttpRequest, desk: Desk, screen: Screen, *, in_passing: bool) -> HttpResponse:
    data = request.POST.copy()
    act = data.get("act", "")
    verb, _colon, rest = act.partition(":")
    if verb == "remove" and rest.count(":") == 1:
        prefix, _colon, row = rest.partition(":")
        data[f"{prefix}-{row}-DELETE"] = "on"
    forms = screen.forms(desk, data, request.FILES)
    valid = (
        sum(not form.is_valid() for form in forms.values()) == 0
    )  # each says what is wrong, not the first only
    if not screen.may_write(desk):
        return _page(request, desk, screen, forms, typed=data, trouble="locked", status=409)
    if not valid:
        return _page(request, desk, screen, forms, typed=data, status=422)
    version = data.get("terms_version", "")
    save = Save(
        words=data.get("words_version", ""),
        terms=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1,
        at=timezone.now(),
        act=act,
        in_passing=in_passing,
    )
    try:
        with transaction.atomic():
            screen.write(desk, forms, save)
    except OlderVersion:
        fresh = desk_for(request, desk.campaign.pk)
        return _page(request, fresh, screen, forms, typed=None, trouble="conflict", status=409)
    except (PageLocked, TermsFrozen):
        fresh = desk_for(request, desk.campaign.pk)
        return _page(request, fresh, screen, forms, typed=data, trouble="locked", status=409)
    if in_passing:
        fresh = desk_for(request, desk.campaign.pk)
        return _page(request, fresh, screen, screen.forms(fresh), saved_at=save.at)
    return redirect(_after(desk, screen, act, request))


def _after(desk: Desk, screen: Screen, act: str, request: HttpRequest) -> str:
    """Return where a save leads: the block being begun, the next screen, or the same one with a word."""
    here = reverse("campaigns:editor_step", args=[desk.campaign.pk, screen.step.value])
    verb, _colon, rest = act.partition(":")
    if verb == "add" and rest in KINDS:
        return f"{here}?ajouter={rest}#nouveau"
    if act == "si":
        return f"{here}?{urlencode({'si': request.POST.get('sum', '')[:20]})}#et-si"
    if verb == "next":
        steps = [Step(found["slug"]) for found in desk.steps]
        place = steps.index(screen.step) + 1
        if place == len(steps):
            return reverse("campaigns:editor", args=[desk.campaign.pk])
        return reverse("campaigns:editor_step", args=[desk.campaign.pk, steps[place].value])
    messages.success(request, _("C’est enregistré, dans votre brouillon."))
    return f"{here}#{rest.replace(':', '-')}" if verb in {"up", "down"} else here


def _page(
    request: HttpRequest,
    desk: Desk,
    screen: Screen,
    forms: Forms,
    *,
    typed: Any = None,
    trouble: str = "",
    saved_at: Any = None,
    status: int = 200,
) -> HttpResponse:
    """Render a screen. What was typed keeps the version it was based on, except in a conflict that is being shown."""
    context = {
        "desk": desk,
        "campaign": desk.campaign,
        "page": None,
        "territory": desk.campaign.territory,
        "screen": screen,
        "step": wording.STEPS[screen.step],
        "template": f"campaigns/editor/{screen.step.name.lower()}.html",
        **forms,
        "remarks": desk.remarks_of(screen.step),
        "trouble": trouble,
        "stored": _stored(screen, desk) if trouble == "conflict" else [],
        "may_write": screen.may_write(desk),
        "words_version": typed.get("words_version", "") if typed is not None else desk.words_version,
        "terms_version": typed.get("terms_version", "") if typed is not None else desk.campaign.terms_version,
        "saved_at": saved_at,
        "kinds": [(kind, words[0]) for kind, words in KINDS.items()],
        "missing": next((s["missing"] for s in desk.steps if s["slug"] == screen.step.value), []),
        "has_errors": any(_errors(form) for form in forms.values() if form.is_bound),
    }
    if screen.step == Step.MONEY:
        context["asked"] = request.GET.get("si", "")[:20]
        context["what_ifs"] = _what_ifs(desk, context["asked"])
    if screen.step == Step.REWARDS:
        context["ideas"] = RewardIdea.objects.filter(territory=desk.campaign.territory)
    return render(request, "campaigns/editor/step.html", context, status=status)


def _errors(form: Any) -> bool:
    errors = form.errors
    return any(errors) if isinstance(errors, list) else bool(errors)


def _what_ifs(desk: Desk, asked: str) -> list[tuple[str, bool]]:
    """Return what would happen with the sum asked for, when one is, else with the sums that matter."""
    campaign = desk.campaign
    sums = suggested_sums(threshold_cents=campaign.threshold_cents, goal_cents=campaign.goal_cents)
    if asked and campaign.threshold_cents:
        with suppress(ValidationError):  # whatever was typed, the usual sums are an answer
            sums = (EurosField(max_cents=10**10).clean(asked[:20]),)
    return [
        wording.what_if(
            sum_cents=cents,
            threshold_cents=campaign.threshold_cents,
            commission_bps=campaign.commission_bps,
        )
        for cents in sums
    ]


def _stored(screen: Screen, desk: Desk) -> list[tuple[str, str]]:
    """Return the version kept meanwhile as (label, words), to be read beside what was typed."""
    lines = []
    for form in screen.forms(desk).values():
        for row in form if hasattr(form, "management_form") else [form]:
            for field in row.visible_fields():
                value = field.value()
                if value not in (None, "", False) and field.name not in {"DELETE", "upload", "part"}:
                    lines.append((str(field.label), str(field.field.prepare_value(value))))
    return lines
