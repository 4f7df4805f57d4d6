"""Saying a wish, confirming an address, taking it back: what residents do, without an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from base.page_cache import forget_pages
from calls.errors import CallError
from calls.models import Wish, WishQuestion
from notices.services import queue_notice

KEPT_AFTER = timedelta(days=730)  # addresses, after the wish was said
UNCONFIRMED_KEPT = timedelta(days=7)


class QuestionClosed(CallError):
    """The question takes no more answers."""


@transaction.atomic
def say_wish(*, question: WishQuestion, text: str, neighbourhood: str, at: datetime, email: str = "") -> Wish:
    """Keep a wish for an editor to read, and write to the address, if any, the link that confirms it.

    QuestionClosed outside the question's dates. The same sentence from the same neighbourhood twice in a day, as a
    double click or a reload sends it, is one wish.
    """
    if not WishQuestion.objects.open(at=at).filter(pk=question.pk).exists():
        raise QuestionClosed(
            _("Cette question est close : merci de l’attention, gardez votre idée pour la suivante.")
        )
    email = email.strip().lower()
    known = question.wishes.filter(
        text=text, neighbourhood=neighbourhood, email=email, said_at__gt=at - timedelta(days=1)
    ).first()
    if known is not None:
        return known
    wish = Wish.objects.create(
        question=question, text=text, neighbourhood=neighbourhood, email=email, said_at=at
    )
    if email:
        queue_notice(
            kind="wish_said",
            recipient=email,
            purpose=f"wish:{wish.pk}:said",
            context={
                "territory_id": question.territory_id,
                "wish_id": wish.pk,
                "title": _("Confirmez votre adresse pour suivre votre envie"),
                "paragraphs": [
                    _("Vous avez écrit : « %(wish)s »") % {"wish": text},
                    _(
                        "Confirmez votre adresse, et nous vous écrirons quatre fois au plus : quand un appel en naît, "
                        "pour vous inviter à y répondre, quand un projet y répond, quand c’est fait."
                    ),
                ],
                "path": reverse("calls:wish", args=[wish.token]),
                "link_text": _("Confirmer mon adresse"),
            },
        )
    return wish


@transaction.atomic
def confirm_address(*, wish: Wish, at: datetime) -> None:
    """Note that the wish's author reads that address; twice changes nothing."""
    Wish.objects.filter(pk=wish.pk, confirmed_at=None).exclude(email="").update(confirmed_at=at)


@transaction.atomic
def stop_letters(*, wish: Wish) -> None:
    """Forget the address of a wish: nothing more is written to it. The wish stays."""
    Wish.objects.filter(pk=wish.pk).update(email="", confirmed_at=None)


@transaction.atomic
def take_back(*, wish: Wish) -> None:
    """Take a wish out of the public's sight with its author's address; for good."""
    Wish.objects.filter(pk=wish.pk).update(
        state=Wish.State.TAKEN_BACK, email="", confirmed_at=None, group=None
    )
    forget_pages()


def forget_addresses(*, at: datetime) -> int:
    """Empty the addresses that nobody confirmed, and those too old to be told anything; return how many."""
    with_address = Wish.objects.exclude(email="")
    unconfirmed = with_address.filter(confirmed_at=None, said_at__lt=at - UNCONFIRMED_KEPT)
    old = with_address.filter(said_at__lt=at - KEPT_AFTER)
    return unconfirmed.update(email="") + old.update(email="", confirmed_at=None)
