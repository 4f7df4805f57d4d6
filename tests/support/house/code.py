"""How Python is written here: docstrings, names, sizes, and what certain layers never contain."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

FORBIDDEN_FILES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
FORBIDDEN_STARTS = ("handle_", "process_")
# Names that Django's middleware protocol imposes.
IMPOSED = {
    "process_request",
    "process_response",
    "process_view",
    "process_exception",
    "process_template_response",
}
LONGEST_FILE = 400
ASK_THE_TIME = (
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "datetime.today",
)
# The others give now only when they are given nothing.
ALWAYS_NOW = {"now", "utcnow", "today"}
# What a page says at this instant, perhaps before it has drawn what a click asked for.
AT_ONCE = re.compile(
    r"(get_by_\w+|locator)\(.*\)\."
    r"(count|is_(visible|hidden|checked|enabled|disabled)|(all_)?(inner|text)_\w+|input_value|get_attribute)\("
    r"|(?<![.\w])(\w+_)?page(_\w+)?\.(url\b|(content|inner_text|title|is_visible)\()"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def missing_docstrings(path: str, source: str) -> list[str]:
    """Return the modules, classes and public functions or methods without a docstring.

    `Meta` needs none, and in a test module the names of the tests and of what they share are sentences already.
    """
    tree = ast.parse(source)
    wrong = []
    if tree.body and ast.get_docstring(tree) is None:
        wrong.append(f"{path}:1: the module has no docstring")
    if PurePosixPath(path).name.startswith("test_"):
        return wrong
    for node in _public_definitions(tree):
        if ast.get_docstring(node) is None:
            wrong.append(f"{path}:{node.lineno}: {node.name} has no docstring")
    return wrong


def _public_definitions(parent: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | Function]:
    """Yield the public classes, functions and methods of a module, nested functions left out."""
    for node in _statements(parent.body):
        if isinstance(node, ast.ClassDef):
            if node.name != "Meta":
                yield node
                yield from _public_definitions(node)
        elif not node.name.startswith("_") and not _is_exempt(node):
            yield node


def _statements(body: list[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    """Yield the definitions of a block, those under `if` and `try` included."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.If | ast.Try):
            yield from _statements(node.body)
            yield from _statements(node.orelse)


def _is_exempt(node: Function) -> bool:
    """Tell whether a function is an overload, or the setter of a property whose getter speaks for it."""
    return any(ast.unparse(decorator).endswith(("overload", ".setter")) for decorator in node.decorator_list)


def empty_names(path: str, source: str) -> list[str]:
    """Return the file, folder and function names that say nothing."""
    wrong = [
        f"{path}:1: {part!r} says nothing about what is inside"
        for part in PurePosixPath(path).with_suffix("").parts
        if part in FORBIDDEN_FILES
    ]
    if path.endswith(".py"):
        wrong += [
            f"{path}:{node.lineno}: {node.name} says nothing about what it does"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, Function)
            and node.name.startswith(FORBIDDEN_STARTS)
            and node.name not in IMPOSED
        ]
    return wrong


def too_long(path: str, source: str) -> list[str]:
    """Return the file when it has more lines than a reader can hold."""
    lines = len(source.splitlines())
    if lines <= LONGEST_FILE:
        return []
    return [f"{path}:{lines}: {lines} lines, more than {LONGEST_FILE}: split it by topic"]


def page_saves(path: str, source: str) -> list[str]:
    """Return the `save` overrides of page types: a rule there would also run for drafts."""
    return [
        f"{path}:{function.lineno}: the page type {node.name} may not override save()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Page") for base in node.bases)
        for function in node.body
        if isinstance(function, Function) and function.name == "save"
    ]


def request_parameters(path: str, source: str) -> list[str]:
    """Return the functions of a service that take a `request`."""
    return [
        f"{path}:{node.lineno}: the service {node.name} may not take a request"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function)
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if argument.arg == "request"
    ]


def floats(path: str, source: str) -> list[str]:
    """Return the places where a float could enter a computation of money: literals, `float`, and true division."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            wrong.append(f"{path}:{node.lineno}: {node.value} is a float; money is whole cents")
        elif isinstance(node, ast.Name) and node.id == "float":
            wrong.append(f"{path}:{node.lineno}: float is not for money")
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            wrong.append(f"{path}:{node.lineno}: / gives a float; money is divided with //")
    return wrong


def real_times(path: str, source: str) -> list[str]:
    """Return the calls that ask the real time: what is displayed takes `base.clock`, which a preview may move.

    A default given without being called (`default=timezone.now`) writes a fact, and is right.
    """
    return [
        f"{path}:{node.lineno}: {ast.unparse(node.func)}() is the real time: display asks base.clock.now()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(ASK_THE_TIME)
        if node.func.attr in ALWAYS_NOW or not (node.args or node.keywords)  # type: ignore[attr-defined]
    ]


def hasty_asserts(path: str, source: str) -> list[str]:
    """Return the assertions about a browser’s page that do not wait for it, as `expect` does."""
    if "playwright" not in source:
        return []
    return [
        f"{path}:{node.lineno}: {ast.unparse(node.test)} does not wait for the page: use expect"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert) and AT_ONCE.search(ast.unparse(node.test))
    ]
