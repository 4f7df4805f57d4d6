"""What the outlets draw."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from base.codes import code_svg

register = template.Library()


@register.simple_tag
def qr(address: str, title: str = "") -> SafeString:
    """Draw the code of an address; `title` names where it leads."""
    return code_svg(address, label=_("Code à photographier : %(title)s") % {"title": title or address})
