"""The kit of a call: sheets and texts made of the call's own facts."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from accounts.groups import FINANCE, MODERATORS
from base.models import Territory
from calls.models import CallCriterion, CallOffer
from home.outlets.call_kit import CALL_LEAFLET, CALL_POSTER, call_sheet, facts_of, long_text, short_text
from home.outlets.post_pictures import (
    SQUARE,
    WIDE,
    display_font,
    fitting,
    post_picture,
    post_text,
    spoken_text,
)
from tests.builders import a_picture
from tests.calls.test_wishes import an_editor
from tests.editorial import a_call
from tests.home.test_outlets import opened

pytestmark = pytest.mark.django_db
PARIS = dt.timezone(dt.timedelta(hours=1))
AT = dt.datetime(2026, 11, 2, 9, tzinfo=PARIS)


def a_full_call(**fields):
    usual = {
        "title": "Du pain partagé",
        "summary": "Trois fours à faire naître",
        "opens_at": dt.datetime(2026, 11, 1, tzinfo=PARIS),
        "closes_at": dt.datetime(2026, 12, 7, 23, 59, tzinfo=PARIS),
        "results_at": dt.datetime(2027, 1, 15, 18, tzinfo=PARIS),
        "answerers": ["association", "collective"],
        "area": "Rivelaine et les communes voisines",
        "places": 3,
        "goal_ceiling_cents": 800_000,
        "contact_name": "Nadia Belkacem",
        "contact_phone": "04 00 00 00 01",
    }
    call = a_call(**{**usual, **fields})
    call.offers = [CallOffer(kind="guidance", text="Un accompagnement jusqu’au lancement.")]
    call.criteria = [
        CallCriterion(title="L’utilité pour le quartier"),
        CallCriterion(title="La part des habitants"),
    ]
    call.save()
    return call


def facts(call, *, at=AT):
    return facts_of(call, Territory.objects.for_page(call), at=at)


def words(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_texts_say_the_calls_facts_and_nothing_it_does_not_say():
    call = a_full_call()

    long, short = words(long_text(facts(call))), words(short_text(facts(call)))

    for text in (long, short):
        assert text.startswith("Du pain partagé\n\nTrois fours à faire naître.")
        assert "jusqu’au lundi 7 décembre 2026 à 23 h 59, heure de Paris." in text
        assert f"/{call.slug}" in text
        assert "://" not in text
    assert "une association, un collectif · Rivelaine et les communes voisines." in long
    assert "jusqu’à 8 000 €" in long
    assert "3 projets au plus" in long
    assert "l’utilité pour le quartier ; la part des habitants." in long
    assert "Nadia Belkacem vous répond : 04 00 00 00 01" in long
    bare = words(long_text(facts(a_call(summary="", is_standing=True, opens_at=None, closes_at=None))))
    assert "On peut répondre toute l’année." in bare
    assert "offert" not in bare
    assert "Résultats" not in bare


def test_before_the_opening_both_dates_are_said():
    call = a_full_call()

    assert "On peut répondre du dimanche 1er novembre" in words(
        short_text(facts(call, at=AT - dt.timedelta(days=9)))
    )


@pytest.mark.parametrize("sheet", [CALL_POSTER, CALL_LEAFLET])
def test_sheets_say_when_who_and_where_and_escape_what_people_wrote(sheet):
    call = a_full_call(title="<script>alert(1)</script>", picture=a_picture())

    html = words(call_sheet(sheet, facts(call)))

    assert "<script>" not in html
    assert "lundi 7 décembre 2026 à 23 h 59, heure de Paris" in html
    assert 'class="qr"' in html
    assert f"/{call.slug}" in html
    assert "style=" not in html


@pytest.mark.parametrize(("name", "size", "pages"), [("poster", (842, 1191), 1), ("leaflet", (842, 595), 2)])
def test_sheets_are_real_pdf_files(name, size, pages):
    call = a_full_call()

    answer = an_editor().get(reverse(f"call_kit:{name}", args=[call.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert call.slug in answer["Content-Disposition"]
    boxes = re.findall(rb"/MediaBox \[([^\]]*)\]", opened(answer.content))
    assert [tuple(round(float(side)) for side in box.split()[2:]) for box in boxes] == [size] * pages


def test_the_screen_leads_to_everything_and_says_when_it_is_too_early():
    draft = a_full_call(live=False)
    editor = an_editor()

    page = editor.get(reverse("call_kit:show", args=[draft.pk])).content.decode()

    assert reverse("call_kit:poster", args=[draft.pk]) in page
    assert "pas encore publié" in page
    assert "Du pain partagé" in page
    assert (
        "Kit de l’appel" in editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    )
    assert editor.get(reverse("call_kit:show", args=[999_999])).status_code == 404


@pytest.mark.parametrize("group", [MODERATORS, FINANCE, None])
def test_only_editors_open_the_kit(group):
    call = a_full_call()
    client = an_editor(group) if group else Client()

    for name in ("show", "poster", "leaflet"):
        assert client.get(reverse(f"call_kit:{name}", args=[call.pk])).status_code == 302
    assert client.get(reverse("call_kit:post", args=[call.pk, "carre"])).status_code == 302


@pytest.mark.parametrize(("name", "size"), [("carre", (1080, 1080)), ("large", (1200, 630))])
@pytest.mark.parametrize("with_picture", [True, False])
def test_pictures_to_post_are_real_pictures_of_the_size_networks_ask(name, size, with_picture):
    call = a_full_call(**({"picture": a_picture()} if with_picture else {}))

    answer = an_editor().get(reverse("call_kit:post", args=[call.pk, name]))

    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert call.slug in answer["Content-Disposition"]
    with Picture.open(BytesIO(answer.content)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == size
        colours = picture.getcolors(size[0] * size[1])
    assert colours is not None
    assert len(colours) > 50  # words are drawn, not a plain colour


def test_a_form_of_picture_that_is_not_ours_is_not_there():
    call = a_full_call()

    assert an_editor().get(reverse("call_kit:post", args=[call.pk, "rond"])).status_code == 404


def test_the_pictures_take_the_colours_of_the_territory():
    call = a_full_call()
    Territory.objects.update(brand_colour="#4a1d5c")

    with Picture.open(BytesIO(post_picture(SQUARE, facts(call)))) as picture:
        red, green, blue = picture.convert("RGB").getpixel((10, 10))

    assert abs(red - 0x4A) < 6
    assert abs(green - 0x1D) < 6
    assert abs(blue - 0x5C) < 6


@pytest.mark.parametrize(
    "title",
    ["x" * 255, "<script>alert(1)</script>\u202e", "Mots " * 50, "Un très long motindivisible" + "e" * 80],
)
def test_no_title_leaves_the_room_the_words_have(title):
    call = a_full_call(title=title[:255])

    for shape in (SQUARE, WIDE):
        left, top, right, bottom = shape.words
        size, lines = fitting(title, shape.largest, right - left, bottom - top)
        font = display_font(size)
        assert all(font.getlength(line) <= right - left for line in lines)
        assert len(lines) * size <= bottom - top
        assert post_picture(shape, facts(call))


def test_the_post_says_what_until_when_and_its_whole_address():
    call = a_full_call()

    post, spoken = words(post_text(facts(call))), words(spoken_text(facts(call)))

    assert post.startswith("Appel à projets : Du pain partagé")
    assert "jusqu’au lundi 7 décembre 2026 à 23 h 59" in post
    assert post.endswith(facts(call).url)
    assert "://" in post
    assert spoken.startswith("Appel à projets « Du pain partagé »")
    page = an_editor().get(reverse("call_kit:show", args=[call.pk])).content.decode()
    assert reverse("call_kit:post", args=[call.pk, "carre"]) in page
    assert reverse("call_kit:post", args=[call.pk, "large"]) in page
