"""Receiving the letters: asking, confirming, changing, leaving. No account, no script, and no cookie after the form."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from base.caching import personal_page, token_page
from base.context import current_territory
from base.models import Territory
from base.rate_limits import address_key, hit, rate_limited
from home.forms.subscriptions import ChoiceForm, SubscriptionForm, first_values, present_values
from home.links import choice_of, manage_path, subscription_number
from home.models import Subscription
from home.services import subscribing

REQUESTS_AN_HOUR = 20
LETTERS_A_DAY = 3


def _territory(request: HttpRequest) -> Territory:
    territory = current_territory(request)
    if territory is None:
        raise Http404
    return territory


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("letter", limit=REQUESTS_AN_HOUR, per=timedelta(hours=1), key=address_key)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST write to the address, and answer the same whoever it belongs to.

    One address is written to three times a day at most: the form is no way to fill somebody's mailbox.
    """
    territory = _territory(request)
    if request.method != "POST":
        form = SubscriptionForm(
            initial=first_values(request.GET.get("theme", "")[:255], territory), territory=territory
        )
        return render(request, "home/subscriptions/subscribe.html", {"form": form})
    form = SubscriptionForm(request.POST, territory=territory)
    if not form.is_valid():
        return render(request, "home/subscriptions/subscribe.html", {"form": form}, status=422)
    now = timezone.now()
    email = form.cleaned_data["email"].strip().lower()
    if not hit("letter_to", email, limit=LETTERS_A_DAY, per=timedelta(days=1), at=now):
        subscribing.ask(territory=territory, email=email, at=now, **form.choice)
    return redirect("home:subscription_asked")


@personal_page
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a letter waits in the mailbox."""
    return render(request, "home/subscriptions/asked.html")


# In what follows the address itself is the secret; and browsers send `Origin: null` with the form of a page without
# referrer, while mail programs that leave for their reader send no cookie at all.


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for one click, because mail filters open links by themselves; on POST the subscription begins."""
    now = timezone.now()
    choice = choice_of(token, at=now)
    if choice is not None and request.method == "POST":
        subscription = subscribing.confirm(choice=choice, at=now)
        if subscription is not None:
            return redirect(f"{manage_path(subscription.pk)}?bienvenue=1")
        choice = None
    return render(
        request,
        "home/subscriptions/confirm.html",
        {"choice": choice, "token": token},
        status=200 if choice is not None else 410,
    )


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show what one receives, with the form to change it and the button to leave."""
    subscription = _subscription(token)
    if subscription is None or subscription.left_at is not None or subscription.confirmed_at is None:
        return render(request, "home/subscriptions/left.html", {"subscription": subscription})
    territory = subscription.territory
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        initial=present_values(subscription),
        territory=territory,
    )
    if request.method == "POST" and form.is_valid():
        subscribing.change(subscription=subscription, **form.choice)
        return redirect(f"{manage_path(subscription.pk)}?fait=1")
    context = {
        "subscription": subscription,
        "form": form,
        "token": token,
        "welcome": "bienvenue" in request.GET and not form.is_bound,
        "saved": "fait" in request.GET and not form.is_bound,
    }
    return render(request, "home/subscriptions/manage.html", context, status=422 if form.errors else 200)


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """On POST, from a person or from a mail program (RFC 8058), leave at once; else show the one button."""
    subscription = _subscription(token)
    if subscription is not None and request.method == "POST":
        subscribing.leave(subscription=subscription, at=timezone.now())
        subscription.refresh_from_db()
    if subscription is None or subscription.left_at is not None:
        return render(request, "home/subscriptions/left.html", {"subscription": subscription})
    return render(request, "home/subscriptions/leave.html", {"subscription": subscription, "token": token})


def _subscription(token: str) -> Subscription | None:
    """Return the subscription a signed link names, None when it was deleted since; 404 for a link not made here."""
    number = subscription_number(token)
    if number is None:
        raise Http404
    return Subscription.objects.select_related("territory").filter(pk=number).first()
