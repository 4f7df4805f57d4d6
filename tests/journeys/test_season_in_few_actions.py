"""From an empty admin to a season, then to the next year's: every action of the editor is counted, and they are few."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Keyboard, Locator, Page, expect
from time_machine import TimeMachineFixture

from calls.models import CallPage
from home.demo.gallery import FOLDER
from home.models import Place, Slot
from stories.models import EventPage
from tests.journeys.editing import Editor
from tests.journeys.small_town import BREAD, CANTEEN, EDITOR, ORCHARD, SHOP, open_territory, start_campaigns
from tests.journeys.steps import sign_in
from themes.models import ThemePage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.django_db(transaction=True)]

PARIS = ZoneInfo("Europe/Paris")
TODAY = dt.datetime(2027, 3, 9, 14, 20, tzinfo=PARIS)
MONDAY = dt.datetime(2027, 3, 15, 8, tzinfo=PARIS)
WEEK = dt.timedelta(weeks=1)
THEME, CALL = "Circuits courts alimentaires", "Mieux manger ici"
MOST, MOST_TO_COPY = 120, 10
ACTIONS = {
    Locator: (
        "click",
        "dblclick",
        "fill",
        "press",
        "type",
        "check",
        "uncheck",
        "select_option",
        "set_input_files",
    ),
    Keyboard: ("press", "type", "insert_text"),
    Page: ("goto",),
}


@pytest.fixture
def actions(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What was done by hand so far: each click, field, choice, key and typed address counts as one."""
    counted: Counter[str] = Counter()

    def counting(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def counted_act(*args: Any, **options: Any) -> Any:
            counted[name] += 1
            return act(*args, **options)

        return counted_act

    for kind, names in ACTIONS.items():
        for name in names:
            monkeypatch.setattr(kind, name, counting(name, getattr(kind, name)))
    return counted


def typed(moment: dt.datetime) -> str:
    """Write a moment as the admin's fields take it."""
    return moment.strftime("%Y-%m-%d %H:%M")


def test_a_season_in_few_actions_and_the_next_in_fewer(
    time_machine: TimeMachineFixture, actions: Counter[str], site_page: Page
) -> None:
    time_machine.move_to(TODAY)
    territory, _editor = open_territory()
    start_campaigns(territory, at=TODAY)
    site_page.set_default_timeout(60_000)
    sign_in(site_page, EDITOR)
    editor = Editor(site_page)
    actions.clear()

    write_a_theme(editor)
    start_a_call(editor)
    for title, day in (("La tablée des producteurs", 4), ("Visite de la ferme du Gué", 12)):
        announce(editor, title, MONDAY + dt.timedelta(days=day, hours=10))
    fill_four_weeks(editor)

    made = actions.total()
    assert made <= MOST, f"The season took {made} actions, {MOST} at most: {dict(actions)}"
    assert ThemePage.objects.live().count() == 1
    assert CallPage.objects.live().filter(is_standing=False).count() == 1
    assert EventPage.objects.live().count() == 2
    weeks = Slot.objects.filter(place=Place.CAMPAIGN).order_by("starts_at")
    assert [slot.shown.title for slot in weeks if slot.shown] == [BREAD, SHOP, ORCHARD, CANTEEN]
    assert [slot.starts_at for slot in weeks] == [MONDAY + number * WEEK for number in range(4)]
    assert Slot.objects.count() == 6

    actions.clear()
    copy_to_next_year(editor)
    made = actions.total()
    assert made <= MOST_TO_COPY, f"The copy took {made} actions, {MOST_TO_COPY} at most: {dict(actions)}"
    assert ThemePage.objects.count() == 2
    assert EventPage.objects.filter(starts_at__year=2028).count() == 2
    assert Slot.objects.filter(starts_at__year=2028).count() == 2  # those of this year's projects stay here


def write_a_theme(editor: Editor) -> None:
    """A theme with its picture, its words, two pages chosen by hand and a keyword."""
    editor.follow("Créer un thème")
    editor.menu("Contenus", "Thèmes")
    editor.click("Ajouter un(e) thème")
    editor.name(THEME, "Ceux qui cultivent, ceux qui cuisinent, ceux qui mangent.")
    editor.picture(FOLDER / "theme-circuits-courts.webp", "Une cycliste traverse les champs.")
    text = editor.insert(editor.panel("Introduction"), "Texte")
    text.get_by_role("textbox").fill("Autour de la ville, quarante fermes cultivent.")
    picks = editor.panel("Votre sélection")
    for title in (BREAD, SHOP):
        editor.click("Ajouter un(e) page", within=picks, role="button")
        editor.choose(picks, title)
    editor.tag("alimentation")
    editor.publish()


def start_a_call(editor: Editor) -> None:
    """A ready-made call, its two marks completed; its dates and keywords are given by the model."""
    editor.follow("Préparer un appel")
    editor.menu("Contenus", "Appels à projets")
    editor.click("Partir d’un modèle")
    editor.page.get_by_role("button", name=f"Partir de ce modèle : {CALL}").click()
    editor.wait_until_watched()
    editor.finish("[à compléter]", "Deux marchés, quarante fermes, trois quartiers sans commerce.")
    editor.page.get_by_role("textbox", name=re.compile("^En clair")).last.fill("La cuisine des Tanneries.")
    editor.publish()


def announce(editor: Editor, title: str, starts_at: dt.datetime) -> None:
    """An event of two hours."""
    editor.follow("Annoncer un rendez-vous")
    editor.menu("Contenus", "Rendez-vous")
    editor.click("Ajouter un(e) rendez-vous")
    editor.name(title, "Goûter, poser ses questions, repartir avec un panier.")
    editor.set_moment("Début", typed(starts_at))
    editor.set_moment("Fin", typed(starts_at + dt.timedelta(hours=2)))
    editor.fill("Lieu", "Salle des Tanneries")
    editor.tag("alimentation")
    editor.publish()


def fill_four_weeks(editor: Editor) -> None:
    """The theme in the headline and the call for four weeks; another project each week."""
    page = editor.page
    main = page.get_by_role("main")
    editor.follow("Le mettre à la une")
    editor.menu("Programme", "Créneaux")
    for place, shown in (("Thème à la une", [THEME]), ("Appel mis en avant", [CALL])):
        editor.click_add_slot(place)
        editor.choose(main, shown[0])
        editor.set_moment("À partir du", typed(MONDAY))
        editor.set_moment("Jusqu’au", typed(MONDAY + 4 * WEEK))
        editor.click("Enregistrer", role="button")
        expect(page.get_by_text("Le créneau est enregistré.")).to_be_visible()
    editor.click_add_slot("Projet à la une")
    editor.set_moment("À partir du", typed(MONDAY))
    editor.set_moment("Jusqu’au", typed(MONDAY + WEEK))
    for number, title in enumerate((BREAD, SHOP, ORCHARD, CANTEEN)):
        expect(editor.field("À partir du")).to_have_value(typed(MONDAY + number * WEEK))
        editor.choose(main, title)
        editor.click("Enregistrer" if title == CANTEEN else "Enregistrer, puis le suivant", role="button")
        expect(page.get_by_text("Le créneau est enregistré.")).to_be_visible()


def copy_to_next_year(editor: Editor) -> None:
    """From anywhere in the admin: the theme, its actions, the copy, whose dates are proposed a year later."""
    page = editor.page
    editor.follow("Copier une saison")
    editor.menu("Contenus", "Thèmes")
    page.get_by_role("link", name=THEME, exact=True).first.click()
    page.get_by_role("navigation", name="Actions", exact=True).get_by_role("button").click()
    editor.click("Copier cette saison")
    editor.click("Copier cette saison", role="button")
    expect(page.get_by_text("La saison est copiée")).to_be_visible()
