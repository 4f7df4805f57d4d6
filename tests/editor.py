"""What a holder types in the editor's screens, as a browser posts it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from accounts.models import User
from campaigns.models import Campaign
from campaigns.rules.preparation import Step
from campaigns.services.writing import draft_of, words_version

NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
FORMSETS = {
    Step.STORY: ("blocks",),
    Step.TEAM: ("people",),
    Step.MONEY: ("budget", "stretch"),
    Step.REWARDS: ("tiers",),
}


def address(campaign: Campaign, step: Step) -> str:
    """The address of one screen."""
    return reverse("campaigns:editor_step", args=[campaign.pk, step.value])


def versions(campaign: Campaign) -> dict[str, str]:
    """The hidden versions of a screen opened now."""
    version = Campaign.objects.values_list("terms_version", flat=True).get(pk=campaign.pk)
    return {"words_version": words_version(draft_of(campaign)), "terms_version": str(version)}


def typed(campaign: Campaign, step: Step, **values: Any) -> dict[str, Any]:
    """A whole screen as it is, with some values changed and no row."""
    page = draft_of(campaign)
    data: dict[str, Any] = versions(campaign)
    if step == Step.PRESENTATION:
        data |= {"title": page.title, "summary": page.summary}
    for prefix in FORMSETS.get(step, ()):
        data |= {f"{prefix}-{name}": value for name, value in NO_ROWS.items()}
    return {**data, **values}


def block_rows(*blocks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """The story's rows, each (kind, fields)."""
    data: dict[str, Any] = {"blocks-TOTAL_FORMS": str(len(blocks)), "blocks-INITIAL_FORMS": "0"}
    for place, (kind, fields) in enumerate(blocks):
        data[f"blocks-{place}-kind"] = kind
        data |= {f"blocks-{place}-{name}": value for name, value in fields.items()}
    return data


def sent_picture(
    *,
    name: str = "photo.jpg",
    content: bytes | None = None,
    size: tuple[int, int] = (600, 400),
    exif: bool = False,
) -> SimpleUploadedFile:
    """A file as a browser sends it: a small JPEG, with a place and a date when `exif`, or any other content."""
    if content is None:
        buffer = BytesIO()
        picture = Picture.new("RGB", size, (31, 77, 58))
        notes = Picture.Exif()
        if exif:
            notes[0x010F] = "Appareil"
            notes[0x0132] = "2026:01:01 10:00:00"
        picture.save(buffer, "JPEG", exif=notes)
        content = buffer.getvalue()
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def holder_of(campaign: Campaign) -> User:
    """The campaign's holder, whose address is proved, so that they may sign in by the form."""
    holder = campaign.holder
    assert holder is not None
    EmailAddress.objects.get_or_create(user=holder, email=holder.email, verified=True, primary=True)
    return holder
