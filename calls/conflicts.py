"""Who must not read what: declared by jurors, or seen from what the site knows of people and organisations."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Membership
from calls.models import Application, ApplicationMember, CallPage, Juror, Recusal


def conflicts_of(call: CallPage) -> set[tuple[int, int]]:
    """Return the pairs (application, juror) that may not be, in a constant number of queries."""
    declared = Recusal.objects.filter(juror__call=call).values_list("application", "juror")
    return {*declared, *_known_links(Juror.objects.filter(call=call), Application.objects.filter(call=call))}


def known_link(juror: Juror, application: Application) -> bool:
    """Tell whether the juror answers with this application, or belongs to the organisation that does."""
    return bool(
        _known_links(Juror.objects.filter(pk=juror.pk), Application.objects.filter(pk=application.pk))
    )


def _known_links(jurors: QuerySet[Juror], applications: QuerySet[Application]) -> set[tuple[int, int]]:
    seats: dict[int, int] = dict(jurors.values_list("user", "pk"))
    rows = applications.filter(Q(holder__in=seats) | Q(organisation__isnull=False)).values_list(
        "pk", "holder", "organisation"
    )
    joined = ApplicationMember.objects.filter(application__in=applications, user__in=seats)
    found = {(application, seats[user]) for application, user in joined.values_list("application", "user")}
    belonging: dict[int, set[int]] = {}
    for organisation, user in Membership.objects.filter(user__in=seats).values_list("organisation", "user"):
        belonging.setdefault(organisation, set()).add(user)
    for application, holder, organisation in rows:
        people = {holder, *belonging.get(organisation, ())} & seats.keys()
        found |= {(application, seats[user]) for user in people}
    return found
