"""The access matrix of promotions: every role against every route and method; none unforeseen."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, User
from accounts.services.organisations import found_organisation
from calls.access import can, is_mentor, may_follow
from calls.models import Application, ApplicationMember, Mentor, Promotion, StepDone
from tests.applications import a_deposited_application
from tests.builders import a_territory, a_user
from tests.editorial import a_member, an_editor_of
from tests.juries import a_decision, a_juror, published
from tests.promotions import a_mentor, a_promotion, projects
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db
STAFF = {"editor": EDITORS, "moderator": MODERATORS, "finance": FINANCE}
FOLLOWERS = ("holder", "co-holder", "other holder", "mentor", "editor", "moderator")
OTHERS = (
    "anonymous",
    "stranger",
    "refused applicant",
    "juror",
    "mentor of another",
    "holder of another",
    "foreign editor",
    "finance",
)
ROLES = (*OTHERS, *FOLLOWERS)


@dataclass
class Room:
    """A promotion of two projects, and one person of each role."""

    promotion: Promotion
    project: Application
    people: dict[str, User]


@pytest.fixture
def room() -> Room:
    """Everything in it, reached through the services."""
    promotion, other = a_promotion("draft", "draft"), a_promotion("draft")
    project, second = projects(promotion)
    refused = a_deposited_application(promotion.call)
    a_decision(refused, "refused")
    published(promotion.call)
    people = {role: a_member(group) for role, group in STAFF.items()}
    people |= {
        "stranger": a_user(),
        "holder": project.holder,
        "co-holder": a_user(),
        "other holder": second.holder,
        "refused applicant": refused.holder,
        "juror": a_juror(promotion.call).user,
        "mentor": a_user("mentor.d-ici@example.org"),
        "mentor of another": a_user("mentor.d-ailleurs@example.org"),
        "holder of another": projects(other)[0].holder,
        "foreign editor": an_editor_of(a_territory(slug="ailleurs")),
    }
    ApplicationMember.objects.create(application=project, user=people["co-holder"], joined_at=timezone.now())
    a_mentor(project, "Mentor.D-ici@example.org")
    a_mentor(projects(other)[0], "mentor.d-ailleurs@example.org")
    return Room(promotion, project, people)


def for_(roles: tuple[str, ...], status: int) -> dict[str, int]:
    return {"anonymous": 302, **dict.fromkeys(roles, status)}


RULES_OF_ROUTES = {
    "calls:promotion": Rule(get=for_(FOLLOWERS, 200), arguments=lambda room: [room.promotion.call_id]),
    "calls:promotion_step": Rule(
        post=for_(("holder", "co-holder"), 302),
        arguments=lambda room: [room.promotion.call_id, room.promotion.steps.first().pk],
    ),
}


def test_every_route_has_its_rule() -> None:
    assert unruled(RULES_OF_ROUTES, route_names("calls", under="promotions/")) == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(room: Room, role: str) -> None:
    unexpected = []
    for name, rule in RULES_OF_ROUTES.items():
        asked = Rule(
            rule.get, rule.post, rule.arguments, {"project": str(room.project.reference), "done": "1"}
        )
        for method in METHODS:
            client = Client()
            if role in room.people:
                client.force_login(room.people[role])
            status = answer(client, name, asked, room, method)
            if status not in asked.expected(method, role):
                unexpected.append(
                    f"{role} {method} {name}: {status}, not {sorted(asked.expected(method, role))}"
                )
    assert not unexpected, "\n".join(unexpected)
    assert StepDone.objects.exists() == (role in {"holder", "co-holder"})


def test_a_promotion_that_is_not_there_answers_as_one_of_others(room: Room) -> None:
    client = Client()
    client.force_login(room.people["stranger"])

    there = client.get(f"/promotions/{room.promotion.call_id}/")
    absent = client.get("/promotions/987654/")

    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content


def test_who_follows_and_who_ticks(room: Room) -> None:
    assert {role for role, user in room.people.items() if may_follow(user, room.promotion)} == set(FOLLOWERS)
    assert {role for role, user in room.people.items() if can(user, "tick", room.project)} == {
        "holder",
        "co-holder",
    }


def test_a_mentor_reads_nothing_else_of_what_they_accompany(room: Room) -> None:
    client = Client()
    client.force_login(room.people["mentor"])
    reference, campaign = room.project.reference, room.project.campaign_id

    for address in (
        f"/candidatures/{reference}/",
        f"/candidatures/{reference}/apercu/",
        f"/candidatures/{reference}/decision/",
        f"/mes-projets/{campaign}/",
        f"/mes-projets/{campaign}/argent/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/admin/").status_code in {302, 403}


def test_who_is_no_longer_mentor_or_whose_project_is_no_longer_kept_reads_no_more(room: Room) -> None:
    mentor = room.people["mentor"]
    assert is_mentor(mentor, room.promotion)
    Application.objects.filter(pk=room.project.pk).update(state="withdrawn")
    assert not is_mentor(mentor, room.promotion)
    Application.objects.filter(pk=room.project.pk).update(state="accepted")
    Mentor.objects.filter(application=room.project).delete()
    assert not may_follow(mentor, room.promotion)


def test_an_account_that_is_closed_follows_nothing(room: Room) -> None:
    for user in room.people.values():
        user.is_active = False
        assert not may_follow(user, room.promotion)


def test_a_reader_of_the_organisation_does_not_follow_a_writer_does(room: Room) -> None:
    organisation = found_organisation(by=a_user(), name="Les Amis du lavoir", kind="association")
    Application.objects.filter(pk=room.project.pk).update(organisation=organisation)
    for right, follows in (("reader", False), ("editor", True)):
        user = a_user()
        Membership.objects.create(user=user, organisation=organisation, right=right)
        assert may_follow(user, room.promotion) is follows
