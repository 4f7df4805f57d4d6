"""Who may import whom: between apps, between the layers of campaigns, and the libraries kept in one place.

Every import counts, wherever it stands (inside a function too), and so does a string that names
something of an app: "app.Model" in a foreign key, in `subpage_types`, in a chooser block, in `apps.get_model`.
"""

import ast
import re
import sys
from collections.abc import Iterator

from tests.support.house.tree import APPS, module_of

# From top to bottom; an app may name only apps of a strictly lower line.
ORDER = [
    {"config"},
    {"home"},
    {"search"},
    {"themes"},
    {"calls"},
    {"stories"},
    {"campaigns"},
    {"demo_bank", "notices"},
    {"accounts"},
    {"base"},
]
FLOOR = {app: floor for floor, apps in enumerate(reversed(ORDER)) for app in apps}

# The same for the modules of campaigns. Those of the first line and of the last two may use each other.
LAYERS = [
    {
        "admin_listings",
        "apps",
        "jobs",
        "management",
        "system_checks",
        "templatetags",
        "urls",
        "views",
        "viewsets",
        "wagtail_hooks",
        "webhooks",
        "workflow",
    },
    {"forms"},
    {"services"},
    {"access", "cards", "notices", "blocks"},
    {"decision_letters", "offline_letters", "recipient_letters", "refund_letters", "return_letters"},
    {"letters", "links"},
    {"models", "gateways"},
    {"samples", "triggers", "wording"},
    {"rules", "errors"},
]
LAYER = {module: floor for floor, modules in enumerate(reversed(LAYERS)) for module in modules}

# A library, and the only module that may import it.
KEPT_IN_ONE_PLACE = {"stripe": "campaigns.gateways.stripe"}

NAMED_IN_TEXT = re.compile(r"(?P<app>[a-z_]+)\.[A-Za-z_][\w.]*")
NAMES_A_FILE = re.compile(
    r"\.(css|csv|gif|html|ico|ics|jpg|js|json|mo|pdf|png|po|py|sqlite3|svg|txt|webp|woff2|xlsx|xml)$"
)


def references(tree: ast.Module, module: str, *, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) for everything the module imports or names in a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            source = _source_of(node, module, is_package=is_package)
            for alias in node.names:
                yield node.lineno, f"{source}.{alias.name}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = NAMED_IN_TEXT.fullmatch(node.value)
            if named and named["app"] in APPS and not NAMES_A_FILE.search(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and _called(node) == "get_model" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and first.value in APPS:
                yield node.lineno, f"{first.value}.models"


def _called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _source_of(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    """Return the absolute name of what `from … import` reads."""
    if not node.level:
        return node.module or ""
    steps = node.level - 1 if is_package else node.level
    base = module.split(".")[: len(module.split(".")) - steps]
    return ".".join([*base, *([node.module] if node.module else [])])


def upward_imports(path: str, source: str) -> list[str]:
    """Return the lines that name an app on the same floor or above."""
    module = module_of(path)
    app = module.split(".")[0]
    wrong = []
    for line, name in references(ast.parse(source), module, is_package=path.endswith("__init__.py")):
        other = name.split(".")[0]
        if other != app and other in FLOOR and FLOOR[other] >= FLOOR[app]:
            wrong.append(f"{path}:{line}: {app} may not name {other} ({name})")
    return wrong


def upward_layers(path: str, source: str) -> list[str]:
    """Return the lines of campaigns that name a module of a higher layer, or of another one of the same layer.

    Here, and not between apps, an import under TYPE_CHECKING is allowed: it names what is handed down.
    """
    module = module_of(path)
    parts = module.split(".")
    if len(parts) == 1:
        return []
    layer = parts[1]
    if layer not in LAYER:
        return [f"{path}:1: campaigns.{layer} has no layer: give it one in tests/support/house/imports.py"]
    tree = ast.parse(source)
    typing_only = set(_lines_for_types_alone(tree))
    wrong = []
    for line, name in references(tree, module, is_package=path.endswith("__init__.py")):
        other = name.split(".")
        if (
            line in typing_only
            or other[0] != "campaigns"
            or len(other) < 2
            or other[1] not in LAYER
            or other[1] == layer
        ):
            continue
        free = LAYER[layer] in {LAYER["views"], LAYER["wording"], LAYER["rules"]}
        if LAYER[other[1]] > LAYER[layer] or (LAYER[other[1]] == LAYER[layer] and not free):
            wrong.append(f"{path}:{line}: campaigns.{layer} may not name campaigns.{other[1]} ({name})")
    return wrong


def _lines_for_types_alone(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that stand under `if TYPE_CHECKING`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from range(node.body[0].lineno, (node.body[-1].end_lineno or node.lineno) + 1)


def impure_rules(path: str, source: str) -> list[str]:
    """Return the lines of `campaigns/rules` that import more than the standard library and other rules."""
    wrong = []
    for line, name in references(ast.parse(source), module_of(path), is_package=path.endswith("__init__.py")):
        first = name.split(".")[0]
        if first in sys.stdlib_module_names or name.startswith(("campaigns.rules", "campaigns.errors")):
            continue
        wrong.append(f"{path}:{line}: a rule may not import {name}")
    return wrong


def misplaced_libraries(path: str, source: str) -> list[str]:
    """Return the lines that import a library outside the one module it is kept in."""
    module = module_of(path)
    wrong = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            home = KEPT_IN_ONE_PLACE.get(name.split(".")[0])
            if home and module != home and not module.startswith(f"{home}."):
                line = getattr(node, "lineno", 1)
                wrong.append(f"{path}:{line}: {name} may be imported by {home} alone")
    return wrong
