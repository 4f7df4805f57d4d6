"""A real Chromium for tests marked `browser`: pages that watch what they ask for, and axe-core.

Playwright's own fixtures are used as they are; this module says which browser to start and adds `site_page` and
`page_no_js`, both on the live server, in French, at Paris time. Either page fails its test when it asks another
origin for anything, when a script fails, or when the content security policy refuses something.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.chromium import chromium

# A machine may be busy: what is awaited is given the time of a patient person.
expect.set_options(timeout=60_000)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Path(__file__).parent / "axe" / "axe.min.js.gz"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium instead of a downloaded one."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTS}


@pytest.fixture
def site_page(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[Page]:
    """A page on the live server (relative addresses work); see the module for what makes its test fail."""
    yield from watched_page(new_context, live_server)


@pytest.fixture
def page_no_js(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[Page]:
    """The same page with JavaScript switched off."""
    yield from watched_page(new_context, live_server, java_script_enabled=False)


def watched_page(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, **options: Any
) -> Iterator[Page]:
    """Yield a page of a fresh context and fail at the end if something wrong was seen."""
    context = new_context(base_url=live_server.url, locale="fr-FR", timezone_id="Europe/Paris", **options)
    context.set_default_timeout(15_000)
    wrong: list[str] = []

    def own_origin_only(route: Route) -> None:
        address = route.request.url
        if same_origin(address, live_server.url):
            route.continue_()
        else:
            wrong.append(f"asked another origin: {address}")
            route.abort()

    def read_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(f"refused by the content security policy: {message.text}")

    context.route("**/*", own_origin_only)
    context.on("weberror", lambda error: wrong.append(f"script error: {error.error}"))
    context.on("console", read_console)
    yield context.new_page()
    assert not wrong, "\n".join(["The browser saw:", *wrong])


def same_origin(address: str, origin: str) -> bool:
    """Tell whether an address belongs to the origin; what never leaves the browser (data:, blob:) does too."""
    asked, own = urlsplit(address), urlsplit(origin)
    return asked.scheme in {"data", "blob", "about"} or (asked.scheme, asked.netloc) == (
        own.scheme,
        own.netloc,
    )


@cache
def axe_source() -> str:
    """Return the source of axe-core, checked against its recorded sum."""
    source = gzip.decompress(AXE.read_bytes())
    if hashlib.sha256(source).hexdigest() != AXE_SHA256:
        raise RuntimeError(f"{AXE} is not the file recorded beside it.")
    return source.decode()


def axe_violations(page: Page, *, rules: list[str] | None = None) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong on the page as it stands, in axe's own form."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(axe_source())
    # Without preload: axe would copy imported sheets into style elements, which the page's policy refuses.
    options = {
        "runOnly": {"type": "tag", "values": rules or AXE_RULES},
        "resultTypes": ["violations"],
        "preload": False,
    }
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(document, options).then(r => r.violations)", options
    )
    return found


def assert_no_axe_violations(page: Page, *, rules: list[str] | None = None) -> None:
    """Fail with one line for each element that axe-core complains of."""
    lines = []
    for violation in axe_violations(page, rules=rules):
        for node in violation["nodes"]:
            summary = " ".join(node.get("failureSummary", "").split())
            lines.append(f"{violation['id']} ({violation['impact']}) {node['target']}: {summary}")
    assert not lines, f"axe-core on {page.url}:\n" + "\n".join(lines)
