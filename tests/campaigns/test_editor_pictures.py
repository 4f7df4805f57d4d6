"""Pictures in the holder's editor: checked by content, written anew, described, cropped where the holder says."""

from __future__ import annotations

import pytest
from PIL import Image as Picture

from base.models import Image
from campaigns.models import Campaign, CampaignPage
from campaigns.rules.preparation import Step
from campaigns.services.writing import draft_of
from tests.builders import a_campaign, a_picture
from tests.editor import address, block_rows, sent_picture, typed, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return a_campaign(state="draft")


@pytest.fixture
def desk(client, campaign):
    """The holder, signed in."""
    client.force_login(campaign.holder)
    return client


def test_a_picture_is_written_anew_without_what_the_camera_noted(desk, campaign):
    data = typed(campaign, Step.PRESENTATION, upload=sent_picture(exif=True), description="Le four", part="2")
    assert desk.post(address(campaign, Step.PRESENTATION), data).status_code == 302
    picture = draft_of(campaign).picture
    with picture.file.open("rb") as content, Picture.open(content) as opened:
        assert not opened.getexif()
        assert opened.format == "WEBP"
    assert (picture.description, picture.uploaded_by_user) == ("Le four", campaign.holder)
    assert picture.get_focal_point().centroid.x > picture.width / 2
    assert picture.get_focal_point().centroid.y < picture.height / 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"content": b"GIF89a not really", "name": "a.gif"}, "image"),
        ({"content": b"<svg onload=alert(1)>", "name": "a.svg"}, "image"),
        ({"content": b"", "name": "a.png"}, "vide"),
        ({"name": "a.png"}, "extension"),
        ({"size": (6000, 4000), "name": "a.jpg"}, "pixels"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field(desk, campaign, wrong, words):
    data = typed(campaign, Step.PRESENTATION, upload=sent_picture(**wrong), description="Le four")
    answer = desk.post(address(campaign, Step.PRESENTATION), data)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["upload"]).lower()
    assert not Image.objects.exists()


def test_a_picture_needs_its_alternative_text(desk, campaign):
    rows = block_rows(("picture", {"upload": sent_picture(), "description": ""}))
    answer = desk.post(address(campaign, Step.STORY), {**versions(campaign), **rows})
    assert answer.status_code == 422
    assert "Dites en une phrase ce que montre l’image" in answer.content.decode()


def test_somebody_elses_picture_is_neither_taken_nor_changed(desk, campaign):
    foreign = a_picture()
    rows = block_rows(("picture", {"image": foreign.pk, "description": "À moi"}))
    desk.post(address(campaign, Step.STORY), {**versions(campaign), **rows})
    assert not draft_of(campaign).body, "a picture of another page is not one of this page's"
    page = CampaignPage.objects.get(pk=campaign.page_id)
    page.picture = foreign
    page.save_revision()
    data = typed(campaign, Step.PRESENTATION, image=foreign.pk, description="Vu autrement", part="0")
    desk.post(address(campaign, Step.PRESENTATION), data)
    mine = draft_of(campaign).picture
    foreign.refresh_from_db()
    assert (mine.description, foreign.description) == ("Vu autrement", "Un aplat vert")
    assert mine.pk != foreign.pk
