"""The files of the repository that the house's rules are about."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
}
APPS = {
    "accounts": "site/accounts",
    "base": "site/base",
    "config": "site/config",
    "demo_bank": "site/demo_bank",
    "notices": "site/notices",
    "calls": "calls",
    "campaigns": "campaigns",
    "home": "home",
    "search": "search",
    "stories": "stories",
    "themes": "themes",
}


def files(*suffixes: str, under: str = "") -> Iterator[str]:
    """Yield the paths, relative to the repository, of files with one of the suffixes; caches and `var` excluded."""
    for folder, names, found in os.walk(ROOT / under):
        names[:] = sorted(name for name in names if name not in NOT_OURS and name != ".hypothesis")
        for name in sorted(found):
            if name.endswith(suffixes):
                yield Path(folder, name).relative_to(ROOT).as_posix()


def read(path: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def product_python() -> Iterator[str]:
    """Yield the Python files of the apps, migrations excepted."""
    for folder in APPS.values():
        yield from (path for path in files(".py", under=folder) if "/migrations/" not in path)


def module_of(path: str) -> str:
    """Return the dotted name under which a file is imported: `site/base/french.py` is `base.french`."""
    name = path.removeprefix("site/").removesuffix(".py").removesuffix("/__init__")
    return name.replace("/", ".")
