"""Palette, health, robots."""

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from base import colours
from base.models import Territory


@pytest.fixture
def territory(db) -> Territory:
    """A territory with a hyphen and a number in its name, as slugs have."""
    return Territory.objects.create(
        name="Ville",
        slug="bourg-2",
        platform_name="P",
        root_page=Page.get_first_root_node(),
        brand_colour="#123456",
    )


def test_the_palette_is_kept_for_good_and_needs_no_session(client: Client, territory: Territory) -> None:
    response = client.get(reverse("base:palette", args=[territory.slug, territory.style_version]))
    assert response["Content-Type"].startswith("text/css")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand: #123456;" in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_the_address_changes_with_the_colours_only(client: Client, territory: Territory) -> None:
    before = territory.style_version
    territory.contact_name = "Autre"
    territory.save()
    assert Territory.objects.get().style_version == before
    territory.accent_colour = "#a03010"
    territory.save()
    assert Territory.objects.get().style_version != before
    stale = client.get(reverse("base:palette", args=[territory.slug, before]))
    assert "#a03010" in stale.content.decode()
    assert "immutable" not in stale["Cache-Control"]


def test_an_unknown_palette_is_not_found(client: Client, db) -> None:
    assert client.get("/palette/nowhere-1.css").status_code == 404


def test_every_name_of_the_palette_is_known_to_the_style_sheet() -> None:
    from django.contrib.staticfiles import finders

    with open(finders.find("css/tokens.css"), encoding="utf-8") as file:
        tokens = file.read()
    for name in colours.palette("#1f4d3a", "#b3472b"):
        assert f"--{name}:" in tokens, name
    for colour in (
        colours.PAPER,
        colours.TINT,
        colours.NIGHT,
        colours.NIGHT_TINT,
        colours.NIGHT_INK,
        colours.HONEY,
    ):
        assert colour in tokens, colour


def test_health_says_the_truth(client: Client, db, monkeypatch) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies

    def gone() -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "cursor", gone)
        assert client.get("/health/").status_code == 503


def test_robots_names_the_map(client: Client, db) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert client.post("/robots.txt").status_code == 405
