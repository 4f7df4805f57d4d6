"""What the admin's form of an event refuses to publish, beside the field."""

import pytest

from stories.forms import EventPageForm
from stories.models import EventPage
from tests.builders import a_user
from tests.editorial import an_event

pytestmark = pytest.mark.django_db


def refusals(**changes) -> dict[str, list[str]]:
    """What the admin's form refuses of an event to publish, by field."""
    form_class = EventPage.get_edit_handler().get_form_class()
    assert issubclass(form_class, EventPageForm)
    event = an_event()
    typed = {
        "title": "Un atelier",
        "slug": "un-atelier",
        "kind": "workshop",
        "starts_at": "2026-12-05 10:00",
        "ends_at": "2026-12-05 12:00",
        "repeats": "none",
        "repeats_until": "",
        "place": "Ici",
        "capacity": "",
        "body-count": "0",
        "tags": "",
        "campaign_links-TOTAL_FORMS": "0",
        "campaign_links-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **changes,
    }
    form = form_class(typed, instance=event, parent_page=event.get_parent(), for_user=a_user())
    form.is_valid()
    return {field: [str(error) for error in errors] for field, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": "2026-12-05 10:00"}, "ends_at"),
        ({"repeats": "weekly"}, "repeats_until"),
        ({"repeats": "weekly", "repeats_until": "2026-12-04"}, "repeats_until"),
        ({"repeats": "weekly", "repeats_until": "2027-12-07"}, "repeats_until"),
        ({"repeats_until": "2026-12-20"}, "repeats"),
        ({"capacity": "10"}, "capacity"),
        (
            {"repeats": "weekly", "repeats_until": "2027-01-10", "ends_at": "2026-12-20 10:00"},
            "ends_at",
        ),
    ],
)
def test_what_contradicts_itself_is_said_beside_the_field(changes, field):
    assert list(refusals(**changes)) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ends_at": ""},
        {"repeats": "weekly", "repeats_until": "2026-12-05"},
        {"repeats": "monthly", "repeats_until": "2027-12-06"},
        {"capacity": "10", "takes_registrations": "on"},
    ],
)
def test_what_holds_together_is_published(changes):
    assert refusals(**changes) == {}


def test_no_date_of_expiry_is_asked_nor_taken():
    """Expiring asks nobody: people may be registered."""
    form_class = EventPage.get_edit_handler().get_form_class()

    assert "go_live_at" in form_class.base_fields
    assert "expire_at" not in form_class.base_fields
