"""What editors make of wishes: reading them, grouping them, launching a call, telling what became of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from base.audit import record
from base.mail import site_address
from base.page_cache import forget_pages
from base.slugs import free_slug
from calls.errors import CallError
from calls.models import CallIndexPage, CallPage, Wish, WishGroup, WishQuestion
from campaigns.rules.status import PUBLIC_STATES
from notices.services import NoticeDraft, queue_notices

QUOTED = 12  # wishes written out in the draft of a call
S = Wish.State


class NoListOfCalls(CallError):
    """The territory has no page below which a call could stand."""


@transaction.atomic
def read_wishes(*, wishes: Collection[int], publish: bool, at: datetime, reader: User) -> int:
    """Publish or put aside wishes of the list, those taken back excepted; return how many changed."""
    state = S.PUBLISHED if publish else S.REFUSED
    rows = Wish.objects.filter(pk__in=wishes).exclude(state__in=[state, S.TAKEN_BACK])
    changed = rows.update(state=state, read_by=reader)
    if changed:
        forget_pages()
        record("wishes.read", actor=reader, detail={"published": publish, "number": changed}, at=at)
    return changed


@transaction.atomic
def group_wishes(
    *, question: WishQuestion, wishes: Collection[int], group: WishGroup | None = None, title: str = ""
) -> WishGroup:
    """Put published wishes of a question into `group`, or into a new one called `title`; return the group."""
    group = group or WishGroup.objects.create(question=question, title=title)
    if group.question_id != question.pk:
        raise CallError(_("Ce groupe appartient à une autre question."))
    Wish.objects.filter(question=question, pk__in=wishes, state=S.PUBLISHED).update(group=group)
    return group


@transaction.atomic
def launch_call(*, group: WishGroup, at: datetime, actor: User) -> CallPage:
    """Return the draft of a call born from a group, made when there is none yet; its wishes are quoted in it."""
    locked = (
        WishGroup.objects.select_for_update(of=("self",))
        .select_related("question__territory")
        .get(pk=group.pk)
    )
    if locked.call_id:
        return CallPage.objects.get(pk=locked.call_id)
    territory = locked.question.territory
    parent = CallIndexPage.objects.child_of(territory.root_page).first()
    if parent is None:
        raise NoListOfCalls(_("Ce territoire n’a pas encore de liste d’appels à projets."))
    published = list(locked.wishes.published())
    lines = [f"{wish.text} ({wish.neighbourhood})" for wish in published[:QUOTED]]
    call = CallPage(
        title=locked.title,
        slug=free_slug(parent, slugify(locked.title)),
        body=[
            ("heading", _("Ce que vous nous avez dit")),
            (
                "text",
                _("À la question « %(question)s », voici ce que vous avez répondu.")
                % {"question": locked.question},
            ),
            ("list", lines),
        ],
        live=False,
        owner=actor,
    )
    specific: Any = locked.question.page.specific
    if hasattr(specific, "tags"):
        call.tags.add(*specific.tags.all())
    parent.add_child(instance=call)
    call.save_revision(user=actor, log_action=True)
    WishGroup.objects.filter(pk=locked.pk).update(call=call)
    record("wishes.call_launched", actor=actor, subject=call, detail={"wishes": len(published)}, at=at)
    group.refresh_from_db()
    return call


@transaction.atomic
def deliver(*, group: WishGroup, words: str, page: Page | None, at: datetime, actor: User) -> None:
    """Say that what a group wished for is there, and write it to those who asked; a second time changes nothing."""
    if not WishGroup.objects.filter(pk=group.pk, delivered_at=None).update(
        delivered_at=at, delivered_words=words, delivered_page=page
    ):
        return
    group.refresh_from_db()
    record("wishes.delivered", actor=actor, subject=group, at=at)
    _tell(
        kind="wish_delivered",
        group=group,
        title=_("C’est fait : %(group)s") % {"group": group.title},
        paragraph=words,
        path=page.url if page and page.live else "",
        link_text=_("Voir ce qui s’est fait"),
    )


def tell_about_calls(*, at: datetime) -> int:
    """Write to the authors of wishes whose call is open, or answered by a public campaign; return how many groups.

    Each letter has one purpose per wish, so that it is written once however often this runs.
    """
    groups = WishGroup.objects.filter(call__live=True, call__opens_at__lte=at).select_related(
        "question", "call"
    )
    told = 0
    for group in groups.filter(call__closes_at__gt=at - timedelta(days=400)):
        with transaction.atomic():
            told += _tell_about_call(group, at=at)
    return told


def _tell_about_call(group: WishGroup, *, at: datetime) -> int:
    call = group.call
    assert call is not None
    if call.closes_at is not None and at < call.closes_at:
        _tell(
            kind="wish_call_opens",
            group=group,
            title=_("Un appel est né de votre envie : %(call)s") % {"call": call.title},
            paragraph=_("Avec d’autres, vous avez demandé ceci : « %(group)s ». L’appel est ouvert.")
            % {"group": group.title},
            path=call.url or "",
            link_text=_("Lire l’appel, et peut-être y répondre"),
        )
    answers = call.applications.filter(campaign__status__in=PUBLIC_STATES, campaign__page__live=True)
    first = answers.select_related("campaign__page").order_by("campaign__launched_at", "pk").first()
    if first is not None and first.campaign is not None:
        page = first.campaign.page
        _tell(
            kind="wish_answered",
            group=group,
            title=_("Un projet répond à votre envie : %(project)s") % {"project": page.title},
            paragraph=page.summary,
            path=page.url or "",
            link_text=_("Voir le projet"),
        )
    return 1


def _tell(*, kind: str, group: WishGroup, title: str, paragraph: str, path: str, link_text: str) -> None:
    """Write one letter to every author of the group who asked for it, once per wish and kind."""
    address = site_address(group.question.territory)
    queue_notices(
        NoticeDraft(
            kind=kind,
            recipient=wish.email,
            purpose=f"{kind}:{wish.pk}",
            context={
                "territory_id": group.question.territory_id,
                "wish_id": wish.pk,
                "title": title,
                "paragraphs": [
                    paragraph,
                    _("Vous aviez écrit : « %(wish)s »") % {"wish": wish.text},
                ],
                "path": path.removeprefix(address),
                "link_text": link_text,
                "token": str(wish.token),
            },
        )
        for wish in group.wishes.to_tell()
    )


def groups_of(question: WishQuestion) -> Any:
    """Return the groups of a question, each with the number of its published wishes; one query."""
    published = Count("wishes", filter=Q(wishes__state=S.PUBLISHED))
    return question.groups.select_related("call").annotate(number=published).order_by("-number", "title")
