"""The forms behind the links of our e-mails, sent as browsers send them: with the `Origin` their page allows."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services import create_verified_user
from tests.builders import the_territory

EMAIL, PASSWORD = "amina@example.org", "quatre petits jardins"


def link_of(message: str) -> str:
    """The first address of the site in an e-mail, without its host."""
    found = re.search(r"https?://[^/\s]+(/compte/\S+)", message)
    assert found
    return found[1]


def submit(client: Client, page: HttpResponse, address: str, **fields: str) -> HttpResponse:
    """Send the page's form: a page without referrer sends `Origin: null`."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else "http://testserver"
    data = {"csrfmiddlewaretoken": token[1], **fields}
    return client.post(address, data, headers={"Origin": origin})


@pytest.mark.django_db
def test_an_address_is_confirmed(mailoutbox):
    the_territory()
    client = Client(enforce_csrf_checks=True)
    address = "/compte/inscription/"
    submit(client, client.get(address), address, email=EMAIL, password1=PASSWORD)
    link = link_of(mailoutbox[0].body)
    page = client.get(link)
    assert page["Referrer-Policy"] == "no-referrer"
    assert submit(client, page, link).status_code == 302
    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.django_db
def test_a_new_password_is_chosen_and_its_link_told_to_nobody(mailoutbox):
    the_territory()
    create_verified_user(EMAIL, "un ancien mot de passe")
    client = Client(enforce_csrf_checks=True)
    address = "/compte/mot-de-passe/oublie/"
    submit(client, client.get(address), address, email=EMAIL)
    leaving = client.get(link_of(mailoutbox[0].body))
    assert leaving["Referrer-Policy"] == "no-referrer"
    page = client.get(leaving.url)
    assert submit(client, page, leaving.url, password1=PASSWORD).status_code == 302
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_both_in_a_real_browser(site_page: Page, mailoutbox):
    the_territory()
    button = "main form button[type=submit]"
    site_page.goto("/compte/inscription/")
    site_page.fill("#id_email", EMAIL)
    site_page.fill("#id_password1", "un premier mot de passe")
    site_page.click(button)
    expect(site_page).to_have_url(re.compile("/confirmer/"))
    site_page.goto(link_of(mailoutbox[0].body))
    site_page.click(button)
    expect(site_page).to_have_url(re.compile("/connexion/"))
    site_page.goto("/compte/mot-de-passe/oublie/")
    site_page.fill("#id_email", EMAIL)
    site_page.click(button)
    expect(site_page).to_have_url(re.compile("/envoye/"))
    site_page.goto(link_of(mailoutbox[-1].body))
    site_page.fill("#id_password1", PASSWORD)
    site_page.click(button)
    expect(site_page).to_have_url(re.compile("/mot-de-passe/nouveau/$"))
    assert User.objects.get().check_password(PASSWORD)
