"""What somebody typed in a page whose session had ended: kept through signing in, given back to them and nobody else.

Every step carries a mark signed for one person and one application. It proves that the page was ours (in place of the
token of a session, which dies with it), and says whose words these are. What arrives without a session waits in the
visitor's new one, under that mark; whoever else signs in does not get it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.way_back import sign_in_first
from base.rate_limits import address_key, hit
from calls.forms.typed import plain_form

SALT = "calls.step"
KEPT = "calls.kept_text"
LONGEST = 400_000  # characters of one page
KEPT_AN_HOUR = 30  # pages, from one network address: whoever has a mark could fill the sessions without it
_HOUR = timedelta(hours=1)
VALID_SECONDS = 60 * 24 * 3600


def mark_of(user: User, reference: UUID) -> str:
    """Return the mark of a page made for `user` about one application."""
    return signing.dumps([user.pk, str(reference)], salt=SALT)


def written_by(mark: str, reference: UUID) -> int | None:
    """Return whose page a mark comes from; None when it is not ours, too old, or about another application."""
    try:
        user_id, about = signing.loads(mark, salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id) if about == str(reference) else None


def keep_text(request: HttpRequest, reference: UUID, section: str) -> HttpResponse:
    """Keep what a page without session posted, and ask to sign in; a script is told what to say."""
    if request.headers.get("accept", "").startswith("application/json"):
        words = _("Vous êtes déconnecté : appuyez sur « Enregistrer », votre texte sera gardé.")
        return JsonResponse({"state": "signed_out", "words": words}, status=401)
    writer = written_by(request.POST.get("mark", ""), reference) if request.method == "POST" else None
    if writer is not None:
        fields = {name: values for name, values in plain_form(request.POST).lists() if name != "mark"}
        length = sum(len(text) for values in fields.values() for text in values)
        messages.warning(request, _keep(request, writer, reference, section, fields, length))
    return sign_in_first(request)


def _keep(
    request: HttpRequest,
    writer: int,
    reference: UUID,
    section: str,
    fields: dict[str, list[str]],
    length: int,
) -> str:
    """Keep the fields in the visitor's session, within limits; return what to tell them."""
    back = _("revenez en arrière pour copier votre texte, puis connectez-vous.")
    if length > LONGEST:
        return _("Vous étiez déconnecté, et ce texte est trop long pour être gardé ici : %(back)s") % {
            "back": back
        }
    if hit("calls.kept_text", address_key(request), limit=KEPT_AN_HOUR, per=_HOUR, at=timezone.now()):
        return _("Vous étiez déconnecté, et trop de textes attendent déjà ici : %(back)s") % {"back": back}
    request.session[KEPT] = {
        "writer": writer,
        "reference": str(reference),
        "section": section,
        "fields": fields,
    }
    return _("Vous étiez déconnecté. Ce que vous avez tapé est gardé : connectez-vous pour le retrouver.")


def kept_text(request: HttpRequest, reference: UUID, section: str) -> QueryDict | None:
    """Return what the person typed in that step before signing in, None when nothing, or when it is somebody else's."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    if kept["writer"] != request.user.pk:
        del request.session[KEPT]
        return None
    if (kept["reference"], kept["section"]) != (str(reference), section):
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        fields.setlist(name, values)
    return fields


def forget_text(request: HttpRequest, reference: UUID, section: str) -> None:
    """Forget what was kept for a step that is being saved."""
    kept = request.session.get(KEPT)
    if kept and (kept["reference"], kept["section"]) == (str(reference), section):
        del request.session[KEPT]
