"""Three organisations as their members keep them: who acts for them, and documents written at load time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership, Organisation, User
from accounts.services.documents import add_version, keep_document
from accounts.services.organisations import edit_organisation, found_organisation
from home.demo.clock import Clock
from home.demo.town import CITIZEN, HOLDER

Right = Membership.Right


@dataclass(frozen=True)
class KeptOrganisation:
    """What is known of one organisation; the first of `members` founds it unless a campaign has made it already."""

    name: str
    kind: str
    presentation: str
    address: str
    members: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str, str], ...]  # kind, precision, file name
    siret: str = ""
    rna: str = ""


ORGANISATIONS = (
    KeptOrganisation(
        name="Le Comptoir des Tanneries",
        kind=Organisation.Kind.ASSOCIATION,
        presentation="Deux voisins, un comptoir, des paniers de légumes et un établi pour réparer ce qui casse.",
        address="3, quai des Tanneries, Rivelaine",
        rna="W751000001",
        members=((HOLDER.email, Right.ADMINISTRATOR), (CITIZEN.email, Right.READER)),
        documents=(
            ("statutes", "", "statuts-comptoir.pdf"),
            ("minutes", "assemblée constitutive", "pv-assemblee.pdf"),
            ("insurance", "", "assurance-2026.pdf"),
        ),
    ),
    KeptOrganisation(
        name="Les Pieds dans la terre",
        kind=Organisation.Kind.COLLECTIVE,
        presentation="Trente jardinières et jardiniers du pied des immeubles.",
        address="Square des Mégissiers, Rivelaine",
        members=((HOLDER.email, Right.EDITOR),),
        documents=(("accounts", "2025", "comptes-2025.pdf"),),
    ),
    KeptOrganisation(
        name="La Réserve du Grand-Clos",
        kind=Organisation.Kind.ASSOCIATION,
        presentation="La coopérative alimentaire du quartier : quatre heures par mois, et des prix qui se comprennent.",
        address="12, allée du Grand-Clos, Rivelaine",
        siret="73282932000074",
        members=((CITIZEN.email, Right.READER),),
        documents=(("statutes", "", "statuts-reserve.pdf"), ("accounts", "2025", "comptes-2025.pdf")),
    ),
)


def write_organisations(accounts: dict[str, User], clock: Clock) -> None:
    """Complete the organisations that campaigns have made, found the others, and keep their documents."""
    for kept in ORGANISATIONS:
        values = {
            name: getattr(kept, name) for name in ("name", "kind", "presentation", "address", "siret", "rna")
        }
        organisation = Organisation.objects.filter(name=kept.name).first()
        if organisation is None:
            organisation = found_organisation(by=accounts[kept.members[0][0]], **values)
        by = organisation.memberships.administrators().select_related("user").earliest("pk").user
        edit_organisation(organisation=organisation, by=by, **{**values, "kind": organisation.kind})
        for email, right in kept.members:
            Membership.objects.get_or_create(
                organisation=organisation, user=accounts[email], defaults={"right": right}
            )
        _keep_documents(organisation, kept, by, clock)


def _keep_documents(organisation: Organisation, kept: KeptOrganisation, by: User, clock: Clock) -> None:
    for number, (kind, title, file_name) in enumerate(kept.documents):
        at = clock.moment(number - 200)
        words = (organisation.name, file_name.removesuffix(".pdf"), "Document de la démonstration")
        version = keep_document(
            organisation=organisation,
            kind=kind,
            title=title,
            upload=SimpleUploadedFile(file_name, small_pdf(words), "application/pdf"),
            by=by,
            at=at,
            valid_until=_a_year_after(at.date()) if kind == "insurance" else None,
        )
        if kind == "statutes":
            newer = SimpleUploadedFile(
                file_name, small_pdf((*words, "Modifiés en assemblée")), "application/pdf"
            )
            add_version(document=version.document, upload=newer, by=by, at=at + timedelta(days=90))


def _a_year_after(day: date) -> date:
    return day + timedelta(days=365)


def small_pdf(lines: tuple[str, ...]) -> bytes:
    """Return a one-page PDF of a few lines: plain enough to be written by hand, table of objects included."""
    shown = "".join(f"({_escaped(line)}) Tj 0 -28 Td " for line in lines)
    words = f"BT /F1 18 Tf 72 760 Td {shown}ET".encode("cp1252", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    written = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
