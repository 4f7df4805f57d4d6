"""The house's rules over the whole tree, and each of them on a small bad sample, so that none is asleep."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

import pytest

from tests.support.house import code, imports, markup, tree

Check = Callable[[str, str], list[str]]

PRODUCT = sorted(tree.product_python())
TESTS = sorted(tree.files(".py", under="tests"))
ROOT_FILES = ["manage.py", "gunicorn.conf.py"]
TEMPLATES = sorted({*tree.files(".html", under="templates"), *tree.files(".html", under="site")})
CAMPAIGNS = [path for path in PRODUCT if path.startswith("campaigns/")]
RULES = [path for path in PRODUCT if path.startswith("campaigns/rules/")]
SERVICES = [path for path in PRODUCT if "services" in PurePosixPath(path).with_suffix("").parts]
# What only shows. Services, jobs, gateways, forms and admin screens write facts, which take the real time.
SHOWING = {
    "blocks",
    "cards",
    "context",
    "dates_display",
    "gathering",
    "models",
    "page_querysets",
    "programme",
    "queries",
    "querysets",
    "results",
    "samples",
    "suggestions",
    "templatetags",
    "wording",
}
DISPLAY = [path for path in PRODUCT if SHOWING & set(PurePosixPath(path).with_suffix("").parts)]
STYLES_AND_SCRIPTS = [path for path in tree.files(".css", ".js", under="site/static") if "vendor" not in path]
# E-mails need their styles inline, and the admin has its own policy.
PUBLIC_TEMPLATES = [
    path
    for path in TEMPLATES
    if not path.startswith(("templates/email/", "templates/wagtailadmin/")) and "/admin/" not in path
]
COMPONENTS = [path for path in TEMPLATES if path.startswith("templates/components/")]


def offences(check: Check, paths: Iterable[str]) -> str:
    """Return every offending line of the files, one under the other."""
    return "\n".join(line for path in paths for line in check(path, tree.read(path)))


RULES_OF_THE_HOUSE = {
    "imports go down": (imports.upward_imports, PRODUCT),
    "layers of campaigns go down": (imports.upward_layers, CAMPAIGNS),
    "rules are pure": (imports.impure_rules, RULES),
    "libraries stay in their place": (imports.misplaced_libraries, PRODUCT),
    "docstrings": (code.missing_docstrings, [*PRODUCT, *TESTS, *ROOT_FILES]),
    "names say something": (code.empty_names, [*PRODUCT, *TESTS, *TEMPLATES, *STYLES_AND_SCRIPTS]),
    "files stay short": (code.too_long, [*PRODUCT, *TESTS, *TEMPLATES, *STYLES_AND_SCRIPTS]),
    "pages do not override save": (code.page_saves, PRODUCT),
    "services take no request": (code.request_parameters, SERVICES),
    "display asks base.clock": (code.real_times, DISPLAY),
    "money is never a float": (code.floats, [*RULES, *(path for path in SERVICES if path in CAMPAIGNS)]),
    "pages are waited for": (code.hasty_asserts, TESTS),
    "nothing inline": (markup.inline_code, PUBLIC_TEMPLATES),
    "components are included with only": (markup.open_includes, TEMPLATES),
    "components name their parameters": (markup.silent_component, COMPONENTS),
}


@pytest.mark.parametrize("rule", RULES_OF_THE_HOUSE)
def test_the_tree_keeps_the_rule(rule: str) -> None:
    check, paths = RULES_OF_THE_HOUSE[rule]

    wrong = offences(check, paths)

    assert not wrong, f"{rule}:\n{wrong}"


def test_the_rules_look_at_real_files() -> None:
    """A folder that was renamed must not leave a rule without anything to check."""
    assert CAMPAIGNS
    assert RULES
    assert SERVICES
    assert COMPONENTS
    assert PUBLIC_TEMPLATES
    assert DISPLAY
    assert set(PRODUCT) > set(CAMPAIGNS)


def test_site_is_never_a_package() -> None:
    """Python has a module of that name: the folder is on the import path instead."""
    assert not (tree.ROOT / "site" / "__init__.py").exists()


def test_every_app_has_a_floor() -> None:
    assert set(imports.FLOOR) == set(tree.APPS)


BAD = {
    "import of an upper app": (imports.upward_imports, "site/base/x.py", "import home.models"),
    "import from an upper app": (
        imports.upward_imports,
        "campaigns/x.py",
        "from calls.models import CallPage",
    ),
    "import of a neighbour": (imports.upward_imports, "site/notices/x.py", "from demo_bank import models"),
    "import inside a function": (
        imports.upward_imports,
        "stories/x.py",
        "def f():\n    from calls import models",
    ),
    "foreign key in a string": (imports.upward_imports, "campaigns/x.py", "ForeignKey('themes.ThemePage')"),
    "page type in a list": (imports.upward_imports, "stories/x.py", "parent_page_types = ['home.HomePage']"),
    "page chooser": (
        imports.upward_imports,
        "site/base/x.py",
        "PageChooserBlock(page_type=['calls.CallPage'])",
    ),
    "get_model in two words": (
        imports.upward_imports,
        "site/base/x.py",
        "apps.get_model('home', 'HomePage')",
    ),
    "rule that knows its model": (
        imports.upward_layers,
        "campaigns/rules/x.py",
        "from campaigns import models",
    ),
    "model that calls a service": (
        imports.upward_layers,
        "campaigns/models/x.py",
        "def f():\n    from campaigns.services.pledging import pledge",
    ),
    "model that knows the provider": (
        imports.upward_layers,
        "campaigns/models/x.py",
        "import campaigns.gateways.demo",
    ),
    "relative import upwards": (imports.upward_layers, "campaigns/forms/x.py", "from ..views import pledge"),
    "type of an upper app": (
        imports.upward_imports,
        "campaigns/x.py",
        "if TYPE_CHECKING:\n    from calls.models import CallPage",
    ),
    "module without a layer": (imports.upward_layers, "campaigns/stuff.py", ""),
    "rule that imports django": (
        imports.impure_rules,
        "campaigns/rules/x.py",
        "from django.db import models",
    ),
    "rule that imports stripe": (imports.impure_rules, "campaigns/rules/x.py", "def f():\n    import stripe"),
    "stripe in a view": (imports.misplaced_libraries, "campaigns/views/x.py", "from stripe import error"),
    "module without docstring": (code.missing_docstrings, "base/x.py", "x = 1"),
    "class without docstring": (code.missing_docstrings, "base/x.py", '"""M."""\nclass A: pass'),
    "method without docstring": (
        code.missing_docstrings,
        "x.py",
        '"""M."""\nclass A:\n    """A."""\n    def f(self): pass',
    ),
    "drawer for anything": (code.empty_names, "campaigns/utils.py", ""),
    "folder for anything": (code.empty_names, "campaigns/common/x.py", ""),
    "function that handles": (code.empty_names, "campaigns/x.py", "def handle_pledge(): pass"),
    "long file": (code.too_long, "campaigns/x.py", "x = 1\n" * 401),
    "page that saves": (
        code.page_saves,
        "x.py",
        "class CampaignPage(BasePage, Page):\n    def save(self): pass",
    ),
    "service with a request": (code.request_parameters, "x.py", "def pledge(*, request): pass"),
    "real time in a page": (code.real_times, "stories/models/x.py", "at = timezone.now()"),
    "today in a template tag": (code.real_times, "home/templatetags/x.py", "day = timezone.localdate()"),
    "zone in a block": (code.real_times, "site/base/blocks.py", "at = dt.datetime.now(tz=zone)"),
    "literal float": (code.floats, "x.py", "rate = 0.05"),
    "call of float": (code.floats, "x.py", "rate = float(total)"),
    "true division": (code.floats, "x.py", "rate = total / 2"),
    "count of a page at once": (
        code.hasty_asserts,
        "tests/x.py",
        "from playwright.sync_api import Page\nassert page.locator('li').count() == 1",
    ),
    "address of a page at once": (
        code.hasty_asserts,
        "tests/x.py",
        "from playwright.sync_api import Page\nassert page_no_js.url.endswith('/a/')",
    ),
    "style attribute": (markup.inline_code, "x.html", "<p\n class='a' style='color:red'>"),
    "style element": (markup.inline_code, "x.html", "<style>p {}</style>"),
    "script element": (markup.inline_code, "x.html", "<script>alert(1)</script>"),
    "event attribute": (markup.inline_code, "x.html", '<a href="#" onclick="f()">'),
    "script address": (markup.inline_code, "x.html", '<a href="javascript:f()">'),
    "include without only": (
        markup.open_includes,
        "x.html",
        '{% include "components/field.html" with field=f %}',
    ),
    "component without a first line": (markup.silent_component, "templates/components/field.html", "<p>"),
    "component under another name": (markup.silent_component, "components/field.html", "{# fields: form #}"),
}


@pytest.mark.parametrize("sample", BAD)
def test_each_rule_sees_its_bad_sample(sample: str) -> None:
    check, path, source = BAD[sample]

    wrong = check(path, source)

    assert wrong, f"{check.__name__} saw nothing wrong in: {source}"
    assert all(line.startswith(f"{path}:") for line in wrong), "the offending line is not named"


GOOD = {
    "import of a lower app": (imports.upward_imports, "campaigns/x.py", "from base.models import Territory"),
    "name of a file": (imports.upward_imports, "site/base/x.py", "template = 'search.html'"),
    "a sentence": (imports.upward_imports, "site/base/x.py", "'home. Sweet home'"),
    "model that reads a rule": (
        imports.upward_layers,
        "campaigns/models/x.py",
        "from campaigns.rules import money",
    ),
    "type handed down": (
        imports.upward_layers,
        "campaigns/wording.py",
        "if TYPE_CHECKING:\n    from campaigns.models import Campaign",
    ),
    "hook that uses a view": (
        imports.upward_layers,
        "campaigns/wagtail_hooks.py",
        "from campaigns.views import a",
    ),
    "rule in the standard library": (imports.impure_rules, "campaigns/rules/x.py", "import datetime"),
    "stripe at home": (imports.misplaced_libraries, "campaigns/gateways/stripe.py", "import stripe"),
    "empty module": (code.missing_docstrings, "base/__init__.py", ""),
    "private function": (code.missing_docstrings, "base/x.py", '"""M."""\ndef _f(): pass'),
    "save of a plain model": (
        code.page_saves,
        "x.py",
        "class Pledge(models.Model):\n    def save(self): pass",
    ),
    "time of a page": (code.real_times, "stories/models/x.py", "at = clock.now()"),
    "default of a fact": (code.real_times, "stories/models/x.py", "DateField(default=timezone.localdate)"),
    "a moment in its zone": (code.real_times, "site/base/x.py", "timezone.localtime(at, zone)"),
    "whole cents": (code.floats, "x.py", "fee = (gross * rate_bps + 5000) // 10000"),
    "rows and addresses that need no browser": (
        code.hasty_asserts,
        "tests/x.py",
        "import playwright\nassert Pledge.objects.count() == 1\nassert call.page.url\nassert page.title == 'A'",
    ),
    "script with a source": (markup.inline_code, "x.html", '<script src="/static/js/a.js" defer></script>'),
    "block of data": (markup.inline_code, "x.html", '<script type="application/ld+json">{}</script>'),
    "comment": (markup.inline_code, "x.html", "{# never style= #}<!-- <script> -->"),
    "include with only": (
        markup.open_includes,
        "x.html",
        '{% include "components/field.html" with field=f only %}',
    ),
    "component that says": (markup.silent_component, "templates/components/field.html", "{# field: field #}"),
}


@pytest.mark.parametrize("sample", GOOD)
def test_each_rule_leaves_the_good_sample(sample: str) -> None:
    check, path, source = GOOD[sample]

    assert check(path, source) == []
