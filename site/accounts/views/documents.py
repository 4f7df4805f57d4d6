"""Documents of an organisation: keeping one, its versions, reading it, taking it off."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import allowed_actions
from accounts.errors import DocumentExists
from accounts.models import DocumentVersion, Organisation, OrganisationDocument
from accounts.organisation_forms import DocumentForm, VersionForm
from accounts.services.documents import add_version, keep_document, remove_document
from accounts.views.doors import bound, for_members, signed_in
from base import clock
from base.audit import record
from base.errors import FileRefused
from base.private_files import download_response


@for_members("write_documents")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Keep a document the organisation does not have yet."""
    form = DocumentForm(*bound(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_document(
                organisation=organisation, by=signed_in(request), at=clock.now(), **form.cleaned_data
            )
        except DocumentExists as refusal:
            form.add_error("title", str(refusal))
        except FileRefused as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, _("Le document est gardé : vous pourrez le joindre à vos dossiers."))
            return redirect("accounts:organisation", organisation.uuid)
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/document_form.html", context, status=422 if form.errors else 200)


@for_members("read_documents")
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """Show the versions of a document; for who may write, add one."""
    kept = _document(organisation, number)
    allowed = allowed_actions(signed_in(request), organisation)
    form = VersionForm(*bound(request), request.FILES or None) if "write_documents" in allowed else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                add_version(document=kept, by=signed_in(request), at=clock.now(), **form.cleaned_data)
            except OrganisationDocument.DoesNotExist as error:
                raise Http404 from error
            except FileRefused as refusal:
                form.add_error("upload", str(refusal))
            else:
                messages.success(request, _("La nouvelle version est gardée."))
                return redirect("accounts:document", organisation.uuid, kept.pk)
    today = timezone.localdate(clock.now())
    context: dict[str, Any] = {
        "organisation": organisation,
        "document": kept,
        "versions": [
            (version, version.has_expired_on(today))
            for version in kept.versions.select_related("file", "added_by")
        ],
        "form": form,
        "allowed": allowed,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "accounts/document.html", context, status=status)


@for_members("write_documents")
@require_POST
def remove(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """Take a document off the list."""
    remove_document(document=_document(organisation, number), by=signed_in(request), at=clock.now())
    messages.success(request, _("Le document est retiré. Les dossiers déjà déposés gardent leur copie."))
    return redirect("accounts:organisation", organisation.uuid)


@for_members("read_documents")
@require_safe
def download(request: HttpRequest, organisation: Organisation, number: int, version: int) -> HttpResponse:
    """Hand a version over, and note who took it."""
    wanted = get_object_or_404(
        DocumentVersion.objects.select_related("file"),
        document=_document(organisation, number),
        number=version,
    )
    record(
        "organisation.document_read",
        actor=signed_in(request),
        subject=organisation,
        detail={"document": number, "version": version},
    )
    return cast(HttpResponse, download_response(wanted.file))


def _document(organisation: Organisation, number: int) -> OrganisationDocument:
    return get_object_or_404(organisation.documents.filter(removed_at=None), pk=number)
