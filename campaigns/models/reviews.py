"""Reviews of campaigns: what moderators answered, criterion by criterion, about one revision of the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from accounts.groups import MODERATORS, belongs
from campaigns import wording
from campaigns.models.answers import ApprovalForm, ChangesForm
from campaigns.rules.criteria import DECISIVE, Answer, Criterion


class CampaignReview(models.Model):
    """One verdict on a campaign. `answers` maps a criterion to « yes » or « no »; `revision` is what was judged."""

    class Verdict(models.TextChoices):
        """What was decided."""

        APPROVED = "approved", _("approuvé")
        CHANGES_ASKED = "changes_asked", _("compléments demandés")
        REFUSED = "refused", _("refusé")

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(_("avis"), max_length=20, choices=Verdict)
    criterion = models.CharField(
        _("critère en cause"),
        max_length=20,
        blank=True,
        choices=[(each.value, wording.CRITERIA[each].title) for each in DECISIVE],
    )
    answers = models.JSONField(_("réponses"), default=dict, blank=True)
    reason = models.TextField(_("raison"), blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.campaign}"

    @property
    def answered(self) -> list[tuple[str, str]]:
        """The answers as (criterion, answer), both in words."""
        return [
            (str(wording.CRITERIA[each].title), str(wording.ANSWERS[each][Answer(self.answers[each])]))
            for each in Criterion
            if self.answers.get(each)
        ]


class CampaignTaskState(TaskState):
    """One reading in Wagtail's workflow, with the answers given there."""

    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lecture d’une campagne")
        verbose_name_plural = _("lectures de campagnes")


class CampaignReviewTask(Task):
    """The one step of a campaign's review in Wagtail's workflow: moderators, and nobody else, give the verdict."""

    task_state_class = CampaignTaskState

    class Meta:
        verbose_name = _("relecture d’une campagne")
        verbose_name_plural = _("relectures de campagnes")

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Check what was filled in, keep the answers, then let the workflow go on.

        The campaign's row is taken first, as everywhere: a verdict given in « Conditions » at the same moment waits.
        """
        from campaigns.models.campaigns import Campaign

        page_id = task_state.workflow_state.object_id
        Campaign.objects.select_for_update(of=("self",), no_key=True).filter(page_id=page_id).first()
        form = self.get_form_for_action(action_name)(kwargs)
        if not form.is_valid():
            raise PermissionDenied
        if action_name == "approve":
            task_state.answers = form.answers
        super().on_action(task_state, user, action_name, comment=form.cleaned_data["comment"])

    def get_form_for_action(self, action: str) -> Any:
        """Ask for the answers to the criteria, or for what must change."""
        return ApprovalForm if action == "approve" else ChangesForm

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Open the page's edit view to moderators while they read it."""
        return belongs(user, MODERATORS)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Keep everybody else from changing what is being read."""
        return not belongs(user, MODERATORS)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Offer the two verdicts; a refusal is pronounced in « Conditions », with its criterion."""
        if not belongs(user, MODERATORS):
            return []
        return [("reject", _("Demander des compléments"), True), ("approve", _("Approuver"), True)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """List what waits for the moderators on their opening page."""
        states = self.task_states
        return states.filter(status="in_progress") if belongs(user, MODERATORS) else states.none()

    @classmethod
    def get_description(cls) -> Any:
        """Say in the admin what this step is."""
        return _("Les modérateurs répondent aux critères publiés avant d’approuver.")
