"""Hours that staff type about a jury or a publication are those of the call's territory, and are shown so."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS
from base.models import Territory
from calls.models import CallPage
from tests.applications import a_deposited_application
from tests.editorial import a_member
from tests.juries import a_decision, a_judged_call, a_juror, a_reading

pytestmark = pytest.mark.django_db


def test_rounds_and_publications_are_told_in_the_zone_of_the_territory() -> None:
    call = a_judged_call()
    Territory.objects.update(zone="Indian/Reunion")
    client = Client()
    client.force_login(a_member(EDITORS))
    day = timezone.now().date() + dt.timedelta(days=9)
    jury, decisions = f"/admin/appels/{call.pk}/jury/", f"/admin/appels/{call.pk}/decisions/"

    client.post(jury, {"action": "round", "due_at": f"{day}T18:00"})
    a_decision(a_deposited_application(call))
    client.post(decisions, {"action": "plan", "planned_at": f"{day}T19:30", "is_partial": "on"})

    call = CallPage.objects.get(pk=call.pk)
    local = dt.timezone(dt.timedelta(hours=4))
    assert call.rounds.get().due_at == dt.datetime.combine(day, dt.time(18), local)
    assert call.publications.get().planned_at == dt.datetime.combine(day, dt.time(19, 30), local)
    reading = a_reading(a_deposited_application(call), a_juror(call))
    juror = Client()
    juror.force_login(reading.juror.user)
    for browser, address, hour in (
        (client, jury, "18 h"),
        (client, decisions, "19 h 30"),
        (juror, f"/jury/{call.pk}/", "18 h"),
        (juror, f"/jury/dossiers/{reading.pk}/", "18 h"),
    ):
        text = browser.get(address).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
        assert hour in text, address
        assert "heure de La Réunion" in text, address
        assert "eure de Paris" not in text, address
    assert f'value="{day}T18:00"' in client.get(jury).content.decode()
