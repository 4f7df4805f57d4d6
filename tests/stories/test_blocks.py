"""The blocks of an editorial body: a campaign's widget, cards, figures, films; and what they cost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from wagtail.documents.models import Document

from base.blocks import EditorialBody
from campaigns.models import Campaign
from stories.models import StoryPage
from tests.builders import a_campaign, a_picture, a_pledge, settle
from tests.editorial import a_call, a_plain_page, a_story, a_theme, an_event, the_home
from tests.support.browser import assert_no_axe_violations
from tests.support.html import read_page

pytestmark = pytest.mark.django_db
UNSEEN = "Cette campagne n’est pas visible du public."


def widget(campaign: Campaign, form: str = "compact") -> tuple[str, dict[str, Any]]:
    """A pledge widget of the campaign."""
    return "campaign", {"page": campaign.page, "form": form}


def cards_by(rule: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    """A set of cards by a rule."""
    usual = {"title": "", "rule": rule, "how_many": "3", "in_theme": False, "tag": ""}
    return "cards", {**usual, **fields}


def a_figure(code: str) -> tuple[str, dict[str, Any]]:
    """A figure of the whole territory."""
    return "figure", {"figure": code, "in_theme": False, "tag": ""}


def a_film(name: str = "film.mp4") -> Document:
    """A document of this name."""
    document = Document(title=name)
    document.file.save(name, ContentFile(bytes(range(256))))
    document.save()
    return document


def film(**fields: Any) -> dict[str, Any]:
    """A film block's value."""
    usual = {"url": "", "film": None, "title": "Le chantier", "picture": None}
    return {**usual, "subtitles": None, "transcript": "", **fields}


def preview(story: StoryPage) -> str:
    """What the editor sees in the preview of the story."""
    return story.make_preview_request().rendered_content


def funded() -> Campaign:
    """A campaign that succeeded and was paid out."""
    campaign = a_campaign(page={"title": "Le four", "picture": a_picture()})
    a_pledge(campaign, 100_000)
    return settle(campaign)


@pytest.mark.parametrize("form", ["compact", "full"])
def test_a_widget_shows_the_figures_of_the_moment(client: Client, form: str) -> None:
    campaign = a_campaign(page={"title": "Le four"})
    story = a_story(body=[widget(campaign, form)])
    pledge_address = f"/soutenir/{campaign.pk}/"

    assert "0\u00a0% du seuil" in read_page(client, story.url)
    a_pledge(campaign, 25_000)
    cache.clear()

    text = read_page(client, story.url)
    assert "25\u00a0% du seuil" in text
    assert pledge_address in client.get(story.url).content.decode()


@pytest.mark.parametrize("form", ["compact", "full"])
def test_a_closed_campaign_shows_its_outcome(client: Client, form: str) -> None:
    campaign = funded()
    story = a_story(body=[widget(campaign, form)])

    text = read_page(client, story.url)

    assert "Réussie" in text
    assert "1\u202f000\u00a0€ réunis et versés au porteur." in text
    assert f"/soutenir/{campaign.pk}/" not in client.get(story.url).content.decode()


def test_several_widgets_have_ids_of_their_own(client: Client) -> None:
    campaign = a_campaign()
    story = a_story(body=[widget(campaign, "full"), widget(campaign, "full"), cards_by("just_launched")] * 2)

    ids = re.findall(r'\sid="([^"]+)"', client.get(story.url).content.decode())

    assert len(ids) == len(set(ids))
    assert sum(name.endswith("-montant") for name in ids) == 4


def test_blocks_stand_among_the_sections_of_the_front_page(client: Client) -> None:
    campaign, hidden = a_campaign(page={"title": "Le four"}), a_campaign(state="approved")
    home = the_home()
    shown = [
        widget(campaign, "full"),
        widget(campaign, "full"),
        ("quote", {"text": "Oui.", "author": "Nadia"}),
    ]
    home.body = [*shown, widget(hidden), cards_by("just_launched"), cards_by("open_calls")]
    home.save_revision().publish()

    page = client.get(home.url).content.decode()

    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert sum(name.endswith("-montant") for name in ids) == 2
    assert page.count('<div class="band">') == 4  # nothing stands for the blocks that show nothing
    assert "Tout juste lancés" in page


def test_a_hidden_campaign_is_told_to_the_editor_alone(client: Client) -> None:
    campaign = a_campaign(state="approved", page={"title": "Projet secret"})
    story = a_story(body=[widget(campaign)])

    text = read_page(client, story.url)

    assert "Projet secret" not in text
    assert UNSEEN not in text
    assert UNSEEN in preview(story)
    assert "Projet secret" not in preview(story)


def test_an_invitation_to_a_page_that_is_not_public_is_not_shown(client: Client) -> None:
    hidden, seen = a_campaign(state="approved"), a_campaign()
    blocks = [
        ("call_to_action", {"text": words, "link_text": "Voir", "page": campaign.page, "url": ""})
        for words, campaign in (("Vers le caché", hidden), ("Vers le public", seen))
    ]

    text = read_page(client, a_story(body=blocks).url)

    assert "Vers le public" in text
    assert "Vers le caché" not in text


def test_cards_of_chosen_pages_and_nothing_of_those_taken_back(client: Client) -> None:
    call, event, other = a_call(title="Un appel"), an_event(title="Une fête"), a_story(title="Un récit")
    kinds = (("call", call), ("event", event), ("story", other))
    address = a_plain_page(body=[(kind, {"page": chosen}) for kind, chosen in kinds]).url

    text = read_page(client, address)
    for words in ("Un appel", "Une fête", "Un récit"):
        assert words in text, words

    other.unpublish()
    cache.clear()
    assert "Un récit" not in read_page(client, address)


def test_cards_by_rule_in_the_theme_of_the_page(client: Client) -> None:
    a_campaign(page={"title": "Du pain", "tags": ["pain"]})
    a_campaign(page={"title": "Du sel", "tags": ["sel"]})
    theme = a_theme(tags=["pain"], body=[cards_by("just_launched", in_theme=True)])
    by_tag = a_story(body=[cards_by("just_launched", tag="sel", title="Salé")])

    shown = read_page(client, theme.url)
    assert "Tout juste lancés" in shown
    assert "Du sel" not in shown
    text = read_page(client, by_tag.url)
    assert "Salé" in text
    assert "Du sel" in text
    assert "Du pain" not in text


def test_a_rule_or_a_figure_that_finds_nothing_tells_the_editor_alone(client: Client) -> None:
    story = a_story(body=[cards_by("open_calls", title="Les appels"), a_figure("given")])

    text = read_page(client, story.url)
    assert "Les appels" not in text
    assert "Rien à compter" not in text
    assert "La règle ne trouve rien en ce moment" in preview(story)
    assert "Rien à compter en ce moment" in preview(story)


def test_a_film_of_the_site_waits_until_it_is_asked_for(client: Client) -> None:
    document = a_film()
    story = a_story(
        body=[("video", film(film=document, subtitles=a_film("st.vtt"), transcript="On creuse."))]
    )

    page = client.get(story.url).content.decode()

    assert 'preload="none"' in page
    assert f'src="{document.url}" type="video/mp4"' in page
    assert 'kind="captions"' in page
    assert "On creuse." in page


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [
        (None, 200, bytes(range(256))),
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=250-", 206, bytes(range(250, 256))),
        ("bytes=-6", 206, bytes(range(250, 256))),
        ("bytes=300-", 416, b""),
        ("bytes=9-3", 200, bytes(range(256))),
        ("bytes=0-1,4-5", 200, bytes(range(256))),
        ("lines=1", 200, bytes(range(256))),
    ],
)
def test_players_get_the_part_they_ask_for(
    client: Client, asked: str | None, status: int, sent: bytes
) -> None:
    answer = client.get(a_film().url, headers={"range": asked} if asked else {})

    assert answer.status_code == status
    assert BytesIO(b"".join(answer)).getvalue() == sent


def test_a_long_part_is_sent_by_its_beginning(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("base.films.MOST", 4)

    answer = client.get(a_film().url, headers={"range": "bytes=2-"})

    assert answer.status_code == 206
    assert answer["Content-Range"] == "bytes 2-5/256"
    assert answer.content == bytes(range(2, 6))


def test_a_film_behind_a_restriction_is_not_sent_in_parts(client: Client) -> None:
    from wagtail.models import Collection, CollectionViewRestriction

    document = a_film()
    document.collection = Collection.get_first_root_node().add_child(name="Privé")
    document.save()
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")

    assert client.get(document.url, headers={"range": "bytes=0-9"}).status_code == 302


@pytest.mark.parametrize("wrong", ["neither", "both", "sheet"])
def test_a_film_needs_an_address_or_a_file_of_the_right_sort(wrong: str) -> None:
    block = EditorialBody().child_blocks["video"]
    address = "https://peertube.fr/w/1"
    values = {
        "neither": film(),
        "both": film(url=address, film=a_film()),
        "sheet": film(film=a_film("liste.csv")),
    }

    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(values[wrong]))
    assert set(refused.value.block_errors) == {"film"}
    assert block.clean(block.normalize(film(url=address)))
    assert block.clean(block.normalize(film(film=a_film())))


def test_six_widgets_cost_as_many_queries_as_one(client: Client) -> None:
    def cost(number: int) -> int:
        blocks: list[Any] = []
        for position in range(number):
            campaign = a_campaign(page={"picture": a_picture()})
            form = "full" if position % 2 else "compact"
            link = {"text": "Agir", "link_text": "Voir", "page": campaign.page, "url": ""}
            blocks += [widget(campaign, form), ("call_to_action", link), ("call", {"page": a_call()})]
        story = a_story(body=blocks)
        client.get(story.url)  # makes the resized pictures
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(story.url).content.decode()
        assert page.count('class="widget') == number
        return len(queries)

    assert cost(6) == cost(1)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_a_story_that_holds_every_block(
    transactional_db: None, site_page: BrowserPage, width: int
) -> None:
    picture = a_picture()
    running = a_campaign(page={"title": "Le café", "picture": picture})
    a_pledge(running, 2_500)
    closed = funded()
    captioned = {"image": picture, "caption": "Le four, un dimanche."}
    story = a_story(
        picture=picture,
        body=[
            ("heading", "Ce qu’il reste à faire"),
            ("text", "Tout a commencé au marché."),
            widget(running),
            widget(running, "full"),
            widget(closed),
            widget(closed, "full"),
            ("call", {"page": a_call()}),
            ("event", {"page": an_event()}),
            ("story", {"page": a_story(picture=picture)}),
            cards_by("taking_part", how_many="6"),
            cards_by("coming_events"),
            a_figure("given"),
            ("quote", {"text": "On y croyait.", "author": "Nadia"}),
            ("gallery", [captioned, captioned]),
            (
                "before_after",
                {"before": picture, "before_caption": "En mars", "after": picture, "after_caption": ""},
            ),
            ("video", film(film=a_film(), picture=picture, transcript="On creuse.")),
            ("video", film(url="https://peertube.fr/w/1", picture=picture)),
            ("call_to_action", {"text": "Venez", "link_text": "Voir", "page": running.page, "url": ""}),
        ],
    )
    site_page.set_viewport_size({"width": width, "height": 900})

    site_page.goto(story.url)

    expect(site_page.get_by_role("heading", name="Avant")).to_have_count(0)
    assert_no_axe_violations(site_page)
    assert not site_page.evaluate("document.documentElement.scrollWidth > innerWidth")
