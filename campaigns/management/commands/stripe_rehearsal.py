"""Walk an owner through the flow of money with a sandbox key of Stripe: pages, refund, account, transfer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from base.money_display import euros
from campaigns.errors import BalanceTooLow, ProviderError, ProviderRefused
from campaigns.gateways import gateway_named
from campaigns.gateways.base import AccountRequest, Gateway, PaymentRequest
from campaigns.gateways.keys import is_live_key, is_secret_key
from campaigns.models import ProviderEvent

PAUSE_SECONDS = 3
TO_REFUND, TO_PAY_OUT, SENT, TAKEN_BACK = 2_500, 10_000, 5_000, 1_000
TOO_MUCH = 99_999_999


class Command(BaseCommand):
    """Prints what to click, waits, checks each answer; exit 1 when one is not what the product counts on."""

    help = "Rehearse payments, refunds, accounts and transfers with a sandbox key of Stripe (sk_test_…)."

    gateway: Gateway
    wait: int
    name: str
    start: datetime
    step_number: int
    failures: list[str]

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long to wait for a person."""
        parser.add_argument(
            "--wait", type=int, default=900, help="seconds to wait for each thing to click (900)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order."""
        if is_live_key(settings.STRIPE_SECRET_KEY):
            raise CommandError("This is a live key: a rehearsal never touches real money. Use sk_test_….")
        if not is_secret_key(settings.STRIPE_SECRET_KEY):
            raise CommandError("Set STRIPE_SECRET_KEY to a secret sandbox key (sk_test_…) first.")
        self.gateway = gateway_named("stripe")
        self.wait = options["wait"]
        self.name = uuid.uuid4().hex[:12]
        self.step_number, self.failures = 0, []
        self.start = timezone.now() - timedelta(seconds=5)
        try:
            refunded = self.pay("4000 0025 0000 3155 (then complete the 3-D Secure step)", TO_REFUND)
            self.turn_back()
            self.give_back(refunded)
            self.pay("4000 0000 0000 0077 (its money is available at once)", TO_PAY_OUT)
            account = self.open_account()
            self.send(account)
            self.read_the_balance()
            self.look_for_events()
        except ProviderError as error:
            self.failures.append(f"Stripe answered {type(error).__name__}, {error}")
        if self.failures:
            raise CommandError("Not as expected: " + "; ".join(self.failures))
        self.say(
            "\nEverything went as the product expects. Not rehearsed here: disputes, refunds that fail later."
        )

    def say(self, text: str) -> None:
        """Print a line."""
        self.stdout.write(text)

    def step(self, title: str) -> None:
        """Announce a step."""
        self.step_number += 1
        self.say(f"\n{self.step_number}. {title}")

    def expect(self, what: str, is_so: object) -> None:
        """Print whether something is as expected, and remember when it is not."""
        self.say(f"   {'ok    ' if is_so else 'WRONG '} {what}")
        if not is_so:
            self.failures.append(what)

    def refused(self, what: str, call: Callable[[], object], error: type[ProviderError]) -> None:
        """Check that a call is refused, with this very error."""
        try:
            call()
        except ProviderError as answer:
            self.expect(f"{what} ({answer})"[:150], isinstance(answer, error))
        else:
            self.expect(what, False)

    def wait_for(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait for a person to have done something."""
        self.say(f"   Waiting until {what}…")
        end = monotonic() + self.wait
        while not is_so():
            if monotonic() > end:
                raise CommandError(f"Gave up waiting until {what}.")
            sleep(PAUSE_SECONDS)
        self.expect(what, True)

    def page(self, amount_cents: int, at: datetime) -> tuple[str, str]:
        """Open a payment page; return its identifier and address."""
        home = settings.WAGTAILADMIN_BASE_URL
        request = PaymentRequest(
            reference=str(uuid.uuid4()),
            amount_cents=amount_cents,
            description="Répétition",
            return_url=f"{home}/",
            cancel_url=f"{home}/",
            expires_at=at + timedelta(minutes=45),
            email="rehearsal@example.com",
            group=f"rehearsal-{self.name}",
        )
        key = f"rehearsal:{self.name}:page:{self.step_number}"
        page = self.gateway.open_payment(request, key=key)
        self.expect("the same key gives the same page", self.gateway.open_payment(request, key=key) == page)
        return page.remote_id, page.url

    def pay(self, card: str, amount_cents: int) -> str:
        """Have a page paid; return its charge."""
        self.step(f"Pay {euros(amount_cents)} by card")
        page, address = self.page(amount_cents, timezone.now())
        self.say(f"   Open {address}\n   and pay with {card}, any future date, any code.")
        self.wait_for("it is paid", lambda: self.gateway.read_payment(page).state == "paid")
        paid = self.gateway.read_payment(page)
        self.expect("the amount is the one asked", paid.amount_cents == amount_cents)
        self.expect("the charge leads back to its page", self.gateway.find_payment(paid.charge_id) == paid)
        self.expect("a page that is paid cannot be closed", self.gateway.end_payment(page).state == "paid")
        return paid.charge_id

    def turn_back(self) -> None:
        """Close a page that nobody paid."""
        self.step("Close a page without paying (nothing to click)")
        page, _address = self.page(TO_REFUND, timezone.now())
        self.expect("it is open", self.gateway.read_payment(page).state == "open")
        self.expect("once closed it is over", self.gateway.end_payment(page).state == "over")
        self.expect("and stays so", self.gateway.read_payment(page).state == "over")

    def give_back(self, charge: str) -> None:
        """Refund a charge, once."""
        self.step("Give the first payment back (nothing to click)")
        key, reference = f"rehearsal:{self.name}:refund", str(uuid.uuid4())
        refund = self.gateway.refund(charge, TO_REFUND, reference=reference, key=key)
        self.expect("it is done or under way", refund.state in {"done", "pending"})
        again = self.gateway.refund(charge, TO_REFUND, reference=reference, key=key)
        self.expect("the same key gives back once", again.remote_id == refund.remote_id)
        self.refused(
            "the same key for another amount is refused",
            lambda: self.gateway.refund(charge, 100, reference=reference, key=key),
            ProviderRefused,
        )
        found = self.gateway.find_refund(charge, reference=reference)
        self.expect("it is found by its charge", found is not None and found.remote_id == refund.remote_id)
        self.refused(
            "nothing is given back twice",
            lambda: self.gateway.refund(charge, TO_REFUND, reference=reference, key=f"{key}:again"),
            ProviderRefused,
        )

    def open_account(self) -> str:
        """Open a holder's account and have a person fill it in."""
        self.step("Open a holder's account")
        reference, home = str(uuid.uuid4()), settings.WAGTAILADMIN_BASE_URL
        request = AccountRequest(reference, "holder@example.com", "Répétition", "individual")
        account = self.gateway.open_account(request, key=f"rehearsal:{self.name}:account")
        self.expect("it may not be paid yet", not account.payouts_enabled)
        self.expect("Stripe says what is missing", account.missing)
        found = self.gateway.find_account(reference, since=self.start)
        self.expect(
            "it is found by its reference", found is not None and found.remote_id == account.remote_id
        )
        page = self.gateway.account_page(account.remote_id, return_url=f"{home}/", again_url=f"{home}/")
        self.say(
            f"   Open {page}\n   (once, within minutes) and fill it in with Stripe's test values: telephone"
        )
        self.say("   000 000 0000, code 000000, birth date 1901-01-01, address « address_full_match »,")
        self.say("   IBAN FR1420041010050500013M02606.")
        self.wait_for(
            "the account may be paid", lambda: self.gateway.read_account(account.remote_id).payouts_enabled
        )
        return account.remote_id

    def send(self, account: str) -> None:
        """Transfer to the account, and take some of it back."""
        self.step("Send money to the holder, and take some back (nothing to click)")
        key, group = f"rehearsal:{self.name}:payout", f"rehearsal-{self.name}"
        self.refused(
            "more than the available balance is refused, and may be asked again later",
            lambda: self.gateway.pay_out(account, TOO_MUCH, group=f"{group}-far", key=f"{key}:far"),
            BalanceTooLow,
        )
        sent = self.gateway.pay_out(account, SENT, group=group, key=key)
        again = self.gateway.pay_out(account, SENT, group=group, key=key)
        self.expect("the same key sends once", again.remote_id == sent.remote_id)
        self.expect("it is found by its group", self.gateway.find_payout(group) == sent)
        reference = str(uuid.uuid4())
        back = self.gateway.reverse_payout(
            sent.remote_id, TAKEN_BACK, reference=reference, key=f"rehearsal:{self.name}:reversal"
        )
        found = self.gateway.find_reversal(sent.remote_id, reference=reference)
        self.expect("what was taken back is found by its reference", found == back)

    def read_the_balance(self) -> None:
        """Compare the lines of the balance with what was done."""
        self.step("Read the balance's lines (nothing to click)")
        lines = list(self.gateway.movements(since=self.start, until=timezone.now() + timedelta(minutes=5)))
        for line in lines:
            self.say(f"   {line.kind:9} {euros(line.amount_cents):>14}  fee {euros(line.fee_cents)}")
        amounts = {(line.kind, line.amount_cents) for line in lines}
        for expected in (
            ("charge", TO_REFUND),
            ("refund", -TO_REFUND),
            ("charge", TO_PAY_OUT),
            ("payout", -SENT),
            ("reversal", TAKEN_BACK),
        ):
            self.expect(f"{expected[0]} of {euros(expected[1])}", expected in amounts)

    def look_for_events(self) -> None:
        """Say which events reached the site, if its addresses are declared at Stripe."""
        self.step("Events received by this site since the beginning (nothing to click)")
        kinds = ProviderEvent.objects.filter(gateway="stripe", received_at__gte=self.start)
        subjects = {kind.partition(".")[0] for kind in kinds.values_list("kind", flat=True)}
        for subject in ("payment", "refund", "account"):
            seen = subject in subjects
            self.say(f"   {'ok    ' if seen else 'NONE  '} about a {subject}")
        if not {"payment", "refund", "account"} <= subjects:
            self.say("   Declare both webhook addresses at Stripe (docs/operations.md), then rehearse again.")
