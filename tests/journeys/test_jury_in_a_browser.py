"""Two jurors judge, one steps aside, the clock publishes decisions, the one kept becomes a draft campaign."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.groups import EDITORS
from accounts.services import create_verified_user, grant_page_rights
from calls.models import Application, CallPage, Publication, Recusal, Review
from campaigns.models import Campaign
from home.demo.staff import PASSWORD
from tests.applications import a_deposited_application
from tests.builders import the_territory
from tests.journeys.steps import let_the_worker_run, sign_in
from tests.juries import a_judged_call, a_juror
from tests.support.browser import assert_no_axe_violations

pytestmark = pytest.mark.browser
WIDTHS = (390, 1440)


@pytest.fixture
def call(transactional_db: None) -> CallPage:
    """A call that two projects answer, before a jury of two and an editor."""
    call = a_judged_call(title="Réparer ici")
    for title in ("La clinique des grille-pain", "Un magasin d’ampoules"):
        a_deposited_application(call, answers={"title": title})
    for email in ("une@example.org", "deux@example.org"):
        a_juror(call, create_verified_user(email, PASSWORD, display_name=email.split("@")[0]))
    create_verified_user("editrice@example.org", PASSWORD, groups=(EDITORS,))
    grant_page_rights(the_territory().root_page)
    return call


def local(moment: dt.datetime) -> str:
    """Return a moment as a field for days and hours takes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def open_the_round(page: Page, call: CallPage) -> None:
    """An editor opens the first round and hands everything to everybody."""
    page.goto(f"/admin/appels/{call.pk}/jury/")
    page.get_by_label(re.compile("Avis à rendre avant")).fill(local(timezone.now() + dt.timedelta(days=5)))
    page.get_by_role("button", name="Ouvrir le premier tour").click()
    page.get_by_role("button", name="Confier les dossiers").click()
    expect(page.get_by_text("lectures confiées")).to_be_visible()


def judge(page: Page, project: str, points: int) -> None:
    """From the list to the review handed in, every criterion given the same points."""
    page.get_by_role("link", name=project).click()
    page.get_by_role("button", name=re.compile("Je n’ai pas de lien")).click()
    expect(page.get_by_role("button", name="Rendre mon avis")).to_be_visible()
    page.wait_for_load_state("load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_axe_violations(page)
    for step in page.get_by_role("radio", name=re.compile(f"^{points} ·")).all():
        step.check()
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_text("Votre avis est rendu.")).to_be_visible()


def sign_out(page: Page) -> None:
    """Leave, so that somebody else may sign in."""
    page.context.clear_cookies()


def test_two_jurors_decisions_by_the_clock_and_a_campaign(call: CallPage, site_page: Page) -> None:
    page = site_page
    sign_in(page, "editrice@example.org")
    open_the_round(page, call)

    sign_out(page)
    sign_in(page, "une@example.org", to=f"/jury/{call.pk}/")
    judge(page, "La clinique des grille-pain", 5)
    judge(page, "Un magasin d’ampoules", 1)

    sign_out(page)
    sign_in(page, "deux@example.org", to=f"/jury/{call.pk}/")
    judge(page, "La clinique des grille-pain", 4)
    page.get_by_role("link", name="Un magasin d’ampoules").click()
    page.get_by_label(re.compile("Quel lien")).fill("C’est mon voisin.")
    page.get_by_role("button", name="Me déporter de ce dossier").click()
    expect(page.get_by_text("ce dossier ne vous est plus confié")).to_be_visible()
    assert (Review.objects.count(), Recusal.objects.get().reason) == (3, "C’est mon voisin.")

    sign_out(page)
    sign_in(page, "editrice@example.org")
    for number, outcome, words, label in (
        (1, "retenu", "On en repart avec un geste.", "L’avis du jury"),
        (2, "non retenu", "On y achète, on n’y apprend pas.", "Raison : Utile"),
    ):
        page.goto(f"/admin/appels/{call.pk}/dossiers/{number}/")
        page.get_by_label(outcome, exact=True).check()
        page.get_by_label(re.compile(label)).fill(words)
        page.get_by_role("button", name="Rédiger la décision").click()
        expect(page.get_by_text("La décision est rédigée")).to_be_visible()
    page.goto(f"/admin/appels/{call.pk}/decisions/")
    page.get_by_label(re.compile("Publier le")).fill(local(timezone.now() + dt.timedelta(hours=1)))
    page.get_by_label(re.compile("deuxième personne")).uncheck()
    page.get_by_role("button", name="Prévoir la publication").click()
    expect(page.get_by_text("Publication prévue le")).to_be_visible()
    let_the_worker_run()
    assert set(Application.objects.values_list("state", flat=True)) == {"deposited"}
    Publication.objects.update(planned_at=timezone.now())
    let_the_worker_run(turns=4)
    assert list(Application.objects.order_by("number").values_list("state", flat=True)) == [
        "accepted",
        "refused",
    ]

    page.goto(call.url)
    expect(page.get_by_text("On en repart avec un geste.")).to_be_visible()
    expect(page.get_by_text("On y achète")).to_have_count(0)
    page.goto(f"/admin/appels/{call.pk}/dossiers/1/")
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.get_by_text("Sa campagne est en brouillon")).to_be_visible()
    assert Campaign.objects.get().page.title == "La clinique des grille-pain"
