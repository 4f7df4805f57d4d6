"""Corrections of the books: by two people, once, tied to what they correct, and never of what has its own verb."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.private_files import check_upload
from campaigns.errors import CampaignError, DecisionRefused, NeedsSomebodyElse
from campaigns.links import decision_path
from campaigns.models import Campaign, Decision, LedgerEntry
from campaigns.rules.corrections import correction_refused, effect, reversing
from campaigns.services import books, campaign_ledger, deciding
from campaigns.services.accounting import entries_of, ledger_lines
from campaigns.services.comparing import compare_with_provider
from campaigns.services.correcting import ask_to_correct, compare_corrections, never_corrected
from campaigns.services.reconciling import check_books
from demo_bank.models import BankMovement
from tests.builders import a_campaign, a_pledge, settle
from tests.campaigns.finance_room import a_colleague, a_debt, page
from tests.second_factor import confirm
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db
K = LedgerEntry.Kind


@pytest.fixture
def fee() -> LedgerEntry:
    """A fee of the provider on a payment, with the line that says it."""
    a_pledge(a_campaign(), 2_500)
    BankMovement.objects.update(fee_cents=62)
    compare()
    found = LedgerEntry.objects.filter(kind=K.FEE).last()
    assert found is not None
    return found


@pytest.fixture
def withdrawal() -> LedgerEntry:
    """A transfer to the bank, of no campaign, that no line of the provider says."""
    campaign = a_campaign()
    a_pledge(campaign, 2_500)
    return books.enter(
        kind=K.WITHDRAWAL,
        debit=books.bank(campaign.territory_id),
        credit=books.PROVIDER,
        amount_cents=1_000,
        campaign=None,
        territory_id=campaign.territory_id,
        at=timezone.now(),
    )


def compare(**later: float) -> int:
    """Compare with the provider; return how many differences."""
    at = timezone.now() + timedelta(seconds=1, **later)
    return compare_with_provider(gateway_name="demo", at=at).differences


def asked(entry: LedgerEntry, **facts: Any) -> Decision:
    """A correction that one person of finance asks for."""
    facts = {"asked_by": a_colleague(), "reason": "Compte de pertes.", **facts}
    proof = check_upload(upload("avis.pdf", pdf()))
    return ask_to_correct(entry=entry, proof=proof, at=timezone.now(), **facts)


def corrected(entry: LedgerEntry, **facts: Any) -> Decision:
    """The same, granted by a second person."""
    return deciding.approve(decision=asked(entry, **facts), by=a_colleague(), at=timezone.now())


def balances() -> dict[str, int]:
    """What every account holds that is not empty."""
    return {code: cents for code, cents in LedgerEntry.objects.balances().items() if cents}


def test_a_fee_is_reversed_and_replaced_and_the_provider_s_account_stays_what_its_lines_say(fee):
    before = balances()
    decision = corrected(fee, debit="losses", credit="provider")
    reversal = LedgerEntry.objects.get(kind=K.CORRECTION)
    replacement = LedgerEntry.objects.get(kind=K.REPLACEMENT)
    assert (reversal.corrects, fee.corrected_by) == (fee, reversal)
    assert (reversal.debit.code, reversal.credit.code) == ("provider", "provider_fees")
    assert (replacement.debit.code, replacement.credit.code) == ("losses", "provider")
    assert {reversal.fact, replacement.fact} == {decision.uuid}
    assert {row.amount_cents for row in (reversal, replacement)} == {62}
    assert {row.campaign for row in (reversal, replacement)} == {fee.campaign}
    assert before.pop("provider_fees") == 62
    assert balances() == {**before, "losses": 62}
    assert check_books().differences == 0
    assert compare(hours=2) == 0
    assert compare(hours=3) == 0, "no line is awaited of a correction"


def test_a_transfer_no_line_ever_said_is_taken_back_alone(withdrawal):
    corrected(withdrawal)
    assert balances() == {"provider": 2_500, f"held:{Campaign.objects.get().pk}": -2_500}
    assert not LedgerEntry.objects.filter(kind=K.REPLACEMENT).exists()
    assert check_books().differences == 0


def test_what_the_provider_moved_is_not_taken_back_alone(fee):
    for accounts in ({}, {"debit": "losses", "credit": f"bank:{fee.territory_id}"}):
        with pytest.raises(DecisionRefused, match="ligne de son solde"):
            asked(fee, **accounts)
    assert not Decision.objects.exists()


def test_an_entry_is_corrected_once_and_what_replaced_it_may_be_again(fee):
    corrected(fee, debit="losses", credit="provider")
    fee = LedgerEntry.objects.get(pk=fee.pk)
    with pytest.raises(DecisionRefused, match="déjà corrigée"):
        asked(fee, debit="losses", credit="provider")
    with pytest.raises(DecisionRefused, match="écriture inverse"):
        asked(LedgerEntry.objects.get(kind=K.CORRECTION))
    with pytest.raises(IntegrityError), transaction.atomic():
        books.enter(
            kind=K.CORRECTION,
            debit="provider",
            credit="provider_fees",
            amount_cents=62,
            campaign=fee.campaign,
            corrects=fee,
            at=timezone.now(),
        )
    corrected(LedgerEntry.objects.get(kind=K.REPLACEMENT), debit="provider_fees", credit="provider")
    assert LedgerEntry.objects.balance("provider_fees") == 62
    assert LedgerEntry.objects.balance("losses") == 0
    assert check_books().differences == 0


def test_the_check_is_made_again_when_it_is_carried_out(withdrawal):
    first = asked(withdrawal)
    second = Decision.objects.create(  # as if both had been asked at the same instant
        kind=first.kind, territory=first.territory, entry=withdrawal, amount_cents=first.amount_cents,
        reason="Encore.", asked_by=a_colleague(), asked_at=first.asked_at, expires_at=first.expires_at,
    )  # fmt: skip
    deciding.approve(decision=first, by=a_colleague(), at=timezone.now())
    with pytest.raises(DecisionRefused, match="déjà corrigée"):
        deciding.approve(decision=second, by=a_colleague(), at=timezone.now())
    second.refresh_from_db()
    assert second.state == "proposed"
    assert LedgerEntry.objects.filter(kind=K.CORRECTION).count() == 1


def test_two_entries_of_one_campaign_may_wait_together_the_same_one_only_once(withdrawal, fee):
    asked(fee, debit="losses", credit="provider")
    asked(withdrawal)
    for entry, facts in ((withdrawal, {}), (fee, {"debit": "losses", "credit": "provider"})):
        with pytest.raises(DecisionRefused, match="attend déjà"):
            asked(entry, **facts)


def test_what_carries_a_state_is_refused_with_the_right_way_named():
    funded = a_campaign(threshold_cents=2_000)
    a_pledge(funded, 2_500)
    settle(funded)
    a_debt()
    ways = {
        "charge": "soutien",
        "decision": "Un versement retenu se libère",
        "commission": "Un versement retenu se libère",
        "payout": "Un versement retenu se libère",
    }
    for kind, words in ways.items():
        entry = LedgerEntry.objects.filter(kind=kind).first()
        assert entry is not None
        with pytest.raises(DecisionRefused, match=words):
            asked(entry, debit="losses", credit="provider")
    assert not Decision.objects.exists()


def test_every_kind_of_entry_that_is_not_corrected_says_what_to_do_instead():
    silent = [
        kind
        for kind in K
        if kind not in {K.FEE, K.WITHDRAWAL, K.REPLACEMENT}
        and "à la main"
        in never_corrected(LedgerEntry(kind=kind, debit=_an("a"), credit=_an("b"), amount_cents=1))
    ]
    assert silent == []


def _an(code: str) -> Any:
    return books.account(code)


def test_accounts_that_follow_other_facts_are_never_named(fee):
    for debit in (books.held(fee.campaign), books.payable(fee.campaign), "unclaimed", "commission:1", "x"):
        with pytest.raises(DecisionRefused):
            asked(fee, debit=debit, credit="provider")
    for accounts in (
        {"debit": "provider", "credit": "provider"},
        {"debit": "provider_fees", "credit": "provider"},
        {"debit": "provider", "credit": "losses"},
        {"debit": "losses"},
    ):
        with pytest.raises(DecisionRefused):
            asked(fee, **accounts)


def test_nobody_corrects_alone_nor_their_own_campaign_nor_without_proof(fee):
    asker = a_colleague()
    decision = asked(fee, asked_by=asker, debit="losses", credit="provider")
    with pytest.raises(NeedsSomebodyElse):
        deciding.approve(decision=decision, by=asker, at=timezone.now())
    deciding.withdraw(decision=decision, by=asker, at=timezone.now())
    Campaign.objects.update(holder=asker)
    fee.campaign.refresh_from_db()
    with pytest.raises(CampaignError):
        asked(fee, asked_by=asker, debit="losses", credit="provider")
    with pytest.raises(DecisionRefused, match="pièce"):
        ask_to_correct(
            entry=fee, asked_by=a_colleague(), reason="r", proof=None, at=timezone.now(),  # type: ignore[arg-type]
            debit="losses", credit="provider",
        )  # fmt: skip


def test_the_check_of_the_books_sees_a_correction_that_is_none(withdrawal):
    corrected(withdrawal)
    entry = LedgerEntry.objects.get(kind=K.CORRECTION)
    a_fee = books.enter(
        kind=K.FEE, debit="provider_fees", credit="provider", amount_cents=5, campaign=None,
        territory_id=entry.territory_id, at=timezone.now(),
    )  # fmt: skip
    books.enter(
        kind=K.CORRECTION, debit="provider", credit="losses", amount_cents=4, campaign=None,
        territory_id=entry.territory_id, corrects=a_fee, at=timezone.now(),
    )  # fmt: skip
    found = []
    compare_corrections(lambda subject, was, should: found.append(subject) if was != should else None)
    assert [str(name).split()[-1] for name in found] == ["swaps", "decided"]
    assert check_books().differences == 2


def test_the_figures_tell_before_and_after_and_do_not_move_once_it_is_done(fee):
    decision = asked(fee, debit="losses", credit="provider")
    before = [(one.label, one.before, one.after) for one in deciding.figures_of(decision)]
    assert any("perte" in label and after.startswith("0,62") for label, _was, after in before)
    assert any("frais" in label and was.startswith("0,62") for label, was, _after in before)
    assert not any("chez le prestataire" in label for label, _was, _after in before)
    decision = deciding.approve(decision=decision, by=a_colleague(), at=timezone.now())
    books.enter(
        kind=K.FEE, debit="provider_fees", credit="provider", amount_cents=99, campaign=None,
        territory_id=fee.territory_id, at=timezone.now(),
    )  # fmt: skip
    assert [(one.label, one.before, one.after) for one in deciding.figures_of(decision)] == before


def test_ledgers_and_files_tie_both_entries(client: Client, fee):
    corrected(fee, debit="losses", credit="provider")
    reversal = LedgerEntry.objects.get(kind=K.CORRECTION)
    client.force_login(a_colleague())
    confirm(client)
    text = page(client, "finance:ledger", fee.campaign_id)
    assert f"corrigée par nº {reversal.pk}" in text
    assert f"corrige nº {fee.pk}" in text
    lines = list(ledger_lines(entries_of(fee.campaign)))
    tied = {line[2]: line[-2:] for line in lines}
    assert tied[reversal.pk] == (f"D-{Decision.objects.get().reference}", fee.pk)
    assert tied[fee.pk][1] == ""
    for address in (
        reverse("finance:ledger_export", args=[fee.campaign_id, "csv"]),
        reverse("livres_modeladmin_index") + "?export=csv",
    ):
        answer = client.get(address)
        rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert rows[0].lower().endswith("corrige,corrigée par") or rows[0].lower().endswith(
            "corrige;corrigée par"
        )
        assert any(row.endswith(f"{reversal.pk}") and row.startswith(str(fee.pk)) for row in rows)
    assert f"corrigée par nº {reversal.pk}" in client.get(reverse("livres_modeladmin_index")).content.decode()
    assert [line.entry.pk for line in campaign_ledger.everything(fee.campaign)]


def test_the_screen_asks_keeps_what_was_typed_and_leads_to_the_decision(client: Client, fee):
    client.force_login(a_colleague())
    confirm(client)
    text = page(client, "finance:entry", fee.pk)
    assert "Demander la correction" in text
    assert BankMovement.objects.first().remote_id in text
    address = reverse("finance:entry", args=[fee.pk])
    typed = {"reason": "Pas nos frais.", "debit": "losses"}
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    for words in ("Choisissez aussi ce compte", "Joignez la pièce", "Pas nos frais."):
        assert words in wrong.content.decode()
    alone = client.post(address, {"reason": "Pas nos frais.", "proof": upload("avis.pdf", pdf())})
    assert alone.status_code == 409
    assert "ligne de son solde" in alone.content.decode()
    done = client.post(address, {**typed, "credit": "provider", "proof": upload("avis.pdf", pdf())})
    decision = Decision.objects.get()
    assert (done.status_code, done.url) == (302, decision_path(decision))
    assert "Voir la décision demandée" in page(client, "finance:entry", fee.pk)
    shown = client.get(decision_path(decision)).content.decode()
    assert "Écriture nº" in shown
    charge = LedgerEntry.objects.get(kind=K.CHARGE)
    refused = page(client, "finance:entry", charge.pk)
    assert "Demander la correction" not in refused
    assert "passez par le soutien" in refused.replace("\u00a0", " ")
    sent = client.post(
        reverse("finance:entry", args=[charge.pk]), {"reason": "x", "proof": upload("a.pdf", pdf())}
    )
    assert sent.status_code == 302
    assert client.get(reverse("finance:entry", args=[999_999])).status_code == 404


def test_the_rule_of_what_the_provider_moved():
    fee, bank = ("provider_fees", "provider", 5), ("losses", "bank:1", 5)
    facts = {"kind": "fee", "entry": fee, "is_reversed": False}
    assert correction_refused(**facts, replaced_by=None, has_line=True) == "provider_moved"
    assert correction_refused(**facts, replaced_by=None, has_line=False) == ""
    assert correction_refused(**facts, replaced_by=bank, has_line=True) == "provider_moved"
    assert correction_refused(**facts, replaced_by=bank, has_line=False) == ""
    assert correction_refused(**facts, replaced_by=reversing(fee), has_line=False) == "provider_moved"
    assert effect([fee, reversing(fee)]) == {}
