"""Putting a page into a theme's hand-picked selection from outside its editing form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from base.page_cache import forget_pages
from themes.models import ThemePage, ThemePick

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def pick_page(*, theme: ThemePage, page: Page, actor: User) -> bool:
    """Add `page` at the end of the selection of `theme`; return whether the public sees it at once.

    A theme with unpublished changes keeps them as a draft, the new pick with them; so does one that `actor` may not
    publish. A page already picked changes nothing.
    """
    draft = theme.get_latest_revision_as_object()
    may_publish = theme.permissions_for_user(actor).can_publish()
    at_once = theme.live and not theme.has_unpublished_changes and may_publish
    if all(pick.page_id != page.pk for pick in draft.picks.all()):
        draft.picks.add(ThemePick(page=page, sort_order=draft.picks.count()))
        revision = draft.save_revision(user=actor)
        if at_once:
            revision.publish(user=actor)
            forget_pages()
    return at_once
