"""« Finances » and what it leads to: what is right is said, what is not is named with its one action."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.models import AuditLine, JobRun
from campaigns.errors import FlagChanged, NeedsSomebodyElse
from campaigns.links import decision_path
from campaigns.models import Campaign, CheckRun, Decision, LedgerEntry, PaymentOperation, ProviderMovement
from campaigns.rules.status import PledgeState
from campaigns.services import deciding, settling, standing, verifying
from campaigns.services.flags import clear_attention, flag_campaign
from campaigns.services.operating import run_operations
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign, a_pledge, a_user
from tests.campaigns.finance_room import (
    a_colleague,
    a_contest,
    a_debt,
    a_stopped_payout,
    refunds_under_way,
)
from tests.second_factor import confirm
from tests.support import hostile_files
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db
SCREEN = "finance:dashboard"


@pytest.fixture
def finance(client):
    """Somebody of finance, signed in."""
    user = a_colleague()
    client.force_login(user)
    confirm(client)
    return user


def page(client, name=SCREEN, *args, **query):
    """The text of a screen."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    check_markup(answer.content.decode())
    return answer.content.decode()


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
    "soutiens-liste": 1, "livres": 1,
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


def test_a_debt_is_sent_again_by_one_person_and_the_trail_says_who(client, finance):
    debt = a_debt(2_550)
    text = page(client, "finance:debt", debt.pk)
    assert "carte expirée" in text
    assert debt.backer_email in text
    answer = client.post(reverse("finance:debt", args=[debt.pk]), {"action": "again"}, follow=True)
    assert "est redemandé" in answer.content.decode()
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUND_DUE
    assert AuditLine.objects.get(action="debt.sent_again").actor == finance
    again = client.post(reverse("finance:debt", args=[debt.pk]), {"action": "again"}, follow=True)
    assert "Ce n’est plus une dette" in again.content.decode()
    assert AuditLine.objects.filter(action="debt.sent_again").count() == 1
    run_operations(at=timezone.now() + timedelta(minutes=1))
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUNDED
    assert page(client, "finance:debt", debt.pk)


def test_a_pledge_that_was_never_a_debt_has_no_debt_screen(client, finance):
    pledge = a_pledge(a_campaign())
    address = reverse("finance:debt", args=[pledge.pk])
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


def proof(content: bytes = b"") -> SimpleUploadedFile:
    """The bank's notice."""
    return SimpleUploadedFile("avis.pdf", content or hostile_files.pdf())


def test_a_debt_paid_otherwise_is_closed_by_two_people(client, finance):
    debt = a_debt(2_550)
    address = reverse("finance:debt", args=[debt.pk])
    asked = {"action": "close", "reason": "Virement du 12 mars, réf. 4471"}
    without = client.post(address, asked)
    assert without.status_code == 422
    assert "Joignez la pièce" in without.content.decode()
    assert "Virement du 12 mars" in without.content.decode(), "what was typed stays"
    answer = client.post(address, {**asked, "proof": proof()})
    decision = Decision.objects.get()
    assert answer.url == decision_path(decision)
    assert (decision.kind, decision.amount_cents, decision.pledge) == ("manual_refund", 2_550, debt)
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUND_FAILED
    again = client.post(address, {"action": "again"}, follow=True).content.decode()
    assert "Sa clôture est demandée" in again
    assert "Voir la décision demandée" in again
    assert PaymentOperation.objects.filter(kind="refund").count() == 1
    assert client.post(address, {**asked, "proof": proof()}).status_code == 409, "not asked twice"
    with pytest.raises(NeedsSomebodyElse):
        deciding.approve(decision=decision, by=finance, at=timezone.now())
    second = a_colleague()
    assert "25,50" in str(deciding.figures_of(decision))
    deciding.approve(decision=decision, by=second, at=timezone.now())
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUNDED
    change = debt.changes.latest("pk")
    assert change.actor == second
    assert change.reason == f"Virement du 12 mars, réf. 4471 (décision {decision.reference})"
    assert LedgerEntry.objects.balance(f"bank:{debt.campaign.territory_id}") == -2_550
    assert check_books().differences == 0


def test_a_debt_that_was_paid_meanwhile_is_not_closed_as_well(client, finance):
    debt = a_debt(2_550)
    address = reverse("finance:debt", args=[debt.pk])
    client.post(address, {"action": "close", "reason": "Chèque.", "proof": proof()})
    decision = Decision.objects.get()
    deciding.withdraw(decision=decision, by=finance, at=timezone.now())
    client.post(address, {"action": "again"})
    late = client.post(address, {"action": "close", "reason": "Chèque.", "proof": proof()}, follow=True)
    assert not Decision.objects.filter(state="proposed").exists()
    assert "Ce n’est plus une dette" in late.content.decode()
    run_operations(at=timezone.now() + timedelta(minutes=1))
    assert not LedgerEntry.objects.filter(kind="debt_closed").exists()
    assert check_books().differences == 0


def test_money_and_exports_ask_again_who_is_there(client):
    client.force_login(a_colleague())  # a session of this morning
    debt = a_debt()
    screen = reverse("finance:debt", args=[debt.pk])
    assert client.get(screen).status_code == 200
    asked = client.post(screen, {"action": "close", "reason": "Virement de mars"})
    assert "confirmer" in asked.url
    debt.refresh_from_db()
    assert debt.status == PledgeState.REFUND_FAILED
    confirm(client)
    assert "Virement de mars" in client.get(screen).content.decode(), "what was typed came back"
    confirm(client, ago=3600)
    for address, back in (
        (
            reverse("finance:ledger_export", args=[debt.campaign_id, "csv"]),
            reverse("finance:ledger", args=[debt.campaign_id]),
        ),
        (f"{reverse('finance:trail_export', args=['csv'])}?personne=Zoé", reverse("finance:trail")),
        (f"{reverse('dettes_modeladmin_index')}?export=xlsx&q=Zoé", reverse("dettes_modeladmin_index")),
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        following = parse_qs(urlsplit(answer.url).query)["next"][0]
        assert urlsplit(following).path == back
        assert "export=" not in following
        assert ("Zo%C3%A9" in following) == ("Zoé" in address)
    assert not AuditLine.objects.filter(action__endswith=".exported").exists()


def test_a_flag_is_lowered_with_a_reason_that_stays(client, finance):
    campaign = a_stopped_payout()
    address = reverse("finance:examine", args=[campaign.pk])
    seen = Campaign.objects.get(pk=campaign.pk).attention_reason
    assert "compte du porteur" in page(client, "finance:examine", campaign.pk)
    empty = client.post(address, {"seen": seen, "reason": " "})
    assert empty.status_code == 422
    assert "Écrivez ce que vous avez vérifié" in empty.content.decode()
    assert client.post(address, {"seen": seen, "reason": "RIB reçu et vérifié."}).status_code == 302
    campaign.refresh_from_db()
    assert not campaign.needs_attention
    line = AuditLine.objects.get(action="campaign.attention_cleared")
    assert (line.actor, line.detail) == (finance, {"flag": seen, "reason": "RIB reçu et vérifié."})


def test_nobody_lowers_a_flag_they_have_not_read(client, finance):
    campaign = a_stopped_payout()
    seen = Campaign.objects.get(pk=campaign.pk).attention_reason
    flag_campaign(campaign_id=campaign.pk, reason="autre chose encore")
    with pytest.raises(FlagChanged):
        clear_attention(campaign=campaign, seen=seen, reason="Vu.", at=timezone.now(), actor=finance)
    answer = client.post(
        reverse("finance:examine", args=[campaign.pk]), {"seen": seen, "reason": "Vu et réglé."}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "L’alerte a changé" in text
    assert "autre chose encore" in text
    assert "Vu et réglé." in text, "what was typed stays"
    assert Campaign.objects.get(pk=campaign.pk).needs_attention
    with pytest.raises(ValueError, match="reason"):
        clear_attention(campaign=campaign, seen=seen, reason=" ", at=timezone.now(), actor=finance)


def test_the_trail_has_acts_and_moves_of_people_and_nothing_of_the_site_alone(client, finance):
    moderator = a_user("moderatrice@example.org", display_name="Inès Moderatrice")
    campaign = a_campaign()
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Le lieu a brûlé.", actor=moderator)
    debt = a_debt()
    client.post(reverse("finance:debt", args=[debt.pk]), {"action": "again"})
    AuditLine.objects.create(at=timezone.now(), actor=moderator, action="jury.recused")
    text = page(client, "finance:trail")
    assert "a redemandé un remboursement" in text
    assert "Le lieu a brûlé." in text
    assert "jury.recused" not in text, "finance reads what concerns money"
    assert text.count("remboursement à reprendre") == 0, "moves the site made alone are elsewhere"
    only = page(client, "finance:trail", personne="Inès")
    assert "Le lieu a brûlé." in only
    assert "a redemandé" not in only.split('aria-labelledby="lignes"')[1]
    assert (
        "a redemandé"
        in page(client, "finance:trail", action="debt.sent_again").split('aria-labelledby="lignes"')[1]
    )
    tomorrow = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    assert "Aucune ligne" in page(client, "finance:trail", du=tomorrow)
    assert "finit avant de commencer" in page(client, "finance:trail", du=tomorrow, au="2020-01-01")
    for wrong in ("\x00", "x" * 5000, "9999-12-31", "0001-01-01"):
        page(client, "finance:trail", personne=wrong[:100], du=wrong, au=wrong, action=wrong, p=wrong)
    client.force_login(a_user(is_superuser=True, is_staff=True))
    assert "jury.recused" in page(client, "finance:trail")


def test_the_trail_costs_the_same_however_long_and_exports_leave_their_own_line(client, finance):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, "finance:trail")
        return len(captured)

    debt = a_debt()
    client.get(reverse("finance:debt", args=[debt.pk]))
    page(client, "finance:trail")
    few = queries()
    for _time in range(60):
        client.get(reverse("finance:debt", args=[debt.pk]))
    assert queries() == few
    answer = client.get(reverse("finance:trail_export", args=["csv"]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) > 61
    assert AuditLine.objects.get(action="trail.exported").actor == finance
    assert client.get(reverse("finance:trail_export", args=["exe"])).status_code == 404
