"""The access matrix: every role against every route and method, each answer foreseen by a rule.

A room (an app's routes) writes one `Rule` per route: who gets which answer to GET, and to POST where it takes one.
`unruled` names the routes nobody wrote a rule for, so that a new one fails its test until somebody has thought of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_ALLOWED = 405


@dataclass(frozen=True)
class Rule:
    """What one route answers: a status by role for each method it takes; any other method is refused everywhere.

    `arguments` fill its address. `fields` are what POST sends. `refused` is what roles without a line get.
    """

    get: Mapping[str, int] | None = None
    post: Mapping[str, int] | None = None
    arguments: Callable[[Any], list[Any]] = lambda room: []
    fields: Mapping[str, Any] = field(default_factory=dict)
    refused: int = 404

    def expected(self, method: str, role: str) -> set[int]:
        """Return the acceptable answers of a role to a method."""
        known = {"GET": self.get, "POST": self.post}.get(method)
        if known is None:
            # Whoever asks learns that the method is not for them, that nothing is there, or where to sign in.
            return {NOT_ALLOWED, 404, *({302} if role == "anonymous" else ())}
        return {known_or(known, role, self.refused)}


def known_or(statuses: Mapping[str, int] | None, role: str, otherwise: int) -> int:
    """Return the status foreseen for a role."""
    return (statuses or {}).get(role, otherwise)


def route_names(namespace: str, *, under: str = "") -> set[str]:
    """Return the names of the routes of a namespace whose address starts with `under`."""
    return {
        name
        for name, route in _routes(get_resolver(), "", "")
        if name.startswith(f"{namespace}:") and under in route
    }


def routes_under(prefix: str) -> list[tuple[str, str]]:
    """Return every named route whose address starts with `prefix`, as (name, route)."""
    return [(name, route) for name, route in _routes(get_resolver(), "", "") if route.startswith(prefix)]


def _routes(resolver: URLResolver, namespace: str, prefix: str) -> Iterable[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, entry.namespace or namespace, route)
        elif isinstance(entry, URLPattern) and entry.name:
            yield (f"{namespace}:{entry.name}" if namespace else entry.name), route


def unruled(rules: Mapping[str, Rule], names: Iterable[str]) -> set[str]:
    """Return the routes without a rule, and the rules without a route."""
    return set(rules) ^ set(names)


def answer(client: Client, name: str, rule: Rule, room: Any, method: str) -> int:
    """Ask a route and return its status."""
    address = reverse(name, args=rule.arguments(room))
    fields = rule.fields if method == "POST" else None
    response = getattr(client, method.lower())(address, fields or {})
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, which closes the file
    return response.status_code
