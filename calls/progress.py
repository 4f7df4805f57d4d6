"""Where a promotion stands: each project's state, the steps it did, what blocks its launch. A few queries, always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calls.models import Application, Mentor, Promotion, PromotionStep, StepDone
from campaigns import wording
from campaigns.models import Campaign
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services.readiness import obstacles_of
from stories.models import EventPage

if TYPE_CHECKING:
    from accounts.models import User

TONES = {
    CampaignState.DRAFT: "wait",
    CampaignState.NEEDS_CHANGES: "wait",
    CampaignState.SUBMITTED: "open",
    CampaignState.APPROVED: "won",
    CampaignState.REFUSED: "lost",
}


@dataclass(frozen=True)
class StepSeen:
    """A step as one project sees it."""

    step: PromotionStep
    is_done: bool
    is_late: bool


@dataclass(frozen=True)
class Project:
    """One project of the promotion; `obstacles` are sentences, empty once it may be launched."""

    application: Application
    campaign: Campaign | None
    state: Promise | str
    tone: str
    steps: list[StepSeen]
    obstacles: list[Promise | str]
    mentor: Mentor | None
    is_own: bool
    is_mentored: bool
    may_write: bool = False  # in the editor of the campaign: who only joined the application does not

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> StepSeen | None:
        """The first step not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def is_read(self) -> bool:
        """Whether moderators are reading it."""
        return self.campaign is not None and self.campaign.status == CampaignState.SUBMITTED

    @property
    def is_approved(self) -> bool:
        """Whether it waits only for the hour."""
        return self.campaign is not None and self.campaign.status == CampaignState.APPROVED

    @property
    def is_public(self) -> bool:
        """Whether the public sees its campaign."""
        return self.campaign is not None and self.campaign.status in PUBLIC_STATES


@dataclass(frozen=True)
class Progress:
    """A promotion as its people read it; those of the reader come first."""

    promotion: Promotion
    zone: str
    today: date
    projects: list[Project]
    steps: list[PromotionStep]
    workshops: list[EventPage]

    @property
    def days_left(self) -> int:
        """Whole days to the day of the launch, 0 on that day and after."""
        launch_day = self.promotion.launches_at.astimezone(ZoneInfo(self.zone)).date()
        return max((launch_day - self.today).days, 0)

    @property
    def own(self) -> list[Project]:
        """The projects the reader writes."""
        return [project for project in self.projects if project.is_own]

    @property
    def ready(self) -> int:
        """How many are approved or live."""
        return sum(project.is_approved or project.is_public for project in self.projects)

    @property
    def left_behind(self) -> list[Project]:
        """Those that were not ready when the others were launched."""
        return [p for p in self.projects if not p.is_public] if self.promotion.launched_at else []

    @property
    def next_step(self) -> PromotionStep | None:
        """The first step whose day has not passed."""
        return next((step for step in self.steps if step.due_on >= self.today), None)


def progress_of(promotion: Promotion, *, at: datetime, user: User | None = None) -> Progress:
    """Return where `promotion` stands at `at`, as `user` reads it.

    Obstacles are those of the launch: judged at its moment while it is to come.
    """
    zone = promotion.call.zone
    today = at.astimezone(ZoneInfo(zone)).date()
    steps = list(promotion.steps.all())
    done = set(StepDone.objects.filter(step__in=steps).values_list("step", "application"))
    rows = list(
        Application.objects.selected(promotion.call_id).select_related(
            "organisation", "holder", "mentor", "campaign__page"
        )
    )
    own: set[int] = set()
    mentored: set[int] = set()
    written: set[int] = set()
    if user is not None:
        own = set(Application.objects.held_by(user).selected(promotion.call_id).values_list("pk", flat=True))
        written = set(
            Campaign.objects.carried_by(user)
            .filter(pk__in=[row.campaign_id for row in rows if row.campaign_id])
            .values_list("pk", flat=True)
        )
        mentored = set(Mentor.objects.naming(user).values_list("application", flat=True))
    before = [row.campaign_id for row in rows if row.campaign and row.campaign.status not in PUBLIC_STATES]
    missing = obstacles_of(before, at=max(at, promotion.launches_at)) if before else {}
    projects = [
        Project(
            application=row,
            campaign=row.campaign,
            obstacles=[wording.OBSTACLES[code] for code in missing.get(row.campaign_id or 0, ())],
            mentor=getattr(row, "mentor", None),
            steps=[_seen(step, (step.pk, row.pk) in done, today) for step in steps],
            is_own=row.pk in own,
            is_mentored=row.pk in mentored,
            may_write=row.campaign_id in written,
            **_state_of(row.campaign),
        )
        for row in rows
    ]
    projects.sort(key=lambda project: (not project.is_own, not project.is_mentored))
    events = EventPage.objects.visible().filter(pk__in=promotion.workshops.values("pk"))
    return Progress(promotion, zone, today, projects, steps, list(events.coming_first(at=at).with_cards()))


def _seen(step: PromotionStep, is_done: bool, today: date) -> StepSeen:
    return StepSeen(step, is_done, not is_done and step.due_on < today)


def _state_of(campaign: Campaign | None) -> dict[str, Any]:
    if campaign is None:
        return {"state": _("campagne à préparer"), "tone": "wait"}
    status = CampaignState(campaign.status)
    return {"state": wording.CAMPAIGN_LABELS[status], "tone": TONES.get(status, "open")}
