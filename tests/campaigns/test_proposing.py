"""An accepted project becomes a draft campaign and its draft page, with its own ceilings and where it was born."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Organisation
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage
from campaigns.rules.launch import Obstacle
from campaigns.services.launching import BudgetDraft, launch_obstacles
from campaigns.services.proposing import Origin, ProposedCampaign, StoryPart, create_proposed_campaign
from tests.builders import a_picture, a_user, the_territory

pytestmark = pytest.mark.django_db


def propose(draft: ProposedCampaign | None = None, **facts) -> Campaign:
    territory = the_territory()
    return create_proposed_campaign(
        parent=CampaignIndexPage.objects.descendant_of(territory.root_page).get(),
        territory=territory,
        draft=draft or ProposedCampaign(title="Le four du Rouet"),
        holder=facts.pop("holder", None) or a_user(),
        holder_name="Les Amis du Rouet",
        holder_kind="association",
        at=timezone.now(),
        **facts,
    )


def test_everything_known_is_in_the_draft_and_nothing_is_public(client):
    pictures = [a_picture(), a_picture()]
    organisation = Organisation.objects.create(name="Les Amis du Rouet", kind="association")
    territory = the_territory()
    call = territory.root_page
    campaign = propose(
        ProposedCampaign(
            title="Le four du Rouet",
            summary="Rallumer le four.",
            story=[StoryPart("Il est froid.\n\nDepuis 1950.", "Le four"), StoryPart("  ")],
            pictures=pictures,
            neighbourhood="Rouet",
            place="Place du four",
            latitude=Decimal("45.1"),
            longitude=Decimal("4.2"),
            tags=["pain", "patrimoine"],
            goal_cents=400_000,
            budget=[BudgetDraft("expense", "Voûte", 400_000)],
            other_help=["Des bras", " "],
            who_benefits="Le hameau.",
            public_duty="Personne.",
        ),
        organisation=organisation,
        goal_ceiling_cents=450_000,
        surplus_percent=120,
        commission_bps=300,
        origin=Origin("l’appel « Le pain »", call),
    )
    page = CampaignPage.objects.get(pk=campaign.page_id)
    draft = page.get_latest_revision_as_object()
    assert not page.live
    assert client.get(page.url).status_code == 404
    kinds = [block.block_type for block in draft.body]
    assert kinds == ["heading", "text", "picture"]
    assert draft.picture == pictures[0]
    assert sorted(draft.tags.names()) == ["pain", "patrimoine"]
    assert (draft.help_lines, draft.who_benefits) == (["Des bras"], "Le hameau.")
    campaign.refresh_from_db()
    assert (campaign.status, campaign.goal_cents, campaign.commission_bps) == ("draft", 400_000, 300)
    assert (campaign.goal_ceiling_cents, campaign.surplus_ceiling_percent) == (450_000, 120)
    assert (campaign.origin_label, campaign.origin_page_id) == ("l’appel « Le pain »", call.pk)
    assert campaign.organisation == organisation
    assert Obstacle.GOAL_ABOVE_CEILING not in launch_obstacles(campaign=campaign, at=timezone.now())


def test_the_campaign_keeps_its_own_ceiling_whatever_the_territory_does_next():
    campaign = propose(ProposedCampaign(title="Un four", goal_cents=500_000), goal_ceiling_cents=450_000)
    assert Obstacle.GOAL_ABOVE_CEILING in launch_obstacles(campaign=campaign, at=timezone.now())
    usual = propose(ProposedCampaign(title="Un four", goal_cents=500_000))
    territory = usual.territory
    territory.goal_ceiling_cents = 100
    territory.save()
    usual = Campaign.objects.get(pk=usual.pk)
    assert Obstacle.GOAL_ABOVE_CEILING not in launch_obstacles(campaign=usual, at=timezone.now())


@pytest.mark.parametrize("title", ["Un four", "قرن", "x" * 400, "<script>alert(1)</script>", " "])
def test_any_title_gets_an_address_of_its_own(title):
    first, second = propose(ProposedCampaign(title=title)), propose(ProposedCampaign(title=title))
    assert first.page.slug
    assert first.page.slug != second.page.slug
    assert len(first.page.title) <= 120


def test_nothing_is_left_when_the_terms_cannot_be_written(monkeypatch):
    def fail(**facts):
        raise RuntimeError

    monkeypatch.setattr("campaigns.services.proposing.save_terms", fail)
    with pytest.raises(RuntimeError):
        propose()
    assert not CampaignPage.objects.exists()
    assert not Campaign.objects.exists()
