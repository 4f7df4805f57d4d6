"""What the repository itself must keep: locks, translations, sizes, migrations, production settings."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.support.house import tree

LOCKS = ["requirements.lock", "requirements-dev.lock"]
HOST = re.compile(r"https?:|//|--(extra-)?index-url|--find-links|--trusted-host|@ ")
LARGEST_FILE = 300_000
CATALOGUES = sorted(tree.files(".po"))
# Packages imported under another name than the one they are installed by.
IMPORT_NAMES = {
    "markdown-it-py": "markdown_it",
    "django-allauth": "allauth",
    "django-csp": "csp",
    "django-taggit": "taggit",
    "whitenoise": "whitenoise",
    "wagtail-modeladmin": "wagtail_modeladmin",
    "dj-database-url": "dj_database_url",
    "pillow": "PIL",
}
# Used without being imported by name: database driver, time zones, server.
NEVER_IMPORTED = {"psycopg", "tzdata", "gunicorn"}
# Parts of Wagtail that come with it and belong to its interface.
COME_WITH_WAGTAIL = {
    "modelcluster",
    "treebeard",
    "willow",
    "PIL",
    "modelsearch",
    "asgiref",
    "bs4",
    "rest_framework",
    "django_filters",
}


def tracked_files() -> list[str]:
    """Return what git tracks or would track; every file where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        return list(tree.files(""))
    return [path for path in listed.stdout.split("\0") if path and (tree.ROOT / path).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host(lock: str) -> None:
    """Where packages come from is the machine's business; a lock says which, by their sums."""
    lines = tree.read(lock).splitlines()

    assert [line for line in lines if HOST.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_sum(lock: str) -> None:
    packages = re.split(r"\n(?=[a-z0-9])", tree.read(lock).strip())

    assert packages
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_check_of_locks_sees_a_host() -> None:
    assert HOST.search("--index-url https://example.org/simple")
    assert HOST.search("django @ file:///tmp/django.whl")
    assert not HOST.search("    --hash=sha256:ab12")


def test_runtime_lock_is_part_of_the_development_lock() -> None:
    """Tests must run with the very versions that production has."""
    pinned = re.compile(r"^([a-z0-9.-]+==\S+( ; [^\\]*)?)", re.MULTILINE)
    runtime, development = ({found[0].strip() for found in pinned.findall(tree.read(lock))} for lock in LOCKS)

    assert runtime - development == set()


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    declared = {
        re.split(r"[\[<>=; ]", line.lower(), maxsplit=1)[0]
        for line in tomllib.loads(tree.read("pyproject.toml"))["project"]["dependencies"]
    }
    names = {IMPORT_NAMES.get(name, name) for name in declared}
    settings = "\n".join(tree.read(path) for path in tree.files(".py", under="site/config"))
    imported = {
        name.split(".")[0]
        for path in tree.product_python()
        for name in imported_modules(tree.read(path))
    } - set(sys.stdlib_module_names) - set(tree.APPS)  # fmt: skip

    unused = {name for name in names - imported - NEVER_IMPORTED if not re.search(rf'"{name}[".]', settings)}
    assert imported - names - COME_WITH_WAGTAIL == set(), "imported, not declared in pyproject.toml"
    assert unused == set(), "declared in pyproject.toml, used nowhere"


def imported_modules(source: str) -> list[str]:
    """Return the absolute module names that a file imports."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.append(node.module)
    return found


def test_no_tracked_file_is_large() -> None:
    large = [path for path in tracked_files() if (tree.ROOT / path).stat().st_size > LARGEST_FILE]

    assert large == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_compiled_messages_are_those_of_the_catalogue(catalogue: str) -> None:
    """The compiled file is committed, so that nobody needs gettext; `make messages` writes it."""
    compiled = tree.ROOT / catalogue.replace(".po", ".mo")
    expected = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.pofile(str(tree.ROOT / catalogue)).translated_entries()
    }

    assert compiled.exists(), "run make messages"
    found = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(compiled))
    }
    assert found == expected, "run make messages"


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def production(command: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command under the production settings, in a process and environment of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", command, *arguments],
        cwd=tree.ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


WHAT_PRODUCTION_NEEDS = {
    "SECRET_KEY": "a-key-of-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SECOND_FACTOR_KEYS": "another-key-of-this-test-alone-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "terreau.example.org",
    "DEMO_BANK_SECRET": "a-secret-of-this-test-alone-0123456789",
    "ALLOW_DEMO_GATEWAY": "1",
}


def check_deployment(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Django's deployment checks with what production needs, some of it changed; empty means left out."""
    wanted = {**WHAT_PRODUCTION_NEEDS, "TERREAU_VAR": str(folder), **changes}
    environment = {name: value for name, value in wanted.items() if value}
    return production("check", "--deploy", "--fail-level=WARNING", **environment)


def test_production_settings_pass_the_deployment_checks(tmp_path: Path) -> None:
    ended = check_deployment(tmp_path)

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_half_configured(name: str, tmp_path: Path) -> None:
    ended = check_deployment(tmp_path, **{name: ""})

    assert ended.returncode != 0
    assert name in ended.stderr


def test_production_refuses_the_demonstration_bank_unless_told(tmp_path: Path) -> None:
    ended = check_deployment(tmp_path, ALLOW_DEMO_GATEWAY="")

    assert ended.returncode != 0
    assert "ALLOW_DEMO_GATEWAY" in ended.stderr


def test_the_tables_of_wagtail_are_made_before_ours() -> None:
    """A database is made half as quickly when a regenerated first migration forgets to wait for Wagtail's own."""
    graph = MigrationLoader(None).graph
    first = graph.forwards_plan(("base", "0001_initial"))

    assert [leaf for leaf in graph.leaf_nodes() if leaf[0].startswith("wagtail") and leaf not in first] == []
