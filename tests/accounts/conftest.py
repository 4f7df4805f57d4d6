"""An organisation, who founded it and her browser; files of these tests go to a folder of their own."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, User
from accounts.services.organisations import found_organisation
from tests.accounts.organisation_pages import somebody


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Private files are kept for one test."""
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def amina() -> User:
    """Who founds."""
    return somebody("amina")


@pytest.fixture
def lavoir(amina: User) -> Organisation:
    """Her organisation."""
    return found_organisation(by=amina, name="Les Amis du lavoir", kind="association")


@pytest.fixture
def hers(client: Client, amina: User) -> Client:
    """Her browser."""
    client.force_login(amina)
    return client
