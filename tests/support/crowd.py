"""Thousands of campaigns in a second or two: rows written in bulk, for tests that count queries.

They stand in every state the public sees, carry a tag and a neighbourhood, and are coherent enough to be read; the
services did not make them and no money belongs to them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page

from base.models import Tag, Territory
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage
from campaigns.models.campaigns import CampaignTotals
from campaigns.models.pages import CampaignTag
from campaigns.rules.status import CampaignState
from tests.support.statistics import refresh_statistics

NEIGHBOURHOODS = ("Fontvive", "Le Grand-Clos", "Les Tanneries", "")
KINDS = tuple(kind.value for kind in Campaign.HolderKind)


def a_crowd(number: int, *, territory: Territory, at: datetime, tag: str = "pain") -> None:
    """Add `number` campaigns to `territory`: one in three open with deadlines from tomorrow on, the others decided."""
    index = CampaignIndexPage.objects.descendant_of(territory.root_page).get()
    pages = _pages(index, number, at)
    Campaign.objects.bulk_create([_campaign(page, place, territory, at) for place, page in enumerate(pages)])
    made = Campaign.objects.filter(page__in=pages)
    CampaignTotals.objects.bulk_create(
        [
            CampaignTotals(
                campaign=campaign, takes_pledges=campaign.status == CampaignState.LIVE, ceiling_cents=300_000
            )
            for campaign in made
        ]
    )
    word, _created = Tag.objects.get_or_create(name=tag, defaults={"slug": tag})
    CampaignTag.objects.bulk_create([CampaignTag(tag=word, content_object=page) for page in pages])
    refresh_statistics()


def _pages(index: Page, number: int, at: datetime) -> list[CampaignPage]:
    """Write pages below `index`, their places in the tree computed in memory."""
    first = index.numchild + 1
    content_type = ContentType.objects.get_for_model(CampaignPage)
    rows = []
    for place in range(first, first + number):
        rows.append(
            CampaignPage(
                title=f"Projet {place}",
                draft_title=f"Projet {place}",
                slug=f"projet-de-la-foule-{place}",
                url_path=f"{index.url_path}projet-de-la-foule-{place}/",
                path=Page._get_path(index.path, index.depth + 1, place),
                depth=index.depth + 1,
                numchild=0,
                content_type=content_type,
                live=True,
                locale_id=index.locale_id,
                first_published_at=at,
                summary="Un projet d’ici.",
                neighbourhood=NEIGHBOURHOODS[place % len(NEIGHBOURHOODS)],
            )
        )
    # Django refuses to write child rows in bulk: the parents first, then the children with the parents' keys.
    parents = Page.objects.bulk_create(
        [Page(**{field.attname: getattr(row, field.attname) for field in _parent_fields()}) for row in rows]
    )
    for row, parent in zip(rows, parents, strict=True):
        row.pk = row.page_ptr_id = parent.pk
    CampaignPage.objects.all()._batched_insert(
        rows, fields=CampaignPage._meta.local_concrete_fields, batch_size=500
    )
    Page.objects.filter(pk=index.pk).update(numchild=F("numchild") + number)
    return rows


def _parent_fields() -> list:
    return [field for field in Page._meta.concrete_fields if not field.primary_key]


def _campaign(page: CampaignPage, place: int, territory: Territory, at: datetime) -> Campaign:
    is_open = place % 3 == 0
    deadline = at + timedelta(days=1 + place % 40) if is_open else at - timedelta(days=1 + place % 300)
    return Campaign(
        page=page,
        territory=territory,
        holder_kind=KINDS[place % len(KINDS)],
        holder_name="Des voisins",
        status=CampaignState.LIVE if is_open else CampaignState.SETTLED,
        threshold_cents=100_000,
        goal_cents=(150_000, 400_000, 900_000, 1_500_000)[place % 4],
        deadline=deadline,
        launched_at=deadline - timedelta(days=40),
        launched_terms={},
        outcome="" if is_open else "funded",
        decided_at=None if is_open else deadline,
        decided_cents=None if is_open else 120_000,
        settled_at=None if is_open else deadline,
    )
