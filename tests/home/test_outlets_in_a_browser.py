"""The letters, the selections and the town hall's screen in a real browser."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.groups import EDITORS
from accounts.services import create_verified_user, grant_page_rights
from home.links import leave_path, manage_path
from home.models import Newsletter, Selection, Subscription
from home.services.newsletters import schedule, send_newsletters
from notices.services import send_due_notices
from tests.builders import a_campaign, a_picture, a_pledge, the_territory
from tests.editorial import a_call, a_story, a_theme, an_event, the_home
from tests.outlets import a_newsletter, a_reader, a_selection
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REFUSED = re.compile("Écrivez l’objet|Indiquez le jour")
PHONE = {"width": 390, "height": 844}


def a_full_selection() -> Selection:
    """A selection of four kinds of pages, with pictures and a long title."""
    campaign = a_campaign(page={"title": "Un four à pain au pied des immeubles", "picture": a_picture()})
    a_pledge(campaign, 45_000)
    summary = (
        "Une phrase assez longue pour tenir sur trois lignes d’un grand écran, comme en écrivent les gens."
    )
    call = a_call(
        title="Circuits courts : dix projets pour mieux manger ici", picture=a_picture(), summary=summary
    )
    event = an_event(title="La soirée des projets et de la soupe", picture=a_picture(), summary=summary)
    return a_selection(
        campaign.page, call, event, a_story(title="Sans image", summary=summary), introduction=summary
    )


@pytest.fixture
def admin_page(site_page: Page, client: Client) -> Page:
    """A page on which an editor is signed in."""
    the_home()
    grant_page_rights(the_territory().root_page)
    editor = create_verified_user("nadia@example.org", None, groups=(EDITORS,))
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    site_page.goto("/health/")
    cookie = client.cookies["sessionid"].value
    site_page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": site_page.url.removesuffix("health/")}]
    )
    return site_page


def test_somebody_subscribes_on_a_telephone_without_scripts(page_no_js: Page) -> None:
    theme = a_theme(title="Circuits courts")
    page_no_js.set_viewport_size(PHONE)
    page_no_js.goto(theme.url)
    page_no_js.get_by_role("link", name="Suivre ce thème").click()
    expect(page_no_js.get_by_label("Circuits courts")).to_be_checked()
    page_no_js.get_by_label("Circuits courts").uncheck()
    page_no_js.get_by_role("button", name="Recevoir la lettre").click()
    expect(page_no_js.get_by_role("alert")).to_contain_text("2 points à corriger")
    page_no_js.get_by_label("Votre adresse").fill("awa@example.org")
    page_no_js.get_by_label("Circuits courts").check()
    page_no_js.get_by_role("button", name="Recevoir la lettre").click()
    expect(page_no_js.get_by_role("heading", level=1)).to_contain_text("Regardez votre boîte")

    send_due_notices(at=timezone.now())
    page_no_js.goto(re.search(r"http://testserver(/lettre/\S+)", mail.outbox[0].body)[1])
    page_no_js.get_by_role("button", name="Confirmer mon abonnement").click()
    expect(page_no_js.get_by_role("heading", level=1)).to_contain_text("bienvenue")
    assert [one.title for one in Subscription.objects.active().get().themes.all()] == ["Circuits courts"]

    page_no_js.get_by_label("Toutes les lettres").check()
    page_no_js.get_by_role("button", name="Enregistrer mon choix").click()
    expect(page_no_js.get_by_role("status")).to_contain_text("enregistré")
    page_no_js.get_by_role("button", name="Me désabonner").click()
    expect(page_no_js.get_by_role("heading", level=1)).to_contain_text("C’est fait")
    assert not Subscription.objects.active().exists()
    wide = page_no_js.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_axe_finds_nothing_on_the_pages_of_the_letters(site_page: Page) -> None:
    a_theme()
    reader = a_reader()
    for width in (390, 1440):
        site_page.set_viewport_size({"width": width, "height": 900})
        for path in ("/lettre/", "/lettre/demande/", manage_path(reader.pk), leave_path(reader.pk)):
            site_page.goto(path)
            assert_no_axe_violations(site_page)
    site_page.goto("/lettre/")
    site_page.get_by_role("button", name="Recevoir la lettre").click()
    expect(site_page.get_by_role("alert")).to_be_visible()
    site_page.wait_for_load_state()
    assert_no_axe_violations(site_page)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 2160), (1366, 768)])
def test_the_screen_is_read_from_afar_and_hides_nothing(site_page: Page, size: tuple[int, int]) -> None:
    selection = a_full_selection()
    width, height = size
    site_page.set_viewport_size({"width": width, "height": height})
    for number in range(1, 5):
        site_page.goto(f"/affichage/{selection.slug}/?n={number}&pause=1")
        site_page.evaluate("() => document.fonts.ready.then(() => true)")
        assert_no_axe_violations(site_page)
        cut = site_page.evaluate(
            """() => [...document.querySelectorAll('.words > *, footer > *')].filter(element => {
                const box = element.getBoundingClientRect();
                const foot = document.querySelector('footer').getBoundingClientRect();
                const limit = element.closest('footer') ? innerHeight : foot.top;
                const wide = element.scrollWidth > element.clientWidth + 1;
                return box.bottom > limit + 1 || box.right > innerWidth + 1 || wide;
            }).map(element => element.outerHTML.slice(0, 90))"""
        )
        assert cut == [], f"page {number}: cut off"
        smallest = site_page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('p, h1, span, b, a')]
                .filter(element => element.textContent.trim())
                .map(element => parseFloat(getComputedStyle(element).fontSize)))"""
        )
        assert smallest >= 0.035 * min(size), "too small for five metres"


def test_the_screen_goes_round_by_itself(site_page: Page) -> None:
    selection = a_selection(a_story(title="Un"), a_story(title="Deux"))
    site_page.goto(f"/affichage/{selection.slug}/")
    expect(site_page.get_by_role("heading", level=1)).to_have_text("Un")
    expect(site_page.get_by_role("heading", level=1)).to_have_text("Deux", timeout=25_000)
    assert site_page.context.cookies() == []
    site_page.get_by_role("link", name="Pause").click()
    expect(site_page).to_have_url(re.compile("pause=1"))
    expect(site_page.locator("meta[http-equiv=refresh]")).to_have_count(0)


# Wagtail's own comments and menus carry landmarks of their own: its faults are not ours to mend here.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_axe_finds_nothing_on_the_editors_screens(admin_page: Page, width: int) -> None:
    selection = a_full_selection()
    now = timezone.now()
    draft, planned, sent = (a_newsletter(selection, subject=subject) for subject in ("Un", "Deux", "Trois"))
    schedule(newsletter=planned, send_at=now + dt.timedelta(days=1), at=now)
    a_reader()
    schedule(newsletter=sent, send_at=now, at=now)
    for _minute in range(2):
        send_newsletters(at=now)
        send_due_notices(at=now)
    sent.refresh_from_db()
    assert sent.state == Newsletter.State.SENT
    admin_page.set_viewport_size({"width": width, "height": 900})
    for path, refused in (
        ("selections/", ""),
        ("selections/programme/", ""),
        ("selections/new/", ""),
        (f"selections/edit/{selection.pk}/", ""),
        (f"selections/{selection.pk}/", "Préparer la lettre"),
        ("lettres/", ""),
        (f"lettres/{draft.pk}/", "Enregistrer"),
        (f"lettres/{draft.pk}/", "Programmer l’envoi"),
        (f"lettres/{planned.pk}/", ""),
        (f"lettres/{sent.pk}/", ""),
        (f"lettres/{draft.pk}/apercu/", ""),
    ):
        admin_page.goto(f"/admin/diffusion/{path}")
        expect(admin_page).to_have_url(re.compile("/admin/"))
        if "apercu" not in path:
            expect(admin_page.get_by_role("heading", level=1)).not_to_be_empty()
        if refused:
            admin_page.get_by_role("textbox", name="Objet").fill("")
            admin_page.get_by_role("button", name=refused).click()
            expect(admin_page.locator(".w-field__errors").filter(has_text=REFUSED)).to_be_visible()
        assert_no_axe_violations(admin_page, rules=WCAG)
        assert admin_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        cut = admin_page.locator(
            ":is(.w-header-button, .listing a, .nice-padding :is(a, button)):visible"
        ).evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML)"
        )
        assert cut == [], path


def test_an_editor_fills_a_selection_and_sends_a_letter(admin_page: Page) -> None:
    a_theme(title="Circuits courts", picture=a_picture())
    a_campaign(page={"title": "Un four"})
    a_reader("awa@example.org")
    admin_page.goto("/admin/diffusion/selections/")
    admin_page.get_by_role("link", name="Remplir depuis le programme").click()
    admin_page.get_by_role("button", name="Remplir une nouvelle sélection").click()
    expect(admin_page.get_by_text("La sélection est remplie")).to_be_visible()
    admin_page.get_by_role("button", name="Enregistrer").first.click()
    admin_page.get_by_label("Objet").fill("Ce qui pousse")
    admin_page.get_by_role("button", name="Préparer la lettre").click()
    expect(admin_page.get_by_text("1 personne aujourd’hui")).to_be_visible()
    frame = admin_page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Circuits courts")).to_be_visible()
    admin_page.get_by_text("Sans attendre").click()
    admin_page.get_by_role("button", name="Envoyer maintenant").click()
    expect(admin_page.get_by_text("La lettre part dans la minute")).to_be_visible()
    mail.outbox.clear()
    send_newsletters(at=timezone.now())
    send_due_notices(at=timezone.now())
    send_newsletters(at=timezone.now())
    assert "awa@example.org" in [message.to[0] for message in mail.outbox]
    admin_page.reload()
    expect(admin_page.get_by_text("envoyées : 1")).to_be_visible()
    assert Newsletter.objects.get().state == Newsletter.State.SENT
