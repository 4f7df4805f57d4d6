"""Showing the site as it will stand at a moment: everything is done in a transaction that is always undone.

What is due by then is published and what has expired is retired, as the worker would, then the page is built as a
visitor without an account would see it. No row survives, no letter leaves, nothing waiting for the end of the
transaction is run. The one thing kept is resized pictures made on the way, with their rows: they are copies of
pictures that exist, and any visit makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from base import clock

# What the page's own request keeps of the editor's: where the site is, never who asks.
KEPT = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "REMOTE_ADDR", "wsgi.url_scheme")


@contextmanager
def site_as_of(at: datetime) -> Iterator[None]:
    """Inside, the clock says `at` and the database is as the worker will have left it; at the end nothing remains."""
    made: list[Any] = []
    try:
        with (
            clock.as_of(at),
            translation.override(settings.LANGUAGE_CODE),
            timezone.override(timezone.get_default_timezone()),
            disable_reference_index_auto_update(),
            transaction.atomic(),
        ):
            try:
                last = _renditions().aggregate(last=Max("pk"))["last"] or 0
                _publish_due(at)
                Page.objects.filter(live=True, expire_at__lte=at).update(live=False, expired=True)
                yield
                made += _renditions().filter(pk__gt=last)
            finally:
                transaction.set_rollback(True)
    finally:
        _keep(made)


def page_as_of(*, page_id: int, at: datetime, environ: Mapping[str, Any]) -> HttpResponse:
    """Return the page as the public will see it at `at`; Http404 when it will not.

    `environ` is where the site is asked for, as the server wrote it; nothing of who asks is read from it.
    """
    with site_as_of(at):
        found = Page.objects.filter(pk=page_id).first()
        page = found.specific if found is not None else None
        if page is None or not page.live or page.get_view_restrictions().exists():
            raise Http404
        return _rendered(page, environ)


def _publish_due(at: datetime) -> None:
    """Do what Wagtail's own publishing would do at its hour, which refuses an hour still to come."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk")
    for revision in due:
        page = revision.as_object()
        page.live, page.expired, page.has_unpublished_changes = True, False, False
        page.live_revision, page.last_published_at = revision, revision.approved_go_live_at
        page.first_published_at = page.first_published_at or revision.approved_go_live_at
        page.save(clean=False)
        page_published.send(sender=page.specific_class, instance=page, revision=revision)


def _rendered(page: Page, environ: Mapping[str, Any]) -> HttpResponse:
    response = page.serve(_signed_out(page, environ))
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    return response


def _signed_out(page: Page, environ: Mapping[str, Any]) -> HttpRequest:
    """Return the request that a visitor of whom nothing is known would make for `page`."""
    kept = {name: environ[name] for name in KEPT if name in environ}
    site = page.get_site()
    if site is not None and not site.is_default_site:
        kept.update(_address_of(site))
    request: Any = WSGIRequest(
        {
            **kept,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": page.relative_url(site) if site is not None else "/",
            "QUERY_STRING": "",
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    # Middleware and templates know by this that no visitor asks.
    request.is_dummy = True
    return request


def _address_of(site: Site) -> dict[str, str]:
    port = "" if site.port in (80, 443) else f":{site.port}"
    return {"HTTP_HOST": f"{site.hostname}{port}", "SERVER_NAME": site.hostname}


def _renditions() -> Any:
    return get_image_model().get_rendition_model().objects.all()


def _keep(made: list[Any]) -> None:
    """Write again the rows of resized pictures: their files exist, and the cache of renditions names them."""
    for rendition in made:
        rendition.pk = None
        rendition._state.adding = True
    if made:
        _renditions().bulk_create(made, ignore_conflicts=True)
