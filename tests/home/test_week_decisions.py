"""Decisions of two people on the admin's opening pages: what waits, and nobody to answer."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from campaigns.services import deciding
from home.week.composing import week_of
from tests.builders import a_campaign, a_user, the_territory
from tests.decisions import a_terms_decision, somebody

pytestmark = pytest.mark.django_db
MISSING = "Il manque une seconde personne"


def opened(client: Client, user) -> str:
    """The admin's opening page, read by somebody."""
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_finance_reads_what_waits_and_that_it_takes_two(client: Client) -> None:
    alma = somebody("alma")
    a_terms_decision(alma, campaign=a_campaign(page={"title": "Le four"}))
    page = opened(client, alma)
    assert MISSING in page
    assert "Le four" in page
    basile = somebody("basile")
    page = opened(client, basile)
    assert MISSING not in page
    assert "Le four" in page


def test_moderators_read_about_terms_and_editors_nothing(client: Client) -> None:
    decision = a_terms_decision(somebody("alma"), campaign=a_campaign(page={"title": "Le four"}))
    assert "Lire la décision" in opened(client, somebody("maud", MODERATORS))
    assert "Lire la décision" not in opened(client, somebody("edith", EDITORS))
    deciding.refuse(decision=decision, by=somebody("basile"), reason="non", at=timezone.now())
    assert "Lire la décision" not in opened(client, somebody("mona", MODERATORS))


def test_technical_administrators_are_warned_too() -> None:
    admin = a_user(is_superuser=True)
    territory = the_territory()

    def titles() -> list[str]:
        groups = week_of(admin, territory, at=timezone.now()).groups
        return [item.title for group in groups for item in group.items]

    assert MISSING in titles()
    somebody("alma", FINANCE)
    assert MISSING not in titles()
