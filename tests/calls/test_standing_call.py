"""A territory has one standing call, whatever is copied or published again."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.groups import EDITORS
from base.unfinished import UnfinishedPage
from calls.models import CallPage
from tests.builders import a_territory
from tests.editorial import a_call, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing() -> CallPage:
    """The standing call, with a revision as the admin leaves one."""
    call = a_call(title="Proposez", is_standing=True, opens_at=None, closes_at=None)
    call.save_revision().publish()
    return CallPage.objects.get(pk=call.pk)


def alive() -> list[str]:
    """The slugs of the live standing calls."""
    return list(CallPage.objects.standing().live().values_list("slug", flat=True))


def test_a_copy_that_is_published_at_once_is_an_ordinary_call(standing: CallPage) -> None:
    client = Client()
    client.force_login(a_member(EDITORS))
    fields = {"new_title": "Proposez 2", "new_slug": "proposez-2", "publish_copies": "on"}
    fields["new_parent_page"] = str(standing.get_parent().pk)

    client.post(reverse("wagtailadmin_pages:copy", args=[standing.pk]), fields)

    assert CallPage.objects.filter(slug="proposez-2", live=True).exists()
    assert alive() == [standing.slug]


def test_a_copied_revision_is_not_published_by_another_door(standing: CallPage) -> None:
    copy = standing.copy(update_attrs={"slug": "proposez-3"}, keep_live=False)
    draft = copy.get_latest_revision_as_object()
    draft.is_standing = True

    with pytest.raises(UnfinishedPage, match="déjà l’appel permanent"):
        draft.save_revision().publish()

    assert alive() == [standing.slug]
    standing.save_revision().publish()


def test_each_territory_has_its_own(standing: CallPage) -> None:
    other = a_call(territory=a_territory(slug="ailleurs"), is_standing=True, opens_at=None, closes_at=None)
    other.save_revision().publish()

    assert set(alive()) == {standing.slug, other.slug}
