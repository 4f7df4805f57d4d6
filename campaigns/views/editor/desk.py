"""What every screen of the editor starts from: the campaign, its draft page, who writes and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from accounts.models import User
from campaigns import wording
from campaigns.access import can
from campaigns.models import Campaign, CampaignPage
from campaigns.rules.launch import AFTER_REVIEW, RECEIVING, Obstacle
from campaigns.rules.preparation import FIELD_STEPS, WORDS_ONLY, Step, by_step
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services.launching import launch_obstacles
from campaigns.services.writing import draft_of, words_version


@dataclass
class Desk:
    """One campaign on its holder's desk."""

    user: User
    campaign: Campaign
    page: CampaignPage

    @property
    def is_launched(self) -> bool:
        """Whether the terms are frozen and only words may change."""
        return self.campaign.status in PUBLIC_STATES

    @cached_property
    def is_read_by_team(self) -> bool:
        """Whether the moderators are reading it now."""
        return self.campaign.status == CampaignState.SUBMITTED or self.page.workflow_in_progress

    @cached_property
    def may_write_words(self) -> bool:
        """Whether story, pictures and team may be written now."""
        return (
            can(self.user, "write_words", self.campaign) and not self.page.locked and not self.is_read_by_team
        )

    @cached_property
    def may_write_terms(self) -> bool:
        """Whether terms may be written now."""
        return can(self.user, "write_own_terms", self.campaign) and not self.page.locked

    @property
    def state(self) -> wording.Guidance:
        """Where the project stands, in words that cannot be taken for something else."""
        if self.is_launched:
            return wording.WORDS_WAITING if self.is_read_by_team else wording.LAUNCHED
        return wording.EDITOR_STATES[CampaignState(self.campaign.status)]

    @cached_property
    def _launch_obstacles(self) -> tuple[Obstacle, ...]:
        return launch_obstacles(campaign=self.campaign, at=timezone.now(), page=self.page)

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """What blocks the submission."""
        return tuple(code for code in self._launch_obstacles if code not in AFTER_REVIEW)

    @cached_property
    def remarks(self) -> list[Comment]:
        """What moderators wrote beside parts of the page and nobody has answered yet, the oldest first."""
        rows = Comment.objects.filter(page_id=self.page.pk, resolved_at=None).select_related("user")
        return list(rows.order_by("created_at", "pk"))

    def remarks_of(self, step: Step) -> list[Comment]:
        """The remarks about one step."""
        return [
            remark for remark in self.remarks if FIELD_STEPS.get(remark.contentpath.split(".")[0]) == step
        ]

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """The steps with what each lacks, for the path at the side of every screen."""
        missing = by_step(self.obstacles) if not self.is_launched else {}
        return [
            {
                "slug": step.value,
                "title": wording.STEPS[step].title,
                "url": reverse("campaigns:editor_step", args=[self.campaign.pk, step.value]),
                "missing": [wording.OBSTACLES[code] for code in missing.get(step, ())],
                "remarks": self.remarks_of(step),
            }
            for step in Step
            if not self.is_launched or step in WORDS_ONLY
        ]

    @cached_property
    def lacks_payout(self) -> list[Any]:
        """What lacks before the launch for the money to be paid, in words; empty once launched."""
        if self.is_launched:
            return []
        return [wording.OBSTACLES[code] for code in self._launch_obstacles if code in RECEIVING]

    @property
    def words_version(self) -> str:
        """The version of the words this screen shows."""
        return words_version(self.page)


def desk_for(request: HttpRequest, pk: int) -> Desk:
    """Return the desk of a campaign for who may write it, or answer 404."""
    campaign = (
        Campaign.objects.filter(pk=pk)
        .select_related("page", "territory", "totals", "organisation", "origin_page")
        .first()
    )
    if campaign is None or not can(request.user, "open_editor", campaign):
        raise Http404
    assert isinstance(request.user, User)
    return Desk(request.user, campaign, draft_of(campaign))
