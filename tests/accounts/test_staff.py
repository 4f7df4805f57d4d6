"""Staff: one door, groups whose rights are those of the matrix, and nobody else inside."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import page_permission_policy

from accounts.groups import ALL, EDITORS, FINANCE, MODERATORS, belongs
from accounts.models import User
from accounts.services import create_verified_user, ensure_groups, grant_page_rights, verified_email

pytestmark = pytest.mark.django_db
PASSWORD = "quatre petits jardins"


@pytest.fixture
def pages() -> tuple[Page, Page]:
    """The roots of two territories; rights are given on the first."""
    root = Page.get_first_root_node()
    ours = root.add_child(instance=Page(title="Ici", slug="ici-essai"))
    theirs = root.add_child(instance=Page(title="Ailleurs", slug="ailleurs-essai"))
    grant_page_rights(ours)
    return ours, theirs


def member(*groups: str) -> User:
    """Create somebody in these groups."""
    number = User.objects.count()
    return create_verified_user(f"staff{number}@example.org", PASSWORD, groups=groups)


def rights(user: User, page: Page) -> set[str]:
    """Return what Wagtail lets somebody do with a page."""
    tester = page.permissions_for_user(user)
    asked = {
        "add": tester.can_add_subpage,
        "edit": tester.can_edit,
        "publish": tester.can_publish,
        "delete": tester.can_delete,
    }
    return {name for name, may in asked.items() if may()}


def test_editors_write_the_pages_of_their_territory_only(pages) -> None:
    ours, theirs = pages
    editor = member(EDITORS)
    below = ours.add_child(instance=Page(title="Page", slug="page-essai"))
    assert {"add", "edit", "publish"} <= rights(editor, below)
    assert rights(editor, theirs) == set()
    assert rights(editor, Page.get_first_root_node()) == set()


@pytest.mark.parametrize("group", [MODERATORS, FINANCE])
def test_moderators_and_finance_write_no_page(pages, group: str) -> None:
    ours, theirs = pages
    somebody = member(group)
    assert rights(somebody, ours) == rights(somebody, theirs) == set()
    assert not page_permission_policy.user_has_permission(somebody, "publish")


def test_wagtail_s_own_groups_lose_the_root(pages) -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert set(GroupPagePermission.objects.values_list("group__name", flat=True)) == {EDITORS}


def test_a_group_of_wagtail_s_with_people_in_it_keeps_them_and_loses_its_rights() -> None:
    group = Group.objects.get(name="Editors")
    somebody = create_verified_user("old@example.org", PASSWORD)
    somebody.groups.add(group)
    ensure_groups()
    assert Group.objects.filter(name="Editors").exists()
    somebody = User.objects.get(pk=somebody.pk)
    assert not somebody.has_perm("wagtailadmin.access_admin")
    assert rights(somebody, Page.get_first_root_node()) == set()


def test_giving_rights_twice_changes_nothing(pages) -> None:
    before = GroupPagePermission.objects.count()
    grant_page_rights(pages[0])
    assert GroupPagePermission.objects.count() == before


@pytest.mark.parametrize("group", ALL)
def test_each_group_opens_the_admin_and_no_room_of_the_technical_one(
    client: Client, pages, group: str
) -> None:
    client.force_login(member(group))
    assert client.get("/admin/", follow=True).status_code == 200
    for path in (
        "territoires/",
        "territoires/new/",
        "journal/",
        "taches/",
        "messages/",
        "organisations/",
        "users/",
    ):
        assert client.get(f"/admin/{path}").status_code == 302, path
    assert client.post("/admin/organisations/new/", {"name": "X", "kind": "firm"}).status_code == 302


def test_inhabitants_are_told_clearly_that_the_admin_is_not_theirs(client: Client) -> None:
    client.force_login(create_verified_user("amina@example.org", PASSWORD))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "réservé à l’équipe" in response.content.decode()
    assert "w-sidebar" not in response.content.decode()
    assert len(response.redirect_chain) <= 3
    assert client.get("/admin/pages/", follow=True).status_code == 403


def test_staff_come_in_by_the_same_door(client: Client, pages) -> None:
    user = member(EDITORS)
    response = client.get("/admin/")
    assert response["Location"] == reverse("account_login") + "?next=/admin/"
    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": "/admin/"}
    )
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_admin_has_no_other_door(client: Client) -> None:
    user = User.objects.create_superuser("tech@example.org", PASSWORD)
    response = client.post("/admin/login/?next=/admin/", {"username": user.email, "password": PASSWORD})
    assert response["Location"] == reverse("account_login") + "?next=/admin/"
    assert not response.wsgi_request.user.is_authenticated
    assert client.get("/admin/password_reset/").status_code == 404


def test_staff_made_in_the_admin_prove_their_address_first(client: Client) -> None:
    client.force_login(User.objects.create_superuser("tech@example.org"))
    fields = {"email": "new@example.org", "first_name": "N", "last_name": "N", "password1": PASSWORD}
    client.post(reverse("wagtailusers_users:add"), {**fields, "password2": PASSWORD})
    new = User.objects.get(email="new@example.org")
    assert verified_email(new) is None
    newcomer = Client()
    response = newcomer.post(reverse("account_login"), {"login": new.email, "password": PASSWORD})
    assert response["Location"] == reverse("account_email_verification_sent")


def test_belonging() -> None:
    editor = member(EDITORS)
    assert belongs(editor, EDITORS, FINANCE)
    assert not belongs(editor, FINANCE)
    assert not belongs(AnonymousUser(), *ALL)
    editor.is_active = False
    assert not belongs(editor, EDITORS)
    assert belongs(User(is_superuser=True), FINANCE)


def test_only_a_proved_address_counts() -> None:
    user = create_verified_user("Amina@Example.org", PASSWORD)
    assert user.email == "amina@example.org"
    assert verified_email(user) == "amina@example.org"
    assert verified_email(AnonymousUser()) is None
    user.email = "other@example.org"
    assert verified_email(user) is None, "the proof is of one address"
    user.email = "amina@example.org"
    EmailAddress.objects.update(verified=False)
    assert verified_email(user) is None


def test_a_name_is_never_the_address() -> None:
    assert str(User(email="amina@example.org")) == "Un habitant"
    assert User(email="a@example.org", first_name="Amina", last_name="B").public_name == "Amina B"
    assert User(email="a@example.org", first_name="Amina", display_name="Mina").public_name == "Mina"
