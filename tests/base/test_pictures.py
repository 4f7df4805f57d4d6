"""A picture never enters without its alternative text, whichever door it takes."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from accounts.models import User
from base.models import Image

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the spooled upload to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def staff(client: Client, settings, tmp_path) -> Client:
    """A signed-in technical administrator, with a media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(User.objects.create_superuser("tech@example.org"))
    return client


def upload() -> SimpleUploadedFile:
    """Return a small picture file."""
    stream = io.BytesIO()
    Picture.new("RGB", (8, 8), "green").save(stream, "PNG")
    return SimpleUploadedFile("mur.png", stream.getvalue(), content_type="image/png")


@pytest.mark.parametrize("text", ["", "   "])
def test_the_single_form_asks_for_it(staff: Client, text: str) -> None:
    address = reverse("wagtailimages:add")
    response = staff.post(address, {"title": "Mur", "file": upload(), "description": text, "collection": 1})
    assert response.context["form"].errors["description"]
    assert not Image.objects.exists()
    staff.post(address, {"title": "Mur", "file": upload(), "description": "Un mur vert", "collection": 1})
    assert Image.objects.get().description == "Un mur vert"


def test_the_multiple_upload_keeps_nothing_before_it_is_written(staff: Client) -> None:
    ajax = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    response = staff.post(
        reverse("wagtailimages:add_multiple"), {"title": "Mur", "files[]": upload(), "collection": 1}, **ajax
    )
    answer = response.json()
    assert not Image.objects.exists()
    number = answer["uploaded_file_id"]
    finish = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    [prefix] = set(re.findall(r'name="([^"]+)-description"', answer["form"]))
    fields = {f"{prefix}-title": "Mur", f"{prefix}-collection": 1, f"{prefix}-description": ""}
    assert staff.post(finish, fields, **ajax).json()["success"] is False
    assert not Image.objects.exists()
    staff.post(finish, {**fields, f"{prefix}-description": "Un mur vert"}, **ajax)
    assert Image.objects.get().description == "Un mur vert"


def test_the_chooser_asks_for_it(staff: Client) -> None:
    address = reverse("wagtailimages_chooser:create")
    prefix = "image-chooser-upload"
    fields = {f"{prefix}-title": "Mur", f"{prefix}-collection": 1, f"{prefix}-description": ""}
    response = staff.post(address, {**fields, f"{prefix}-file": upload()})
    assert not Image.objects.exists()
    assert response.json()["step"] == "reshow_creation_form"
    staff.post(address, {**fields, f"{prefix}-file": upload(), f"{prefix}-description": "Un mur vert"})
    assert Image.objects.get().description == "Un mur vert"


def test_a_picture_keeps_its_text_when_edited(staff: Client) -> None:
    staff.post(
        reverse("wagtailimages:add"),
        {"title": "Mur", "file": upload(), "description": "Un mur", "collection": 1},
    )
    picture = Image.objects.get()
    staff.post(
        reverse("wagtailimages:edit", args=[picture.pk]), {"title": "Mur", "description": "", "collection": 1}
    )
    picture.refresh_from_db()
    assert picture.description == "Un mur"
    assert picture.default_alt_text == "Un mur"
