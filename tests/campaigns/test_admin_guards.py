"""Other roads of the admin to a campaign: schedules, bulk actions, odd input, names read, draft pages read."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts import groups
from accounts.services import grant_page_rights
from base.models import AuditLine
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage, StateChange
from tests.builders import a_campaign, a_campaign_page, a_pledge, a_territory, a_user
from tests.campaigns.test_terms_screen import a_staff_member, address, said, typed_terms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("action", "state"), [("unpublish", "live"), ("move", "live"), ("move", "draft"), ("delete", "draft")]
)
def test_several_pages_at_once_meet_the_same_guards(client, action, state):
    campaign = a_campaign(state=state)
    elsewhere = a_territory().root_page
    client.force_login(a_staff_member(groups.EDITORS))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    data = {"chooser": elsewhere.get_children().get().pk}
    assert said(client.post(f"{bulk}?id={campaign.page.pk}", data, follow=True))
    page = CampaignPage.objects.get(pk=campaign.page.pk)
    assert page.live
    assert page.is_descendant_of(campaign.territory.root_page)


def test_a_draft_campaign_does_not_move_to_another_territory(client):
    campaign = a_campaign(state="draft")
    other = CampaignIndexPage.objects.child_of(a_territory().root_page).get()
    client.force_login(a_staff_member(groups.EDITORS))
    move = reverse("wagtailadmin_pages:move_confirm", args=[campaign.page.pk, other.pk])
    assert "déplacée" in said(client.post(move, follow=True))
    assert CampaignPage.objects.get(pk=campaign.page.pk).is_descendant_of(campaign.territory.root_page)


def test_a_campaign_page_is_given_no_date_of_expiry(client):
    page = a_campaign().page
    client.force_login(a_staff_member(groups.EDITORS))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(edit).context["form"]
    assert "go_live_at" in form.fields
    assert "expire_at" not in form.fields
    soon = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    data = {
        "title": "Un autre titre",
        "slug": page.slug,
        "summary": "",
        "tags": "",
        "body-count": "0",
        "team-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "expire_at": soon,
        "action-publish": "1",
    }
    assert client.post(edit, data).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.expire_at) == ("Un autre titre", None)


def test_reading_names_and_addresses_leaves_a_line(client):
    pledge = a_pledge(a_campaign())
    finance = a_staff_member(groups.FINANCE)
    client.force_login(finance)
    client.get(reverse("soutiens-liste_modeladmin_index"), {"q": pledge.backer_email})
    client.get(reverse("soutiens-liste_modeladmin_inspect", args=[pledge.pk]))
    lines = AuditLine.objects.filter(action__startswith="pledge").order_by("pk")
    assert [line.action for line in lines] == ["pledges.listed", "pledge.inspected"]
    assert {line.actor for line in lines} == {finance}
    assert pledge.backer_email not in str([line.detail for line in lines])
    client.force_login(a_staff_member(groups.EDITORS))
    client.get(reverse("soutiens-liste_modeladmin_index"))
    client.get(reverse("soutiens-liste_modeladmin_inspect", args=[pledge.pk]))
    assert lines.count() == 2


def test_a_clerk_reads_no_project_before_it_is_public(client):
    campaign = a_campaign(state="submitted")
    grant_page_rights(campaign.territory.root_page)
    user = a_user()
    user.groups.add(Group.objects.get(name=groups.CLERKS))
    client.force_login(user)
    for path in (address(campaign.page), reverse("campaign_reading", args=[campaign.page_id])):
        assert client.get(path)["Location"] == reverse("counter:desk")


@pytest.mark.parametrize("group", [group for group in groups.ALL if group != groups.CLERKS])
def test_staff_without_rights_on_pages_read_what_they_decide_about(client, group):
    territory = a_territory()
    grant_page_rights(territory.root_page)
    campaign = a_campaign(state="submitted", territory=territory, page={"summary": "Un four pour tous."})
    page = campaign.page
    page.live = False
    page.save()
    user = a_user()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    reading = reverse("campaign_reading", args=[page.pk])
    assert reading in client.get(address(page)).content.decode()
    answer = client.get(reading)
    assert answer.status_code == 200
    assert "Un four pour tous." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.get(page.url).status_code == 404


def test_nobody_else_reads_a_draft(client):
    campaign = a_campaign(state="submitted")
    reading = reverse("campaign_reading", args=[campaign.page.pk])
    assert client.get(reading).status_code == 302
    client.force_login(campaign.holder)
    answer = client.get(reading)
    assert answer.status_code in {302, 403}
    assert b"Un projet" not in answer.content


def test_a_reason_is_plain_text_of_a_bounded_length(client):
    campaign = a_campaign(state="submitted")
    client.force_login(a_staff_member(groups.MODERATORS))
    typed = {"action": "refuse", "criterion": "local_interest"}
    answer = client.post(address(campaign.page), {**typed, "reason": "y" * 9000})
    assert "2000" in answer.content.decode()
    assert not StateChange.objects.filter(after="refused").exists()
    client.post(address(campaign.page), {**typed, "reason": "Hors\x00 du\x1b bourg."})
    assert StateChange.objects.get(after="refused").reason == "Hors du bourg."


@pytest.mark.parametrize(
    "odd",
    [
        {"tiers-0-limit": "9" * 90},
        {"tiers-0-limit": "3000000000"},
        {"tiers-0-pk": "9" * 90},
        {"tiers-0-title": "\x00"},
        {"tiers-0-delivery_month": "0001-01"},
        {"tiers-TOTAL_FORMS": "x"},
        {"tiers-TOTAL_FORMS": "999999999"},
        {"surplus_percent": "9" * 90},
        {"deadline": "0001-01-01T00:00"},
        {"deadline": "9999-12-31T23:59"},
        {"threshold_cents": "9" * 400},
        {"organisation": "9" * 90},
        {"holder_email": "a\x00@example.org"},
    ],
)
def test_odd_terms_are_refused_or_written_but_break_nothing(client, odd):
    page = a_campaign_page()
    client.force_login(a_staff_member(groups.EDITORS))
    client.post(address(page))
    assert client.post(address(page), typed_terms(**odd)).status_code in {200, 302}
    assert client.get(address(page)).status_code == 200
    assert client.post(address(page), {"action": "submit"}).status_code == 302
    assert client.post(address(page), {}).status_code in {200, 302}
    assert Campaign.objects.get().status in {"draft", "submitted"}
