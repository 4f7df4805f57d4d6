"""The matrix of rights, written out: who may do what to a campaign, and in which states."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts import groups
from accounts.models import User
from campaigns.access import can
from campaigns.models import Campaign, UpdatePage
from campaigns.rules.recipients import CHANGED_WITH_CARE
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services import launching
from tests.builders import a_campaign, a_reservation, a_user, remote_id

pytestmark = pytest.mark.django_db

EDITOR, MODERATOR, FINANCE, CLERK = groups.EDITORS, groups.MODERATORS, groups.FINANCE, groups.CLERKS
EVERYWHERE = set(CampaignState)
# action → group → states; whoever is not named may not.
RIGHTS: dict[str, dict[str, set[CampaignState]]] = {
    "read_terms": {EDITOR: EVERYWHERE, MODERATOR: EVERYWHERE, FINANCE: EVERYWHERE},
    "write_terms": {
        EDITOR: {CampaignState.DRAFT, CampaignState.NEEDS_CHANGES},
        MODERATOR: {
            CampaignState.DRAFT,
            CampaignState.NEEDS_CHANGES,
            CampaignState.SUBMITTED,
            CampaignState.APPROVED,
        },
    },
    "submit": {group: {CampaignState.DRAFT, CampaignState.NEEDS_CHANGES} for group in (EDITOR, MODERATOR)},
    "approve": {MODERATOR: {CampaignState.SUBMITTED}},
    "ask_changes": {MODERATOR: {CampaignState.SUBMITTED}},
    "refuse": {MODERATOR: {CampaignState.SUBMITTED}},
    "launch": {group: {CampaignState.APPROVED} for group in (EDITOR, MODERATOR)},
    "suspend": {MODERATOR: {CampaignState.LIVE}},
    "resume": {MODERATOR: {CampaignState.SUSPENDED}},
    "cancel": {MODERATOR: {CampaignState.LIVE, CampaignState.SUSPENDED}},
    "approve_recipient": {MODERATOR: set(CHANGED_WITH_CARE)},
    "refuse_recipient": {MODERATOR: set(CHANGED_WITH_CARE)},
    "take_in": {CLERK: set(PUBLIC_STATES), FINANCE: set(PUBLIC_STATES)},
    "create": {},
}


def a_member(group: str) -> User:
    """Somebody in one staff group."""
    user = a_user()
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.mark.parametrize("group", groups.ALL)
def test_each_group_does_what_the_matrix_says_and_nothing_else(group):
    user = a_member(group)
    for action, allowed in RIGHTS.items():
        for state in CampaignState:
            expected = state in allowed.get(group, set())
            assert can(user, action, Campaign(status=state)) == expected, (action, state)
    assert can(user, "create", None) == (group == EDITOR)
    assert can(user, "read_terms", None) == (group != CLERK)


HOLDER = {
    "open_editor": EVERYWHERE,
    "write_words": {CampaignState.DRAFT, CampaignState.NEEDS_CHANGES, *PUBLIC_STATES},
    "write_own_terms": {CampaignState.DRAFT, CampaignState.NEEDS_CHANGES},
    "submit_own": {CampaignState.DRAFT, CampaignState.NEEDS_CHANGES},
    "submit_words": set(PUBLIC_STATES),
    "ask_again": {CampaignState.REFUSED},
}


def test_a_holder_does_what_the_matrix_says_and_no_staff_group_does_it_instead():
    holder = a_user()
    staff = [a_member(group) for group in groups.ALL]
    for action, allowed in HOLDER.items():
        for state in CampaignState:
            campaign = Campaign(status=state, holder=holder)
            assert can(holder, action, campaign) == (state in allowed), (action, state)
            assert not can(AnonymousUser(), action, campaign)
            for user in staff:
                assert not can(user, action, campaign), (action, state)
    holder.is_active = False
    assert not can(holder, "open_editor", Campaign(status="draft", holder=holder))


def test_nobody_else_does_anything():
    closed = a_member(MODERATOR)
    closed.is_active = False
    for user in (AnonymousUser(), a_user(), closed):
        for action in (*RIGHTS, "end_now"):
            for state in CampaignState:
                assert not can(user, action, Campaign(status=state)), (action, state)
        assert not can(user, "create", None)
        assert not can(user, "read_terms", None)


def test_ending_now_is_for_a_demonstration_with_the_demonstration_bank(settings):
    user = a_member(MODERATOR)
    assert can(user, "end_now", Campaign(status="live", gateway="demo"))
    assert not can(user, "end_now", Campaign(status="live", gateway="stripe"))
    assert not can(user, "end_now", Campaign(status="funded", gateway="demo"))
    settings.DEMO_GATEWAY_ALLOWED = False
    assert not can(user, "end_now", Campaign(status="live", gateway="demo"))


def test_the_demonstration_bank_exists_only_in_a_demonstration(client, settings):
    pledge = a_reservation(a_campaign())
    page = reverse("demo_bank:payment", args=[remote_id(pledge)])
    assert client.get(page).status_code == 200
    settings.DEMO_GATEWAY_ALLOWED = False
    assert client.get(page).status_code == client.post(page, {"choice": "accept"}).status_code == 404
    with pytest.raises(CommandError, match="demonstration"):
        call_command("check")


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_news_of_a_campaign_that_is_not_public_do_not_exist(client, state):
    campaign = a_campaign(state=state)
    news = campaign.page.add_child(instance=UpdatePage(title="Une nouvelle"))
    assert client.get(news.url).status_code == 404
    assert news.get_sitemap_urls() == []
    assert campaign.page.get_sitemap_urls() == []


def test_news_of_a_public_campaign_are_read(client):
    news = a_campaign().page.add_child(instance=UpdatePage(title="Une nouvelle"))
    assert client.get(news.url).status_code == 200
    assert len(news.get_sitemap_urls()) == 1


def test_a_launched_campaign_whose_page_is_unpublished_takes_nothing_and_is_shown_nowhere(client):
    campaign = a_campaign()
    address = reverse("campaigns:pledge", args=[campaign.pk])
    assert client.get(address).status_code == 200
    campaign.page.unpublish()
    assert client.get(address).status_code == 404
    assert client.get(campaign.page.url).status_code == 404
    assert not Campaign.objects.visible().exists()
    assert not Campaign.objects.open(at=timezone.now()).exists()


def test_the_gate_follows_suspension_and_resumption():
    campaign = a_campaign()
    for verb, reason, is_open in (
        (launching.suspend, {"reason": "Vérification"}, False),
        (launching.resume, {}, True),
    ):
        verb(campaign=campaign, at=timezone.now(), **reason)
        assert Campaign.objects.get().totals.takes_pledges == is_open


def test_a_door_to_the_admin_is_no_right_to_read_terms(client):
    user = a_user()
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    client.force_login(user)
    page = a_campaign(state="draft").page
    for name in ("campaign_terms", "campaign_reading"):
        assert client.get(reverse(name, args=[page.pk])).status_code in {302, 403}
