"""What Wagtail's workflow tells campaigns. Nothing is imported at the top: Wagtail loads this module before any app."""

from __future__ import annotations

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """End a review that was approved (`WAGTAIL_FINISH_WORKFLOW_ACTION`); other pages are published, as Wagtail does."""
    from django.utils import timezone
    from wagtail.workflows import publish_workflow_state

    from campaigns.services.reviewing import take_approval

    if not take_approval(workflow_state=workflow_state, at=timezone.now(), actor=user):
        publish_workflow_state(workflow_state, user=user)


def rejected(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Hear that a step was sent back (signal `task_rejected`)."""
    from django.utils import timezone

    from campaigns.services.reviewing import take_rejection

    take_rejection(task_state=instance, at=timezone.now(), actor=user)


def cancelled(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Hear that a review was stopped (signal `workflow_cancelled`)."""
    from django.utils import timezone

    from campaigns.services.reviewing import take_cancellation

    take_cancellation(workflow_state=instance, at=timezone.now(), actor=user)
