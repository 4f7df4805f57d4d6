"""Forming the promotion of a call and preparing it: its launch, steps, workshops and mentors, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from base.audit import record
from base.models import Territory
from base.page_cache import forget_pages
from calls.addresses import normal_address
from calls.errors import PromotionRefused
from calls.letters import Letter
from calls.letters import promotions as letters
from calls.models import Application, CallPage, Mentor, Promotion, PromotionStep, StepDone
from calls.notices import holders_of, notice_draft
from calls.preparation import usual_steps
from notices.services import NoticeDraft, queue_notices
from stories.models import EventPage

MOST_STEPS = 30


@dataclass(frozen=True)
class StepDraft:
    """A step as typed; `pk` names an existing one of the promotion."""

    label: str
    due_on: date
    expected: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class MentorDraft:
    """Who accompanies a project, as typed; both empty for nobody."""

    name: str = ""
    email: str = ""


@transaction.atomic
def open_promotion(*, call: CallPage, launches_at: datetime, at: datetime, actor: User) -> Promotion:
    """Form the promotion of a call whose decisions are published, with the usual steps; its holders are told.

    PromotionRefused before that, for a moment that is past, and when there is one already.
    """
    locked = CallPage.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if Promotion.objects.filter(call=locked).exists():
        raise PromotionRefused(_("Cet appel a déjà sa promotion."))
    if not locked.has_published_decisions or not Application.objects.selected(locked).exists():
        raise PromotionRefused(
            _("Une promotion se forme une fois les décisions publiées, avec un projet retenu au moins.")
        )
    _refuse_past(launches_at, at)
    promotion = Promotion.objects.create(call=locked, launches_at=launches_at, opened_by=actor, opened_at=at)
    zone = ZoneInfo(_zone(locked))
    steps = usual_steps(today=at.astimezone(zone).date(), launch_day=launches_at.astimezone(zone).date())
    rows = PromotionStep.objects.bulk_create(
        PromotionStep(promotion=promotion, label=str(usual.label), due_on=day, expected=str(usual.expected))
        for day, usual in steps
    )
    letter = letters.opened(promotion, rows[0] if rows else None, zone=zone.key)
    queue_notices(_to_holders(promotion, "promotion_opened", letter, occasion="opened"))
    record("promotions.opened", actor=actor, subject=promotion, at=at)
    forget_pages()
    return promotion


@transaction.atomic
def move_launch(
    *, promotion: Promotion, launches_at: datetime, moves_steps: bool, at: datetime, actor: User
) -> None:
    """Give the common launch another moment, and the steps to come as many days, if asked; everybody is told.

    PromotionRefused once the launch has happened, and for a moment that is past.
    """
    locked = lock_promotion(promotion)
    if launches_at == locked.launches_at:
        return
    _refuse_past(launches_at, at)
    zone = ZoneInfo(_zone(locked.call))
    days = launches_at.astimezone(zone).date() - locked.launches_at.astimezone(zone).date()
    if moves_steps and days:
        coming = list(locked.steps.filter(due_on__gte=at.astimezone(zone).date()))
        for step in coming:
            step.due_on += days
        PromotionStep.objects.bulk_update(coming, ["due_on"])
    locked.launches_at = launches_at
    locked.save(update_fields=["launches_at"])
    letter = letters.moved(locked, zone=zone.key)
    occasion = f"{launches_at.isoformat()}:{at.isoformat()}"
    queue_notices(
        [
            *_to_holders(locked, "promotion_moved", letter, occasion=occasion),
            *_to_mentors(locked, "promotion_moved", letter, occasion=occasion),
        ]
    )
    record("promotions.moved", actor=actor, subject=locked, at=at)
    promotion.refresh_from_db()
    forget_pages()


@transaction.atomic
def save_preparation(
    *,
    promotion: Promotion,
    steps: Iterable[StepDraft],
    workshops: Iterable[EventPage],
    mentors: Mapping[int, MentorDraft],
    at: datetime,
    actor: User,
) -> None:
    """Write the timetable, the workshops and the mentors; a step that is not given any more goes, with its ticks.

    `mentors` are by application; one who is new to a project hears of it, and so do its holders.
    """
    locked = lock_promotion(promotion)
    drafts = list(steps)
    if len(drafts) > MOST_STEPS:
        raise PromotionRefused(_("Trente étapes au plus : au-delà, personne ne lit."))
    kept = {draft.pk for draft in drafts if draft.pk}
    locked.steps.exclude(pk__in=kept).delete()
    for draft in drafts:
        facts = {"label": draft.label, "due_on": draft.due_on, "expected": draft.expected}
        if not draft.pk or not locked.steps.filter(pk=draft.pk).update(**facts):
            PromotionStep.objects.create(promotion=locked, **facts)
    locked.workshops.set(workshops)
    for application in Application.objects.selected(locked.call).select_related("mentor"):
        if application.pk in mentors:
            _name_mentor(locked, application, mentors[application.pk], at=at, actor=actor)
    record("promotions.prepared", actor=actor, subject=locked, at=at)


@transaction.atomic
def mark_step(
    *, step: PromotionStep, application: Application, is_done: bool, at: datetime, actor: User
) -> None:
    """Say that a project did a step, or did not after all; twice changes nothing."""
    if not is_done:
        StepDone.objects.filter(step=step, application=application).delete()
        return
    StepDone.objects.get_or_create(
        step=step, application=application, defaults={"done_by": actor, "done_at": at}
    )


def lock_promotion(promotion: Promotion) -> Promotion:
    """Return the promotion read again and locked; PromotionRefused once its launch has happened."""
    locked = Promotion.objects.select_for_update(of=("self",)).select_related("call").get(pk=promotion.pk)
    if locked.launched_at:
        raise PromotionRefused(_("Le lancement commun a eu lieu : la promotion ne change plus."))
    return locked


def _name_mentor(
    promotion: Promotion, application: Application, draft: MentorDraft, *, at: datetime, actor: User
) -> None:
    email, known = normal_address(draft.email), getattr(application, "mentor", None)
    if not email:
        Mentor.objects.filter(application=application).delete()
        return
    if known is not None and known.email == email:
        Mentor.objects.filter(pk=known.pk).update(name=draft.name)
        return
    mentor, _created = Mentor.objects.update_or_create(
        application=application,
        defaults={"name": draft.name, "email": email, "named_by": actor, "named_at": at},
    )
    territory, zone = Territory.objects.for_page(promotion.call), _zone(promotion.call)
    own = letters.mentor_asked(mentor, application, promotion, zone=zone)
    theirs = letters.mentor_named(mentor, application, promotion, zone=zone)
    queue_notices(
        [
            notice_draft(
                kind="mentor_asked",
                letter=own,
                territory=territory,
                recipient=email,
                purpose=f"mentor_asked:{application.pk}:{at.isoformat()}",
            ),
            *(
                notice_draft(
                    kind="mentor_named",
                    letter=theirs,
                    territory=territory,
                    recipient=person.email,
                    user=person,
                    purpose=f"mentor_named:{application.pk}:{at.isoformat()}:{person.pk}",
                )
                for person in holders_of(application)
            ),
        ]
    )


def _to_holders(promotion: Promotion, kind: str, letter: Letter, *, occasion: str) -> list[NoticeDraft]:
    """Return one letter for everybody who writes a project, each once however many they have."""
    territory = Territory.objects.for_page(promotion.call)
    rows = (
        Application.objects.selected(promotion.call)
        .select_related("holder")
        .prefetch_related("members__user")
    )
    people = {person.pk: person for row in rows for person in holders_of(row)}
    return [
        notice_draft(
            kind=kind,
            letter=letter,
            territory=territory,
            recipient=person.email,
            user=person,
            purpose=f"{kind}:{promotion.pk}:{occasion}:{person.pk}",
        )
        for person in people.values()
    ]


def _to_mentors(promotion: Promotion, kind: str, letter: Letter, *, occasion: str) -> list[NoticeDraft]:
    territory = Territory.objects.for_page(promotion.call)
    found = Mentor.objects.filter(application__in=Application.objects.selected(promotion.call))
    return [
        notice_draft(
            kind=kind,
            letter=letter,
            territory=territory,
            recipient=email,
            purpose=f"{kind}:{promotion.pk}:{occasion}:mentor:{number}",
        )
        for email, number in sorted({row.email: row.pk for row in found}.items())
    ]


def _refuse_past(launches_at: datetime, at: datetime) -> None:
    if launches_at <= at + timedelta(minutes=1):
        raise PromotionRefused(_("Ce moment est déjà passé : le lancement commun est à venir."))


def _zone(call: CallPage) -> str:
    territory = Territory.objects.for_page(call)
    return territory.zone if territory else settings.TIME_ZONE
