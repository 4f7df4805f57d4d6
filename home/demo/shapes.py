"""The shapes of the demonstration content: frozen values with no behaviour beyond a little arithmetic.

Every amount is an integer number of euro cents; every date is a number of days counted from the day of
loading or from the launch of a campaign, so that the demonstration never ages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from home.ready_made.shapes import ReadyQuestion, ReadyStep

Block = tuple[str, Any]
"""A kind and its value: heading and text carry a str, list a list of str, quote, picture and video a dict."""

TierKind = Literal["thanks", "invitation", "access", "discount", "product"]
HandOver = Literal["on_site", "at_event", "by_post", "by_email", "none"]
HolderKind = Literal["individual", "collective", "association", "entrepreneur"]
EventKind = Literal["meetup", "evening", "open_day", "workshop"]
Repeats = Literal["none", "weekly", "fortnightly", "monthly"]
SchemeKind = Literal["grant", "incubator", "microcredit", "loan", "room", "service", "guidance"]
CampaignState = Literal[
    "draft",
    "submitted",
    "needs_changes",
    "refused",
    "approved",
    "live",
    "suspended",
    "closing",
    "funded",
    "unfunded",
    "cancelled",
    "settled",
    "refunded",
]


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration town; every address ends in example.org."""

    first_name: str
    last_name: str
    email: str

    @property
    def full_name(self) -> str:
        """First name then last name, as it is shown to the public."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Tier:
    """A reward tier. A `product` is a pre-purchase; `limit` counts units, None meaning no limit."""

    title: str
    kind: TierKind
    price_cents: int
    description: str
    limit: int | None
    delivery_in_months: int
    hand_over: HandOver


@dataclass(frozen=True)
class Line:
    """One line of the financing plan; the collection itself is not a line, it is the goal."""

    kind: Literal["expense", "resource"]
    label: str
    amount_cents: int


@dataclass(frozen=True)
class Stretch:
    """What an amount above the threshold would allow."""

    amount_cents: int
    title: str


@dataclass(frozen=True)
class News:
    """An update posted by a holder, before or after the outcome."""

    title: str
    days_after_launch: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CampaignStory:
    """A campaign: its page, its terms, and where its collection stands on the day of loading.

    `gathered_cents` is what the pledges add up to once they stop coming in, whatever became of the money.
    `verdict` is what the town wrote to the holder: what to change, why refused, suspended or cancelled.
    `help` is what is asked for besides money, a line each. `public_duty` answers who would normally pay, and
    why they do not.
    """

    slug: str
    title: str
    summary: str
    picture: str
    neighbourhood: str
    place: str
    latitude: float
    longitude: float
    tags: tuple[str, ...]
    holder: Person
    organisation: str | None
    holder_kind: HolderKind
    body: tuple[Block, ...]
    help: tuple[str, ...]
    public_duty: str
    threshold_cents: int
    goal_cents: int
    stretch: tuple[Stretch, ...]
    tiers: tuple[Tier, ...]
    lines: tuple[Line, ...]
    state: CampaignState
    launched_days_ago: int
    duration_days: int
    gathered_cents: int
    news: tuple[News, ...] = ()
    verdict: str = ""

    @property
    def expenses_cents(self) -> int:
        """Sum of what the project costs."""
        return sum(line.amount_cents for line in self.lines if line.kind == "expense")

    @property
    def resources_cents(self) -> int:
        """Sum of what is already there, the collection left out."""
        return sum(line.amount_cents for line in self.lines if line.kind == "resource")


@dataclass(frozen=True)
class Theme:
    """An editorial gathering; the programme says when it is the headline of the front page."""

    slug: str
    title: str
    summary: str
    picture: str
    tags: tuple[str, ...]
    body: tuple[Block, ...]
    picks: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """What a jury looks at, with its weight in a total of 100."""

    title: str
    weight: int
    explanation: str


@dataclass(frozen=True)
class Offer:
    """What the projects kept by a call receive."""

    kind: Literal["guidance", "place", "equipment", "visibility", "experiment", "money", "other"]
    text: str


@dataclass(frozen=True)
class CallResult:
    """A project kept by a jury, with the sentence published beside its name."""

    title: str
    sentence: str
    campaign: str | None = None


@dataclass(frozen=True)
class Call:
    """A call for projects; dates are days from the day of loading, negative in the past."""

    slug: str
    title: str
    summary: str
    picture: str
    tags: tuple[str, ...]
    body: tuple[Block, ...]
    who_may_answer: tuple[Block, ...]
    offered: tuple[Offer, ...]
    criteria: tuple[Criterion, ...]
    opens_in_days: int
    closes_in_days: int
    decision_in_days: int
    places: int
    goal_ceiling_cents: int
    surplus_ceiling_percent: int
    fund_cents: int | None = None
    fund_percent: int | None = None
    fund_cap_cents: int | None = None
    is_read_without_names: bool = False
    results: tuple[CallResult, ...] = ()
    results_introduction: str = ""
    events: tuple[str, ...] = ()
    # The code of the ready-made call whose form it asks to fill in.
    form: str = ""
    questions: tuple[ReadyStep | ReadyQuestion, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One application to a call; the sum and the budget's lines are whole euros."""

    title: str
    summary: str
    neighbourhood: str
    goal_euros: int
    applicant: str
    kind: str
    objects: tuple[str, ...]
    story: str
    keepers: str
    second_year: str
    budget: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Story:
    """A tale of a project after its campaign; `reports_on` is the slug of the event it gives account of."""

    slug: str
    title: str
    summary: str
    picture: str
    neighbourhood: str
    tags: tuple[str, ...]
    author: str
    body: tuple[Block, ...]
    published_days_ago: int
    campaign: str | None = None
    reports_on: str | None = None


@dataclass(frozen=True)
class Event:
    """A meeting people may come to, once or again for `repeats_for_weeks` more weeks after the first date.

    `starts_in_days` is negative for one that is over, or that began to come back in the past. A `capacity` of
    None means no limit.
    """

    slug: str
    title: str
    summary: str
    picture: str
    place: str
    address: str
    access: str
    tags: tuple[str, ...]
    body: tuple[Block, ...]
    starts_in_days: int
    starts_at: str
    lasts_minutes: int
    kind: EventKind
    organiser: str
    on_weekday: int | None = None
    repeats: Repeats = "none"
    repeats_for_weeks: int = 0
    takes_registrations: bool = False
    capacity: int | None = None
    campaigns: tuple[str, ...] = ()
    booking: str = ""


@dataclass(frozen=True)
class Registrant:
    """Somebody who registered for an event, in the order of arrival; the last ones may be waiting."""

    person: Person
    people: int = 1
    needs: str = ""


@dataclass(frozen=True)
class Scheme:
    """An entry of the directory; `opens_in_days` and `closes_in_days` are None when it is open all year."""

    slug: str
    title: str
    summary: str
    kind: SchemeKind
    offered_by: str
    who_for: str
    how_much: str
    steps: tuple[str, ...]
    contact_name: str
    contact_phone: str
    contact_email: str
    website: str
    for_everyone: bool
    checked_days_ago: int
    tags: tuple[str, ...]
    body: tuple[Block, ...] = ()
    opens_in_days: int | None = None
    closes_in_days: int | None = None


@dataclass(frozen=True)
class Material:
    """One line of a kit's shopping list: how much, of what, and a word of advice."""

    quantity: str
    what: str
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a kit, with the key of its picture when there is one."""

    title: str
    text: str
    picture: str | None = None


@dataclass(frozen=True)
class Kit:
    """How to do again what a project did; `continues` is the slug of the kit it takes further."""

    slug: str
    title: str
    summary: str
    picture: str
    makes: str
    difficulty: Literal["easy", "medium", "hard"]
    duration: str
    cost: str
    people: str
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    licence: Literal["cc-by", "cc-by-sa", "cc0", "art-libre"]
    authors: str
    version: str
    campaigns: tuple[str, ...]
    tags: tuple[str, ...]
    body: tuple[Block, ...] = ()
    continues: str | None = None


@dataclass(frozen=True)
class PlainPage:
    """A page of explanation, linked from the foot of every page or from the main menu."""

    slug: str
    title: str
    summary: str
    body: tuple[Block, ...]
    in_menu: bool = False


@dataclass(frozen=True)
class TownFacts:
    """What the territory is set up with: identity, contact person, rates and ceilings."""

    slug: str
    town: str
    platform: str
    baseline: str
    introduction: str
    contact_name: str
    contact_role: str
    contact_email: str
    contact_telephone: str
    contact_hours: str
    contact_address: str
    commission_bps: int
    goal_ceiling_cents: int
    surplus_ceiling_percent: int
    suggested_amounts_cents: tuple[int, ...]
    legal_name: str
    legal_address: str
    legal_siret: str
    vat_number: str
    vat_bps: int
    neighbourhoods: tuple[str, ...] = field(default_factory=tuple)
