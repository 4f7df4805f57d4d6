"""An association answers a call over two visits, with somebody else and two files, without JavaScript at first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Membership, Organisation, User
from accounts.services import create_verified_user
from calls.models import Application, CallPage
from notices.models import Notice
from tests.editorial import a_call
from tests.support import hostile_files
from tests.support.browser import assert_no_axe_violations, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PASSWORD = "une phrase pour essayer"
QUESTIONS = [
    ("long_text", {"label": "Racontez votre idée", "longest": 500, "required": True}),
    ("files", {"label": "Statuts et plan", "required": True, "most_files": 2}),
    ("section", {"title": "Les moyens", "text": ""}),
    ("budget", {"label": "Votre budget", "required": True}),
    ("choice", {"label": "Quand ?", "choices": ["L’été", "L’hiver"], "required": True}),
    ("declaration", {"label": "Nous avons lu le règlement", "required": True}),
]


@pytest.fixture
def call(transactional_db: None) -> CallPage:
    """A call with a few kinds of questions."""
    soon = timezone.now() + dt.timedelta(days=2)  # before a session ends by itself
    return a_call(title="Des bancs partout", questions=QUESTIONS, closes_at=soon.replace(microsecond=0))


@pytest.fixture
def people(call: CallPage) -> tuple[User, User]:
    """The president and the treasurer."""
    president = create_verified_user("presidente@example.org", PASSWORD, first_name="Anne", last_name="Roux")
    treasurer = create_verified_user("tresorier@example.org", PASSWORD, first_name="Bob", last_name="Petit")
    body = Organisation.objects.create(name="Les Bancs publics", kind="association")
    Membership.objects.create(user=president, organisation=body, right="administrator")
    return president, treasurer


@pytest.fixture
def second_page(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[Page]:
    """The treasurer's browser."""
    yield from watched_page(new_context, live_server)


@contextmanager
def site_clock(at: dt.datetime) -> Iterator[None]:
    """Stop the site's clock at `at`; not the process's own, by which Playwright waits."""
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in page one was sent to."""
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_an_association_applies_over_two_visits(
    call: CallPage, people: tuple[User, User], page_no_js: Page, second_page: Page
) -> None:
    first = page_no_js
    first.set_viewport_size({"width": 390, "height": 844})
    # Before any account.
    first.goto(f"/appels/{call.pk}/puis-je-repondre/")
    for label in ("Une association, même en création", "Non"):
        first.get_by_label(label, exact=True).first.check()
    first.locator("#id_ici_0").check()
    first.locator("#id_service_0").check()
    first.locator("#id_autres_0").check()
    first.get_by_role("button", name="Voir la réponse").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Vous pouvez répondre.")
    first.get_by_role("link", name="Commencer ma réponse").click()
    sign_in(first, "presidente@example.org")
    first.get_by_label("Les Bancs publics").check()
    first.get_by_role("button", name="Commencer le brouillon").click()

    # First visit: the project, then a file at the second step.
    first.get_by_label("Nom du projet").fill("Un banc rue Haute")
    first.get_by_label("Le projet en une phrase").fill("S’asseoir à mi-pente.")
    first.get_by_label("Quartier").fill("Rue Haute")
    first.get_by_label("Somme à réunir").fill("pas encore")
    first.get_by_role("button", name="Enregistrer et continuer").click()
    expect(first.get_by_role("alert")).to_contain_text("Somme à réunir")
    first.get_by_label("Somme à réunir").fill("1 200")
    first.get_by_role("button", name="Enregistrer et continuer").click()
    first.get_by_label("Racontez votre idée").fill("La pente est raide.")
    first.get_by_label("Statuts et plan").set_input_files(
        [{"name": "statuts.pdf", "mimeType": "application/pdf", "buffer": hostile_files.pdf("statuts")}]
    )
    first.get_by_role("button", name="Joindre").click()
    expect(first.get_by_role("link", name="statuts.pdf")).to_be_visible()
    expect(first.get_by_text("Brouillon, pas encore déposé", exact=True)).to_be_visible()
    first.get_by_role("link", name="Écrire à plusieurs").click()
    first.get_by_label("Son adresse électronique").fill("tresorier@example.org")
    first.get_by_role("button", name="Envoyer le lien").click()
    first.goto("/compte/deconnexion/")
    first.get_by_role("button", name="Se déconnecter").last.click()

    # The treasurer joins by the link and fills in what is missing, with a script that saves on leaving a field.
    path = Notice.objects.get(kind="application_invitation").context["path"]
    second_page.goto(path)
    second_page.get_by_role("button", name="Me connecter et rejoindre").click()
    sign_in(second_page, "tresorier@example.org")
    second_page.get_by_role("button", name="Rejoindre la candidature").click()
    second_page.get_by_role("link", name="Votre budget").first.click()
    second_page.get_by_label("Dépense 1", exact=True).fill("Trois bancs")
    second_page.get_by_label("Dépense 1, en euros").fill("1 200")
    second_page.get_by_label("Dépense 1, en euros").blur()
    expect(second_page.locator("[data-saved]")).to_contain_text("pas encore déposé")
    expect(second_page.locator("[data-total]").first).to_contain_text("1")
    second_page.get_by_label("L’été").check()
    second_page.get_by_label("Nous avons lu le règlement").check()
    assert_no_axe_violations(second_page)
    second_page.get_by_role("button", name="Enregistrer et relire").click()
    expect(second_page.get_by_text("Tout est rempli.")).to_be_visible()

    # Second visit: another file, a look at the whole, a deposit a second too late, then one in time.
    first.goto("/candidatures/")
    sign_in(first, "presidente@example.org")
    first.get_by_role("link", name="Un banc rue Haute", exact=True).click()
    first.get_by_role("link", name="Vos réponses").click()
    first.get_by_label("Statuts et plan").set_input_files(
        [{"name": "plan.png", "mimeType": "image/png", "buffer": hostile_files.picture("PNG")}]
    )
    first.get_by_role("button", name="Joindre").click()
    first.get_by_role("link", name="Tout relire").click()
    expect(first.get_by_text("La pente est raide.")).to_be_visible()
    first.get_by_role("link", name="Version à imprimer").click()
    expect(first.locator(".site-header")).to_have_count(0)
    first.get_by_role("link", name="Revenir").click()
    first.get_by_role("link", name="Vérifier et déposer").click()
    closes_at = call.closes_at
    assert closes_at is not None
    with site_clock(closes_at + dt.timedelta(seconds=1)):
        first.get_by_role("button", name="Déposer ma candidature").click()
        first.wait_for_load_state()
        expect(first.get_by_role("heading", name="Trop tard : rien n’a été déposé")).to_be_visible()
    assert Application.objects.get().state == "draft"
    first.get_by_role("link", name="Vérifier et déposer").click()
    with site_clock(closes_at - dt.timedelta(seconds=1)):
        first.get_by_role("button", name="Déposer ma candidature").click()
        first.wait_for_load_state()
        expect(first.get_by_role("heading", name="Récépissé de dépôt")).to_be_visible()
    application = Application.objects.get()
    assert application.deposited_at == closes_at - dt.timedelta(seconds=1)
    expect(first.get_by_text(application.receipt_number).first).to_be_visible()
    first.get_by_role("link", name="Lire la copie déposée").click()
    expect(first.get_by_role("link", name="plan.png")).to_be_visible()
    assert re.search(r"candidatures/.*/depots/1/$", first.url)
    assert Notice.objects.filter(kind="application_deposited").count() == 2
