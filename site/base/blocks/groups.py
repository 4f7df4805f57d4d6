"""The headings under which the blocks are listed when an editor inserts one."""

from django.utils.translation import gettext_lazy as _

TEXT = _("Texte")
PICTURES = _("Images")
PROJECTS = _("Projets et programme")
