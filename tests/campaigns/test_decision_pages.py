"""The pages of decisions of two people over HTTP: every role, both steps, nothing typed lost, nothing done twice."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_context

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from accounts.services import create_verified_user
from accounts.services.organisations import found_organisation
from base.models import AuditLine
from base.private_files import check_upload
from campaigns.links import decision_path
from campaigns.models import Campaign, Decision
from campaigns.rules.decisions import DecisionKind
from campaigns.services import deciding
from tests.builders import a_campaign, a_user
from tests.decisions import a_terms_decision, somebody
from tests.second_factor import CONFIRM, PASSWORD, confirm, give_second_factor, sign_in, sign_in_with_code
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db
LIST = "/decisions/"


@dataclass
class Room:
    """A decision about terms with a proof, and one person of each role."""

    decision: Decision
    people: dict[str, User]


ROLES = ("anonymous", "resident", "holder", "editor", "moderator", "finance", "asker", "admin")
DECIDE = ("moderator", "finance", "asker", "admin")


@pytest.fixture
def room(settings, tmp_path) -> Room:
    """A launched campaign whose holder is a moderator too, and a decision about it."""
    settings.PRIVATE_ROOT = tmp_path
    people = {
        "resident": a_user(),
        "holder": somebody("holder", MODERATORS),
        "editor": somebody("editor", EDITORS),
        "moderator": somebody("moderator", MODERATORS),
        "finance": somebody("finance"),
        "asker": somebody("asker"),
        "admin": create_verified_user("admin@example.org", PASSWORD, is_superuser=True, is_staff=True),
    }
    campaign = a_campaign(holder=people["holder"])
    decision = deciding.ask(
        kind=DecisionKind.TERMS,
        campaign=campaign,
        asked_by=people["asker"],
        reason="La salle est prise.",
        payload={
            "was": {
                "deadline": campaign.launched_terms["deadline"],
                "threshold_cents": campaign.threshold_cents,
            },
            "threshold_cents": 90_000,
        },
        proof=check_upload(upload("bail.pdf", pdf())),
        at=timezone.now(),
    )
    return Room(decision, people)


def everybody(roles: tuple[str, ...], status: int, **others: int) -> dict[str, int]:
    """The same status for some roles, the sign-in page for the anonymous; 404 for the rest."""
    return {"anonymous": 302, **dict.fromkeys(roles, status), **others}


def one(room: Room) -> list[object]:
    """What names the decision."""
    return [room.decision.uuid]


RULES = {
    "campaigns:decisions": Rule(get=everybody((*DECIDE, "holder"), 200)),
    # An approval by whoever may not is answered on the page itself.
    "campaigns:decision": Rule(
        get=everybody((*DECIDE, "holder"), 200),
        post=everybody(("moderator", "finance", "admin"), 302, asker=409, holder=409),
        arguments=one,
        fields={"action": "approve"},
    ),
    "campaigns:decision_proof": Rule(get=everybody((*DECIDE, "holder"), 200), arguments=one),
    "campaigns:new_terms": Rule(
        get=everybody(DECIDE, 200),
        post=everybody(DECIDE, 422),
        arguments=lambda room: [room.decision.campaign_id],
    ),
}


def test_every_route_has_a_rule() -> None:
    assert unruled(RULES, route_names("campaigns", under="decisions/")) == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", RULES)
def test_the_matrix(room: Room, name: str, role: str) -> None:
    rule = RULES[name]
    wrong = []
    for method in METHODS:
        client = Client()
        if role in room.people:
            client.force_login(room.people[role])
            confirm(client)
        got = answer(client, name, rule, room, method)
        if got not in rule.expected(method, role):
            wrong.append(f"{role} {method} {name}: {got}, not {rule.expected(method, role)}")
    assert not wrong, "\n".join(wrong)
    approved = (name, role) in {("campaigns:decision", each) for each in ("moderator", "finance", "admin")}
    assert Decision.objects.get().is_waiting != approved


def test_an_unknown_decision_and_one_not_for_us_look_the_same(room: Room, client: Client) -> None:
    client.force_login(room.people["editor"])
    unknown = "00000000-0000-4000-8000-000000000000"
    pages = [
        client.get(f"{LIST}{uuid}/").content.replace(str(uuid).encode(), b"")
        for uuid in (room.decision.uuid, unknown)
    ]

    assert pages[0] == pages[1]


def test_the_approver_reads_everything_confirms_and_it_is_done(room: Room, client: Client, settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    person, address = room.people["finance"], decision_path(room.decision)
    give_second_factor(person)
    client.force_login(person)
    for path in (LIST, address, f"{address}piece/"):
        assert client.get(path).url.startswith(f"{CONFIRM}code/"), "a session without code"
    client.logout()
    sign_in_with_code(client, person)
    page = client.get(address).content.decode()
    for said in ("La salle est prise.", "Asker", "1\u202f000\u00a0€", "900\u00a0€", "bail.pdf", "porté par"):
        assert said in page, said
    assert AuditLine.objects.filter(action="decision.proof_read").count() == 0
    assert b"".join(client.get(f"{address}piece/").streaming_content) == pdf()
    assert AuditLine.objects.filter(action="decision.proof_read", actor=person).count() == 1
    confirm(client, ago=16 * 60, method="mfa")

    asked = client.post(address, {"action": "approve"})
    assert asked.url == f"{CONFIRM}?next={address.replace('/', '%2F')}"
    assert Decision.objects.get().is_waiting, "nothing is done before the button is pressed again"
    assert client.post(CONFIRM, {"password": PASSWORD, "next": address}).url == address
    assert Decision.objects.get().is_waiting
    assert "Rien n’est encore fait" in client.get(address).content.decode()
    assert client.post(address, {"action": "approve"}).url == address
    assert Campaign.objects.get().threshold_cents == 90_000
    assert "approuvée et faite" in client.get(address).content.decode()
    assert "approuvée et faite" in client.get(LIST).content.decode()


def test_a_refusal_wants_a_reason_and_loses_nothing(room: Room, client: Client) -> None:
    address = decision_path(room.decision)
    sign_in(client, room.people["moderator"])
    empty = client.post(address, {"action": "refuse", "reason": " \x07 "})
    assert empty.status_code == 422
    assert "Écrivez pourquoi" in empty.content.decode()
    confirm(client, ago=16 * 60)
    client.post(address, {"action": "refuse", "reason": "Le bail n’est pas <signé>."})
    confirm(client)
    assert "Le bail n’est pas &lt;signé&gt;.</textarea>" in client.get(address).content.decode()
    client.post(address, {"action": "refuse", "reason": "Le bail n’est pas <signé>."})

    decision = Decision.objects.get()
    assert (decision.state, decision.answer) == ("refused", "Le bail n’est pas <signé>.")
    assert "&lt;signé&gt;" in client.get(address).content.decode()
    assert client.post(address, {"action": "approve"}).status_code == 409


def test_the_asker_withdraws_and_cannot_approve(room: Room, client: Client) -> None:
    address = decision_path(room.decision)
    sign_in(client, room.people["asker"])
    page = client.get(address).content.decode()
    assert "Une autre personne répond" in page
    assert 'value="approve"' not in page
    assert client.post(address, {"action": "dance"}).status_code == 409
    client.post(address, {"action": "withdraw"})
    assert Decision.objects.get().state == "withdrawn"


def test_the_page_says_when_its_seven_days_are_over(room: Room, client: Client) -> None:
    Decision.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sign_in(client, room.people["finance"])
    address = decision_path(room.decision)

    assert "restée sans réponse" in client.get(address).content.decode()
    assert client.post(address, {"action": "approve"}).status_code == 409
    assert not Decision.objects.exclude(state="proposed").exists()


def test_new_terms_are_asked_for_on_a_page(room: Room, client: Client) -> None:
    deciding.withdraw(decision=room.decision, by=room.people["asker"], at=timezone.now())
    campaign = room.decision.campaign
    address = reverse("campaigns:new_terms", args=[campaign.pk])
    sign_in(client, room.people["moderator"])
    client.get(address)
    deadline = campaign.local_deadline.strftime("%Y-%m-%dT%H:%M")
    typed = {"deadline": deadline, "threshold_cents": "1000", "reason": "Le devis a baissé."}
    same = client.post(address, typed)
    assert same.status_code == 422
    assert "Rien ne change" in same.content.decode()
    confirm(client, ago=16 * 60)
    client.post(address, typed | {"threshold_cents": "850,50"})
    confirm(client)
    assert 'value="850,50"' in client.get(address).content.decode()
    done = client.post(address, typed | {"threshold_cents": "850,50"})

    decision = Decision.objects.get(state="proposed")
    assert done.url == decision_path(decision)
    assert decision.payload["threshold_cents"] == 85_050
    assert "deadline" not in decision.payload
    assert Campaign.objects.get().threshold_cents == 100_000


def test_the_terms_screen_leads_there(room: Room, client: Client) -> None:
    client.force_login(room.people["moderator"])
    page = client.get(reverse("campaign_terms", args=[room.decision.campaign.page_id])).content.decode()

    assert reverse("campaigns:new_terms", args=[room.decision.campaign_id]) in page


def test_being_alone_is_said(client: Client) -> None:
    alma = somebody("alma")
    decision = a_terms_decision(alma)
    sign_in(client, alma)

    assert "Personne d’autre ne peut répondre" in client.get(decision_path(decision)).content.decode()
    assert "Moins de deux personnes" in client.get(LIST).content.decode()
    somebody("basile")
    assert "Personne d’autre ne peut répondre" not in client.get(decision_path(decision)).content.decode()
    assert "Moins de deux personnes" not in client.get(LIST).content.decode()


def test_queries_do_not_grow_with_decisions(client: Client) -> None:
    alma, basile = somebody("alma"), somebody("basile", FINANCE, MODERATORS)
    organisation = found_organisation(by=a_user(), name="Les Amis", kind="association")
    sign_in(client, basile)

    def more_of_them() -> None:
        for state in ("proposed", "refused"):
            decision = a_terms_decision(alma, campaign=a_campaign(organisation=organisation))
            if state == "refused":
                deciding.refuse(decision=decision, by=basile, reason="non", at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked, zeal_context():
            assert client.get(LIST).status_code == 200
        return len(asked)

    more_of_them()
    few = queries()
    for _round in range(4):
        more_of_them()

    assert queries() == few
    assert client.get(LIST).content.decode().count("À répondre avant") == 5
