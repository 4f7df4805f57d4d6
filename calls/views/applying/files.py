"""The one door of the files of applications."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.way_back import sign_in_first
from base.audit import record
from base.private_files import download_response
from calls.access import is_holder, may_download
from calls.models import ApplicationFile


@require_safe
def download(request: HttpRequest, reference: UUID, file: UUID) -> HttpResponseBase:
    """Hand over a file to those who may have it; 404 to the others, as for a file that does not exist."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    found = (
        ApplicationFile.objects.filter(
            reference=file, application__reference=reference, application__erased_at=None
        )
        .select_related("file", "application")
        .first()
    )
    if found is None or not may_download(request.user, found):
        raise Http404
    if not is_holder(request.user, found.application):
        record("application.file_read", actor=request.user, subject=found.application)
    return download_response(found.file)
