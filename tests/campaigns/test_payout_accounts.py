"""Accounts at the provider: opened once whatever breaks, read by whoever tells, said in plain words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import jobs
from campaigns.errors import ProviderRefused, ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.models import PayoutAccount, Recipient
from campaigns.services import inbox, payout_accounts, receiving
from campaigns.wording.receiving import account_situation, still_asked
from demo_bank import services as bank
from demo_bank.models import BankAccount
from notices.models import Notice
from tests.builders import a_campaign, an_account_in_order

pytestmark = pytest.mark.django_db


def an_account(campaign=None):
    campaign = campaign or a_campaign(state="draft")
    return receiving.receive_oneself(campaign=campaign, by=campaign.holder, at=timezone.now()).account


class Forgetful(DemoGateway):
    """Opens the account, loses the answer, and remembers no idempotency key."""

    losses = 1

    def open_account(self, request, *, key):
        answer = super().open_account(request, key=f"{key}{self.losses}")
        if self.losses:
            self.losses -= 1
            raise ProviderUnclear("answer lost")
        return answer


def open_twice(account):
    gateway, at = Forgetful(), timezone.now()
    with pytest.raises(ProviderUnclear):
        payout_accounts.open_account(account=account, at=at, gateway=gateway)
    account.refresh_from_db()
    assert (account.opening, account.remote_id) == ("sending", "")
    return payout_accounts.open_account(account=account, at=at + timedelta(minutes=2), gateway=gateway)


def test_choosing_sends_nothing_and_a_lost_answer_is_looked_up_before_anything_is_sent_again():
    account = an_account()
    assert not BankAccount.objects.exists()
    opened = open_twice(account)
    assert opened.remote_id == BankAccount.objects.get().remote_id
    assert opened.opening == "done"


def test_without_the_look_up_the_same_lost_answer_opens_two_accounts(monkeypatch):
    """Negative control of the test above: the guard is what prevents the duplicate."""
    monkeypatch.setattr(payout_accounts, "_find", lambda account, provider: None)
    open_twice(an_account())
    assert BankAccount.objects.count() == 2


def test_the_worker_ends_an_opening_whose_request_died(monkeypatch):
    account, at = an_account(), timezone.now()
    with pytest.raises(ProviderUnclear):
        payout_accounts.open_account(account=account, at=at, gateway=Forgetful())
    assert jobs.watch_accounts(at) is None
    assert jobs.watch_accounts(at + timedelta(minutes=10)) == "1 payout accounts"
    assert PayoutAccount.objects.get().remote_id == BankAccount.objects.get().remote_id


def test_while_one_request_opens_another_waits():
    account, at = an_account(), timezone.now()

    class Slow(DemoGateway):
        """Somebody presses the button again while the provider thinks."""

        def open_account(self, request, *, key):
            second = PayoutAccount.objects.get()
            assert payout_accounts.open_account(account=second, at=at).remote_id == ""
            return super().open_account(request, key=key)

    assert payout_accounts.open_account(account=account, at=at, gateway=Slow()).remote_id
    assert BankAccount.objects.count() == 1


def test_a_definite_refusal_asks_for_a_person_and_is_never_sent_again():
    class Refusing(DemoGateway):
        """Never serves this account."""

        def open_account(self, request, *, key):
            raise ProviderRefused("country not served")

    account, at = an_account(), timezone.now()
    with pytest.raises(ProviderRefused):
        payout_accounts.open_account(account=account, at=at, gateway=Refusing())
    again = payout_accounts.open_account(account=account, at=at + timedelta(days=1))
    assert (again.opening, again.remote_id) == ("attention", "")
    assert account_situation(again, zone="Europe/Paris").tone == "stop"


def test_an_event_reads_the_account_again():
    account = payout_accounts.open_account(account=an_account(), at=timezone.now())
    bank.satisfy_account(account.remote_id, at=timezone.now())
    bank.deliver_events()
    inbox.read_events(at=timezone.now())
    account.refresh_from_db()
    assert account.payouts_enabled
    assert account.missing == []


def test_an_older_reading_does_not_undo_a_newer_one():
    account = payout_accounts.open_account(account=an_account(), at=timezone.now())
    bank.satisfy_account(account.remote_id, at=timezone.now())
    before = DemoGateway().read_account

    class Slow(DemoGateway):
        """Answers with what it read before the other reading began."""

        def read_account(self, remote_id):
            old = before(remote_id)
            bank.refuse_account(remote_id, at=timezone.now())
            payout_accounts.sync_account(gateway_name="demo", remote_id=remote_id, at=timezone.now())
            return old

    payout_accounts.sync_account(
        gateway_name="demo", remote_id=account.remote_id, at=timezone.now(), gateway=Slow()
    )
    account.refresh_from_db()
    assert account.refused
    assert not account.payouts_enabled


def test_an_account_that_stops_being_paid_tells_who_acts_for_it_once():
    campaign = a_campaign()
    account = campaign.recipient.account
    for _again in range(2):
        bank.ask_of_account(
            account.remote_id,
            missing=["individual.verification.document"],
            due_by=None,
            is_paid=False,
            at=timezone.now(),
        )
        payout_accounts.sync_account(gateway_name="demo", remote_id=account.remote_id, at=timezone.now())
    letter = Notice.objects.get(kind="account_asks")
    assert letter.user == campaign.holder
    assert "pièce d’identité" in str(letter.context)


def test_the_worker_reads_again_what_is_not_in_order_and_leaves_the_rest_alone():
    account = payout_accounts.open_account(account=an_account(), at=timezone.now())
    later = timezone.now() + timedelta(hours=2)
    assert jobs.watch_accounts(timezone.now()) is None
    bank.satisfy_account(account.remote_id, at=later)
    assert jobs.watch_accounts(later) == "1 payout accounts"
    account.refresh_from_db()
    assert account.payouts_enabled
    assert jobs.watch_accounts(later + timedelta(days=2)) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("individual.verification.document", "pièce d’identité"),
        ("individual.verification.additional_document", "justificatif de domicile"),
        ("individual.dob.day", "date de naissance"),
        ("external_account", "IBAN"),
        ("bank_account", "IBAN"),
        ("company.tax_id", "SIREN"),
        ("company.name", "l’organisation"),
        ("company.verification.document", "document officiel"),
        ("company.directors_provided", "dirigent"),
        ("tos_acceptance.date", "conditions"),
        ("representative.first_name", "représente"),
        ("person_1MqjB8LkdIwHu7ix.dob.year", "représente"),
        ("person_1MqjB8LkdIwHu7ix.verification.document", "pièce d’identité"),
        ("business_profile.product_description", "activité"),
        ("something.nobody.foresaw", "appelez-nous"),
    ],
)
def test_what_the_provider_asks_is_said_in_plain_words(code, words):
    (line,) = still_asked([code])
    assert words in line
    assert code not in line


def test_what_is_asked_several_times_is_said_once():
    codes = ["individual.dob.day", "individual.dob.month", "x.y", "z.t", "external_account"]
    assert len(still_asked(codes)) == 3


def test_the_button_leads_to_the_provider_and_back_to_the_desk(client):
    account = an_account()
    campaign = Recipient.objects.get().campaign
    client.force_login(campaign.holder)
    desk = reverse("campaigns:payout", args=[campaign.pk])
    assert "Ouvrir mon compte de versement" in client.get(desk).content.decode()
    page = client.post(
        reverse("campaigns:payout_account", args=[account.uuid]), {"projet": str(campaign.pk)}
    ).url
    remote_id = BankAccount.objects.get().remote_id
    assert page.startswith(reverse("demo_bank:account", args=[remote_id]))
    back = client.post(page, {"choice": "document"}).url
    assert client.get(back).url == desk
    shown = client.get(desk).content.decode()
    assert "pièce d’identité" in shown
    assert "À donner avant le" in shown
    client.get(client.post(page, {"choice": "all"}).url)
    assert "En règle" in client.get(desk).content.decode()
    client.get(client.post(page, {"choice": "refuse"}).url)
    assert "ne peut pas servir" in client.get(desk).content.decode()


def test_a_provider_that_does_not_answer_is_no_error(client, monkeypatch):
    def silent(self, request, *, key):
        raise ProviderUnclear("timeout")

    account = an_account()
    monkeypatch.setattr(DemoGateway, "open_account", silent)
    client.force_login(account.user)
    own = reverse("campaigns:payout_account", args=[account.uuid])
    assert "ne répond pas" in client.post(own, follow=True).content.decode()


def test_a_transfer_to_an_account_that_is_not_in_order_is_refused_by_the_bank():
    account = payout_accounts.open_account(account=an_account(), at=timezone.now())
    for remote_id in (account.remote_id, "holder-12"):
        with pytest.raises(bank.BankError):
            bank.transfer(remote_id, 100, group="g", key=remote_id, at=timezone.now())
    an_account_in_order(account)
    assert bank.transfer(account.remote_id, 100, group="g", key="k", at=timezone.now()).amount_cents == 100
