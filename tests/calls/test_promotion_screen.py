"""The screen of a promotion in the back office: forming it, its parts typed together, refusals beside the fields."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, MODERATORS
from base.models import Territory
from calls.models import Mentor, Promotion
from tests.editorial import a_member, an_event
from tests.promotions import a_mentor, a_promotion, a_selected_call, projects

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def staff(group: str = EDITORS) -> Client:
    client = Client()
    client.force_login(a_member(group))
    return client


def address(call_id: int) -> str:
    return reverse("juries:promotion", args=[call_id])


def typed(promotion: Promotion, **changes: object) -> dict[str, object]:
    """The preparation as the screen sends it back."""
    steps = list(promotion.steps.all())
    fields: dict[str, object] = {
        "action": "save",
        "etapes-TOTAL_FORMS": len(steps) + 1,
        "etapes-INITIAL_FORMS": len(steps),
    }
    for place, step in enumerate(steps):
        fields |= {
            f"etapes-{place}-pk": step.pk,
            f"etapes-{place}-label": step.label,
            f"etapes-{place}-due_on": step.due_on.isoformat(),
            f"etapes-{place}-expected": step.expected,
        }
    return {**fields, **changes}


def test_a_promotion_is_formed_at_an_hour_of_the_territory():
    call, _selected = a_selected_call()
    Territory.objects.update(zone="Indian/Reunion")
    editor = staff()
    day = (timezone.now() + 60 * DAY).date()

    assert "heure de La Réunion" in editor.get(address(call.pk)).content.decode().replace("Heure", "heure")
    editor.post(address(call.pk), {"action": "open", "launches_at": f"{day:%Y-%m-%d}T18:00"})

    promotion = Promotion.objects.get(call=call)
    assert promotion.launches_at == dt.datetime.combine(day, dt.time(18), tzinfo=ZoneInfo("Indian/Reunion"))
    assert f'value="{day:%Y-%m-%d}T18:00"' in editor.get(address(call.pk)).content.decode()


def test_a_moment_that_is_past_is_refused_and_stays_typed():
    call, _selected = a_selected_call()

    page = staff().post(address(call.pk), {"action": "open", "launches_at": "2020-01-01T18:00"})

    assert "déjà passé" in page.content.decode()
    assert 'value="2020-01-01T18:00"' in page.content.decode()
    assert not Promotion.objects.exists()


def test_everything_is_saved_together():
    promotion = a_promotion("draft", "approved")
    first, second = projects(promotion)
    event = an_event(title="Atelier récit")
    steps = promotion.steps.count()

    answer = staff().post(
        address(promotion.call_id),
        typed(
            promotion,
            **{
                "etapes-0-label": "",
                f"etapes-{steps}-label": "Une photo de groupe",
                f"etapes-{steps}-due_on": promotion.launches_at.date().isoformat(),
                f"mentor-{first.pk}-name": "Lucie Arnal",
                f"mentor-{first.pk}-email": "lucie@example.org",
                "workshops": [event.pk],
            },
        ),
    )

    assert answer.status_code == 302
    assert promotion.steps.count() == steps
    assert promotion.steps.last().label == "Une photo de groupe"
    assert list(promotion.workshops.all()) == [event]
    assert Mentor.objects.get().application == first
    assert not Mentor.objects.filter(application=second).exists()


def test_what_does_not_fit_is_said_and_nothing_is_saved_nor_lost():
    promotion = a_promotion("draft")
    (project,) = projects(promotion)
    steps = promotion.steps.count()

    page = (
        staff()
        .post(
            address(promotion.call_id),
            typed(
                promotion,
                **{
                    "etapes-0-label": "Un autre nom",
                    f"etapes-{steps}-label": "Sans jour",
                    f"mentor-{project.pk}-name": "Sans adresse",
                    f"mentor-{project.pk}-email": "",
                },
            ),
        )
        .content.decode()
    )

    assert "Rien n’est enregistré" in page
    assert "Pour quel jour ?" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "L’adresse à laquelle lui écrire." in page
    for kept in ("Un autre nom", "Sans jour", "Sans adresse"):
        assert kept in page
    assert not promotion.steps.filter(label="Un autre nom").exists()
    assert not Mentor.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "save"},
        {"action": "save", "etapes-TOTAL_FORMS": "9999", "etapes-INITIAL_FORMS": "-1"},
        {
            "action": "save",
            "etapes-TOTAL_FORMS": "1",
            "etapes-INITIAL_FORMS": "1",
            "etapes-0-pk": "9" * 40,
            "etapes-0-label": "A",
        },
        {"action": "move", "launches_at": "\x00"},
        {"action": "open", "launches_at": "2030-01-01T10:00"},
        {"action": "inconnue"},
    ],
)
def test_nothing_sent_by_hand_breaks_the_screen(sent):
    promotion = a_promotion("draft")
    before = list(promotion.steps.values_list("label", "due_on"))

    assert staff().post(address(promotion.call_id), sent).status_code in {200, 302}

    assert list(promotion.steps.values_list("label", "due_on")) == before


def test_events_of_elsewhere_and_drafts_are_not_offered_nor_taken():
    promotion = a_promotion("draft")
    draft = an_event(title="Brouillon d’atelier")
    draft.unpublish()
    editor = staff()

    page = editor.post(address(promotion.call_id), typed(promotion, workshops=[draft.pk])).content.decode()

    assert "Brouillon d’atelier" not in page
    assert not promotion.workshops.exists()


def test_a_moderator_reads_and_changes_nothing():
    promotion = a_promotion("draft")
    moderator = staff(MODERATORS)

    page = moderator.get(address(promotion.call_id)).content.decode()

    assert "Enregistrer la préparation" not in page
    assert moderator.post(address(promotion.call_id), typed(promotion)).status_code == 404


def test_the_screen_costs_the_same_for_two_projects_and_for_seven():
    counts = []
    for number in (2, 7):
        promotion = a_promotion(*["draft"] * number)
        for position, project in enumerate(projects(promotion)):
            a_mentor(project, f"mentor-{position}@example.org")
        editor = staff()
        editor.get(address(promotion.call_id))
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address(promotion.call_id)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
