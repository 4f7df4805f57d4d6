"""Filling in steps through HTTP, as a browser without scripts would."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from calls.models import Application


def signed_in(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def address(application: Application, section: str = "project") -> str:
    """The address of a step."""
    return reverse("calls:step", args=[application.reference, section])


def hidden_fields(client: Client, where: str) -> dict[str, str]:
    """What the page of a step holds besides what people type."""
    context = client.get(where).context
    return {name: str(context[name]) for name in ("mark", "base", "seen")}


def fill_in(
    client: Client, application: Application, section: str = "project", **fields: Any
) -> HttpResponse:
    """Open a step, type `fields` (by question key, dashes as in the page) and save."""
    where = address(application, section)
    typed = {f"q-{name}": value for name, value in fields.items()}
    return client.post(where, {**hidden_fields(client, where), **typed})  # type: ignore[return-value]
