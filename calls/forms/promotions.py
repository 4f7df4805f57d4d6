"""What staff fill in about a promotion: its launch, its timetable, its workshops, who accompanies whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField
from calls.forms.deciding import FormOfCall, MomentField
from calls.models import Application, Promotion
from calls.models.promotions import LONGEST_EXPECTED, LONGEST_LABEL
from calls.services.promoting import MOST_STEPS, MentorDraft, StepDraft
from stories.models import EventPage

ROWS_TO_ADD = 3


class LaunchForm(FormOfCall):
    """When the projects are launched together."""

    launches_at = MomentField(label=_("Lancement commun"))
    moves_steps = forms.BooleanField(
        label=_("Décaler d’autant les étapes à venir"), required=False, initial=True
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["moves_steps"]


class StepForm(forms.Form):
    """One step; a row left empty is none, one that is emptied goes."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Étape"), max_length=LONGEST_LABEL, required=False)
    due_on = forms.DateField(
        label=_("Pour le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    expected = forms.CharField(
        label=_("Ce qui est attendu"),
        max_length=LONGEST_EXPECTED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """A step has a name and a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        label, due_on = cleaned.get("label"), cleaned.get("due_on")
        if label and not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("Pour quel jour ?"))
        is_new = not self.initial
        if is_new and not label and (due_on or cleaned.get("expected")) and "label" not in self.errors:
            self.add_error("label", _("Nommez cette étape, ou videz toute la ligne."))
        return cleaned

    @property
    def draft(self) -> StepDraft | None:
        """The step as typed, None for an empty row."""
        values = self.cleaned_data
        if not values.get("label"):
            return None
        return StepDraft(values["label"], values["due_on"], values["expected"], values["pk"])


StepFormSet = forms.formset_factory(
    StepForm, extra=ROWS_TO_ADD, max_num=MOST_STEPS, absolute_max=MOST_STEPS + ROWS_TO_ADD
)


class MentorForm(forms.Form):
    """Who accompanies one project; both fields empty for nobody."""

    name = forms.CharField(label=_("Mentor"), max_length=120, required=False)
    email = EmailAddressField(label=_("Adresse électronique"), required=False)

    def __init__(self, data: Any, *, project: Application, initial: dict[str, str]) -> None:
        super().__init__(data, prefix=f"mentor-{project.pk}", initial=initial)
        self.project = project

    def clean(self) -> dict[str, Any]:
        """A mentor has a name and an address, or there is none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("L’adresse à laquelle lui écrire."))
        if cleaned.get("email") and not cleaned.get("name"):
            self.add_error("name", _("Le nom que lira le porteur."))
        return cleaned

    @property
    def draft(self) -> MentorDraft:
        """Who was typed."""
        return MentorDraft(self.cleaned_data["name"], self.cleaned_data["email"])


class WorkshopsForm(forms.Form):
    """Which events the projects of the promotion come to."""

    workshops: Any = forms.ModelMultipleChoiceField(
        label=_("Ateliers"),
        queryset=EventPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshops"].queryset = events  # type: ignore[attr-defined]


class PreparationForms:
    """The three parts of a promotion's preparation, typed and kept together."""

    def __init__(
        self, promotion: Promotion, projects: list[Application], events: Any, data: Any = None
    ) -> None:
        steps = [
            {"pk": step.pk, "label": step.label, "due_on": step.due_on, "expected": step.expected}
            for step in promotion.steps.all()
        ]
        self.steps = StepFormSet(data, initial=steps, prefix="etapes")
        self.workshops = WorkshopsForm(
            data,
            events=events,
            initial={"workshops": list(promotion.workshops.values_list("pk", flat=True))},
        )
        self.mentors = [MentorForm(data, project=row, initial=_mentor_of(row)) for row in projects]

    def is_valid(self) -> bool:
        """Tell whether everything fits; each part says its own errors."""
        return all([self.steps.is_valid(), self.workshops.is_valid(), *(m.is_valid() for m in self.mentors)])

    @property
    def drafts(self) -> dict[str, Any]:
        """What was typed, as `save_preparation` takes it."""
        drafts = (form.draft for form in self.steps)
        return {
            "steps": [draft for draft in drafts if draft is not None],
            "workshops": list(self.workshops.cleaned_data["workshops"]),
            "mentors": {form.project.pk: form.draft for form in self.mentors},
        }


def _mentor_of(application: Application) -> dict[str, str]:
    mentor = getattr(application, "mentor", None)
    return {"name": mentor.name, "email": mentor.email} if mentor else {}
