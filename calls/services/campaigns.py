"""An accepted application becomes a draft campaign, once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from base.audit import record
from base.models import Image, Territory
from calls.errors import MoveRefused
from calls.letters.deciding import campaign_prepared
from calls.models import Application
from calls.models.applications import ApplicantKind
from calls.notices import holders_of, notice_draft
from calls.questionnaire import Question, QuestionKind, Role
from calls.services.moves import lock_application
from campaigns.links import editor_path
from campaigns.models import Campaign, CampaignIndexPage
from campaigns.services.launching import BudgetDraft
from campaigns.services.proposing import Origin, ProposedCampaign, StoryPart, create_proposed_campaign
from notices.services import queue_notices

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_PICTURES = 8
K = Campaign.HolderKind
HOLDER_KINDS = {
    ApplicantKind.INDIVIDUAL: K.INDIVIDUAL,
    ApplicantKind.COLLECTIVE: K.COLLECTIVE,
    ApplicantKind.ASSOCIATION: K.ASSOCIATION,
    ApplicantKind.FIRM: K.ENTREPRENEUR,
    ApplicantKind.PUBLIC_BODY: K.PUBLIC_BODY,
}


@transaction.atomic
def prepare_campaign(*, application: Application, at: datetime, actor: User) -> Campaign:
    """Return the draft campaign of an accepted application, made the first time from what was deposited.

    Its holders are told once, and led to the editor. MoveRefused for an application that is not accepted.
    """
    locked = lock_application(application)
    if locked.campaign_id:
        return Campaign.objects.get(pk=locked.campaign_id)
    call, version = locked.call, locked.current
    territory = Territory.objects.for_page(call)
    parent = (
        CampaignIndexPage.objects.descendant_of(territory.root_page).live().first() if territory else None
    )
    if locked.state != Application.State.ACCEPTED or version is None:
        raise MoveRefused(_("Seul un projet retenu devient une campagne."))
    if territory is None or parent is None:
        raise MoveRefused(_("Ce territoire n’a pas de liste de campagnes : créez-la d’abord."))
    campaign = create_proposed_campaign(
        parent=parent,
        territory=territory,
        draft=proposal_of(locked),
        holder=locked.holder,
        holder_name=locked.applicant_name,
        holder_kind=HOLDER_KINDS[ApplicantKind(locked.applicant_kind)],
        organisation=locked.organisation,
        goal_ceiling_cents=call.goal_ceiling_cents,
        surplus_percent=call.surplus_percent,
        origin=Origin(_("l’appel « %(call)s »") % {"call": call.title}, call),
        at=at,
        actor=actor,
    )
    locked.campaign = campaign
    locked.save(update_fields=["campaign"])
    queue_notices(
        notice_draft(
            kind="campaign_prepared",
            letter=campaign_prepared(locked, editor_path(campaign)),
            territory=territory,
            recipient=person.email,
            user=person,
            purpose=f"campaign_prepared:{locked.pk}:{person.pk}",
        )
        for person in holders_of(locked)
    )
    record("applications.campaign_prepared", actor=actor, subject=locked, at=at)
    application.refresh_from_db()
    return campaign


@transaction.atomic
def tie_campaign(*, application: Application, campaign: Campaign, at: datetime, actor: User) -> None:
    """Say that an accepted application became a campaign that was made otherwise; MoveRefused when it has one."""
    locked = lock_application(application)
    if locked.state != Application.State.ACCEPTED or locked.campaign_id:
        raise MoveRefused(_("Seul un projet retenu devient une campagne."))
    locked.campaign = campaign
    locked.save(update_fields=["campaign"])
    record("applications.campaign_tied", actor=actor, subject=locked, at=at)
    application.refresh_from_db()


def proposal_of(application: Application) -> ProposedCampaign:
    """Return what the answers say of the project, by the role each question was given."""
    version = application.current
    assert version is not None
    form, answers = version.form.questionnaire, version.answers

    def answered(role: Role) -> Iterator[tuple[Question, Any]]:
        return ((q, answers[q.key]) for q in form.with_role(role) if q.key in answers)

    def text(role: Role) -> str:
        return "\n\n".join(_words(question, value) for question, value in answered(role))

    place: dict[str, Any] = next((value for _question, value in answered(Role.PLACE)), {})
    budgets = [value for _question, value in answered(Role.BUDGET)]
    goal = next((int(value) for _question, value in answered(Role.GOAL)), 0)
    return ProposedCampaign(
        title=text(Role.TITLE),
        summary=text(Role.SUMMARY),
        story=[StoryPart(_words(q, value), q.label) for q, value in answered(Role.STORY)],
        pictures=list(
            _pictures(application, [name for _q, value in answered(Role.PICTURES) for name in _names(value)])
        ),
        neighbourhood=text(Role.NEIGHBOURHOOD),
        place=str(place.get("words") or ""),
        latitude=_degrees(place.get("latitude")),
        longitude=_degrees(place.get("longitude")),
        tags=list(application.call.tags.names()),
        goal_cents=goal,
        budget=[
            BudgetDraft(kind=kind, label=str(label)[:160], amount_cents=int(cents))
            for budget in budgets
            for kind, side in (("expense", "expenses"), ("resource", "resources"))
            for label, cents in budget.get(side) or ()
        ],
        other_help=text(Role.OTHER_HELP).splitlines(),
        who_benefits=text(Role.BENEFITS),
        public_duty=text(Role.PUBLIC_DUTY),
    )


def _words(question: Question, value: Any) -> str:
    if question.kind == QuestionKind.CHOICES:
        return ", ".join(value)
    return str(value)


def _names(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _degrees(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None


def _pictures(application: Application, names: list[str]) -> Iterator[Image]:
    """Yield public pictures made of the application's own, in order; their alternative text is to be written."""
    attached = application.files.filter(file__content_type__in=PICTURE_TYPES).select_related("file")
    files = {str(row.reference): row.file for row in attached}
    for number, file in enumerate([files[name] for name in names if name in files][:MOST_PICTURES], start=1):
        with file.file.open("rb") as stream:
            content = BytesIO(stream.read())
        yield Image.objects.create(
            title=f"{application} {number}"[:255],
            file=ImageFile(content, name=f"projet-{uuid.uuid4().hex[:12]}.{file.ending.lower()}"),
        )
