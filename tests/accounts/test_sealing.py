"""Second factors at rest: the database holds no secret, keys change, a lost key locks and never fails."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from accounts.sealing import is_sealed_anew, seal, unseal
from accounts.system_checks import keys_long_enough, keys_of_their_own
from tests.decisions import somebody
from tests.second_factor import CODE, code_for, code_of, recovery_codes_of, sign_in, sign_in_with_code
from tests.second_factor import give_second_factor as give

pytestmark = pytest.mark.django_db
OLD, NEW = "an old key, long enough to be one of ours", "a new key, long enough to be one of ours"


def rows() -> str:
    """Everything the table of second factors holds, as the database gives it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return json.dumps(cursor.fetchall())


def test_the_database_holds_neither_the_secret_nor_the_seed_and_both_open(client):
    person = somebody("alma")
    secret = generate_totp_secret()
    RecoveryCodes.activate(person)
    TOTP.activate(person, secret)
    kept = rows()
    seed = unseal(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).data["seed"])
    assert secret not in kept
    assert seed not in kept
    assert kept.count("sealed:") == 2
    sign_in(client, person)
    assert client.post(CODE, {"code": code_for(secret)}).status_code == 302
    assert client.get("/compte/second-facteur/").status_code == 200
    client.logout()
    sign_in(client, person)
    assert client.post(CODE, {"code": recovery_codes_of(person)[0]}).status_code == 302


def test_the_same_secret_is_never_sealed_the_same_way_twice():
    assert seal("x") != seal("x")
    assert unseal(seal("x")) == "x"


def test_a_row_of_the_old_key_reads_after_the_key_is_changed(client):
    person = somebody("alma")
    with override_settings(SECOND_FACTOR_KEYS=[OLD]):
        give(person)
    with override_settings(SECOND_FACTOR_KEYS=[NEW, OLD]):
        assert sign_in_with_code(client, person).status_code == 302
        call_command("seal_second_factors")
    with override_settings(SECOND_FACTOR_KEYS=[NEW]):
        assert all(
            is_sealed_anew(row.data.get("secret") or row.data["seed"]) for row in Authenticator.objects.all()
        )
        client.logout()
        sign_in(client, person)
        assert client.post(CODE, {"code": recovery_codes_of(person)[0]}).status_code == 302


def test_what_the_site_s_own_key_sealed_reads_once_keys_are_chosen_and_what_was_never_sealed_too(client):
    person, other = somebody("alma"), somebody("basile")
    give(person)
    secret = generate_totp_secret()
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={"secret": secret})
    with override_settings(SECOND_FACTOR_KEYS=[NEW]):
        assert sign_in_with_code(client, person).status_code == 302
        call_command("seal_second_factors")
        assert secret not in rows()
    with override_settings(SECOND_FACTOR_KEYS=[NEW], SECRET_KEY="another key of the site, for another day"):
        client.logout()
        sign_in(client, other)
        assert client.post(CODE, {"code": code_for(secret)}).status_code == 302


def test_a_lost_key_refuses_every_code_shows_no_fault_and_says_so_in_the_log(client, caplog):
    person = somebody("alma")
    with override_settings(SECOND_FACTOR_KEYS=[OLD], SECRET_KEY="x" * 50):
        give(person)
        code = code_of(person)
        recovery = recovery_codes_of(person)[0]
    before = rows()
    sign_in(client, person)
    for wrong in (code, recovery, "000000"):
        answer = client.post(CODE, {"code": wrong})
        assert answer.status_code in {200, 422}
        assert "_auth_user_id" not in client.session
    assert "SECOND_FACTOR_KEYS" in caplog.text
    with pytest.raises(CommandError, match="2 cannot be opened"):
        call_command("seal_second_factors")
    assert rows() == before


def test_short_keys_stop_the_start_and_a_server_without_its_own_is_told():
    with override_settings(SECOND_FACTOR_KEYS=[NEW, "short"]):
        assert [message.id for message in keys_long_enough(None)] == ["accounts.E002"]
        assert keys_of_their_own(None) == []
    with override_settings(SECOND_FACTOR_KEYS=[], STAFF_SECOND_FACTOR=True):
        assert keys_long_enough(None) == []
        assert [message.id for message in keys_of_their_own(None)] == ["accounts.W002"]
