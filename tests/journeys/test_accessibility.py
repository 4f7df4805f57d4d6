"""Every template under axe-core, on a phone and on a desk, by day and by night; the narrowest screen; old browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from calls.models import Application, CallPage, WishQuestion
from campaigns.links import pledge_token, receipt_path
from campaigns.models import Campaign, Pledge
from campaigns.rules.preparation import Step
from campaigns.services.writing import draft_of
from tests.journeys.steps import sign_in
from tests.support.browser import axe_violations

# Whichever test is first loads the demonstration, slowly on a busy machine.
pytestmark = pytest.mark.timeout(600)

PHONE, DESK, NARROWEST = 390, 1280, 320
HEIGHT = 900

Walk = Callable[[Page], Iterator[None]]


def through(page: Page, *addresses: str) -> Iterator[None]:
    """Stop at each address."""
    for address in addresses:
        page.goto(address)
        yield


def editorial_pages(page: Page) -> Iterator[None]:
    """What the town writes, its lists, and the page that is not there."""
    yield from through(
        page,
        "/",
        "/themes/",
        "/themes/circuits-courts-alimentaires/",
        "/appels/",
        "/appels/circuits-courts-10-projets/",
        "/recits/",
        "/recits/deux-heures-par-mois/",
        "/rendez-vous/",
        "/rendez-vous/soiree-projets/",
        "/dispositifs/",
        "/dispositifs/couveuse-la-bobine/",
        "/kits/",
        "/kits/table-de-pique-nique-accessible/",
        "/proposer-un-projet/?kit=table-de-pique-nique-accessible",
        "/comment-ca-marche/",
        f"/envies/{WishQuestion.objects.get(page__slug='circuits-courts-alimentaires').pk}/",
        "/rien/",
    )


def campaign_pages(page: Page) -> Iterator[None]:
    """The list, and a campaign that collects, reached its threshold, was paid out, refunded, stopped; a news."""
    slugs = ("cafe-de-quartier", "disco-soupe", "jardin-partage", "four-a-pain", "atelier-velo")
    news = Campaign.objects.get(page__slug="cafe-de-quartier").page.get_children().live().first()
    yield from through(
        page,
        "/projets/?etat=reussies",
        *(f"/projets/{slug}/" for slug in slugs),
        "/projets/?page=2",
        news.url,
    )


def searches(page: Page) -> Iterator[None]:
    """Before the question, with answers, with none."""
    yield from through(page, "/recherche/", "/recherche/?q=jardin", "/recherche/?q=zzzz")


def the_pledge(page: Page) -> Iterator[None]:
    """Form, form in error, review, bank, refusal, receipt; and a receipt of each other outcome."""
    campaign = Campaign.objects.get(page__slug="cafe-de-quartier")
    yield from through(page, f"/soutenir/{campaign.pk}/?montant=25")
    page.get_by_label("Montant de votre soutien").fill("rien")
    page.get_by_role("button", name="Relire mon soutien").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield
    page.get_by_label("Montant de votre soutien").fill("25")
    page.get_by_label("Votre nom", exact=True).fill("Zoé Martin")
    page.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    page.get_by_role("button", name="Relire mon soutien").click()
    expect(page.get_by_role("button", name="Payer")).to_be_visible()
    yield
    page.get_by_role("button", name="Payer").click()
    expect(page).to_have_title(re.compile("Banque de démonstration"))
    yield
    page.get_by_role("button", name="La banque refuse la carte").click()
    expect(page.get_by_role("button", name="Essayer de nouveau")).to_be_visible()
    yield
    for status in ("declined", "held", "refunded", "released", "refund_failed"):
        yield from through(page, receipt_path(Pledge.objects.filter(status=status).latest("pk")))


def without_a_card(page: Page) -> Iterator[None]:
    """« Payer autrement »: page, form in error, slip, papers, a blank one; receipts; what is over."""
    campaign = Campaign.objects.get(page__slug="tables-pique-nique")
    address = reverse("campaigns:otherwise", args=[campaign.pk])
    yield from through(page, address)
    page.get_by_label("Montant de votre soutien").fill("20")
    page.get_by_label("Votre nom", exact=True).fill("Mme Arnaud")
    page.get_by_role("button", name="Faire mon bulletin").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield
    page.get_by_label("Votre adresse postale").fill("12, rue des Tanneurs")
    page.get_by_role("button", name="Faire mon bulletin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("est prêt")
    yield
    yield from through(page, f"{page.url}imprimer/", f"{address}bulletin-vierge/")
    for status in ("held", "refund_due", "released"):
        pledge = Pledge.objects.filter(status=status, gateway="bank").latest("pk")
        yield from through(page, receipt_path(pledge))
    held = Pledge.objects.filter(status="held", gateway="bank").latest("pk")
    yield from through(page, reverse("campaigns:take_back", args=[pledge_token(held)]))
    yield from through(page, reverse("campaigns:otherwise", args=[closed_campaign().pk]))


def closed_campaign() -> Campaign:
    """A campaign that takes nothing any more."""
    return Campaign.objects.get(page__slug="coworking")


def account_doors(page: Page) -> Iterator[None]:
    """Sign-in, sign-up and forgotten password, as they open and as they refuse."""
    for address, button in (
        ("/compte/connexion/", "Se connecter"),
        ("/compte/inscription/", "Créer mon compte"),
        ("/compte/mot-de-passe/oublie/", "Recevoir le lien"),
    ):
        yield from through(page, address)
        page.get_by_label("Adresse électronique").fill("pas une adresse")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        yield


def ones_own_pages(page: Page) -> Iterator[None]:
    """What a signed-in person has."""
    sign_in(page, "citoyenne@example.org", to="/mes-soutiens/")
    yield
    yield from through(page, "/compte/profil/", "/compte/mot-de-passe/", "/compte/deconnexion/", "/")


def organisations(page: Page) -> Iterator[None]:
    """The list, an organisation and its rooms, and the forms in error."""
    sign_in(page, "porteur@example.org", to="/compte/organisations/")
    yield
    page.get_by_role("link", name="Le Comptoir des Tanneries").click()
    yield
    own = page.url
    yield from through(
        page, f"{own}modifier/", f"{own}membres/", f"{own}transmettre/", f"{own}documents/", f"{own}quitter/"
    )
    for address, button in (
        ("/compte/organisations/nouvelle/", "Créer l’organisation"),
        (f"{own}membres/", "Envoyer le lien"),
        (f"{own}documents/", "Garder ce document"),
    ):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        yield
    page.goto(own)
    page.get_by_role("link", name="Statuts", exact=True).click()
    yield


def the_holders_desk(page: Page) -> Iterator[None]:
    """Every screen of the editor with its remarks, one in error, one in conflict, and the published criteria."""
    campaign = Campaign.objects.get(page__slug="fete-du-rouet")
    desk = f"/mes-projets/{campaign.pk}/"
    sign_in(page, "porteur@example.org", to="/mes-projets/")
    yield
    yield from through(page, "/nos-criteres/", desk, *(f"{desk}{step.value}/" for step in Step))
    yield from through(page, f"{desk}presentation/")
    page.get_by_label("Nom du projet").fill("")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield
    page.goto(f"{desk}recit/?ajouter=picture")
    yield
    page.goto(f"{desk}presentation/")
    draft_of(campaign).save_revision()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("heading", name="Quelqu’un a écrit entre-temps")).to_be_visible()
    yield


def before_applying(page: Page) -> Iterator[None]:
    """« Puis-je répondre ? », as it opens, as it refuses, and both its answers."""
    call = CallPage.objects.get(slug="circuits-courts-10-projets")
    where = f"/appels/{call.pk}/puis-je-repondre/"
    said = "?verifier=1&idee=jardin&qui=association&montant=3000&service=peut-etre&autres=oui&ici="
    yield from through(
        page, where, f"{where}?verifier=1&montant=rien", f"{where}{said}oui", f"{where}{said}non"
    )


def ones_applications(page: Page) -> Iterator[None]:
    """A draft with what it lacks, each of its steps, in error too; what was deposited, its copy, its changes."""
    sign_in(page, "porteur@example.org", to="/candidatures/")
    yield
    mine = Application.objects.filter(holder__email="porteur@example.org").order_by("pk")
    draft = mine.filter(state="draft")[0]
    doors = ("", "apercu/", "imprimer/", "equipe/", "deposer/", "retirer/")
    yield from through(page, *(f"/candidatures/{draft.reference}/{door}" for door in doors))
    steps = [f"/candidatures/{draft.reference}/etape/{s.key}/" for s in draft.form.questionnaire.sections]
    yield from through(page, *steps, steps[0])
    page.get_by_label("Somme à réunir").fill("rien")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield
    deposited = mine.get(versions__number=2)
    copies = ("", "recepisse/", "depots/2/", "depots/2/differences/")
    yield from through(page, *(f"/candidatures/{deposited.reference}/{door}" for door in copies))
    yield from through(page, f"/appels/{draft.call_id}/repondre/")


WALKS = [
    editorial_pages,
    campaign_pages,
    searches,
    the_pledge,
    without_a_card,
    account_doors,
    ones_own_pages,
    organisations,
    the_holders_desk,
    before_applying,
    ones_applications,
]
BY_NIGHT = {
    editorial_pages,
    campaign_pages,
    the_pledge,
    without_a_card,
    account_doors,
    the_holders_desk,
    ones_applications,
}


def complaints(page: Page) -> Iterator[str]:
    """Yield what axe-core says of the page as it stands, one line an element."""
    for violation in axe_violations(page):
        for node in violation["nodes"]:
            why = " ".join(node.get("failureSummary", "").split())
            yield f"{violation['id']} {node['target']}: {why[:300]}"


def is_too_wide(page: Page) -> bool:
    """Tell whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.browser
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_axe_finds_nothing_and_nothing_is_too_wide(demo: None, site_page: Page, walk: Walk) -> None:
    page = site_page
    page.emulate_media(reduced_motion="reduce")
    views = [(PHONE, "light"), (DESK, "light")] + ([(PHONE, "dark")] if walk in BY_NIGHT else [])
    found = []
    for _stop in walk(page):
        page.wait_for_load_state()
        for width, scheme in views:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme)
            found += [f"{page.url} {width} {scheme}: {line}" for line in complaints(page)]
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        if is_too_wide(page):
            found.append(f"{page.url} {NARROWEST}: scrolls sideways")
    assert not found, "\n".join(found)


BLOCK = re.compile(r"@(layer|container)\b[^{};]*\{")


def for_an_old_browser(css: str) -> str:
    """Return the sheet as read by a browser that knows neither layers nor container queries."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@import[^;]*\blayer\([^;]*;|@layer[^{};]*;", "", css)
    while found := BLOCK.search(css):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: found.start()] + css[end:]
    return css


def test_an_old_browser_reads_only_what_stands_outside_the_layers() -> None:
    layered = (
        "@layer a, b; @import url(x) layer(a); @layer a { q { x: y } } @container (width > 1px) { r {} }"
    )

    assert for_an_old_browser(f"p {{ x: y }} {layered} s {{}}").split() == [
        "p",
        "{",
        "x:",
        "y",
        "}",
        "s",
        "{}",
    ]


LAYERED = """() => [...document.styleSheets].some(
    sheet => [...sheet.cssRules].some(rule => /layer|@container/.test(rule.cssText)))"""


@pytest.fixture
def old_page(site_page: Page) -> Iterator[Page]:
    """A phone whose browser knows neither layers nor container queries."""

    def older(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=for_an_old_browser(answer.text()))

    site_page.route(re.compile(r"\.css(\?|$)"), older)
    site_page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    yield site_page
    site_page.wait_for_load_state("networkidle")  # what is still asked for would be answered twice
    site_page.unroute_all(behavior="wait")


@pytest.mark.browser
def test_an_old_phone_reads_every_page(demo: None, old_page: Page) -> None:
    addresses = (
        "/",
        "/projets/",
        "/projets/cafe-de-quartier/",
        "/themes/espaces-partages/",
        "/compte/connexion/",
    )
    found = []
    for _stop in through(old_page, *addresses, "/recits/les-mains-dans-la-terre/", "/recherche/?q=jardin"):
        assert not old_page.evaluate(LAYERED)
        expect(old_page.get_by_role("heading", level=1)).to_be_visible()
        expect(old_page.get_by_role("main").get_by_role("paragraph").first).to_be_in_viewport()
        contrasts = [line for line in complaints(old_page) if line.startswith("color-contrast")]
        found += [f"{old_page.url}: {line}" for line in contrasts]
        if is_too_wide(old_page):
            found.append(f"{old_page.url}: scrolls sideways")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_an_old_phone_pledges(demo: None, old_page: Page) -> None:
    old_page.goto("/projets/cafe-de-quartier/")
    old_page.get_by_label("Un autre montant").fill("30")
    old_page.get_by_role("button", name="Soutenir", exact=True).click()
    old_page.get_by_label("Votre nom", exact=True).fill("Zoé Martin")
    old_page.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    old_page.get_by_role("button", name="Relire mon soutien").click()
    old_page.get_by_role("button", name="Payer").click()
    old_page.get_by_role("button", name="la banque accepte").click()

    expect(old_page.get_by_role("heading", level=1)).to_have_text("Reçu de soutien")
