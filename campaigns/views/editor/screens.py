"""The six screens of the editor: which forms each shows, and what saving it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from campaigns.forms import editor as editor_forms
from campaigns.forms import terms as term_forms
from campaigns.forms.pictures import picture_values, usable_pictures
from campaigns.forms.story import KINDS, BlockFormSet, block_rows, moved
from campaigns.models import RewardIdea
from campaigns.rules.preparation import Step
from campaigns.services.launching import TierDraft
from campaigns.services.writing import save_part, save_words
from campaigns.views.editor.desk import Desk

Forms = dict[str, Any]


@dataclass(frozen=True)
class Save:
    """How a screen is saved: what it was based on, the button pressed, whether it is only in passing."""

    words: str
    terms: int
    at: datetime
    act: str = ""
    in_passing: bool = False


@dataclass(frozen=True)
class Screen:
    """One screen. `writes_words` and `writes_terms` say what it changes; the latter never after launch."""

    step: Step
    writes_words: bool = False
    writes_terms: bool = False

    def may_write(self, desk: Desk) -> bool:
        """Tell whether the screen may be saved now."""
        return desk.may_write_words if self.writes_words else desk.may_write_terms

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """Return the screen's forms by name, bound when `data` is given; `adding` is a kind of block to begin."""
        raise NotImplementedError

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write valid forms; the services' errors pass."""
        raise NotImplementedError

    def _words(self, desk: Desk, save: Save, **words: Any) -> None:
        save_words(
            campaign=desk.campaign,
            words=words,
            based_on=save.words,
            at=save.at,
            actor=desk.user,
            in_passing=save.in_passing,
        )


class PresentationScreen(Screen):
    """Name, sentence, picture, place."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """One form."""
        page = desk.page
        initial = {
            "title": page.title,
            "summary": page.summary,
            "neighbourhood": page.neighbourhood,
            "place": page.place,
            "latitude": page.latitude,
            "longitude": page.longitude,
            "tags": ", ".join(sorted(page.tags.names())),
            **picture_values(page.picture),
        }
        usable = usable_pictures(page)
        return {"form": editor_forms.PresentationForm(data, files, initial=initial, usable=usable)}

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write the words."""
        form = forms["form"]
        names = ("title", "summary", "neighbourhood", "place", "latitude", "longitude", "tags")
        picture = form.kept(desk.user) if save.act != "remove:picture" else None
        self._words(desk, save, picture=picture, **{name: form.cleaned_data[name] for name in names})


class StoryScreen(Screen):
    """The blocks of the story."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """One form for each block, in order, and the one being begun."""
        rows = block_rows(desk.page) if data is None else None
        if rows is not None and (adding in KINDS or not rows):
            rows.append({"kind": adding if adding in KINDS else "text"})
        kwargs = {"usable": usable_pictures(desk.page)}
        return {"blocks": BlockFormSet(data, files, initial=rows, prefix="blocks", form_kwargs=kwargs)}

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write the blocks that are not empty, in their order."""
        rows = [form for form in forms["blocks"] if not form.cleaned_data.get("DELETE")]
        blocks = [form.block(desk.user) for form in moved(rows, save.act, "blocks")]
        stream = desk.page.body.stream_block.to_python([block for block in blocks if block])
        self._words(desk, save, body=stream)


class TeamScreen(Screen):
    """Who carries the project; after launch, only the people."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """The people, and in whose name while it may change."""
        rows = [{"uid": block.id, **block.value} for block in desk.page.team] if data is None else None
        found: Forms = {"people": editor_forms.PersonFormSet(data, initial=rows, prefix="people")}
        if not desk.is_launched:
            campaign = desk.campaign
            initial = {name: getattr(campaign, name) for name in editor_forms.HolderForm.base_fields}
            found["form"] = editor_forms.HolderForm(data, initial=initial)
        return found

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write people, then terms."""
        rows = [form.cleaned_data for form in forms["people"] if not form.cleaned_data.get("DELETE")]
        people = [
            {
                "type": "person",
                "value": {name: row[name] for name in ("name", "role", "sentence")},
                **({"id": row["uid"]} if row["uid"] else {}),
            }
            for row in moved(rows, save.act, "people")
            if row.get("name")
        ]
        if "form" in forms:
            save_part(campaign=desk.campaign, based_on=save.terms, **forms["form"].cleaned_data)
        self._words(desk, save, team=desk.page.team.stream_block.to_python(people))


class MoneyScreen(Screen):
    """Threshold, goal, deadline, budget, and what more would allow."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """The sums, and rows of both sides of the budget."""
        campaign = desk.campaign
        with timezone.override(campaign.zone):
            deadline = (
                timezone.localtime(campaign.deadline).replace(tzinfo=None) if campaign.deadline else None
            )
        initial = {
            "threshold_cents": campaign.threshold_cents or None,
            "goal_cents": campaign.goal_cents or None,
            "deadline": deadline,
        }
        unbound = data is None
        return {
            "form": editor_forms.MoneyForm(data, initial=initial, campaign=campaign),
            "budget": term_forms.BudgetFormSet(
                data, initial=term_forms.budget_rows(campaign) if unbound else None, prefix="budget"
            ),
            "stretch": term_forms.StretchFormSet(
                data, initial=term_forms.stretch_rows(campaign) if unbound else None, prefix="stretch"
            ),
        }

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write the sums and the rows."""
        values = forms["form"].cleaned_data
        save_part(
            campaign=desk.campaign,
            based_on=save.terms,
            threshold_cents=values["threshold_cents"] or 0,
            goal_cents=values["goal_cents"] or 0,
            deadline=values["deadline"],
            budget=term_forms.budget_drafts(forms["budget"]),
            stretch=term_forms.stretch_drafts(forms["stretch"]),
        )


class RewardsScreen(Screen):
    """The reward tiers, and ideas to start from."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """The tiers, and the reason when they are of one kind."""
        campaign = desk.campaign
        initial = term_forms.tier_rows(campaign) if data is None else None
        return {
            "tiers": term_forms.TierFormSet(
                data,
                initial=initial,
                prefix="tiers",
                form_kwargs={"asks_value": campaign.gives_tax_receipts},
            ),
            "form": editor_forms.OneKindForm(data, initial={"one_kind_reason": campaign.one_kind_reason}),
        }

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write the tiers, with the idea that was picked."""
        tiers = term_forms.tier_drafts(forms["tiers"], desk.campaign)
        verb, _colon, number = save.act.partition(":")
        if verb == "idea" and number.isascii() and number.isdigit() and len(number) < 10:
            idea = RewardIdea.objects.filter(territory=desk.campaign.territory, pk=number).first()
            if idea is not None:
                tiers.append(
                    TierDraft(
                        idea.title, idea.kind, idea.price_cents, idea.description, hand_over=idea.hand_over
                    )
                )
        save_part(campaign=desk.campaign, based_on=save.terms, tiers=tiers, **forms["form"].cleaned_data)


class CommitmentsScreen(Screen):
    """Ways to help, who benefits, normal public duty, rights."""

    def forms(self, desk: Desk, data: Any = None, files: Any = None, adding: str = "") -> Forms:
        """One form over words and terms."""
        page = desk.page
        names = ("other_help", "who_benefits", "public_duty")
        campaign = desk.campaign
        terms = {name: getattr(campaign, name) for name in ("rights", *term_forms.TAX_FIELDS)}
        words = {name: getattr(page, name) for name in names}
        return {"form": editor_forms.CommitmentsForm(data, initial=words | terms)}

    def write(self, desk: Desk, forms: Forms, save: Save) -> None:
        """Write terms, then words."""
        values = dict(forms["form"].cleaned_data)
        terms = {name: values.pop(name) for name in ("rights", *term_forms.TAX_FIELDS)}
        save_part(campaign=desk.campaign, based_on=save.terms, **terms)
        self._words(desk, save, **{name: text.replace("\r\n", "\n").strip() for name, text in values.items()})


SCREENS: dict[str, Screen] = {
    screen.step.value: screen
    for screen in (
        PresentationScreen(Step.PRESENTATION, writes_words=True),
        StoryScreen(Step.STORY, writes_words=True),
        TeamScreen(Step.TEAM, writes_words=True),
        MoneyScreen(Step.MONEY, writes_terms=True),
        RewardsScreen(Step.REWARDS, writes_terms=True),
        CommitmentsScreen(Step.COMMITMENTS, writes_words=True, writes_terms=True),
    )
}
