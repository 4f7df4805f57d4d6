"""What checks find is told in French, whatever they find, and never lost when no words are known for it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from campaigns.gateways.base import MovementKind
from campaigns.services.correcting import compare_corrections
from campaigns.wording.differences import CHECKS, MOVEMENTS, difference_words

SERVICES = Path(compare_corrections.__code__.co_filename).parent
COMPARING = ("reconciling", "invoicing", "correcting", "returning")


def subjects() -> list[str]:
    """The first argument of every `compare(…)`, a number in each of its holes, as a check would write it."""
    found = []
    for name in COMPARING:
        tree = ast.parse((SERVICES / f"{name}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"compare", "check.compare"}:
                text = ast.unparse(node.args[0])
                prefix = "correction 1" if name == "correcting" else "campaign 1"
                text = re.sub(r"^f?['\"]|['\"]$", "", text).replace("{name} lines", "demo lines")
                found.append(re.sub(r"\{[^}]*\}", "1", text.replace("{name}", prefix)))
    return found


def test_every_comparison_of_the_checks_has_its_words():
    written = subjects()
    assert len(written) > 30
    silent = [
        subject
        for subject in written
        if subject != "subject" and "au lieu de" not in difference_words(f"{subject}: 1 instead of 2")[1]
    ]
    assert silent == []


def test_every_check_has_its_name():
    text = (SERVICES / "reconciling.py").read_text()
    names = re.findall(r'Check\("([^"]+)"\)', text)
    assert len(names) > 10
    silent = [name for name in names if difference_words(f"{name} : all accounts: 1 instead of 0")[0] == ""]
    assert silent == []
    assert len(CHECKS) == len(names)


@pytest.mark.parametrize(
    ("line", "check", "words"),
    [
        (
            "2 held equals the pledges in held and refund states : campaign 12 held: 2500 instead of 2000",
            "ce qui est conservé égale les soutiens",
            "Campagne nº 12, somme conservée : 25 € au lieu de 20 €",
        ),
        (
            "3 one outcome, decided by the ledger's figure : campaign 3 outcome: False instead of True",
            "une seule issue par campagne, celle que disent les livres",
            "Campagne nº 3, réussie : non au lieu de oui",
        ),
        (
            "entry 6 (reversal 1000): no line at the provider",
            "",
            "Écriture nº 6 de 10 € : aucune ligne chez le prestataire",
        ),
        (
            "refund -2500 (line_1, re_1): un remboursement que le site n’a pas demandé",
            "",
            "Remboursement de -25 € (ligne line_1, objet re_1) : un remboursement que le site n’a pas demandé",
        ),
        (
            "balance at the provider 100, in the books 90",
            "",
            "Solde : 1 € chez le prestataire, 0,90 € dans les livres",
        ),
        (
            "4 one charge at most, refunds never above it : stray:0a-1b:1 still owed: 5 instead of 0",
            "un seul paiement par soutien, jamais plus remboursé que payé",
            "Paiement en trop stray:0a-1b:1, reste à rendre : 0,05 € au lieu de 0 €",
        ),
        ("something nobody foresaw", "", "something nobody foresaw"),
        ("12 new check : whatever: 1 instead of 2", "", "12 new check : whatever: 1 instead of 2"),
    ],
)
def test_lines_as_people_read_them(line, check, words):
    said = difference_words(line)
    assert (said[0], said[1].replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-")) == (
        check,
        words,
    )


def test_every_kind_of_line_at_the_provider_has_its_word():
    assert set(MOVEMENTS) == set(get_args(MovementKind))
