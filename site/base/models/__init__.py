"""Models every section of the site may rest on: territory, pictures, tags, page mixin, audit."""

from .audit import AuditLine
from .files import PrivateFile, PrivateFileQuerySet
from .images import Image, Rendition
from .jobs import JobRun
from .limits import RateCounter
from .pages import LASTING_SETTINGS, BasePage
from .tags import Tag, page_tags
from .territories import Territory, TerritoryQuerySet
from .visits import VisitCount

__all__ = [
    "LASTING_SETTINGS",
    "AuditLine",
    "BasePage",
    "Image",
    "JobRun",
    "PrivateFile",
    "PrivateFileQuerySet",
    "RateCounter",
    "Rendition",
    "Tag",
    "Territory",
    "TerritoryQuerySet",
    "VisitCount",
    "page_tags",
]
