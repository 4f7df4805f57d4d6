"""What anybody may read: neither a page behind a view restriction nor what stands below one."""

import pytest
from wagtail.models import PageViewRestriction

from home.programme import list_pages
from stories.models import EventPage, StoryPage
from tests.editorial import a_story, an_event, the_home, the_list

pytestmark = pytest.mark.django_db


def restrict(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_restricted_pages_and_those_below_are_left_out_as_wagtail_does(django_assert_num_queries):
    shown, hidden, event = a_story(), a_story(), an_event()
    restrict(hidden)
    restrict(the_list(EventPage))

    assert list(StoryPage.objects.visible()) == [shown]
    assert not EventPage.objects.visible().filter(pk=event.pk).exists()
    assert list(StoryPage.objects.live().public()) == [shown]
    assert set(list_pages(the_home())) == {"campaigns", "stories"}
    with django_assert_num_queries(1):
        assert list(StoryPage.objects.visible().order_by("pk")) == [shown]
