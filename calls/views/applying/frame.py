"""What every page about one's own application shares: finding it, refusing others, and saying where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_factor import way_to_second_factor
from accounts.way_back import sign_in_first
from base.caching import personal_page
from base.context import current_territory
from base.models import Territory
from calls import access
from calls.models import Application
from calls.questionnaire import Question, Questionnaire, missing
from calls.services.forms import questionnaire_now

View = Callable[..., HttpResponse]
# Pill of each state: its colour; the words are the model's.
TONES = {
    "draft": "wait",
    "deposited": "open",
    "more_asked": "wait",
    "accepted": "won",
    "reserve": "wait",
    "refused": "lost",
    "withdrawn": "lost",
}


@dataclass(frozen=True)
class Step:
    """One section as the list of steps shows it."""

    key: str
    title: str
    address: str
    lacking: tuple[Question, ...]
    is_current: bool


def found_application(request: HttpRequest, reference: UUID, action: str) -> Application:
    """Return the application when the visitor may do `action` to it; 404 otherwise, the same as for none."""
    application = (
        Application.objects.select_related("call", "holder", "organisation", "form", "current__form", "kit")
        .filter(reference=reference, erased_at=None)
        .first()
    )
    if application is None or not access.can(request.user, action, application):
        raise Http404
    return application


def for_application(action: str) -> Callable[[Callable[..., HttpResponse]], View]:
    """Decorate a view that takes an application in place of its reference; visitors are asked to sign in first."""

    def decorate(view: Callable[..., HttpResponse]) -> View:
        @personal_page
        @wraps(view)
        def guarded(request: HttpRequest, reference: UUID, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            application = found_application(request, reference, action)
            # Staff read here what others wrote, as they do in the admin: with the same second factor.
            missing_factor = way_to_second_factor(request)
            if missing_factor is not None and not access.can(request.user, "hold", application):
                return missing_factor
            return view(request, application, **kwargs)

        return guarded

    return decorate


def person(request: HttpRequest) -> User:
    """Return the signed-in person."""
    return cast(User, request.user)


def zone_of(application: Application) -> str:
    """Return the zone of the call's territory."""
    territory = Territory.objects.for_page(application.call)
    return territory.zone if territory else settings.TIME_ZONE


def current_form(application: Application) -> Questionnaire:
    """Return the form to fill in: the call's as it is now for a draft, the deposited one afterwards."""
    return questionnaire_now(application.call) if application.is_draft else application.form.questionnaire


def to_mend_in(application: Application, form: Questionnaire) -> list[Question]:
    """Return the questions of `form` that are unanswered though required, or hold something that does not fit."""
    lacking = {question.key for question in missing(form, application.answers)}
    return [q for q in form.questions if q.key in lacking or q.key in application.unfit]


def steps_of(application: Application, form: Questionnaire, *, current: str = "") -> list[Step]:
    """Return the steps with what each lacks."""
    lacking = to_mend_in(application, form)
    return [
        Step(
            key=section.key,
            title=section.title,
            address=reverse("calls:step", args=[application.reference, section.key]),
            lacking=tuple(question for question in section.questions if question in lacking),
            is_current=section.key == current,
        )
        for section in form.sections
    ]


def news_of_form(application: Application, form: Questionnaire) -> list[str]:
    """Return, in words, what changed in the form since the draft was last saved; empty when nothing did."""
    if not application.is_draft or form.digest == application.form.digest:
        return []
    before = {question.key: question for question in application.form.questionnaire.questions}
    after = {question.key: question for question in form.questions}
    words = [
        _("Nouvelle question : « %(question)s ».") % {"question": q.label}
        for k, q in after.items()
        if k not in before
    ]
    words += [
        _("Question changée : « %(question)s » ; votre réponse est gardée.") % {"question": q.label}
        for key, q in after.items()
        if key in before and before[key] != q
    ]
    words += [
        _("N’est plus demandé : « %(question)s ».") % {"question": q.label}
        for key, q in before.items()
        if key not in after
    ]
    return words or [_("Le texte ou les critères de l’appel ont changé ; vos réponses sont gardées.")]


def shared_context(
    request: HttpRequest, application: Application, form: Questionnaire, *, current: str = ""
) -> dict[str, Any]:
    """Return what the frame of every page shows: state, steps, what is missing, closing, request for more."""
    steps = steps_of(application, form, current=current)
    request_open = application.requests.filter(answered_by=None).order_by("asked_at").last()
    return {
        "application": application,
        "call": application.call,
        "zone": zone_of(application),
        "tone": TONES[application.state],
        "steps": steps,
        "lacking": sum(len(step.lacking) for step in steps),
        "form_news": news_of_form(application, form),
        "asked_more": request_open if application.state == Application.State.MORE_ASKED else None,
        "territory": current_territory(request),
    }
