"""The hosted pages: paying by card, the card holder's check, a holder's onboarding. Plain forms, in plain HTML."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from tests.support.fake_stripe import checkout, connect
from tests.support.fake_stripe.world import Refusal, Thing, World


class Page(NamedTuple):
    """What a browser gets: a page, or an address to go to."""

    status: int
    body: str = ""
    location: str = ""


def shown(world: World, method: str, path: str, form: Thing) -> Page:
    """Return the page of an address."""
    _, first, *rest = path.split("/")
    try:
        if first == "c" and len(rest) == 2:
            return _payment(world, world.get("checkout.session", rest[1]), method, form)
        if first == "setup" and len(rest) == 2:
            return _onboarding(world, world.get("account", rest[0]), int(rest[1]), method)
    except Refusal:
        pass
    return Page(404, _html("Something went wrong", "<p>The page could not be found.</p>"))


def _html(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang='fr'><title>{escape(title)}</title><h1>{escape(title)}</h1>{body}</html>"
    )


def _payment(world: World, session: Thing, method: str, form: Thing) -> Page:
    back = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    said = ""
    if method == "POST":
        try:
            if "check" in form:
                outcome = checkout.end_check(world, session, approved=form["check"] == "yes")
            else:
                outcome = checkout.try_card(world, session, form.get("card", ""))
        except Refusal as error:
            outcome, said = "declined", f"<p role='alert'>{escape(str(error))}</p>"
        if outcome == "paid":
            return Page(303, location=back)
        if outcome == "check":
            return Page(
                200,
                _html(
                    "3-D Secure",
                    "<form method='post'><button name='check' value='yes'>Complete</button>"
                    "<button name='check' value='no'>Fail</button></form>",
                ),
            )
        said = said or "<p role='alert'>Your card was declined.</p>"
    if session["status"] == "complete":
        return Page(303, location=back)
    if session["status"] == "expired":
        return Page(200, _html("This session has expired", ""))
    euros = f"{session['amount_total'] // 100},{session['amount_total'] % 100:02d} €"
    return Page(
        200,
        _html(
            session["_title"],
            f"{said}<p>{euros}</p><form method='post'><label>Card <input name='card'></label>"
            f"<button>Payer</button></form><a href='{escape(session['cancel_url'] or '#')}'>Retour</a>",
        ),
    )


def _onboarding(world: World, account: Thing, number: int, method: str) -> Page:
    link = account["_links"][number]
    if method == "POST":
        connect.complete_account(world, account)
        return Page(303, location=link["back"])
    if link["used"] or world.now() >= link["expires_at"]:
        return Page(303, location=link["again"])
    link["used"] = True
    due = "".join(f"<li>{escape(one)}" for one in account["requirements"]["currently_due"])
    return Page(
        200,
        _html("Onboarding", f"<ul>{due}</ul><form method='post'><button>Submit everything</button></form>"),
    )
