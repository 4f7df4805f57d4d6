"""What keeps « Publier » from crossing the draft that the admin is keeping by itself."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_editor_js")
def publish_after_autosave() -> SafeString:
    """Have the buttons of a page's form wait for the draft on its way: sent meanwhile, a new page was made twice."""
    return format_html('<script src="{}"></script>', static("js/admin/publish_after_autosave.js"))
