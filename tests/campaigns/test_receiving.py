"""Who receives the money: chosen, asked, changed with care, and said everywhere as it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from base.models import AuditLine
from campaigns.errors import HostingUnusable, MoveRefused, NotReady, NotTheirs, RecipientFixed
from campaigns.links import hosting_path, hosting_token
from campaigns.models import Campaign, PaymentOperation, Recipient
from campaigns.rules.recipients import RecipientState
from campaigns.services import hosting, launching, receiving, recipient_changes
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from notices.models import Notice
from notices.rendering import notice_message
from tests.builders import (
    a_backer,
    a_campaign,
    a_pledge,
    a_ready_recipient,
    a_user,
    an_account_in_order,
    settle,
)

pytestmark = pytest.mark.django_db


def an_organisation(admin, name="Les Passeurs", **fields):
    row = Organisation.objects.create(name=name, kind="association", **fields)
    Membership.objects.create(user=admin, organisation=row, right=Membership.Right.ADMINISTRATOR)
    return row


def asked(campaign, email="asso@example.org", reason="", at=None):
    return receiving.ask_hosting(
        campaign=campaign, email=email, by=campaign.holder, at=at or timezone.now(), reason=reason
    )


def hosted(campaign, admin, organisation, fee_bps=250, reason=""):
    recipient = asked(campaign, reason=reason)
    return hosting.accept_hosting(
        recipient=recipient, organisation=organisation, fee_bps=fee_bps, by=admin, at=timezone.now()
    )


def letters(kind):
    return Notice.objects.filter(kind=kind)


def test_a_campaign_goes_live_only_with_a_recipient_whose_account_is_paid():
    campaign = a_campaign(state="approved")
    Recipient.objects.all().delete()
    for expected in ("no_recipient", "account_not_ready"):
        with pytest.raises(NotReady) as refusal:
            launching.launch(campaign=campaign, at=timezone.now())
        assert refusal.value.reasons == (expected,)
        recipient = receiving.receive_oneself(campaign=campaign, by=campaign.holder, at=timezone.now())
        bank.ask_of_account(
            recipient.account.remote_id,
            missing=["external_account"],
            due_by=None,
            is_paid=False,
            at=timezone.now(),
        )
        recipient.account.refresh_from_db()
        type(recipient.account).objects.update(payouts_enabled=False)
    an_account_in_order(type(recipient.account).objects.get())
    launching.launch(campaign=campaign, at=timezone.now())
    assert Campaign.objects.get().launched_terms["account"] == recipient.account.remote_id


def test_another_holder_does_not_receive_in_the_former_ones_place():
    campaign = a_campaign(state="approved")
    Campaign.objects.update(holder=a_user())
    with pytest.raises(NotReady) as refusal:
        launching.launch(campaign=Campaign.objects.get(), at=timezone.now())
    assert refusal.value.reasons == ("no_recipient",)
    assert campaign.recipient is not None


def test_nobody_proposes_what_is_not_theirs():
    campaign = a_campaign(state="draft")
    stranger, writer = a_user(), a_user()
    theirs, at = an_organisation(stranger), timezone.now()
    Membership.objects.create(user=writer, organisation=theirs, right=Membership.Right.EDITOR)
    Campaign.objects.update(organisation=theirs)
    with pytest.raises(NotTheirs):
        receiving.receive_oneself(campaign=campaign, by=stranger, at=at)
    for by in (campaign.holder, writer):
        with pytest.raises(NotTheirs):
            receiving.receive_through(campaign=campaign, organisation=theirs, by=by, at=at)
    with pytest.raises(NotTheirs):
        receiving.ask_hosting(campaign=campaign, email="a@example.org", by=writer, at=at)
    assert not Recipient.objects.exists()


def test_before_the_launch_the_choice_is_a_plain_edit_and_accounts_serve_again():
    campaign, other = a_campaign(state="draft"), None
    holder, at = campaign.holder, timezone.now()
    mine = receiving.receive_oneself(campaign=campaign, by=holder, at=at)
    assert receiving.receive_oneself(campaign=campaign, by=holder, at=at).pk == mine.pk
    organisation = an_organisation(holder)
    receiving.receive_through(campaign=campaign, organisation=organisation, by=holder, at=at)
    states = dict(Recipient.objects.values_list("public_name", "state"))
    assert states == {holder.public_name: "replaced", "Les Passeurs": "current"}
    other = a_campaign(state="draft", holder=holder)
    assert receiving.receive_oneself(campaign=other, by=holder, at=at).account_id == mine.account_id
    assert AuditLine.objects.filter(action="recipients.replace").count() == 1


def test_a_hosting_association_accepts_by_a_link_that_serves_once(client):
    campaign, admin = a_campaign(state="draft"), a_user()
    organisation = an_organisation(admin)
    recipient = asked(campaign)
    message = notice_message(letters("hosting_invitation").get())
    link = hosting_path(recipient.uuid)
    assert link in message.body
    assert hosting_token(recipient.uuid) not in str(letters("hosting_invitation").values())
    client.force_login(admin)
    page = client.get(link, follow=True)
    assert page.redirect_chain == [(reverse("campaigns:hosting"), 302)]
    assert "Ce que cela engage" in page.content.decode()
    answer = {"organisation": str(organisation.uuid), "fee": "2,5", "agreed": "on", "accept": "1"}
    wrong = client.post(reverse("campaigns:hosting"), {**answer, "fee": "11", "agreed": ""})
    assert wrong.status_code == 422
    assert "de 0 à 10" in wrong.content.decode()
    assert "Cochez cette case" in wrong.content.decode()
    done = client.post(reverse("campaigns:hosting"), answer)
    recipient.refresh_from_db()
    assert done.url == reverse("campaigns:payout_account", args=[recipient.account.uuid])
    assert (recipient.state, recipient.fee_bps, recipient.invited_email) == ("current", 250, "")
    campaign.refresh_from_db()
    assert "Les Passeurs, qui porte le projet pour Alexis et Clément" in campaign.recipient_sentence
    assert "2,5" in campaign.recipient_sentence
    assert letters("hosting_accepted").get().user == campaign.holder
    again = client.get(link)
    assert again.status_code == 404
    assert "déjà servi" in again.content.decode()


@pytest.mark.parametrize("reason", ["withdrawn", "expired", "answered", "over", "unknown"])
def test_a_link_that_serves_no_more_says_why(client, reason):
    campaign = a_campaign(state="draft")
    recipient = asked(campaign)
    number = recipient.uuid
    if reason == "withdrawn":
        receiving.withdraw_proposal(campaign=campaign, by=campaign.holder, at=timezone.now())
    elif reason == "expired":
        Recipient.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif reason == "answered":
        hosting.refuse_hosting(recipient=recipient, reason="Non.", by=None, at=timezone.now())
    elif reason == "over":
        Campaign.objects.update(status="refused")
    else:
        number = "0" * 32
    with pytest.raises(HostingUnusable) as refusal:
        hosting.hosting_of(hosting_token(number), at=timezone.now())
    assert refusal.value.reason == reason
    assert client.get(hosting_path(number)).status_code == 404


def test_a_letter_of_a_request_that_was_withdrawn_does_not_leave():
    from notices.registry import kind_named

    campaign = a_campaign(state="draft")
    asked(campaign)
    row = letters("hosting_invitation").get()
    assert kind_named(row.kind).wanted(row.context)
    receiving.withdraw_proposal(campaign=campaign, by=campaign.holder, at=timezone.now())
    assert not kind_named(row.kind).wanted(row.context)


def test_declining_needs_no_account_and_tells_the_holder(client):
    campaign = a_campaign(state="draft")
    client.get(hosting_path(asked(campaign).uuid))
    client.post(reverse("campaigns:hosting"), {"decline": "1", "reason": "Pas\x00cette \u202eannée."})
    assert "Pascette année." in str(letters("hosting_refused").get().context)
    assert Recipient.objects.get().state == "refused"


def test_accepting_in_the_name_of_an_organisation_one_does_not_administer_is_refused():
    campaign, stranger = a_campaign(state="draft"), a_user()
    with pytest.raises(NotTheirs):
        hosted(campaign, stranger, an_organisation(a_user()))


def test_after_the_launch_a_change_is_read_verified_and_told_to_everyone_once():
    campaign, admin = a_campaign(threshold_cents=1_000, goal_cents=10_000), a_user()
    backer = a_backer()
    for amount in (1_000, 2_000):
        a_pledge(campaign, amount, backer=backer)
    a_pledge(campaign, 500)
    former = campaign.recipient
    change = hosted(campaign, admin, an_organisation(admin), reason="Plus simple ainsi.")
    campaign.refresh_from_db()
    assert change.state == "in_review"
    assert campaign.recipient == former, "nothing changes before the moderators"
    recipient_changes.approve_change(campaign=campaign, at=timezone.now())
    change.refresh_from_db()
    assert change.state == "verifying"
    assert Campaign.objects.get().recipient == former, "nothing changes before the account is in order"
    assert not letters("backer_recipient_changed").exists()
    an_account_in_order(change.account)
    change.refresh_from_db()
    former.refresh_from_db()
    assert (change.state, former.state) == ("current", "replaced")
    assert former.replaced_at
    assert letters("backer_recipient_changed").count() == 2
    assert "Les Passeurs" in str(letters("backer_recipient_changed").first().context)
    assert letters("recipient_former").get().user == campaign.holder
    assert Campaign.objects.get().launched_terms["account"] == change.account.remote_id
    assert AuditLine.objects.filter(action="recipients.verified").exists()
    assert check_books().differences == 0
    settle(campaign)
    assert PaymentOperation.objects.get(kind="payout").payout_account == change.account
    assert check_books().differences == 0


def test_a_change_that_nobody_decided_is_seen_by_the_check_of_the_books():
    campaign = a_campaign()
    Recipient.objects.update(uuid="00000000-0000-4000-8000-000000000000")
    assert check_books().differences == 1
    assert campaign.recipient is not None


def test_a_refused_change_leaves_everything_and_says_why():
    campaign = a_campaign()
    organisation = an_organisation(campaign.holder)
    receiving.receive_through(
        campaign=campaign,
        organisation=organisation,
        by=campaign.holder,
        at=timezone.now(),
        reason="Parce que.",
    )
    recipient_changes.refuse_change(campaign=campaign, at=timezone.now(), reason="Pas clair.")
    assert Recipient.objects.under_way().count() == 0
    assert Campaign.objects.get().recipient.kind == "person"
    assert "Pas clair." in str(letters("recipient_refused").get().context)
    with pytest.raises(MoveRefused):
        recipient_changes.approve_change(campaign=campaign, at=timezone.now())


def test_nothing_changes_once_the_payout_is_decided_and_a_change_that_comes_too_late_is_withdrawn():
    campaign, admin = a_campaign(threshold_cents=1_000, goal_cents=10_000), a_user()
    a_pledge(campaign, 1_000)
    change = hosted(campaign, admin, an_organisation(admin), reason="Plus simple.")
    recipient_changes.approve_change(campaign=campaign, at=timezone.now())
    settle(campaign)
    an_account_in_order(change.account)
    change.refresh_from_db()
    assert change.state == RecipientState.WITHDRAWN
    assert Campaign.objects.get().recipient.kind == "person"
    with pytest.raises(RecipientFixed):
        receiving.receive_oneself(campaign=campaign, by=campaign.holder, at=timezone.now())


def test_the_database_keeps_one_current_recipient_and_one_under_way():
    campaign = a_campaign(state="approved")
    row = Recipient.objects.get()
    for state in ("current", "verifying"):
        facts = {
            "campaign": campaign,
            "kind": "person",
            "account": row.account,
            "proposed_at": timezone.now(),
        }
        if state == "verifying":
            Recipient.objects.create(state="in_review", **facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Recipient.objects.create(state=state, **facts)


def test_the_public_page_and_the_terms_screen_say_who_receives(client):
    campaign = a_campaign(holder=a_user(display_name="Alexis Grandjean"))
    assert "L’argent est versé à Alexis Grandjean." in client.get(campaign.page.url).content.decode()


def test_the_desk_keeps_what_was_typed_and_says_what_is_wrong(client):
    campaign = a_campaign(state="draft")
    client.force_login(campaign.holder)
    page = reverse("campaigns:payout", args=[campaign.pk])
    wrong = client.post(page, {"who": "host", "host_email": "pas une adresse"})
    assert wrong.status_code == 422
    assert 'value="pas une adresse"' in wrong.content.decode()
    assert client.post(page, {"who": "host"}).status_code == 422
    assert client.post(page, {"who": "organisation-d’autrui"}).status_code == 422
    assert client.post(page, {"who": "\x00" * 10, "host_email": "a" * 200_000}).status_code == 422
    assert client.post(page, {"who": "person"}).status_code == 302
    assert Recipient.objects.get().state == "current"


def test_after_the_launch_the_desk_asks_for_a_reason(client):
    campaign = a_campaign()
    an_organisation(campaign.holder)
    client.force_login(campaign.holder)
    page = reverse("campaigns:payout", args=[campaign.pk])
    values = {"who": str(Organisation.objects.get().uuid)}
    assert "Dites pourquoi" in client.post(page, values).content.decode()
    client.post(page, {**values, "reason": "Notre association vient de naître."})
    assert Recipient.objects.under_way().get().state == "in_review"
    assert "Notre équipe relit" in client.get(page).content.decode()
    client.post(reverse("campaigns:payout_withdraw", args=[campaign.pk]))
    assert not Recipient.objects.under_way().exists()


def test_one_account_in_order_serves_the_next_campaign_at_once():
    first = a_campaign()
    second = a_campaign(state="draft", holder=first.holder)
    assert a_ready_recipient(second).is_ready
    assert second.recipient.account == first.recipient.account
