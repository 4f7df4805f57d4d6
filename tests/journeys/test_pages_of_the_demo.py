"""Every page of the demonstration, as its visitors get it: sound, whole, private, and nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from calls.models import Application
from campaigns.links import receipt_path, return_path
from campaigns.models import Campaign, CampaignPage, PayoutAccount, Pledge
from demo_bank.models import BankPayment
from tests.support.demonstration import public_addresses
from tests.support.html import check_markup

# The first test loads the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

OWN_HOSTS = {"", "localhost", "testserver"}
LOADING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "manifest",
    "apple-touch-icon",
    "preconnect",
}


@dataclass
class Visit:
    """A page that was asked for, and how it should have answered."""

    address: str
    response: Any
    status: int = 200
    public: bool = False
    # The titles of the campaigns of whoever is looking: their own pages name them before the public may.
    own: frozenset[str] = frozenset()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.response.content.decode()

    @cached_property
    def elements(self) -> list[Any]:
        """The elements of the page as a browser builds them."""
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        return [element for element in parser.parse(self.text).iter() if isinstance(element.tag, str)]

    def all(self, tag: str) -> list[Any]:
        """The elements of one tag."""
        return [element for element in self.elements if element.tag == tag]


def signed_out_visits() -> Iterator[Visit]:
    """The pages anybody may keep: the site's map, its lists and searches, what is not there."""
    client = Client()
    index = CampaignPage.objects.first().get_parent().url
    queries = ["etat=en-cours", "etat=reussies", "etat=terminees&page=2", "etat=rien", "page=2"]
    asked = ["q=jardin", "q=jardin&genre=projets", "q=cantinne", "q=zzzz", "q=", "q=d&page=2"]
    addresses = [*public_addresses(client), *(f"{index}?{query}" for query in queries)]
    addresses += ["/recherche/", *(f"/recherche/?{query}" for query in asked)]
    for address in addresses:
        client.cookies.clear()
        yield Visit(address, client.get(address), public=True)
    yield Visit("/rien/", client.get("/rien/"), status=404, public=True)


def pledge_visits() -> Iterator[Visit]:
    """The form in every state of a campaign, its errors, its review, the bank, receipts and returns, and 429."""
    client = Client()
    for campaign in Campaign.objects.visible().order_by("pk"):
        address = reverse("campaigns:pledge", args=[campaign.pk])
        yield Visit(address, client.get(f"{address}?montant=25"))
    address = reverse("campaigns:pledge", args=[Campaign.objects.get(page__slug="cafe-de-quartier").pk])
    form = client.get(f"{address}?montant=25").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"backer_name": "Zoé Martin", "backer_email": "zoe@example.org", "message": "<b>Bravo</b> !"}
    yield Visit(
        f"{address} in error", client.post(address, {**typed, "amount": "-1", "tier": "0"}), status=422
    )
    yield Visit(f"{address} review", client.post(address, typed))
    for payment in BankPayment.objects.order_by("pk")[:1]:
        BankPayment.objects.filter(pk=payment.pk).update(state="open", expires_at="2999-01-01T00:00Z")
        bank = reverse("demo_bank:payment", args=[payment.remote_id])
        yield Visit(bank, client.get(bank))
    for status in Pledge.objects.order_by("status").values_list("status", flat=True).distinct():
        pledge = Pledge.objects.filter(status=status).first()
        for path in (receipt_path(pledge), return_path(pledge)):
            response = client.get(path)
            if response.status_code == 200:
                yield Visit(f"{path} ({status})", response)
    for _try in range(12):
        response = client.post(address, typed)
    yield Visit(f"{address} too often", response, status=429)


def account_visits() -> Iterator[Visit]:
    """Sign-in, sign-up, forgotten password, with their errors, then what a signed-in person has."""
    client = Client()
    for name in ("account_login", "account_signup", "account_reset_password"):
        address = reverse(name)
        yield Visit(address, client.get(address))
        yield Visit(f"{address} in error", client.post(address, {"email": "x", "login": "x"}))
    for name in ("account_email_verification_sent", "account_reset_password_done", "account_inactive"):
        yield Visit(name, client.get(reverse(name)))
    wrong_link = reverse("account_reset_password_from_key", args=["1", "faux-lien"])
    yield Visit(wrong_link, client.get(wrong_link))
    for email in ("citoyenne@example.org", "porteur@example.org"):
        client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
        for name in ("campaigns:my_pledges", "accounts:profile", "account_change_password", "account_logout"):
            yield Visit(f"{name} of {email}", client.get(reverse(name)))
        yield Visit(f"/ of {email}", client.get("/"))
    yield from payout_visits(client)
    yield Visit("not staff", client.get("/compte/reserve/"), status=403)


def payout_visits(client: Client) -> Iterator[Visit]:
    """« Compte de versement » of the projects of somebody signed in, its errors, the accounts, a link of nobody."""
    campaigns = Campaign.objects.filter(holder__email="porteur@example.org")
    own = frozenset(campaigns.values_list("page__title", flat=True))
    for campaign in campaigns:
        address = reverse("campaigns:payout", args=[campaign.pk])
        yield Visit(address, client.get(address), own=own)
        wrong = client.post(address, {"who": "host", "host_email": "x"})
        yield Visit(f"{address} in error", wrong, status=422, own=own)
    for account in PayoutAccount.objects.filter(user__email="porteur@example.org"):
        address = reverse("campaigns:payout_account", args=[account.uuid])
        yield Visit(address, client.get(address), own=own)
    yield Visit("a link of nobody", client.get(reverse("campaigns:hosting_link", args=["x"])), status=404)


@pytest.fixture(scope="module")
def visits(demo_to_read: None) -> list[Visit]:
    """Every page, asked for once."""
    return [*signed_out_visits(), *pledge_visits(), *account_visits()]


Check = Callable[[Visit], list[str]]


def answers_as_expected(visit: Visit) -> list[str]:
    return [] if visit.response.status_code == visit.status else [str(visit.response.status_code)]


def is_valid_html(visit: Visit) -> list[str]:
    try:
        check_markup(visit.text)
    except AssertionError as error:
        return [str(error)]
    return []


def is_in_french_with_one_first_heading(visit: Visit) -> list[str]:
    found = []
    if visit.all("html")[0].get("lang") != "fr":
        found.append("lang")
    if len(visit.all("h1")) != 1:
        found.append(f"{len(visit.all('h1'))} h1")
    if not "".join(visit.all("title")[0].itertext()).strip(" –"):
        found.append("no title")
    return found


def pictures_have_words_and_room(visit: Visit) -> list[str]:
    wanted = ("alt", "width", "height")
    return [
        f"{img.get('src')}: {name}" for img in visit.all("img") for name in wanted if img.get(name) is None
    ]


def nothing_is_inline(visit: Visit) -> list[str]:
    found = [f"<style> {element.text}" for element in visit.all("style")]
    found += [
        f"<script> {script.text}" for script in visit.all("script") if not script.get("src") or script.text
    ]
    for element in visit.elements:
        found += [
            f"{element.tag} {name}" for name in element.attrib if name == "style" or name.startswith("on")
        ]
    return found


def nothing_comes_from_elsewhere(visit: Visit) -> list[str]:
    return [
        address for address in loaded_addresses(visit) if urlsplit(address).hostname not in {None, *OWN_HOSTS}
    ]


def loaded_addresses(visit: Visit) -> Iterator[str]:
    """Yield what the browser would fetch by itself, or send a form to."""
    for element in visit.elements:
        for name in ("src", "poster", "data", "action", "formaction", "background"):
            yield element.get(name, "")
        for name in ("srcset", "imagesrcset"):
            yield from (shot.split()[0] for shot in element.get(name, "").split(",") if shot.strip())
        if element.tag == "use" or set(element.get("rel", "").split()) & LOADING_LINKS:
            yield element.get("href", "")


def has_its_policy(visit: Visit) -> list[str]:
    policy = visit.response.headers.get("Content-Security-Policy", "")
    wanted = ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    return [f"policy: {policy}"] if "unsafe" in policy or not all(words in policy for words in wanted) else []


def leaves_no_cookie(visit: Visit) -> list[str]:
    return list(visit.response.cookies) if visit.public else []


def says_nothing_of_hidden_campaigns(visit: Visit) -> list[str]:
    # What a call kept is public with its decision, on the page of that call, well before its campaign.
    decided = Application.objects.filter(state="accepted", decisions__publication__published_at__isnull=False)
    named = {(one.call.url, one.campaign.page.title) for one in decided.exclude(campaign=None)}
    hidden = CampaignPage.objects.exclude(campaign__in=Campaign.objects.visible()).values_list(
        "title", "slug"
    )
    return [
        title
        for title, slug in hidden
        if title not in visit.own
        if f"/{slug}/" in visit.text or (title in visit.text and (visit.address, title) not in named)
    ]


def has_no_forgotten_template(visit: Visit) -> list[str]:
    return re.findall(r"\{[{%#]|[%#}]\}|\bNone\b|%\(\w+\)s", re.sub(r"<script.*?</script>", "", visit.text))


CHECKS: list[Check] = [
    answers_as_expected,
    is_valid_html,
    is_in_french_with_one_first_heading,
    pictures_have_words_and_room,
    nothing_is_inline,
    nothing_comes_from_elsewhere,
    has_its_policy,
    leaves_no_cookie,
    says_nothing_of_hidden_campaigns,
    has_no_forgotten_template,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_page(visits: list[Visit], db: None, check: Check) -> None:
    faults = {visit.address: found for visit in visits if (found := check(visit))}

    assert faults == {}


BAD_PAGE = """<!DOCTYPE html><html lang="en"><head><title></title><style>p { color: red }</style>
<link rel="stylesheet" href="https://cdn.example/a.css"></head><body onload="go()"><h1>{{ title }}</h1>
<h1>Deux</h1><p style="color:red" id="a"><img src="x.png"><script>go()</script><p id="a"></p>
<a href="/projets/fete-du-rouet/">None</a></body></html>"""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_sees_a_bad_page(demo_to_read: None, db: None, check: Check) -> None:
    response = HttpResponse(BAD_PAGE, status=500, headers={"Content-Security-Policy": "default-src *"})
    response.set_cookie("seen", "1")

    assert check(Visit("/mauvaise/", response, public=True))
