"""« Finances » and what it leads to: what is right is said, what is not is named with its one action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.models import AuditLine, JobRun
from campaigns.models import Campaign, CheckRun, LedgerEntry, PaymentOperation, ProviderMovement
from campaigns.services import standing, verifying
from tests.builders import a_campaign, a_pledge
from tests.campaigns.finance_room import (
    a_colleague,
    a_contest,
    a_debt,
    a_stopped_payout,
    page,
    refunds_under_way,
)
from tests.second_factor import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client):
    """Somebody of finance, signed in."""
    user = a_colleague()
    client.force_login(user)
    confirm(client)
    return user


def test_before_any_check_nothing_is_said_to_be_right(client, finance):
    assert "Rien n’a encore été vérifié" in page(client)


def test_checking_now_says_what_was_found_and_who_asked(client, finance):
    a_pledge(a_campaign())
    answer = client.post(reverse("finance:verify"), follow=True)
    assert "Les comptes sont justes, au centime" in answer.content.decode()
    assert "Tout est vérifié" in answer.content.decode()
    assert set(CheckRun.objects.values_list("kind", flat=True)) == {"books", "provider"}
    line = AuditLine.objects.get(action="check.asked")
    assert (line.actor, line.detail) == (finance, {"differences": 0})


def test_a_difference_is_the_first_thing_one_reads(client, finance):
    campaign = a_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(threshold_cents=1)
    text = client.post(reverse("finance:verify"), follow=True).content.decode()
    assert "1 différence à expliquer" in text
    assert "Les conditions sont celles du lancement" in text
    assert "Les comptes sont justes" not in text
    run = CheckRun.objects.get(kind="books")
    assert "1 différence" in page(client, "controles_modeladmin_inspect", run.pk)


def test_a_check_that_no_longer_runs_is_said(client, finance):
    old = timezone.now() - standing.LATE - timedelta(minutes=1)
    for kind in CheckRun.Kind:
        CheckRun.objects.create(kind=kind, began_at=old, ended_at=old, examined=3, differences=0)
    assert "Le dernier contrôle est trop ancien" in page(client)
    CheckRun.objects.update(ended_at=old + timedelta(minutes=2))
    assert "Les comptes sont justes" in page(client)


def test_checking_is_bounded_by_person_and_long_checks_are_the_worker_s(client, finance, monkeypatch):
    JobRun.objects.create(name="check_books", next_run_at=timezone.now() + timedelta(hours=1))
    a_pledge(a_campaign())
    monkeypatch.setattr(verifying, "AT_ONCE", 0)
    assert "Le serveur a commencé" in client.post(reverse("finance:verify"), follow=True).content.decode()
    assert not CheckRun.objects.exists()
    assert JobRun.objects.get(name="check_books").next_run_at <= timezone.now()
    answers = [client.post(reverse("finance:verify")).status_code for _time in range(4)]
    assert answers == [302, 302, 302, 429]


def test_a_provider_that_is_elsewhere_is_left_to_the_worker(monkeypatch):
    a_pledge(a_campaign())
    monkeypatch.setattr(verifying, "HERE", frozenset())
    JobRun.objects.create(name="compare_with_providers", next_run_at=timezone.now() + timedelta(hours=1))
    found = verifying.verify_now(at=timezone.now())
    assert (found.runs, found.is_hastened) == (1, True)


def test_what_waits_is_named_with_its_sum_and_its_screen(client, finance):
    a_debt(2_550)
    a_stopped_payout(2_000)
    a_contest(3_000)
    ProviderMovement.objects.create(
        gateway="demo", remote_id="m-1", kind="other", subject_id="x", amount_cents=-400,
        at=timezone.now(), read_at=timezone.now() - timedelta(hours=2),
    )  # fmt: skip
    text = page(client)
    assert "1 remboursement n’est pas arrivé" in text
    assert "1 opération attend une personne" in text, "the refund that failed is a debt, not a second line"
    assert "1 paiement est contesté" in text
    assert "1 mouvement chez le prestataire" in text
    for listing in ("dettes", "operations", "contestations", "mouvements"):
        assert reverse(f"{listing}_modeladmin_index") in text


def test_nothing_waits_and_that_is_said(client, finance):
    a_pledge(a_campaign())
    assert "Rien : aucune dette" in page(client).replace("\u00a0", " ").replace("\u202f", " ")


def test_money_is_as_much_on_one_side_as_on_the_other(client, finance):
    a_debt(2_550)
    a_stopped_payout(2_000)
    a_contest(3_000)
    found = standing.balances()
    assert sum(row.cents for row in found.whose) == found.total_cents
    by_kind = {row.kind: row.cents for row in found.whose}
    assert by_kind["held"] == 2_550
    assert by_kind["payable"] == 1_900
    assert by_kind["commission"] == 100
    assert {row.kind: row.cents for row in found.where}["provider"] == LedgerEntry.objects.balance("provider")


def test_refunds_under_way_show_how_far_they_are(client, finance):
    refunds_under_way(pledges=4, done=1, at=timezone.now() - timedelta(seconds=30))
    text = page(client)
    assert "1 remboursé sur 4" in text
    assert '<progress value="1" max="4"' in text


def test_the_dashboard_asks_as_much_of_the_database_for_few_and_for_many(client, finance):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    def add():
        a_debt()
        a_stopped_payout()
        a_contest()
        refunds_under_way(pledges=2, done=1, at=timezone.now())

    add()
    client.post(reverse("finance:verify"))
    page(client)
    few = queries()
    for _time in range(3):
        add()
    assert queries() == few <= 45


LISTINGS = {
    "denouements": 1, "dettes": 1, "contestations": 1, "operations": 1, "mouvements": 1, "controles": 1,
    "soutiens-liste": 1, "livres": 1, "factures": 1,
}  # fmt: skip


@pytest.mark.parametrize("listing", LISTINGS)
def test_lists_ask_as_much_for_few_and_for_many_and_their_exports_leave_a_line(client, finance, listing):
    def add():
        a_debt()
        a_contest()
        a_stopped_payout()
        verifying.verify_now(at=timezone.now() + timedelta(seconds=1))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, f"{listing}_modeladmin_index")
        return len(captured)

    add()
    page(client, f"{listing}_modeladmin_index")
    few = queries()
    add()
    add()
    assert queries() == few
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse(f"{listing}_modeladmin_index"), {"export": kind})
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
    lines = AuditLine.objects.filter(action__endswith=".exported", actor=finance)
    assert [line.detail["kind"] for line in lines.order_by("pk")] == ["csv", "xlsx"]


def test_an_export_says_what_the_list_shows_and_no_cell_is_a_formula(client, finance):
    debt = a_debt(2_550)
    type(debt).objects.filter(pk=debt.pk).update(backer_name="=HYPERLINK(1)")
    a_debt(1_000)
    answer = client.get(reverse("dettes_modeladmin_index"), {"export": "csv", "q": debt.backer_email})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    assert "25,5" in lines[1]


def test_operations_in_trouble_come_first_and_tell_their_story(client, finance):
    campaign = a_stopped_payout()
    a_pledge(a_campaign())
    answer = client.get(reverse("operations_modeladmin_index"))
    assert next(iter(answer.context["object_list"])).purpose == f"payout:{campaign.pk}"
    operation = PaymentOperation.objects.get(state="attention")
    text = page(client, "operations_modeladmin_inspect", operation.pk)
    assert "Le prestataire refuse" in text
    assert "compte du porteur à vérifier" in text
