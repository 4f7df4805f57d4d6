"""The second factor over HTTP: setting it up, signing in with it, and no way round it for the team."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from accounts.groups import ALL, EDITORS
from accounts.middleware import FREE, SecondFactorMiddleware
from accounts.models import User
from accounts.services import create_verified_user
from accounts.system_checks import second_factor_outside_demonstrations, second_factor_when_deployed
from base.models import AuditLine
from notices.models import Notice
from notices.services import send_due_notices
from tests.builders import the_territory
from tests.second_factor import (
    CODE,
    PASSWORD,
    SET_UP,
    SIGN_IN,
    code_for,
    code_of,
    confirm,
    give_second_factor,
    recovery_codes_of,
    sign_in,
    sign_in_with_code,
)
from tests.support.access_matrix import routes_under

pytestmark = pytest.mark.django_db
SECRET = "mfa.totp.secret"  # where allauth keeps the one being set up
STAFF = (*ALL, "technical administrator")
ADMIN = "/admin/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_SECOND_FACTOR = True
    the_territory()


def staff(group: str = EDITORS, *, number: int = 1) -> User:
    """Somebody of the team, with a password."""
    email = f"equipe{number}@example.org"
    if group in ALL:
        return create_verified_user(email, PASSWORD, groups=(group,))
    return create_verified_user(email, PASSWORD, is_staff=True, is_superuser=True)


def set_up(client: Client) -> None:
    """Walk through the set-up page."""
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_for(client.session[SECRET])})


@pytest.mark.parametrize("group", STAFF)
def test_the_team_sets_it_up_before_the_admin_and_comes_where_it_was_going(client, group):
    user = staff(group)
    wanted = "/admin/?p=2"

    assert client.get(wanted).url.startswith(SIGN_IN)
    assert sign_in(client, user, to=wanted).url == wanted
    assert client.get(wanted).url == SET_UP
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert b"<svg" not in page.content.replace(b'<svg class="icon"', b"")
    picture = client.get(reverse("accounts:second_factor_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert client.get(wanted).url == SET_UP
    client.get(SET_UP)
    codes = client.post(SET_UP, {"code": code_for(client.session[SECRET])}, follow=True)
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["onward"] == wanted
    assert client.get(wanted, follow=True).status_code == 200


@pytest.mark.parametrize("group", STAFF)
def test_the_team_signs_in_with_both(client, group):
    user = staff(group)
    give_second_factor(user)

    assert sign_in(client, user, to=ADMIN).url == CODE
    assert client.get(ADMIN).url.startswith(SIGN_IN), "the password alone signs nobody in"
    assert b"Et votre code" in client.get(CODE).content
    assert client.post(CODE, {"code": "12"}).status_code == 200
    assert client.post(CODE, {"code": code_of(user)}).url == ADMIN
    assert client.get(ADMIN, follow=True).status_code == 200


BEHIND_THE_ADMIN = (
    "/admin/",
    "/admin/pages/",
    "/admin/account/",
    "/admin/users/",
    "/admin/images/chooser/",
    "/admin/candidatures/candidatures.csv",
    "/admin/candidatures/export-complet/",
    "/admin/login/",
    "/admin/jsi18n/",
    "/admin/tag-autocomplete/",
    "/admin/workflows/list/",
)


@pytest.mark.parametrize("group", STAFF)
def test_no_address_of_the_admin_answers_without_it(client, group):
    user = staff(group)
    sign_in(client, user)

    for method in ("get", "post", "put", "head", "options"):
        for address in BEHIND_THE_ADMIN:
            response = getattr(client, method)(address)
            assert (response.status_code, response.url) == (302, SET_UP), f"{method} {address}"


def test_nor_any_admin_address_at_all(client):
    """Each route of the admin, called without its arguments known: the middleware answers before the view."""
    user = staff("technical administrator")
    sign_in(client, user)
    middleware = SecondFactorMiddleware(lambda request: HttpResponse())
    missed = []
    for name, route in routes_under("admin/"):
        if name.rpartition(":")[2] in FREE:
            continue
        request = RequestFactory().get("/whatever/")
        request.user, request.session = user, client.session
        request.resolver_match = ResolverMatch(print, (), {}, name.rpartition(":")[2], route=route)
        if middleware.process_view(request, print, (), {}) is None:
            missed.append(route)
    assert missed == []
    assert len(routes_under("admin/")) > 200


def test_a_session_older_than_the_second_factor_proves_it_first(client):
    user = staff()
    sign_in(client, user)
    give_second_factor(user)

    answer = client.get("/admin/pages/")

    assert answer.url == "/compte/confirmer-mon-acces/code/?next=%2Fadmin%2Fpages%2F"
    assert client.post(answer.url, {"code": code_of(user), "next": "/admin/pages/"}).url == "/admin/pages/"
    assert client.get("/admin/pages/").status_code == 302  # to the only page there is
    assert client.get(ADMIN).status_code == 200


def test_a_password_given_again_is_no_second_factor(client):
    user = staff()
    sign_in(client, user)
    give_second_factor(user)
    client.post("/compte/confirmer-mon-acces/", {"password": PASSWORD, "next": ADMIN})

    assert client.get(ADMIN).url.startswith("/compte/confirmer-mon-acces/code/")


def test_a_new_password_does_not_go_round_it(client):
    user = staff()
    give_second_factor(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(line for line in mail.outbox[0].body.split() if "/mot-de-passe/nouveau/" in line)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "une phrase bien à moi"})

    assert client.get(ADMIN).url.startswith(SIGN_IN)
    user.refresh_from_db()
    assert user.check_password("une phrase bien à moi")
    answer = client.post(SIGN_IN, {"login": user.email, "password": "une phrase bien à moi"})
    assert answer.url == CODE
    assert client.get("/admin/password_reset/").status_code in (302, 404)


def test_whoever_is_signed_in_may_always_leave(client):
    user = staff()
    sign_in(client, user)

    assert client.post("/admin/logout/").status_code == 302
    assert client.get(ADMIN).url.startswith(SIGN_IN)


def test_residents_may_have_one_and_are_never_asked(client):
    resident = create_verified_user("habitante@example.org", PASSWORD)
    sign_in(client, resident)

    assert client.get("/compte/profil/").status_code == 200
    assert client.get(ADMIN, follow=True).status_code == 403
    set_up(client)
    client.logout()
    assert sign_in(client, resident).url == CODE
    assert client.post(CODE, {"code": recovery_codes_of(resident)[0]}).status_code == 302
    assert client.get("/compte/profil/").status_code == 200


def test_nothing_is_asked_where_the_setting_says_so(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    user = staff()
    sign_in(client, user)

    assert client.get(ADMIN).status_code == 200


def test_a_code_opens_once(client):
    user = staff()
    give_second_factor(user)
    code, before = code_of(user), code_of(user, windows=-1)
    sign_in(client, user)
    assert client.post(CODE, {"code": code}).status_code == 302

    for used in (code, before):
        other = Client()
        sign_in(other, user)
        assert other.post(CODE, {"code": used}).status_code == 200, "a code used, or older than one used"
        assert other.get(ADMIN).url.startswith(SIGN_IN)


def test_the_code_that_set_it_up_does_not_open(client):
    user = staff()
    sign_in(client, user)
    client.get(SET_UP)
    code = code_for(client.session[SECRET])
    client.post(SET_UP, {"code": code})
    other = Client()
    sign_in(other, user)

    assert other.post(CODE, {"code": code}).status_code == 200


def test_a_recovery_code_opens_once_and_is_written_down(client):
    user = staff()
    give_second_factor(user)
    code = recovery_codes_of(user)[3]
    sign_in(client, user, to=ADMIN)
    page = client.post(CODE, {"code": f"{code[:4]} {code[4:]}"}, follow=True)

    assert "Il vous en reste 9" in page.content.decode()
    assert AuditLine.objects.filter(action="second_factor.code_used", actor=user).exists()
    other = Client()
    sign_in(other, user)
    assert other.post(CODE, {"code": code}).status_code == 200


def test_codes_are_not_guessed(client):
    user = staff()
    give_second_factor(user)
    sign_in(client, user)

    answers = [client.post(CODE, {"code": f"{number:06}"}).status_code for number in range(7)]

    assert answers[-1] == 429
    assert client.post(CODE, {"code": code_of(user)}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere, user)
    assert elsewhere.post(CODE, {"code": code_of(user)}).status_code == 429, "the account's own limit"


def test_codes_asked_again_are_not_guessed_either(client):
    user = staff()
    sign_in(client, user)
    give_second_factor(user)
    address = "/compte/confirmer-mon-acces/code/"

    answers = [client.post(address, {"code": f"{number:06}"}).status_code for number in range(7)]

    assert answers[-1] == 429


def test_strange_codes_do_no_harm(client):
    user = staff()
    give_second_factor(user)
    for number, code in enumerate(("", "\x00", "１２３４５６", "é" * 30, "9" * 200_000, "\u202e123456")):
        visitor = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(visitor, user)
        assert visitor.post(CODE, {"code": code}).status_code in (200, 400, 429), repr(code[:9])
        assert visitor.get(ADMIN).status_code == 302


def test_unknown_addresses_and_wrong_passwords_are_answered_alike(client):
    user = staff()
    give_second_factor(user)
    pages = []
    for number, email in enumerate((user.email, "personne@example.org")):
        visitor = Client(REMOTE_ADDR=f"198.51.100.{number}")
        answer = visitor.post(SIGN_IN, {"login": email, "password": "pas le bon"})
        pages.append((answer.status_code, answer.content.decode().replace(email, "…")))

    assert pages[0][0] == pages[1][0] == 200
    strip = [page.partition("<form")[2].partition("csrfmiddlewaretoken")[0] for _status, page in pages]
    assert strip[0] == strip[1]
    assert "code" not in pages[0][1].partition("<main")[2].lower().replace("code postal", "")


def test_changing_the_keys_asks_again_and_is_told(client):
    user = staff()
    give_second_factor(user)
    sign_in_with_code(client, user)
    pages = [reverse(name) for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes")]
    confirm(client, ago=16 * 60, method="mfa")
    assert all(client.get(page).url.startswith("/compte/confirmer-mon-acces/") for page in pages)
    assert client.get(reverse("mfa_view_recovery_codes")).url.startswith("/compte/confirmer-mon-acces/")
    confirm(client)
    old = recovery_codes_of(user)
    client.post(pages[1])
    assert not set(old) & set(recovery_codes_of(user))
    client.post(pages[0])

    assert not Authenticator.objects.filter(user=user).exists()
    send_due_notices(at=timezone.now())
    subjects = [message.subject for message in mail.outbox]
    assert any("renouvelés" in subject for subject in subjects)
    assert any("retiré" in subject for subject in subjects)
    assert client.get(ADMIN).url == SET_UP


def test_a_lost_telephone_is_forgotten_by_somebody_else(client):
    admin, user = staff("technical administrator", number=1), staff(number=2)
    for person in (admin, user):
        give_second_factor(person)
    sign_in_with_code(client, admin)
    assert user.email in client.get(reverse("second_factors")).content.decode()
    address = reverse("second_factor_forget", args=[user.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).url == reverse("second_factors")

    assert not Authenticator.objects.filter(user=user).exists()
    assert AuditLine.objects.filter(action="second_factor.forgotten", actor=admin, object_id=user.pk).exists()
    assert Notice.objects.get(kind="second_factor_forgotten").recipient == user.email
    client.post(reverse("second_factor_forget", args=[admin.pk]))
    assert Authenticator.objects.filter(user=admin).exists(), "never one's own"


@pytest.mark.parametrize("group", ALL)
def test_nobody_else_forgets_one(client, group):
    other = staff("technical administrator", number=2)
    give_second_factor(other)
    user = staff(group)
    give_second_factor(user)
    sign_in_with_code(client, user)

    for address in (reverse("second_factors"), reverse("second_factor_forget", args=[other.pk])):
        for method in (client.get, client.post):
            assert method(address).status_code in (302, 403, 405)
    assert Authenticator.objects.filter(user=other).exists()


def test_the_command_forgets_one(capsys):
    user = staff()
    give_second_factor(user)
    call_command("forget_second_factor", user.email.upper())

    assert not Authenticator.objects.filter(user=user).exists()
    line = AuditLine.objects.get(action="second_factor.forgotten")
    assert (line.actor, line.detail) == (None, {"from": "command line"})
    for wrong in (user.email, "personne@example.org"):
        with pytest.raises(CommandError):
            call_command("forget_second_factor", wrong)


def test_a_real_site_does_not_start_without_it(settings):
    settings.STAFF_SECOND_FACTOR = settings.DEMO_GATEWAY_ALLOWED = False
    assert [found.id for found in second_factor_outside_demonstrations(None)] == ["accounts.E001"]
    settings.DEMO_GATEWAY_ALLOWED = True
    assert second_factor_outside_demonstrations(None) == []
    assert [found.id for found in second_factor_when_deployed(None)] == ["accounts.W001"]
    settings.STAFF_SECOND_FACTOR = True
    assert second_factor_when_deployed(None) == []
