"""Territories, audit trail and jobs in the admin: for technical administrators, and only what makes sense."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from base.audit import record
from base.fields import EurosListField, PercentField
from base.models import AuditLine, JobRun, Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    """A signed-in technical administrator."""
    client.force_login(User.objects.create_superuser("tech@example.org"))
    return client


@pytest.fixture
def territory() -> Territory:
    """A territory."""
    return Territory.objects.create(
        name="Ville de Rivelaine",
        slug="ville",
        platform_name="Rivelaine pousse",
        root_page=Page.get_first_root_node(),
        contact_name="Nadia Ferrand",
        contact_phone="04 65 71 00 10",
        contact_hours="en semaine",
        contact_email="bonjour@example.org",
        suggested_amounts=[500, 1000],
    )


def fields(territory: Territory, **changes: str) -> dict[str, str]:
    """Return what the form would post back unchanged, but for `changes`."""
    form = {
        "name": territory.name,
        "slug": territory.slug,
        "platform_name": territory.platform_name,
        "baseline": "",
        "root_page": str(territory.root_page_id),
        "zone": "Europe/Paris",
        "logo": "",
        "brand_colour": "#1f4d3a",
        "accent_colour": "#b3472b",
        "commission_bps": "5",
        "vat_bps": "20",
        "receipt_reward_share_bps": "25",
        "receipt_reward_cap_cents": "73",
        "goal_ceiling_cents": "10 000",
        "surplus_percent": "150",
        "smallest_pledge_cents": "1",
        "largest_pledge_cents": "3 000",
        "largest_cash_cents": "300",
        "offline_days_before": "2",
        "suggested_amounts": "5 ; 10",
        "contact_name": territory.contact_name,
        "contact_role": "",
        "contact_phone": territory.contact_phone,
        "contact_hours": territory.contact_hours,
        "contact_email": territory.contact_email,
        "contact_address": "",
    }
    return {**form, **changes}


def test_a_territory_is_edited_in_euros_and_per_cent(staff: Client, territory: Territory) -> None:
    address = reverse("territoires:edit", args=[territory.pk])
    text = staff.get(address).content.decode()
    assert 'value="10000"' in text
    assert 'value="5 ; 10"' in text
    response = staff.post(
        address,
        fields(
            territory, commission_bps="6,5", goal_ceiling_cents="12 500,50 €", suggested_amounts="20;5;50"
        ),
    )
    assert response.status_code == 302, response.context["form"].errors
    territory.refresh_from_db()
    assert territory.commission_bps == 650
    assert territory.goal_ceiling_cents == 1_250_050
    assert territory.suggested_amounts == [500, 2000, 5000]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("accent_colour", "#ffee99", "trop claire"),
        ("brand_colour", "vert", "#1f4d3a"),
        ("commission_bps", "25", "dépasser"),
        ("commission_bps", "cinq", "pourcentage"),
        ("suggested_amounts", "0,50 ; 10", "entre le minimal"),
        ("largest_pledge_cents", "0,50", "minimal est de"),
        ("zone", "Paris", "fuseau"),
        ("transfer_iban", "FR76 3000 6000 0112 3456 7890 188", "IBAN n’existe pas"),
    ],
)
def test_what_would_do_harm_is_refused_with_a_reason(
    staff: Client, territory: Territory, field: str, typed: str, words: str
) -> None:
    response = staff.post(
        reverse("territoires:edit", args=[territory.pk]), fields(territory, **{field: typed})
    )
    assert words in str(response.context["form"].errors[field])


def test_a_territory_is_never_deleted(staff: Client, territory: Territory) -> None:
    assert staff.post(reverse("territoires:delete", args=[territory.pk])).status_code == 302
    assert Territory.objects.filter(pk=territory.pk).exists()


def test_the_trail_is_read_and_never_written_by_hand(staff: Client, territory: Territory) -> None:
    actor = User.objects.get()
    line = record("pledges.exported", actor=actor, subject=territory, detail={"rows": 3})
    assert (line.object_kind, line.object_id, line.actor) == ("base.territory", str(territory.pk), actor)
    assert record("site.started").actor is None
    assert "pledges.exported" in staff.get(reverse("journal:index")).content.decode()
    assert staff.get(reverse("journal:inspect", args=[line.pk])).status_code == 200
    for name in ("edit", "delete"):
        assert staff.post(reverse(f"journal:{name}", args=[line.pk]), {"action": "x"}).status_code == 302
    assert staff.post(reverse("journal:add"), {"action": "x"}).status_code == 302
    assert AuditLine.objects.count() == 2
    assert AuditLine.objects.get(pk=line.pk).action == "pledges.exported"


def test_the_worker_s_life_is_seen(staff: Client) -> None:
    JobRun.objects.create(name="notices.send", next_run_at=timezone.now(), last_error="no luck")
    assert "no luck" in staff.get(reverse("taches:index")).content.decode()


def test_fields_of_rates_and_lists() -> None:
    assert PercentField().clean("5,25 %") == 525
    assert PercentField().prepare_value(525) == "5,25"
    assert not PercentField().has_changed(500, "5,0")
    assert EurosListField(required=False).clean("") == []
    with pytest.raises(ValidationError, match="points-virgules"):
        EurosListField().clean("5, 10 et 20")
