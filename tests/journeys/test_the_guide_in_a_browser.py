"""An editor who has nothing but the guide plans a season; the public sees each part of it appear at its minute."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from time_machine import TimeMachineFixture

from home.demo.gallery import FOLDER
from tests.journeys.editing import Editor
from tests.journeys.guide import WINDOW, Camera, assert_pictures
from tests.journeys.small_town import BREAD, EDITOR, SHOP, open_territory, start_campaigns
from tests.journeys.steps import let_the_worker_run, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.django_db(transaction=True)]

PARIS = ZoneInfo("Europe/Paris")
TODAY = dt.datetime(2027, 3, 9, 14, 20, tzinfo=PARIS)
MINUTE = dt.timedelta(minutes=1)
EIGHT = dt.datetime(2027, 3, 10, 8, tzinfo=PARIS)
THEME, CALL, EVENT, STORY = (
    "Circuits courts alimentaires",
    "Mieux manger ici",
    "La tablée des producteurs",
    "Le matin où le four a chauffé",
)
MONEY = re.compile(
    r"^/admin/campaigns/|^/admin/campagnes/|/conditions/|/(soutiens|campagnes)-liste|/livres|/operations"
)


def typed(moment: dt.datetime) -> str:
    """Write a moment as the admin's fields take it."""
    return moment.strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """A Tuesday in March, a little after lunch; the clock goes on from there."""
    time_machine.move_to(TODAY)
    return time_machine


@pytest.fixture
def walked(site_page: Page) -> list[str]:
    """The addresses of every page the browser is led to, in its frames too."""
    addresses: list[str] = []
    site_page.on("framenavigated", lambda frame: addresses.append(urlsplit(frame.url).path))
    return addresses


def test_a_season_by_the_guide(clock: TimeMachineFixture, site_page: Page, walked: list[str]) -> None:
    site_page.set_default_timeout(60_000)
    site_page.set_viewport_size(WINDOW)
    territory, _editor = open_territory()
    start_campaigns(territory, at=TODAY, tags=["alimentation"])
    page, camera, editor = site_page, Camera(), Editor(site_page)
    sign_in(page, EDITOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ma semaine")
    camera.take(
        page, "ma-semaine", editor.section, "Trous dans le programme", "Campagnes qui finissent", "Remplir"
    )

    write_the_theme(editor, camera)
    put_it_in_the_headline(editor, camera)
    look_at_the_front_page(editor, camera)
    prepare_the_call(editor, camera)
    announce_the_meetup(editor, camera)
    write_the_story(editor, camera)
    look_at_the_calendar(editor, camera)
    assert_pictures(camera.taken)
    expect(page.get_by_role("button", name="Argent")).to_have_count(0)
    assert len(walked) > 40
    assert [address for address in walked if MONEY.search(address)] == []

    page.context.clear_cookies()
    visitors_see(page, clock)


def write_the_theme(editor: Editor, camera: Camera) -> None:
    """Picture, introduction, hand-picked pages, keywords."""
    editor.follow("Créer un thème")
    editor.menu("Contenus", "Thèmes")
    editor.click("Ajouter un(e) thème")
    editor.name(THEME, "Du champ à l’assiette : ceux qui cultivent, ceux qui cuisinent, ceux qui mangent.")
    editor.picture(
        FOLDER / "theme-circuits-courts.webp", "Une cycliste traverse les champs, des carottes sur son vélo."
    )
    text = editor.insert(editor.panel("Introduction"), "Texte")
    text.get_by_role("textbox").fill("Autour de la ville, quarante fermes cultivent.")
    picks = editor.panel("Votre sélection")
    for title in (BREAD, SHOP):
        editor.click("Ajouter un(e) page", within=picks, role="button")
        editor.choose(picks, title)
    editor.tag("circuits courts", "alimentation")
    editor.preview(THEME, "quarante fermes", BREAD, SHOP)
    camera.take(editor.page, "theme", editor.section, "Résumé", "Enregistré")
    appear_at_eight(editor)


def appear_at_eight(editor: Editor) -> None:
    """Set the page to publish itself, as the guide says it for every page."""
    before = editor.section
    editor.follow("Publier à une heure dite")
    editor.schedule(typed(EIGHT))
    editor.publish("Programmer pour publication", "planifiée pour publication|programmée pour")
    editor.section = before


def put_it_in_the_headline(editor: Editor, camera: Camera) -> None:
    """A slot from tomorrow at eight, for four weeks."""
    page = editor.page
    editor.follow("Le mettre à la une")
    editor.menu("Programme", "Créneaux")
    editor.click_add_slot("Thème à la une")
    editor.choose(page.get_by_role("main"), THEME)
    editor.set_moment("À partir du", typed(EIGHT))
    editor.set_moment("Jusqu’au", typed(EIGHT + dt.timedelta(weeks=4)))
    camera.take(page, "creneau", editor.section, "À partir du", "Jusqu’au", "Enregistrer")
    editor.click("Enregistrer", role="button")
    expect(page.get_by_text("Le créneau est enregistré.")).to_be_visible()
    lane = page.get_by_role("region", name=editor.says("Thème à la une"))
    camera.take(page, "creneaux", editor.section, "Thème à la une", "Remplir", at=lane)


def look_at_the_front_page(editor: Editor, camera: Camera) -> None:
    """A minute before eight nothing is to be seen of it, a minute after it is there."""
    page = editor.page
    editor.follow("Voir la page à une date")
    page.get_by_role("link", name=f"Voir la page à cette minute : {THEME}").click()
    shown = page.frame_locator("iframe.as-of-frame").get_by_role("region", name=THEME)
    for moment, count in ((EIGHT - MINUTE, 0), (EIGHT + MINUTE, 1)):
        editor.set_moment("Vue le", typed(moment))
        editor.click("Voir", role="button")
        expect(page.get_by_role("heading", level=2)).to_contain_text("10 mars 2027")
        expect(shown).to_have_count(count)
    camera.take(page, "apercu", editor.section, "Voir", "Changement précédent", "Ordinateur", height=1100)


def prepare_the_call(editor: Editor, camera: Camera) -> None:
    """A ready-made call, finished, that appears and opens tomorrow at eight."""
    page = editor.page
    editor.follow("Préparer un appel")
    editor.menu("Contenus", "Appels à projets")
    editor.click("Partir d’un modèle")
    camera.take(page, "modeles", editor.section, "Partir de ce modèle")
    page.get_by_role("button", name=f"Partir de ce modèle : {CALL}").click()
    editor.wait_until_watched()
    editor.finish("[à compléter]", "Deux marchés, quarante fermes, trois quartiers sans commerce.")
    offer = page.get_by_role("textbox", name=re.compile("^En clair")).last
    offer.fill("La cuisine de la salle des Tanneries, douze matinées.")
    editor.set_moment("Ouverture", typed(EIGHT))
    editor.set_moment("Clôture", typed(EIGHT + dt.timedelta(weeks=6)))
    editor.set_moment("Annonce des résultats", typed(EIGHT + dt.timedelta(weeks=9)))
    dates = editor.panel("Quand")
    camera.take(page, "appel", editor.section, "Ouverture", "Clôture", "Annonce des résultats", at=dates)
    editor.preview(CALL, "trois quartiers sans commerce", "heure de Paris")
    appear_at_eight(editor)


def announce_the_meetup(editor: Editor, camera: Camera) -> None:
    """A meeting with registration."""
    page = editor.page
    editor.follow("Annoncer un rendez-vous")
    editor.menu("Contenus", "Rendez-vous")
    editor.click("Ajouter un(e) rendez-vous")
    editor.name(EVENT, "Goûter, poser ses questions, repartir avec un panier.")
    editor.set_moment("Début", typed(EIGHT + dt.timedelta(days=9, hours=10)))
    editor.set_moment("Fin", typed(EIGHT + dt.timedelta(days=9, hours=13)))
    editor.fill("Lieu", "Salle des Tanneries")
    editor.fill("Adresse", "3 quai de la Lize")
    editor.fill("Accessibilité", "De plain-pied, boucle magnétique, tram 2 arrêt Tanneries.")
    editor.field("Sur inscription").check()
    editor.fill("Nombre de places", "60")
    camera.take(
        page,
        "rendez-vous",
        editor.section,
        "Lieu",
        "Accessibilité",
        "Sur inscription",
        at=editor.panel("Venir"),
    )
    editor.tag("alimentation")
    editor.preview(EVENT, "Salle des Tanneries", "19 mars 2027")
    appear_at_eight(editor)


def write_the_story(editor: Editor, camera: Camera) -> None:
    """A story with a pledge widget in it."""
    page = editor.page
    editor.follow("Écrire un récit")
    editor.menu("Contenus", "Récits")
    editor.click("Ajouter un(e) récit")
    editor.name(STORY, "Ils étaient huit, il était cinq heures, et la pâte levait.")
    editor.fill("Qui raconte", "Propos recueillis par Nadia Berthier")
    body = editor.panel("Récit")
    editor.insert(body, "Texte").get_by_role("textbox").fill("À cinq heures, la première fournée est sortie.")
    widget = editor.insert(body, "Soutenir une campagne")
    editor.choose(widget, BREAD)
    editor.preview(STORY, "première fournée", BREAD, "Soutenir")
    camera.take(page, "recit", editor.section, "Soutenir une campagne", at=widget)
    editor.tag("alimentation")
    appear_at_eight(editor)


def look_at_the_calendar(editor: Editor, camera: Camera) -> None:
    """Everything planned stands in its lane."""
    page = editor.page
    editor.follow("Le calendrier")
    editor.menu("Programme", "Calendrier")
    for title in (THEME, CALL, EVENT, STORY):
        expect(page.get_by_role("main")).to_contain_text(title)
    camera.take(page, "calendrier", editor.section, "Filtrer", "S’abonner", "Imprimer")


def visitors_see(page: Page, clock: TimeMachineFixture) -> None:
    """The town at 7.59 and at 8.01, asked twice each so that the second answer is one the site had kept."""
    addresses = {
        CALL: ("/appels/", "mieux-manger-ici/"),
        EVENT: ("/rendez-vous/", "la-tablee-des-producteurs/"),
        STORY: ("/recits/", "le-matin-ou-le-four-a-chauffe/"),
    }
    for moment, is_there in ((EIGHT - MINUTE, False), (EIGHT + MINUTE, True)):
        clock.move_to(moment)
        let_the_worker_run(turns=1)
        for _kept in range(2):
            page.goto("/")
            expect(page.get_by_role("region", name=THEME)).to_have_count(int(is_there))
            for title, (listing, slug) in addresses.items():
                page.goto(listing)
                expect(page.get_by_role("link", name=title)).to_have_count(int(is_there))
                answer = page.goto(listing + slug)
                assert answer is not None
                assert answer.status == (200 if is_there else 404), (title, moment)
