"""From ten questions to a pledge: a call is built, answered by two people, judged, decided; the project goes live.

The editor and the jurors use a browser as it comes; the president of the association does without JavaScript, on a
telephone; the treasurer joins her by a link. Once the call closes on an ordinary evening, once in the night in which
the clocks change, an hour that does not exist before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import TimeMachineFixture

from accounts.groups import MODERATORS
from accounts.models import Membership, Organisation
from accounts.services import create_verified_user
from calls.models import Application, CallPage, Publication, Recusal, Review
from campaigns.models import Campaign
from home.demo.staff import PASSWORD
from notices.models import Notice
from tests.journeys.editing import Editor
from tests.journeys.guide import Unwritten
from tests.journeys.small_town import EDITOR, open_territory
from tests.journeys.steps import approve, let_the_worker_run, open_terms, pledge, receive_the_money, sign_in
from tests.support import hostile_files
from tests.support.browser import assert_no_axe_violations, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]

PARIS = ZoneInfo("Europe/Paris")
SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
PRESIDENT, TREASURER, MODERATOR = "presidente@example.org", "tresorier@example.org", "moderateur@example.org"
JURORS = ("une@example.org", "deux@example.org")
TITLE, PROJECT = "Des bancs partout", "Un banc rue Haute"
# Block, question, the answers to choose from, what it becomes in the campaign.
QUESTIONS = (
    ("Texte", "Racontez votre idée", "", "story"),
    ("Une ligne", "Qui l’a eue ?", "", ""),
    ("Nombre", "Combien d’habitants", "", ""),
    ("Somme en euros", "Ce que vous avez déjà", "", ""),
    ("Date", "Le premier jour", "", ""),
    ("Plusieurs fichiers", "Statuts et plan", "", ""),
    ("Nouvelle étape", "Les moyens", "", ""),
    ("Budget", "Votre budget", "", ""),
    ("Un choix", "En quelle saison", "L’été|L’hiver", ""),
    ("Plusieurs choix", "Avec qui", "L’école|La mairie", ""),
    ("Déclaration à cocher", "Nous avons lu le règlement", "", ""),
)


@pytest.fixture(
    params=[dt.datetime(2027, 3, 12, 23, 59, tzinfo=PARIS), dt.datetime(2027, 3, 28, 3, 0, tzinfo=PARIS)],
    ids=["an ordinary evening", "the night the clocks change"],
)
def closes_at(request: pytest.FixtureRequest) -> dt.datetime:
    """When the call closes, in UTC: a second before three o’clock that night, Paris shows 1:59:59."""
    moment: dt.datetime = request.param
    return moment.astimezone(dt.UTC)


@pytest.fixture
def clock(closes_at: dt.datetime, time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """Two days before the call closes; the clock goes on from there."""
    time_machine.move_to(closes_at - 2 * DAY)
    return time_machine


@pytest.fixture
def staff(clock: TimeMachineFixture, site_page: Page) -> Page:
    """The browser of whoever works for the territory or sits on the jury."""
    open_territory()
    create_verified_user(MODERATOR, PASSWORD, groups=(MODERATORS,))
    president = create_verified_user(PRESIDENT, PASSWORD, first_name="Anne", last_name="Roux")
    for email in (TREASURER, *JURORS):
        create_verified_user(email, PASSWORD, display_name=email.split("@")[0])
    body = Organisation.objects.create(name="Les Bancs publics", kind="association")
    Membership.objects.create(user=president, organisation=body, right="administrator")
    site_page.set_default_timeout(60_000)
    return site_page


@pytest.fixture
def treasurer(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[Page]:
    """The treasurer's browser."""
    yield from watched_page(new_context, live_server)


@contextmanager
def site_clock(at: dt.datetime) -> Iterator[None]:
    """Stop the site's clock at `at`; not the process's own, by which Playwright waits."""
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield


def typed(moment: dt.datetime) -> str:
    """Write a moment as the admin's fields take it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def as_day_and_hour(moment: dt.datetime) -> str:
    """Write a moment as a field for days and hours takes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def change_hands(page: Page, email: str, *, to: str = "/admin/") -> None:
    """Leave, so that somebody else may sign in."""
    page.goto("/nos-criteres/")  # no frame is left to load in nobody's name
    page.context.clear_cookies()
    sign_in(page, email, to=to)


def sign_in_here(page: Page, email: str) -> None:
    """Fill in the sign-in page one was sent to."""
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_from_ten_questions_to_a_pledge(
    clock: TimeMachineFixture, closes_at: dt.datetime, staff: Page, page_no_js: Page, treasurer: Page
) -> None:
    build_the_call(staff, closes_at)
    call = CallPage.objects.get(title=TITLE)
    assert call.closes_at == closes_at

    begin_to_answer(page_no_js, call)
    answer_together(treasurer)
    deposit(page_no_js, closes_at)

    clock.move_to(closes_at + DAY)
    judge_and_decide(staff, call)
    campaign = Campaign.objects.get()
    finish_the_campaign(page_no_js, campaign, deadline=closes_at + 30 * DAY)
    receive_the_money(page_no_js, campaign)
    launch(staff)
    page_no_js.context.clear_cookies()
    page_no_js.goto(campaign.page.url)
    expect(page_no_js.get_by_text("La pente est raide.")).to_be_visible()
    expect(page_no_js.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible()
    pledge(page_no_js, "25")
    page_no_js.goto(call.url)
    expect(page_no_js.get_by_role("link", name=PROJECT).first).to_be_visible()


def build_the_call(page: Page, closes_at: dt.datetime) -> None:
    """An editor writes a call with ten questions and two criteria, and publishes it."""
    editor = Editor(page, Unwritten())
    sign_in(page, EDITOR)
    editor.menu("Contenus", "Appels à projets")
    editor.click("Ajouter un(e) appel à projets")
    editor.name(TITLE, "S’asseoir à mi-pente, à chaque coin de rue.")
    editor.set_moment("Ouverture", typed(closes_at - 10 * DAY))
    editor.set_moment("Clôture", typed(closes_at))
    editor.set_moment("Annonce des résultats", typed(closes_at + 20 * DAY))
    page.get_by_role("tab", name="Le questionnaire").click()
    for block, *words in QUESTIONS:
        write_a_question(editor.insert(editor.panel("Questionnaire"), block), *words)
    page.get_by_role("tab", name="Le jury").click()
    for title, weight in (("Utile", "60"), ("Réaliste", "40")):
        page.get_by_role("button", name="Ajouter un(e) critère").click()
        criterion = page.get_by_role("region", name=re.compile("^Critère")).last
        criterion.get_by_role("textbox", name="Critère").fill(title)
        criterion.get_by_label("Poids").fill(weight)
    editor.publish()


def write_a_question(block: Locator, question: str, answers: str, role: str) -> None:
    """Fill in a block of the form: the question or the step's title, the answers to choose from, the part it plays."""
    block.get_by_label(re.compile("^(question|titre)", re.IGNORECASE)).first.fill(question)
    if answers:
        for line, answer in zip(block.get_by_role("textbox").all()[-2:], answers.split("|"), strict=True):
            line.fill(answer)
    if role:
        block.get_by_label(re.compile("^dans la campagne, devient", re.IGNORECASE)).first.select_option(role)


def begin_to_answer(page: Page, call: CallPage) -> None:
    """First visit of the president: whether one may answer, the project, one file, and a link for the treasurer."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/appels/{call.pk}/puis-je-repondre/")
    for label in ("Une association, même en création", "Non"):
        page.get_by_label(label, exact=True).first.check()
    for answer in ("#id_ici_0", "#id_service_0", "#id_autres_0"):
        page.locator(answer).check()
    page.get_by_role("button", name="Voir la réponse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous pouvez répondre.")
    page.get_by_role("link", name="Commencer ma réponse").click()
    sign_in_here(page, PRESIDENT)
    page.get_by_label("Les Bancs publics").check()
    page.get_by_role("button", name="Commencer le brouillon").click()

    page.get_by_label("Nom du projet").fill(PROJECT)
    page.get_by_label("Le projet en une phrase").fill("S’asseoir à mi-pente.")
    page.get_by_label("Quartier").fill("Rue Haute")
    page.get_by_label("Somme à réunir").fill("pas encore")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("Somme à réunir")
    page.get_by_label("Somme à réunir").fill("1 200")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_label("Racontez votre idée").fill("La pente est raide.")
    page.get_by_label("Qui l’a eue ?").fill("Les voisins du 12.")
    page.get_by_label("Combien d’habitants").fill("340")
    page.get_by_label("Ce que vous avez déjà").fill("150")
    page.get_by_label("Le premier jour").fill("2027-06-01")
    attach(page, "statuts.pdf", "application/pdf", hostile_files.pdf("statuts"))
    expect(page.get_by_text("Brouillon, pas encore déposé", exact=True)).to_be_visible()
    page.get_by_role("link", name="Écrire à plusieurs").click()
    page.get_by_label("Son adresse électronique").fill(TREASURER)
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.get_by_text("Le lien est parti")).to_be_visible()
    page.goto("/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").last.click()


def attach(page: Page, name: str, kind: str, content: bytes) -> None:
    """Add a file to the only question that takes some."""
    page.get_by_label("Statuts et plan").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content}]
    )
    page.get_by_role("button", name="Joindre").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def answer_together(page: Page) -> None:
    """The treasurer joins by the link and fills in what is missing, saved on leaving each field."""
    page.goto(Notice.objects.get(kind="application_invitation").context["path"])
    page.get_by_role("button", name="Me connecter et rejoindre").click()
    sign_in_here(page, TREASURER)
    page.get_by_role("button", name="Rejoindre la candidature").click()
    page.get_by_role("link", name="Votre budget").first.click()
    page.get_by_label("Dépense 1", exact=True).fill("Trois bancs")
    page.get_by_label("Dépense 1, en euros").fill("1 200")
    page.get_by_label("Dépense 1, en euros").blur()
    expect(page.locator("[data-saved]")).to_contain_text("pas encore déposé")
    expect(page.locator("[data-total]").first).to_contain_text("1")
    for label in ("L’été", "L’école", "Nous avons lu le règlement"):
        page.get_by_label(label).check()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Enregistrer et relire").click()
    expect(page.get_by_text("Tout est rempli.")).to_be_visible()


def deposit(page: Page, closes_at: dt.datetime) -> None:
    """Second visit of the president: another file, a look at the whole, a deposit too late, then one in time."""
    page.goto("/candidatures/")
    sign_in_here(page, PRESIDENT)
    page.get_by_role("link", name=PROJECT, exact=True).click()
    page.get_by_role("link", name="Vos réponses").click()
    attach(page, "plan.png", "image/png", hostile_files.picture("PNG"))
    page.get_by_role("link", name="Tout relire").click()
    expect(page.get_by_text("La pente est raide.")).to_be_visible()
    page.get_by_role("link", name="Version à imprimer").click()
    expect(page.locator(".site-header")).to_have_count(0)
    page.get_by_role("link", name="Revenir").click()
    page.get_by_role("link", name="Vérifier et déposer").click()
    with site_clock(closes_at + SECOND):
        page.get_by_role("button", name="Déposer ma candidature").click()
        page.wait_for_load_state()
        expect(page.get_by_role("heading", name="Trop tard : rien n’a été déposé")).to_be_visible()
    assert Application.objects.get().state == "draft"
    page.get_by_role("link", name="Vérifier et déposer").click()
    with site_clock(closes_at - SECOND):
        page.get_by_role("button", name="Déposer ma candidature").click()
        page.wait_for_load_state()
        expect(page.get_by_role("heading", name="Récépissé de dépôt")).to_be_visible()
    application = Application.objects.get()
    assert application.deposited_at == closes_at - SECOND
    expect(page.get_by_text(application.receipt_number).first).to_be_visible()
    page.get_by_role("link", name="Lire la copie déposée").click()
    expect(page.get_by_role("link", name="plan.png")).to_be_visible()
    assert Notice.objects.filter(kind="application_deposited").count() == 2


def judge_and_decide(page: Page, call: CallPage) -> None:
    """Two jurors are invited and judge; the decision is published at its hour and becomes a draft campaign."""
    change_hands(page, EDITOR, to=f"/admin/appels/{call.pk}/jury/")
    for email in JURORS:
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_role("button", name="Inviter au jury").click()
        expect(page.get_by_text(email).first).to_be_visible()
    page.get_by_label(re.compile("Avis à rendre avant")).fill(as_day_and_hour(timezone.now() + 5 * DAY))
    page.get_by_role("button", name="Ouvrir le premier tour").click()
    expect(page.get_by_text("Le premier tour est ouvert.")).to_be_visible()
    let_the_worker_run()
    for email in JURORS:
        page.context.clear_cookies()
        page.goto(link_written_to(email))
        page.get_by_role("button", name="Me connecter").click()
        sign_in_here(page, email)
        page.get_by_role("button", name="Entrer dans le jury").click()
        expect(page).to_have_url(re.compile(rf"/jury/{call.pk}/$"))  # or leaving would cut the answer short
    change_hands(page, EDITOR, to=f"/admin/appels/{call.pk}/jury/")
    page.get_by_role("button", name="Confier les dossiers").click()
    expect(page.get_by_text("2 lectures confiées")).to_be_visible()
    for email, points in zip(JURORS, (5, 4), strict=True):
        change_hands(page, email, to=f"/jury/{call.pk}/")
        judge(page, points)
    assert (Review.objects.count(), Recusal.objects.count()) == (2, 0)
    change_hands(page, EDITOR, to=f"/admin/appels/{call.pk}/dossiers/1/")
    page.get_by_label("retenu", exact=True).check()
    page.get_by_label(re.compile("L’avis du jury")).fill("On s’y assoit.")
    page.get_by_role("button", name="Rédiger la décision").click()
    expect(page.get_by_text("La décision est rédigée")).to_be_visible()
    page.goto(f"/admin/appels/{call.pk}/decisions/")
    page.get_by_label(re.compile("Publier le")).fill(as_day_and_hour(timezone.now() + HOUR))
    page.get_by_label(re.compile("deuxième personne")).uncheck()
    page.get_by_role("button", name="Prévoir la publication").click()
    expect(page.get_by_text("Publication prévue le")).to_be_visible()
    let_the_worker_run()
    assert Application.objects.get().state == "deposited"
    Publication.objects.update(planned_at=timezone.now())
    let_the_worker_run(turns=4)
    assert Application.objects.get().state == "accepted"
    page.goto(f"/admin/appels/{call.pk}/dossiers/1/")
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.get_by_text("Sa campagne est en brouillon")).to_be_visible()


def link_written_to(email: str) -> str:
    """Return the path that the last letter to somebody leads to."""
    letter = [one for one in mail.outbox if one.to == [email]][-1]
    found = re.search(r"https?://[^/\s]+(/jury/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


def judge(page: Page, points: int) -> None:
    """From the list to the review handed in, every criterion given the same points."""
    page.get_by_role("link", name=PROJECT).click()
    page.get_by_role("button", name=re.compile("Je n’ai pas de lien")).click()
    expect(page.get_by_role("button", name="Rendre mon avis")).to_be_visible()
    page.wait_for_load_state("load")
    assert_no_axe_violations(page)
    for step in page.get_by_role("radio", name=re.compile(f"^{points} ·")).all():
        step.check()
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_text("Votre avis est rendu.")).to_be_visible()


def finish_the_campaign(page: Page, campaign: Campaign, *, deadline: dt.datetime) -> None:
    """The president finishes what the application did not say, and hands it over."""
    change_hands(page, PRESIDENT, to=f"/mes-projets/{campaign.pk}/")
    expect(page.get_by_text(TITLE).first).to_be_visible()
    page.goto(f"/mes-projets/{campaign.pk}/argent/")
    expect(page.get_by_label("Objectif")).to_have_value("1200")
    page.get_by_label("Seuil").fill("800")
    page.get_by_label("Échéance").fill(as_day_and_hour(deadline))
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer et continuer").click()
    for place, (title, price) in enumerate((("Un merci gravé", "10"), ("Une visite", "30"))):
        page.goto(f"/mes-projets/{campaign.pk}/contreparties/")
        row = page.get_by_role("group", name=f"Contrepartie {place + 1}")
        row.get_by_label("Contrepartie").fill(title)
        row.get_by_label("Nature").select_option(index=place + 1)
        row.get_by_label("À partir de").fill(price)
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text("C’est enregistré")).to_be_visible()
    page.goto(f"/mes-projets/{campaign.pk}/engagements/")
    page.get_by_label("Comment aider sans payer").fill("Des planches, des bras.")
    page.get_by_label("À qui cela profite").fill("À qui monte la rue.")
    page.get_by_label("Qui paierait cela d’ordinaire").fill("Personne.")
    page.locator("[name=rights][value=kept]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer et continuer").click()
    page.goto(f"/mes-projets/{campaign.pk}/")
    expect(page.get_by_role("heading", name="Tout y est")).to_be_visible()
    page.get_by_role("button", name="Soumettre à la relecture").click()
    expect(page.get_by_text("C’est soumis")).to_be_visible()


def launch(page: Page) -> None:
    """A moderator answers every criterion, approves and launches."""
    change_hands(page, MODERATOR)
    open_terms(page, PROJECT)
    approve(page)
    page.get_by_role("button", name="Lancer la campagne").click()
    expect(page.get_by_text("La campagne est lancée")).to_be_visible()
