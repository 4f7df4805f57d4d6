"""« Conditions » and the guards of the admin: staff write terms until launch, nobody deletes money."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from accounts import groups
from accounts.models import User
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage
from notices.models import Notice
from tests.builders import (
    GOOD_ANSWERS,
    a_campaign,
    a_campaign_page,
    a_ready_recipient,
    a_user,
    the_territory,
    tier,
)

pytestmark = pytest.mark.django_db


def a_staff_member(name: str) -> User:
    """A member of one staff group, with Wagtail rights on every page (the guards must hold all the same)."""
    group, _new = Group.objects.get_or_create(name=name)
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page"):
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    user = a_user()
    user.groups.add(group)
    return user


@pytest.fixture
def editor(client):
    user = a_staff_member(groups.EDITORS)
    client.force_login(user)
    return user


@pytest.fixture
def moderator(client):
    user = a_staff_member(groups.MODERATORS)
    client.force_login(user)
    return user


def address(page: CampaignPage) -> str:
    return reverse("campaign_terms", args=[page.pk])


def typed_terms(**changes) -> dict[str, str]:
    deadline = timezone.localtime() + timedelta(days=30)
    data = {
        "holder_email": "alexis@example.org",
        "holder_name": "Alexis et Clément",
        "holder_kind": "collective",
        "organisation": "",
        "threshold_cents": "6 000",
        "goal_cents": "8 000,00",
        "surplus_percent": "150",
        "deadline": deadline.strftime("%Y-%m-%dT%H:%M"),
        "rights": "kept",
        "one_kind_reason": "Une seule, la bonne.",
        "tiers-TOTAL_FORMS": "2",
        "tiers-INITIAL_FORMS": "0",
        "tiers-0-title": "Un café",
        "tiers-0-kind": "thanks",
        "tiers-0-price_cents": "5",
        "tiers-0-hand_over": "on_site",
        "tiers-1-kind": "thanks",
        "tiers-1-hand_over": "on_site",
        "budget-TOTAL_FORMS": "1",
        "budget-INITIAL_FORMS": "0",
        "budget-0-kind": "expense",
        "budget-0-label": "Travaux",
        "budget-0-amount_cents": "8000",
        "stretch-TOTAL_FORMS": "0",
        "stretch-INITIAL_FORMS": "0",
    }
    return {**data, **changes}


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_from_page_to_live_campaign(client, editor):
    page = a_campaign_page()
    assert client.get(address(page)).status_code == 200
    client.post(address(page))
    answer = client.post(address(page), typed_terms(), follow=True)
    assert "enregistrées" in said(answer)
    campaign = Campaign.objects.get(page=page)
    assert (campaign.threshold_cents, campaign.goal_cents) == (600_000, 800_000)
    assert campaign.holder.email == "alexis@example.org"
    assert not campaign.holder.has_usable_password()
    client.post(address(page), {"action": "submit"})
    campaign.refresh_from_db()
    assert campaign.status == "submitted"
    assert "pas par vous" in said(client.post(address(page), {"action": "approve"}, follow=True))
    client.force_login(a_staff_member(groups.MODERATORS))
    answer = client.post(address(page), {"action": "approve", **GOOD_ANSWERS, "real_need": "no"})
    assert "Un critère n’est pas rempli" in said(answer)
    client.post(address(page), {"action": "approve", **GOOD_ANSWERS})
    assert "qui reçoit l’argent" in said(client.post(address(page), {"action": "launch"}, follow=True))
    campaign.refresh_from_db()
    assert campaign.status == "approved"
    a_ready_recipient(campaign)
    client.post(address(page), {"action": "launch"})
    campaign.refresh_from_db()
    assert campaign.status == "live"
    assert campaign.launched_terms["threshold_cents"] == 600_000
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tiers-0-title": "", "tiers-0-price_cents": ""}, "au moins une contrepartie"),
        ({"budget-0-amount_cents": "7000"}, "pas équilibré"),
        (
            {"deadline": (timezone.localtime() + timedelta(days=63)).strftime("%Y-%m-%dT%H:%M")},
            "62 jours",
        ),
        (
            {"deadline": (timezone.localtime() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")},
            "déjà passée",
        ),
    ],
)
def test_the_editor_is_told_why_a_campaign_cannot_go_on(client, editor, changes, words):
    page = a_campaign_page()
    client.post(address(page))
    client.post(address(page), typed_terms(**changes))
    assert words in said(client.post(address(page), {"action": "submit"}, follow=True))
    assert Campaign.objects.get(page=page).status == "draft"


def test_a_goal_above_the_ceiling_is_refused_beside_the_field(client, editor):
    page = a_campaign_page()
    client.post(address(page))
    answer = client.post(address(page), typed_terms(goal_cents="10 000,01"))
    assert "dépasse le plafond" in str(answer.context["form"].errors["goal_cents"])
    assert "Alexis et Clément" in answer.content.decode()
    assert Campaign.objects.get(page=page).goal_cents == 0


def test_terms_freeze_at_launch(client, moderator):
    campaign = a_campaign()
    answer = client.post(address(campaign.page), typed_terms())
    assert answer.status_code in {302, 403}
    before = campaign.threshold_cents
    campaign.refresh_from_db()
    assert campaign.threshold_cents == before


def test_people_without_staff_rights_see_nothing(client):
    campaign = a_campaign(state="draft")
    assert client.get(address(campaign.page)).status_code == 302
    client.force_login(campaign.holder)
    assert client.get(address(campaign.page)).status_code in {302, 403}
    client.force_login(a_staff_member(groups.FINANCE))
    assert client.get(address(campaign.page)).status_code == 200
    assert client.post(address(campaign.page), typed_terms()).status_code in {302, 403}
    campaign.refresh_from_db()
    assert campaign.threshold_cents == 100_000


def test_a_refusal_needs_its_reason_and_reaches_the_holder(client, moderator):
    campaign = a_campaign(state="submitted")
    assert "raison" in said(client.post(address(campaign.page), {"action": "refuse"}, follow=True))
    typed = {"action": "refuse", "reason": "Hors du territoire."}
    answer = client.post(address(campaign.page), typed)
    assert "Choisissez le critère" in said(answer)
    assert "Hors du territoire." in answer.content.decode()
    client.post(address(campaign.page), {**typed, "criterion": "local_interest"})
    campaign.refresh_from_db()
    assert campaign.status == "refused"
    notice = Notice.objects.get(kind="campaign_refused")
    assert "Hors du territoire." in " ".join(notice.context["paragraphs"])


def test_end_now_exists_only_in_a_demonstration(client, moderator, settings):
    campaign = a_campaign()
    settings.DEMO_GATEWAY_ALLOWED = False
    client.post(address(campaign.page), {"action": "end_now"})
    campaign.refresh_from_db()
    assert campaign.status == "live"
    settings.DEMO_GATEWAY_ALLOWED = True
    deadline = campaign.deadline
    client.post(address(campaign.page), {"action": "end_now"})
    campaign.refresh_from_db()
    assert (campaign.status, campaign.deadline) == ("closing", deadline)


@pytest.mark.parametrize("above", [False, True])
def test_a_page_with_a_campaign_is_never_deleted_not_even_from_above(client, editor, above):
    page = a_campaign(state="draft").page
    target = CampaignIndexPage.objects.get() if above else page
    for method in (client.get, client.post):
        answer = method(reverse("wagtailadmin_pages:delete", args=[target.pk]), follow=True)
        assert "ne peut pas être supprimée" in said(answer)
    assert CampaignPage.objects.filter(pk=page.pk).exists()


def test_bulk_delete_unpublish_move_and_copy_are_refused_with_a_message(client, editor):
    page = a_campaign().page
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert "supprimée" in said(client.post(f"{bulk}?id={page.pk}", follow=True))
    assert "rester lisible" in said(
        client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)
    )
    destination = the_territory().root_page
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    assert "déplacée" in said(client.post(move, follow=True))
    assert "ne se copie pas" in said(
        client.get(reverse("wagtailadmin_pages:copy", args=[page.pk]), follow=True)
    )
    page.refresh_from_db()
    assert page.live
    assert page.get_parent().specific_class is CampaignIndexPage


def test_publishing_an_old_revision_changes_no_term(client, editor):
    campaign = a_campaign()
    revision = campaign.page.save_revision()
    price = tier(campaign).price_cents
    revision.publish()
    campaign.refresh_from_db()
    assert (campaign.status, tier(campaign).price_cents) == ("live", price)


def test_a_page_without_a_campaign_previews_with_a_sample():
    response = a_campaign_page().make_preview_request()
    assert response.status_code == 200
    response.render()
    assert "Chiffres d’exemple" in response.content.decode()
