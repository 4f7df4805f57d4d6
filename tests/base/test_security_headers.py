"""Headers of every room of the site: public pages, admin, previews."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from wagtail.models import Page

from accounts.models import User
from base.caching import personal_page, token_page
from base.security import policy_for


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """Return a response's content policy by directive."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


@personal_page
def personal(request):
    """A page of one person."""
    return HttpResponse("mine")


@token_page
def secret(request):
    """A page whose address is a secret."""
    return HttpResponse("secret")


def plain(request):
    """Any public page."""
    return HttpResponse("public")


urlpatterns = [
    path("x/", plain),
    path("x/mine/", personal),
    path("x/secret/", secret),
    path("", include(settings.ROOT_URLCONF)),
]


@pytest.mark.urls(__name__)
def test_public_pages_allow_nothing_inline_and_nothing_foreign(client: Client) -> None:
    response = client.get("/x/")
    rules = policy(response)
    assert rules["default-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["object-src"] == ["'none'"]
    for name in ("script-src", "style-src", "img-src", "media-src", "font-src", "connect-src", "form-action"):
        assert rules[name] == ["'self'"], name
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    for device in ("camera", "geolocation", "microphone", "payment"):
        assert f"{device}=()" in response["Permissions-Policy"]


@pytest.mark.urls(__name__)
def test_errors_carry_the_same_headers(client: Client, db) -> None:
    response = client.get("/x/none/")
    assert response.status_code == 404
    assert policy(response)["default-src"] == ["'none'"]


@pytest.mark.urls(__name__)
def test_personal_pages_are_kept_by_nobody(client: Client) -> None:
    assert client.get("/x/mine/")["Cache-Control"] == "private, no-store"
    response = client.get("/x/secret/")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


def test_the_providers_pages_are_the_only_other_places_a_form_may_lead() -> None:
    import subprocess
    import sys

    script = (
        "from config.settings import base;"
        "print(base.PUBLIC_CSP['form-action'], base.PREVIEW_CSP['form-action'])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        env={"PAYMENT_GATEWAY": "stripe", "PYTHONPATH": "site", "PATH": ""},
        cwd=re.sub(r"/tests/base/.*", "", __file__),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.count("[\"'self'\", 'https://checkout.stripe.com', 'https://connect.stripe.com']") == 2


def test_a_visitor_cannot_ask_for_the_preview_or_admin_policy(settings) -> None:
    request = RequestFactory().get("/projets/?is_dummy=1&next=/admin/", HTTP_X_IS_DUMMY="1")
    assert policy_for(request) is settings.PUBLIC_CSP
    assert policy_for(RequestFactory().get("/administration/")) is settings.PUBLIC_CSP


@pytest.fixture
def staff(client: Client, db) -> Client:
    """A signed-in technical administrator."""
    client.force_login(User.objects.create_superuser("tech@example.org"))
    return client


def test_the_admin_has_its_own_policy(staff: Client) -> None:
    response = staff.get("/admin/")
    assert response.status_code == 200
    rules = policy(response)
    assert rules["frame-ancestors"] == ["'self'"]
    assert "'unsafe-inline'" in rules["script-src"]
    assert "https:" not in response["Content-Security-Policy"]
    assert not [source for sources in rules.values() for source in sources if source == "*"]


def test_a_preview_may_be_framed_by_the_admin_only(staff: Client, tmp_path) -> None:
    from django.template import engines

    (tmp_path / "wagtailcore").mkdir()
    (tmp_path / "wagtailcore" / "page.html").write_text("preview of {{ page.title }}")
    engine = engines["django"].engine
    page = Page.get_first_root_node().add_child(instance=Page(title="Essai", slug="essai-apercu"))
    with override_settings():
        engine.dirs.append(tmp_path)
        try:
            address = f"/admin/pages/{page.pk}/edit/preview/"
            staff.post(address, {"title": "Essai", "slug": "essai-apercu"})
            response = staff.get(address + "?in_preview_panel=true&mode=")
        finally:
            engine.dirs.remove(tmp_path)
    assert b"preview of Essai" in response.content
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    rules = policy(response)
    assert rules["frame-ancestors"] == ["'self'"]
    assert rules["script-src"] == ["'self'"]
    assert rules["default-src"] == ["'none'"]
