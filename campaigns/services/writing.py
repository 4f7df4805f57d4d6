"""What a holder writes in the editor: the words of the page as a draft, the terms part by part, pictures."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile
from django.db import transaction
from PIL import Image as Picture
from PIL import ImageOps
from wagtail.models import TaskState

from base.models import Image
from campaigns.errors import OlderVersion, PageLocked
from campaigns.models import Campaign, CampaignPage, CampaignReview
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services.launching import save_terms, written_terms
from campaigns.services.moves import lock_campaign

if TYPE_CHECKING:
    from django.core.files import File
    from wagtail.models import Revision

    from accounts.models import User

WRITABLE = frozenset({CampaignState.DRAFT, CampaignState.NEEDS_CHANGES}) | PUBLIC_STATES
ONE_SITTING = timedelta(minutes=15)
GRID = 3  # the picture is cut in three by three parts, one of which is kept in sight when it is cropped


def draft_of(campaign: Campaign) -> CampaignPage:
    """Return the page as it is being written: its latest draft, or what is published."""
    page: CampaignPage = CampaignPage.objects.get(pk=campaign.page_id).get_latest_revision_as_object()
    return page


def words_version(page: CampaignPage) -> str:
    """Return what names the words as they are kept now: it changes with any change, made here or in the admin."""
    revision = page.latest_revision
    if revision is None:
        return "0"
    return f"{revision.pk}-{zlib.crc32(json.dumps(revision.content, sort_keys=True).encode())}"


@transaction.atomic
def save_words(
    *,
    campaign: Campaign,
    words: Mapping[str, Any],
    based_on: str,
    at: datetime,
    actor: User | None = None,
    in_passing: bool = False,
) -> str:
    """Write `words` (fields of the page, `tags` as names) in the draft and return its new version.

    `OlderVersion` when somebody wrote since `based_on`; `PageLocked` when the team has locked the page or is reading
    it. Saves made `in_passing` (on leaving a field) within one sitting make one revision.
    """
    locked = lock_campaign(campaign.pk)
    page = draft_of(locked)
    if page.locked or locked.status not in WRITABLE or page.workflow_in_progress:
        raise PageLocked
    if words_version(page) != based_on:
        raise OlderVersion
    latest = page.latest_revision
    for name, value in words.items():
        if name == "tags":
            page.tags.set(value)
        else:
            setattr(page, name, value)
    if not page.live:
        page.save()
    overwritten = latest if in_passing and _same_sitting(latest, page, actor=actor, at=at) else None
    page.save_revision(user=actor, log_action=True, overwrite_revision=overwritten)
    return words_version(draft_of(locked))


def save_part(*, campaign: Campaign, based_on: int, **changes: Any) -> None:
    """Write some of the terms, the others staying; errors are those of `save_terms`."""
    save_terms(campaign=campaign, terms=replace(written_terms(campaign), **changes), based_on=based_on)


def keep_picture(*, upload: File[bytes], description: str, part: int, actor: User) -> Image:
    """Keep a picture somebody sent: decoded and written anew, so that nothing but the picture is kept (no EXIF).

    The caller has checked content, weight and number of pixels. `part` is the third-by-third part kept in sight.
    """
    upload.seek(0)
    with Picture.open(upload) as opened:
        upright = ImageOps.exif_transpose(opened)
        picture = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    content = BytesIO()
    picture.save(content, "WEBP", quality=88)
    content.seek(0)
    image = Image(
        title=description[:120],
        description=description,
        file=ImageFile(content, name=f"{uuid.uuid4().hex}.webp"),
        uploaded_by_user=actor,
    )
    image.width, image.height = picture.size
    _look_at(image, part)
    image.save()
    return image


def retouch_picture(*, image: Image, description: str, part: int, actor: User) -> Image:
    """Change a picture's alternative text or the part kept in sight; somebody else's picture is copied first."""
    if (image.description, part_of(image)) == (description, part):
        return image
    if image.uploaded_by_user_id != actor.pk:
        with image.file.open("rb") as content:
            return keep_picture(upload=content, description=description, part=part, actor=actor)
    image.description = description
    _look_at(image, part)
    image.save()
    return image


def part_of(image: Image) -> int:
    """Return the part of the picture kept in sight, 0 to 8 from top left to bottom right, 4 being the middle."""
    point = image.get_focal_point()
    if point is None or not image.width or not image.height:
        return GRID * GRID // 2
    column = min(int(point.centroid.x) * GRID // image.width, GRID - 1)
    row = min(int(point.centroid.y) * GRID // image.height, GRID - 1)
    return row * GRID + column


def _look_at(image: Image, part: int) -> None:
    row, column = divmod(part, GRID)
    image.focal_point_x = image.width * (2 * column + 1) // (2 * GRID)
    image.focal_point_y = image.height * (2 * row + 1) // (2 * GRID)
    image.focal_point_width = max(image.width // GRID, 1)
    image.focal_point_height = max(image.height // GRID, 1)


def _same_sitting(revision: Revision | None, page: CampaignPage, *, actor: User | None, at: datetime) -> bool:
    """Tell whether a revision may be written over: the same person's, a moment ago, that nobody has judged or seen."""
    if (
        revision is None
        or actor is None
        or revision.user_id != actor.pk
        or page.live_revision_id == revision.pk
    ):
        return False
    if at - revision.created_at > ONE_SITTING:
        return False
    return not (
        TaskState.objects.filter(revision=revision).exists()
        or CampaignReview.objects.filter(revision=revision).exists()
    )
