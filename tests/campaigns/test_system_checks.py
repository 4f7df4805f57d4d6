"""A site that could lose or invent money does not start, and says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from campaigns.system_checks import gateway_exists, live_key_only_on_real_sites, stripe_is_whole
from tests.support.house.tree import ROOT

WHOLE = {
    "PAYMENT_GATEWAY": "stripe",
    "STRIPE_SECRET_KEY": "sk_live_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_2",
    "DEBUG": False,
    "DEMO_GATEWAY_ALLOWED": False,
}


def found(**settings: object) -> list[str]:
    """Return the errors of a site that would be right without these settings."""
    with override_settings(**{**WHOLE, **settings}):
        checks = (live_key_only_on_real_sites, stripe_is_whole, gateway_exists)
        return [str(error.id) for check in checks for error in check(None)]


def test_a_whole_live_site_starts() -> None:
    assert found() == []


def test_a_sandbox_key_is_taken_everywhere() -> None:
    assert found(STRIPE_SECRET_KEY="sk_test_1") == []
    assert found(STRIPE_SECRET_KEY="sk_test_1", DEBUG=True, DEMO_GATEWAY_ALLOWED=True) == []
    assert found(STRIPE_SECRET_KEY="rk_test_1", DEBUG=True) == []


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_a_live_key_and_debug_stop_the_start(key: str) -> None:
    assert found(STRIPE_SECRET_KEY=key, DEBUG=True) == ["campaigns.E002"]
    assert found(STRIPE_SECRET_KEY=key, DEBUG=True, PAYMENT_GATEWAY="demo") == ["campaigns.E002"]


@pytest.mark.parametrize("gateway", ["stripe", "demo"])
def test_a_live_key_on_a_demonstration_stops_the_start(gateway: str) -> None:
    assert found(DEMO_GATEWAY_ALLOWED=True, PAYMENT_GATEWAY=gateway) == ["campaigns.E003"]


@pytest.mark.parametrize(
    "name", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_CONNECT_WEBHOOK_SECRET"]
)
def test_stripe_without_one_of_its_secrets_stops_the_start(name: str) -> None:
    for nothing in ("", " "):
        assert found(**{name: nothing}) == ["campaigns.E004"]
    assert found(**{name: ""}, PAYMENT_GATEWAY="demo") == []


def test_a_publishable_key_stops_the_start() -> None:
    assert found(STRIPE_SECRET_KEY="pk_test_1") == ["campaigns.E005"]


def test_an_unknown_gateway_stops_the_start() -> None:
    assert found(PAYMENT_GATEWAY="strype") == ["campaigns.E006"]


def test_commands_stop() -> None:
    with override_settings(**{**WHOLE, "DEBUG": True}), pytest.raises(SystemCheckError, match="live key"):
        call_command("check")


def started(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the site as the server does, in a process and environment of its own."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.path.insert(0, 'site'); import config.wsgi; print(\
            'served', 'stripe' in sys.modules)",
        ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "TERREAU_VAR": str(tmp_path),
            "SECRET_KEY": "a-key-of-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "terreau.example.org",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_server_stops_too(tmp_path: Path) -> None:
    """Gunicorn loads `config.wsgi`, which Django alone would let start without any check."""
    ended = started(tmp_path, PAYMENT_GATEWAY="stripe", STRIPE_SECRET_KEY="sk_live_1")

    assert ended.returncode != 0
    assert "STRIPE_WEBHOOK_SECRET, STRIPE_CONNECT_WEBHOOK_SECRET" in ended.stderr


def test_a_site_with_the_demonstration_bank_never_loads_stripe(tmp_path: Path) -> None:
    ended = started(tmp_path, ALLOW_DEMO_GATEWAY="1", DEMO_BANK_SECRET="a-secret-of-this-test-alone")

    assert ended.stdout.split() == ["served", "False"], ended.stderr
