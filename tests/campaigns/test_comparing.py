"""The books against the provider's own lines, both ways: repaired where it can be, said where it cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from base.models import Territory
from campaigns.errors import ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.models import CheckRun, LedgerEntry, Pledge, ProviderMovement
from campaigns.rules.status import PledgeState
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankEvent, BankMovement
from tests.builders import a_campaign, a_pledge, a_reservation, remote_id, settle

pytestmark = pytest.mark.django_db


def compare(**later: float) -> CheckRun:
    """Compare now, then some hours later when asked, when nothing may still be waiting."""
    if later:
        compare()
    return compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(seconds=1, **later))


def test_a_whole_life_is_explained_line_by_line_once():
    campaign = a_campaign(threshold_cents=2_000)
    a_pledge(campaign, 2_500)
    settle(campaign)
    first = compare()
    again = compare(hours=2)
    assert (first.examined, first.differences, again.differences) == (2, 0, 0)
    assert ProviderMovement.objects.exclude(entry=None).count() == 2
    assert check_books().differences == 0


def test_a_payment_of_which_every_answer_was_lost_is_repaired():
    pledge = a_reservation(a_campaign())
    bank.accept(remote_id(pledge), at=timezone.now())
    BankEvent.objects.update(delivered_at=timezone.now())  # the news never comes
    run = compare()
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
    assert run.differences == 0
    assert compare(hours=2).differences == 0


def test_a_refund_that_came_back_without_news_is_repaired():
    campaign = a_campaign(threshold_cents=50_000)
    pledge = a_pledge(campaign)
    settle(campaign)
    bank.fail_refund(bank.find_refund(pledge.charge_id).remote_id, at=timezone.now())
    BankEvent.objects.update(delivered_at=timezone.now())
    assert compare().differences == 0
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED


def test_a_contest_without_news_is_repaired():
    pledge = a_pledge(a_campaign())
    bank.open_dispute(pledge.charge_id, at=timezone.now())
    BankEvent.objects.update(delivered_at=timezone.now())
    assert compare().differences == 0
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.DISPUTED


def test_money_that_left_at_the_provider_alone_is_raised_after_an_hour():
    pledge = a_pledge(a_campaign())
    bank.refund(pledge.charge_id, pledge.amount_cents, key="by hand", at=timezone.now())
    assert compare().differences == 0, "an hour of grace: the answer may be on its way"
    run = compare(hours=2)
    assert run.differences == 1
    assert "n’a pas demandé" in run.lines[0]
    assert [len(check.differences) for check in check_books().checks if check.name.startswith("11")] == [1]


def test_an_entry_that_the_provider_does_not_know_is_raised_after_an_hour():
    a_pledge(a_campaign())
    BankMovement.objects.all().delete()
    assert compare().differences == 0
    run = compare(hours=2)
    assert run.differences == 1
    assert "no line at the provider" in run.lines[0]


def test_fees_enter_the_books_once_from_the_lines():
    pledge = a_pledge(a_campaign(), 2_500)
    BankMovement.objects.update(fee_cents=62)
    compare()
    run = compare()
    assert LedgerEntry.objects.balance("provider_fees") == 62
    assert LedgerEntry.objects.balance("provider") == 2_500 - 62
    assert LedgerEntry.objects.filter(kind="fee").get().campaign_id == pledge.campaign_id
    assert run.differences == 0
    assert check_books().differences == 0


def test_a_transfer_to_the_bank_and_a_general_fee_belong_to_the_only_territory():
    campaign = a_campaign()
    a_pledge(campaign, 2_500)
    now = timezone.now()
    for kind, amount in (("bank", -1_000), ("fee", -200)):
        BankMovement.objects.create(kind=kind, subject_id=kind, amount_cents=amount, at=now)
    assert compare(hours=2).differences == 0
    assert LedgerEntry.objects.balance(f"bank:{campaign.territory_id}") == 1_000
    assert LedgerEntry.objects.balance("provider_fees") == 200
    assert LedgerEntry.objects.balance("provider") == 1_300
    assert check_books().differences == 0


def test_with_two_territories_nobody_guesses_whose_bank_it_was():
    campaign = a_campaign()
    first = campaign.territory
    Territory.objects.create(
        name="Ailleurs", root_page=first.root_page.get_children().first() or first.root_page.get_parent()
    )
    BankMovement.objects.create(kind="bank", subject_id="b", amount_cents=-1_000, at=timezone.now())
    a_pledge(campaign)
    assert compare(hours=2).differences == 1


def test_a_silent_provider_concludes_nothing(monkeypatch):
    a_pledge(a_campaign())

    def silent(self, *, since, until):
        raise ProviderUnclear("down")
        yield

    monkeypatch.setattr(DemoGateway, "movements", silent)
    with pytest.raises(ProviderUnclear):
        compare()
    assert not CheckRun.objects.exists()


def test_the_command_says_it_and_fails_on_a_difference(capsys):
    pledge = a_pledge(a_campaign())
    call_command("reconcile")
    assert "0 differences" in capsys.readouterr().out
    bank.refund(pledge.charge_id, pledge.amount_cents, key="by hand", at=timezone.now())
    call_command("reconcile")
    ProviderMovement.objects.update(read_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(SystemExit):
        call_command("reconcile")
    assert Pledge.objects.get().status == PledgeState.HELD
    assert CheckRun.objects.filter(kind="provider").count() == 3


def test_check_ledger_keeps_its_runs(capsys):
    a_pledge(a_campaign())
    call_command("check_ledger")
    run = CheckRun.objects.get(kind="books")
    assert run.differences == 0
    assert run.examined > 10
    Pledge.objects.update(amount_cents=1)
    with pytest.raises(SystemExit):
        call_command("check_ledger")
    assert CheckRun.objects.filter(kind="books").first().differences > 0
