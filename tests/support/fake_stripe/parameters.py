"""Parameters as stripe-python sends them, and their names checked against its own typed classes."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin
from urllib.parse import parse_qsl

import typing_extensions
from stripe import RequestOptions

# Options of a request share the class of its parameters; they travel as headers.
OPTIONS = frozenset(RequestOptions.__annotations__)


def decoded(form: str) -> dict[str, Any]:
    """Return `a[b][0]=c` as nested dictionaries and lists."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        *above, last = name.replace("]", "").split("[")
        node = tree
        for step in above:
            node = node.setdefault(step, {})
        node[last] = value
    return {name: _lists(value) for name, value in tree.items()}


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(step.isdigit() for step in node):
        return [_lists(node[step]) for step in sorted(node, key=int)]
    return {step: _lists(value) for step, value in node.items()}


def unknown_names(params: dict[str, Any], typed: type, above: str = "") -> Iterator[str]:
    """Yield the names that a typed class of stripe-python does not have, however deep."""
    hints = _hints(typed)
    for name, value in params.items():
        path = f"{above}[{name}]" if above else name
        if name not in hints or (not above and name in OPTIONS):
            yield path
        else:
            yield from _unknown_inside(value, hints[name], path)


def _unknown_inside(value: Any, hint: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        items = [inner for arm in _arms(hint) if get_origin(arm) is list for inner in get_args(arm)]
        for number, one in enumerate(value):
            for item in items[:1]:
                yield from _unknown_inside(one, item, f"{path}[{number}]")
    elif isinstance(value, dict):
        classes = [arm for arm in _arms(hint) if typing_extensions.is_typeddict(arm)]
        free = any(get_origin(arm) is dict for arm in _arms(hint))
        if not free:
            found = [list(unknown_names(value, typed, path)) for typed in classes]
            yield from min(found, key=len, default=[f"{path}[…]"])


def _arms(hint: Any) -> list[Any]:
    if get_origin(hint) in (typing_extensions.Required, typing_extensions.NotRequired):
        return _arms(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return [inner for arm in get_args(hint) for inner in _arms(arm)]
    return [hint]


@cache
def _hints(typed: type) -> dict[str, Any]:
    # What `RequestOptions` names and the modules of its heirs do not.
    known = {"Mapping": Mapping, "StripeContext": object}
    return typing_extensions.get_type_hints(typed, localns=known)
