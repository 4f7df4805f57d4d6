"""Pages appear at their hour by themselves, and a territory's front page stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from base.schedule import run_due_jobs
from stories.models import StoryPage
from tests.builders import a_user
from tests.editorial import a_story, the_home, the_list

pytestmark = pytest.mark.django_db


def test_a_story_scheduled_for_tomorrow_appears_at_its_hour(client, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    story = the_list(StoryPage).add_child(instance=StoryPage(title="Demain", slug="demain", live=False))
    story.go_live_at = start + timedelta(days=1)
    story.save_revision().publish()
    time_machine.move_to(start + timedelta(days=1, seconds=-1), tick=False)
    run_due_jobs(at=timezone.now())
    assert client.get(story.url).status_code == 404
    time_machine.move_to(start + timedelta(days=1, minutes=1), tick=False)
    assert "publish_scheduled" in run_due_jobs(at=timezone.now())
    assert client.get(story.url).status_code == 200


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_territory_s_front_page_is_not_deleted(client, in_bulk):
    a_story()
    home = the_home()
    client.force_login(a_user(is_staff=True, is_superuser=True))
    address = reverse("wagtailadmin_pages:delete", args=[home.pk])
    if in_bulk:
        address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={home.pk}"
    answer = client.post(address, {"next": "/admin/"}, follow=True)
    assert "ne se supprime pas" in " ".join(str(message) for message in answer.context["messages"])
    assert Page.objects.filter(pk=home.pk).exists()
