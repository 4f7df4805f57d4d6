"""The editors' screen of a question: wishes to read, wishes to gather, groups and what became of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from accounts.doors import editors_only
from calls.errors import CallError
from calls.forms.wishes import DeliverForm, GroupForm
from calls.models import WishGroup, WishQuestion
from calls.services import gathering

PER_PAGE = 100


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question's wishes; on POST publish, put aside or gather those ticked."""
    question = get_object_or_404(WishQuestion.objects.select_related("page"), pk=pk)
    form = GroupForm(groups=question.groups.all())
    if request.method == "POST":
        ticked = _numbers(request.POST.getlist("wish"))
        action = request.POST.get("action", "")
        if not ticked:
            messages.error(request, _("Cochez d’abord une ou plusieurs envies."))
        elif action in {"publish", "refuse"}:
            _read(request, ticked, publish=action == "publish")
            return redirect("wish_questions:gather", pk)
        elif action == "group":
            form = GroupForm(request.POST, groups=question.groups.all())
            if form.is_valid():
                group = gathering.group_wishes(
                    question=question,
                    wishes=ticked,
                    group=form.cleaned_data["group"],
                    title=form.cleaned_data["title"],
                )
                messages.success(
                    request, _("Les envies sont dans le groupe « %(group)s ».") % {"group": group}
                )
                return redirect("wish_questions:gather", pk)
    return _screen(request, question, form, status=422 if form.errors else 200)


@editors_only
@require_POST
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft of a call out of a group, and open it."""
    group = get_object_or_404(WishGroup, pk=pk)
    try:
        call = gathering.launch_call(group=group, at=timezone.now(), actor=request.user)  # type: ignore[arg-type]
    except CallError as refused:
        messages.error(request, refused.reason)
        return redirect("wish_questions:gather", group.question_id)
    messages.success(request, _("Le brouillon de l’appel cite les envies du groupe : complétez-le."))
    return redirect("wagtailadmin_pages:edit", call.pk)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what was done, then write it to those who wished for it."""
    group = get_object_or_404(WishGroup.objects.select_related("question", "call"), pk=pk)
    form = DeliverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gathering.deliver(
            group=group,
            words=form.cleaned_data["words"],
            page=group.call,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, _("C’est dit : celles et ceux qui l’ont demandé reçoivent un message."))
        return redirect("wish_questions:gather", group.question_id)
    context = {
        "form": form,
        "group": group,
        "told": group.wishes.to_tell().count(),
        **_header(group.question, last=_("C’est fait")),
    }
    return render(request, "calls/admin/deliver_wishes.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, ticked: list[int], *, publish: bool) -> None:
    changed = gathering.read_wishes(
        wishes=ticked,
        publish=publish,
        at=timezone.now(),
        reader=request.user,  # type: ignore[arg-type]
    )
    said = (
        ngettext("%(number)d envie publiée.", "%(number)d envies publiées.", changed)
        if publish
        else ngettext("%(number)d envie écartée.", "%(number)d envies écartées.", changed)
    )
    messages.success(request, said % {"number": changed})


def _screen(request: HttpRequest, question: WishQuestion, form: GroupForm, *, status: int) -> HttpResponse:
    loose = question.wishes.published().filter(group=None)
    context = {
        "question": question,
        "form": form,
        "to_read": question.wishes.to_read()[:PER_PAGE],
        "loose": Paginator(loose, PER_PAGE).get_page(request.GET.get("page")),
        "groups": gathering.groups_of(question),
        **_header(question),
    }
    return render(request, "calls/admin/wishes.html", context, status=status)


def _header(question: WishQuestion, last: str = "") -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wish_questions:list"), "label": _("Envies des habitants")},
        {"url": reverse("wish_questions:gather", args=[question.pk]), "label": question.question},
    ]
    if last:
        crumbs.append({"url": "", "label": last})
    return {
        "header_title": last or question.question,
        "header_icon": "comment",
        "breadcrumbs_items": crumbs,
    }


def _numbers(values: list[str]) -> list[int]:
    """Return what are row numbers among posted values; anything else is passed over."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 16]
