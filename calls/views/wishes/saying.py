"""Saying a wish without an account; what its author may do afterwards through a secret link."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from base.caching import personal_page, token_page
from base.rate_limits import address_key, hit, rate_limited
from calls.forms.wishes import WishForm
from calls.models import Wish, WishQuestion
from calls.models.wishes import LONGEST_WISH
from calls.services import wishing

PER_PAGE = 30
WISHES_AN_HOUR = 5
LETTERS_A_DAY = 3


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("wish", limit=WISHES_AN_HOUR, per=timedelta(hours=1), key=address_key)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question, the form and what others said; on POST keep the wish for an editor to read.

    `?envie=` is what was typed on the page where the question stands. One address is written to three times a day
    at most: the form is no way to fill somebody's mailbox.
    """
    found = _open_question(pk)
    if request.method == "POST":
        form = WishForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            now = timezone.now()
            email = values["email"].strip().lower()
            if email and hit("wish_to", email, limit=LETTERS_A_DAY, per=timedelta(days=1), at=now):
                email = ""
            try:
                wishing.say_wish(
                    question=found,
                    text=values["text"],
                    neighbourhood=values["neighbourhood"],
                    email=email,
                    at=now,
                )
                return redirect("calls:wish_said", found.pk)
            except wishing.QuestionClosed as closed:
                form.add_error(None, closed.reason)
    else:
        form = WishForm(initial={"text": request.GET.get("envie", "")[:LONGEST_WISH].replace("\x00", "")})
    wishes = Paginator(found.wishes.published(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"question": found, "form": form, "wishes": wishes}
    return render(request, "calls/wishes/question.html", context, status=422 if form.errors else 200)


@personal_page
@require_safe
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank, and say what comes next; the same words with and without an address."""
    return render(request, "calls/wishes/said.html", {"question": _open_question(pk)})


# Below, the address itself is the secret; and browsers send `Origin: null` from a page without referrer.


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("wish_token", limit=20, per=timedelta(hours=1), key=address_key)
def wish(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show a wish to its author; on POST confirm the address, stop the letters or take the wish back."""
    found = get_object_or_404(Wish.objects.select_related("question__page", "group__call"), token=token)
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "confirm":
            wishing.confirm_address(wish=found, at=timezone.now())
        elif action == "stop":
            wishing.stop_letters(wish=found)
        elif action == "take_back":
            wishing.take_back(wish=found)
        return redirect("calls:wish", token)
    call = found.group.call if found.group else None
    context = {"wish": found, "question": found.question, "call": call if call and call.live else None}
    return render(request, "calls/wishes/wish.html", context)


def _open_question(pk: int) -> WishQuestion:
    """Return a question that takes answers now; 404 for any other, like one that does not exist."""
    questions = WishQuestion.objects.open(at=timezone.now()).select_related("page", "territory")
    return get_object_or_404(questions, pk=pk)
