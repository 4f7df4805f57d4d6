"""The workflow of campaigns is made once, on PostgreSQL; without the lock, two first readings would make two."""

import threading

import pytest
from wagtail.models import Workflow

from campaigns.services import reviewing
from campaigns.services.reviewing import WORKFLOW_NAME, review_workflow
from tests.campaigns.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_first_readings_at_once_make_one_workflow() -> None:
    assert not Workflow.objects.filter(name=WORKFLOW_NAME).exists()

    made = at_once(*[review_workflow] * 8)

    assert {workflow.pk for workflow in made} == {Workflow.objects.get(name=WORKFLOW_NAME).pk}
    assert Workflow.objects.get(name=WORKFLOW_NAME).tasks.count() == 1


def test_without_the_lock_each_would_make_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    both, known = threading.Barrier(2, timeout=20), reviewing._known_workflow

    def looked_together() -> Workflow | None:
        found = known()
        both.wait()
        return found

    monkeypatch.setattr(reviewing, "lock_making", lambda: None)
    monkeypatch.setattr(reviewing, "_known_workflow", looked_together)

    at_once(review_workflow, review_workflow)

    assert Workflow.objects.filter(name=WORKFLOW_NAME).count() == 2
