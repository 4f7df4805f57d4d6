"""Writes campaigns: page, news, terms, then the moves that bring each to its state, on its story's dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from wagtail.models import Comment

from accounts.models import User
from base.models import Territory
from campaigns.errors import ProviderRefused
from campaigns.gateways.base import RefundSnapshot
from campaigns.gateways.demo import DemoGateway
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage, Pledge, UpdatePage
from campaigns.rules.criteria import DECISIVE, Criterion
from campaigns.services import launching, reviewing
from campaigns.services.operating import run_operations
from campaigns.services.settling import cancel, close_campaign, decide
from campaigns.services.tax_receipts import issue_receipts
from home.demo.body import first_words, stream
from home.demo.clock import LAST_MINUTE, PARIS, Clock
from home.demo.commitments import REMARKS, RIGHTS, TEAMS, WHO_BENEFITS
from home.demo.declarations import DECLARATIONS
from home.demo.gallery import Gallery
from home.demo.offline_loading import pay_out_by_hand
from home.demo.pledge_loading import leave_waiting, write_pledges
from home.demo.publishing import add_page, keep_as_draft, publish
from home.demo.receiving import ask_for_papers, name_recipient
from home.demo.shapes import CampaignStory, News
from home.demo.staff import write_holder
from home.demo.town import FINANCE_OFFICER

UNPUBLISHED = {"draft", "submitted", "needs_changes", "refused"}
NEVER_LAUNCHED = {*UNPUBLISHED, "approved"}
RUNNING = {"live", "suspended"}
NEWS_HOUR = time(9, 30)
JUST_CLOSED = timedelta(minutes=3)
LAST_PLEDGE_BEFORE = timedelta(minutes=6)
UNTIL_DECISION = timedelta(minutes=40)
UNTIL_MONEY_MOVES = timedelta(hours=10)


@dataclass
class CardGone(DemoGateway):
    """A provider that cannot give one charge back, because the card no longer exists."""

    charge_id: str

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Refuse that charge, give the others back."""
        if charge_id == self.charge_id:
            raise ProviderRefused("carte expirée, remboursement impossible")
        return super().refund(charge_id, amount_cents, reference=reference, key=key)


@dataclass
class CampaignWriter:
    """Writes stories as campaigns of one territory; `accounts` grows with their holders."""

    index: CampaignIndexPage
    territory: Territory
    gallery: Gallery
    clock: Clock
    accounts: dict[str, User]
    editor: User
    moderator: User

    def write(self, story: CampaignStory) -> Campaign:
        """Write one campaign with everything that happened to it."""
        launched_at = self.clock.moment(-story.launched_days_ago)
        page = self._page(story, launched_at)
        holder, organisation = write_holder(story, self.accounts)
        written_at = launched_at - timedelta(hours=1)
        if story.state in NEVER_LAUNCHED:
            written_at = self.clock.now - timedelta(days=2)
        campaign = launching.create_campaign(
            page=page, territory=self.territory, at=written_at, holder=holder
        )
        deadline = self._deadline(story)
        declared = DECLARATIONS.get(story.slug)
        if declared is not None and organisation is not None:
            organisation.address = declared.address
            organisation.save(update_fields=["address"])
        terms = launching.Terms(
            holder=holder,
            organisation=organisation,
            holder_name=story.organisation or self._holder_name(story),
            holder_kind=story.holder_kind,
            threshold_cents=story.threshold_cents,
            goal_cents=story.goal_cents,
            surplus_percent=self.territory.surplus_percent,
            deadline=deadline,
            tiers=[
                launching.TierDraft(
                    title=tier.title,
                    kind=tier.kind,
                    price_cents=tier.price_cents,
                    value_cents=declared.values.get(tier.price_cents, 0) if declared else 0,
                    description=tier.description,
                    limit=tier.limit,
                    delivery_month=_month_after(deadline, tier.delivery_in_months),
                    hand_over=tier.hand_over,
                )
                for tier in story.tiers
            ],
            budget=[launching.BudgetDraft(line.kind, line.label, line.amount_cents) for line in story.lines],
            stretch=[launching.StretchDraft(goal.amount_cents, goal.title) for goal in story.stretch],
            rights=RIGHTS.get(story.slug, "kept") if story.state != "draft" else "",
            gives_tax_receipts=declared is not None,
            receipt_signatory=declared.signatory if declared else "",
            receipt_purpose=declared.purpose if declared else "",
        )
        launching.save_terms(campaign=campaign, terms=terms)
        self._review(campaign, story, at=written_at)
        if story.state not in NEVER_LAUNCHED:
            self._run(campaign, story, launched_at)
        return campaign

    def _page(self, story: CampaignStory, launched_at: datetime) -> CampaignPage:
        page = CampaignPage(
            title=story.title,
            slug=story.slug,
            summary=story.summary,
            picture=self.gallery.picture(story.picture),
            neighbourhood=story.neighbourhood,
            place=story.place,
            latitude=Decimal(str(story.latitude)),
            longitude=Decimal(str(story.longitude)),
            body=stream(story.body, self.gallery),
            other_help="\n".join(story.help),
            who_benefits=WHO_BENEFITS.get(story.slug, ""),
            public_duty=story.public_duty,
            team=[
                ("person", {"name": name, "role": role, "sentence": sentence})
                for name, role, sentence in TEAMS.get(story.slug, ())
            ],
        )
        page.tags.add(*story.tags)
        add_page(self.index, page, by=self.editor)
        if story.state in UNPUBLISHED:
            keep_as_draft(page, by=self.editor)
        else:
            publish(page, by=self.editor, at=launched_at)
        for news in story.news:
            self._news(page, news, launched_at)
        return page

    def _news(self, page: CampaignPage, news: News, launched_at: datetime) -> None:
        day = launched_at.astimezone(PARIS).date() + timedelta(days=news.days_after_launch)
        update = UpdatePage(
            title=news.title,
            published_on=day,
            summary=first_words(news.blocks),
            body=stream(news.blocks, self.gallery),
        )
        add_page(page, update, by=self.editor)
        publish(update, by=self.editor, at=datetime.combine(day, NEWS_HOUR, tzinfo=PARIS))

    def _holder_name(self, story: CampaignStory) -> str:
        return HOLDERS_TOGETHER.get(story.slug, story.holder.full_name)

    def _deadline(self, story: CampaignStory) -> datetime:
        """The last minute of the campaign's last day, its day of launch being the first."""
        if story.state == "closing":
            return (self.clock.now - JUST_CLOSED).replace(second=0, microsecond=0)
        return self.clock.moment(story.duration_days - story.launched_days_ago - 1, LAST_MINUTE)

    def _review(self, campaign: Campaign, story: CampaignStory, *, at: datetime) -> None:
        """Bring a campaign to where the moderators left it: nowhere, sent back, refused, or approved."""
        if story.state == "draft":
            return
        reviewing.submit(campaign=campaign, at=at, actor=campaign.holder)
        later = at + timedelta(minutes=30)
        if story.state == "needs_changes":
            self._remark(campaign, story)
            reviewing.ask_changes(campaign=campaign, at=later, reason=story.verdict, actor=self.moderator)
        elif story.state == "refused":
            reviewing.refuse(
                campaign=campaign,
                criterion=Criterion.PUBLIC_DUTY,
                at=later,
                reason=story.verdict,
                actor=self.moderator,
            )
        elif story.state != "submitted":
            answers = dict.fromkeys(map(str, DECISIVE), "yes")
            answers[Criterion.COMMERCIAL] = "yes" if story.holder_kind == "entrepreneur" else "no"
            reviewing.approve(campaign=campaign, answers=answers, at=later, actor=self.moderator)
            campaign.refresh_from_db()
            name_recipient(campaign, at=later)

    def _remark(self, campaign: Campaign, story: CampaignStory) -> None:
        """Leave the moderators' remarks beside the parts they are about, as in the admin."""
        page = campaign.page.get_latest_revision_as_object()
        texts = [block.id for block in page.body if block.block_type == "text"]
        for place, words in REMARKS.get(story.slug, ()):
            field, _colon, number = place.partition(":")
            Comment.objects.create(
                page=campaign.page,
                user=self.moderator,
                text=words,
                contentpath=f"{field}.{texts[int(number)]}" if number else field,
            )

    def _run(self, campaign: Campaign, story: CampaignStory, launched_at: datetime) -> None:
        """Launch, gather, and end as the story does."""
        launching.launch(campaign=campaign, at=launched_at, actor=self.moderator)
        campaign.refresh_from_db()
        ended = story.state not in {*RUNNING, "cancelled"}
        stopped_at = self._stopped_at(campaign, story)
        write_pledges(campaign=campaign, story=story, until=stopped_at, accounts=self.accounts, ended=ended)
        endings: dict[str, Callable[[Campaign, CampaignStory, datetime], None]] = {
            "suspended": self._suspend,
            "cancelled": self._cancel,
            "closing": self._leave_closing,
        }
        if story.state != "live":
            endings.get(story.state, self._settle)(campaign, story, stopped_at)

    def _stopped_at(self, campaign: Campaign, story: CampaignStory) -> datetime:
        """When pledges stopped coming: at the deadline, on the day something was announced, or not yet."""
        if story.state in {"suspended", "cancelled"}:
            day = story.news[-1].days_after_launch - story.launched_days_ago
            return self.clock.moment(day, NEWS_HOUR) - LAST_PLEDGE_BEFORE
        return min(_due(campaign), self.clock.now) - LAST_PLEDGE_BEFORE

    def _suspend(self, campaign: Campaign, story: CampaignStory, stopped_at: datetime) -> None:
        at = stopped_at + LAST_PLEDGE_BEFORE
        launching.suspend(campaign=campaign, at=at, reason=story.verdict, actor=self.moderator)

    def _cancel(self, campaign: Campaign, story: CampaignStory, stopped_at: datetime) -> None:
        at = stopped_at + LAST_PLEDGE_BEFORE
        cancel(campaign=campaign, at=at, reason=story.verdict, actor=self.moderator)
        run_operations(at=at + UNTIL_MONEY_MOVES, gateway=_card_gone(campaign))

    def _leave_closing(self, campaign: Campaign, story: CampaignStory, stopped_at: datetime) -> None:
        """Close with one payment still open: the outcome waits for it, half an hour at most."""
        leave_waiting(campaign=campaign, at=_due(campaign) - timedelta(minutes=1))
        close_campaign(campaign=campaign, at=_due(campaign))

    def _settle(self, campaign: Campaign, story: CampaignStory, stopped_at: datetime) -> None:
        """Close, decide, then pay out or refund, all of it or all but what the story leaves to a person."""
        close_campaign(campaign=campaign, at=_due(campaign))
        decided_at = _due(campaign) + UNTIL_DECISION
        decide(campaign=campaign, at=decided_at)
        gateway = _card_gone(campaign) if story.state == "unfunded" else None
        if story.state == "funded":
            ask_for_papers(campaign, at=decided_at)
        run_operations(at=decided_at + UNTIL_MONEY_MOVES, gateway=gateway)
        treasurer = self.accounts[FINANCE_OFFICER.email]
        pay_out_by_hand(campaign, by=treasurer, at=decided_at + UNTIL_MONEY_MOVES)
        campaign.refresh_from_db()
        if campaign.gives_tax_receipts:
            issue_receipts(campaign=campaign, at=decided_at + 2 * UNTIL_MONEY_MOVES, actor=campaign.holder)


HOLDERS_TOGETHER = {
    "cafe-de-quartier": "Alexis et Clément",
    "appli-obstacles": "Lina et Oscar",
}
"""Campaigns carried by two people; the account is the first one's."""


def _due(campaign: Campaign) -> datetime:
    if campaign.deadline is None:
        raise ValueError("A launched campaign has a deadline.")
    return campaign.deadline


def _card_gone(campaign: Campaign) -> CardGone:
    """A provider that cannot refund the first pledge of this campaign."""
    first = Pledge.objects.filter(campaign=campaign).counted().order_by("created_at").first()
    return CardGone(first.charge_id if first else "")


def _month_after(deadline: datetime, months: int) -> date:
    """The first day of the month that many months after the deadline's."""
    local = deadline.astimezone(PARIS)
    count = local.year * 12 + local.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
