"""What finance does: debts sent again or closed by two, flags lowered, exports confirmed; and who did what."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.models import AuditLine
from campaigns.errors import FlagChanged, NeedsSomebodyElse
from campaigns.links import decision_path
from campaigns.models import Campaign, Decision, LedgerEntry, PaymentOperation
from campaigns.rules.status import PledgeState
from campaigns.services import deciding, settling
from campaigns.services.flags import clear_attention, flag_campaign
from campaigns.services.operating import run_operations
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign, a_pledge, a_user
from tests.campaigns.finance_room import (
    a_colleague,
    a_debt,
    a_stopped_payout,
    page,
)
from tests.second_factor import confirm
from tests.support import hostile_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client):
    """Somebody of finance, signed in."""
    user = a_colleague()
    client.force_login(user)
    confirm(client)
    return user


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
