"""Every form that asks for an e-mail address bounds it to what the database keeps."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.forms.forms import BaseForm
from django.utils.module_loading import import_string

from base.fields import LONGEST_EMAIL

PRODUCT = (
    "accounts",
    "base",
    "notices",
    "demo_bank",
    "campaigns",
    "stories",
    "calls",
    "themes",
    "search",
    "home",
)
LONG = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.example"


def every_form() -> set[type[BaseForm]]:
    """The forms of the product, found by importing its modules."""
    for name in PRODUCT:
        package = import_module(apps.get_app_config(name).name)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in module.name:
                import_module(module.name)
    return {form for form in _below(BaseForm) if form.__module__.partition(".")[0] in PRODUCT}


def _below(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for child in form.__subclasses__():
        yield child
        yield from _below(child)


def unbounded(fields: dict[str, Any]) -> list[str]:
    """The names of the address fields that take more than the database does."""
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.EmailField)
        and (field.max_length is None or field.max_length > LONGEST_EMAIL)
    ]


def test_every_form_bounds_its_addresses() -> None:
    found = every_form()
    asking = [
        form for form in found if any(isinstance(f, forms.EmailField) for f in form.base_fields.values())
    ]

    assert len(asking) >= 8, "the forms are really looked at"
    assert {
        f"{form.__module__}.{form.__name__}": names
        for form in asking
        if form.__module__ != "accounts.forms" and (names := unbounded(form.base_fields))
    } == {}


@pytest.mark.parametrize("name", sorted(settings.ACCOUNT_FORMS))
def test_the_forms_of_accounts_bound_theirs(name: str) -> None:
    form = import_string(settings.ACCOUNT_FORMS[name])
    # What allauth declares is replaced when a form is made; those after a link ask for no address.
    fields = form().fields if name in {"login", "signup", "reset_password"} else form.base_fields

    assert unbounded(fields) == []


def test_a_field_of_django_would_be_seen() -> None:
    assert unbounded({"email": forms.EmailField(), "other": forms.CharField()}) == ["email"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "signup", "reset_password"])
def test_an_address_too_long_is_refused_beside_its_field(name: str) -> None:
    form = import_string(settings.ACCOUNT_FORMS[name])(
        {"email": LONG, "login": LONG, "password": "x", "password1": "une longue phrase"}
    )

    assert not form.is_valid()
    assert {"email", "login"} & set(form.errors)
