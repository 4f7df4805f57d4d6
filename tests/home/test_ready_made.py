"""Ready-made content: what each model holds, the draft made from it, who may, and the mark that stops publication."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from accounts.services import create_verified_user, grant_page_rights
from base.models import AuditLine, Territory
from base.unfinished import MARK
from calls.forms.questions import questionnaire_error
from calls.models import CallIndexPage, CallOffer, CallPage
from calls.questionnaire import QuestionKind, standard_section
from calls.services.forms import questionnaire_now
from home.models import PlainPage
from home.ready_made import CALLS, TEXTS, THEMES, ReadyMade, ready_made
from home.services.ready_made import start_from
from tests.builders import a_territory, the_territory
from tests.editorial import the_home, the_list
from tests.support.browser import assert_no_axe_violations
from tests.support.html import check_markup
from themes.models import ThemePage

pytestmark = pytest.mark.django_db

MODELS = [*THEMES, *CALLS, *TEXTS]
DATED = [call for call in CALLS if not call.is_standing]
PARIS = ZoneInfo("Europe/Paris")
# The clocks change between the day of making and the opening: the hour on the wall must not.
AT = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def member(*groups: str) -> User:
    """Somebody of these groups, with the rights the groups have on the first territory."""
    grant_page_rights(the_territory().root_page)
    return create_verified_user(f"equipe-{User.objects.count()}@example.org", None, groups=groups)


def signed_in(client: Client, *groups: str) -> Client:
    """The browser of somebody of these groups, in a town that has its lists."""
    for model in (CallPage, ThemePage):
        the_list(model)
    client.force_login(member(*groups), backend=BACKEND)
    return client


def made(model: ReadyMade, territory: Territory | None = None) -> Any:
    """The draft made from a model."""
    for kind in (CallPage, ThemePage):
        the_list(kind, territory)
    return start_from(model=model, territory=territory or the_territory(), by=member(EDITORS), at=AT)


def test_there_are_three_themes_three_calls_and_a_standing_one_five_texts() -> None:
    assert (len(THEMES), len(DATED), len(CALLS), len(TEXTS)) == (3, 3, 4, 5)
    assert len({model.code for model in MODELS}) == len(MODELS)
    assert [model for model in MODELS if ready_made(model.code) is not model] == []
    assert ready_made("rien") is None
    assert [text.slug for text in TEXTS if text.for_proposals] == ["proposer-un-projet"]


@pytest.mark.parametrize("call", DATED, ids=lambda call: call.code)
def test_a_call_is_ready_but_for_what_only_the_territory_knows(call: Any) -> None:
    assert sum(criterion.weight for criterion in call.criteria) == 100
    assert {offer.kind for offer in call.offers} <= set(CallOffer.Kind.values)

    page = made(call)

    assert page.opens_at == dt.datetime(2026, 11, 3, 8, 0, tzinfo=PARIS)
    assert page.closes_at == dt.datetime(2026, 12, 15, 23, 59, tzinfo=PARIS)
    assert page.results_at > page.closes_at
    assert (page.goal_ceiling_cents, page.surplus_percent) == (None, None)
    latest = page.get_latest_revision_as_object()
    assert [row.title for row in latest.criteria.all()] == [criterion.title for criterion in call.criteria]
    assert latest.offers.count() == len(call.offers)
    assert {tag.name for tag in latest.tags.all()} == set(call.tags)
    assert page.places == call.places


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.code)
def test_its_form_can_be_answered_and_published_as_it_is(call: Any) -> None:
    page = CallPage.objects.get(pk=made(call).pk)

    assert questionnaire_error(page.questions) is None
    form = questionnaire_now(page)
    standard = len(standard_section(goal_ceiling_cents=1).questions)
    assert len(list(form.questions)) == standard + call.asked
    assert len({question.key for question in form.questions}) == standard + call.asked
    page.questions.stream_block.clean(page.questions)


def test_one_model_asks_ten_questions_of_many_kinds() -> None:
    assert max(call.asked for call in DATED) >= 10
    kinds = {row.kind for call in DATED for row in call.questions if hasattr(row, "kind")}
    assert kinds >= set(QuestionKind) - {QuestionKind.SHORT_TEXT}


def test_the_standing_model_has_no_end_and_nothing_left_to_complete() -> None:
    page = made(next(call for call in CALLS if call.is_standing))

    assert (page.is_standing, page.opens_at, page.closes_at) == (True, None, None)
    assert MARK not in page.searchable_text()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_a_model_becomes_a_draft_that_can_be_opened_seen_and_not_published_yet(
    client: Client, model: ReadyMade
) -> None:
    editor = signed_in(client, EDITORS)

    response = editor.post(reverse("ready_made:use", args=[model.code]))

    page = Page.objects.get(title=model.title).specific
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert page.owner == User.objects.get()
    assert AuditLine.objects.get(action="ready_made.used").detail == {"model": model.code}
    opened = editor.get(response["Location"]).content.decode()
    assert model.title in opened
    shown = page.make_preview_request().content.decode()
    check_markup(shown)
    assert "$" not in shown.partition("<main")[2].partition("</main>")[0]
    assert (MARK in shown) is not getattr(model, "is_standing", False)
    assert len(page.summary) <= 200
    page.full_clean()


def test_texts_say_what_the_site_knows() -> None:
    rules = made(ready_made("texte-comment-ca-marche"))  # type: ignore[arg-type]
    legal = made(ready_made("texte-mentions-legales"))  # type: ignore[arg-type]

    text = rules.searchable_text()
    assert "5\u00a0%" in text
    assert "10\u202f000\u00a0€" in text
    assert "Nadia Berthier" in text
    assert f"Ville de Rivelaine, {MARK}" in legal.searchable_text(), (
        "an address nobody gave is to be completed"
    )


def test_a_second_page_from_the_same_model_has_its_own_address() -> None:
    slugs = [made(ready_made("texte-accessibilite")).slug for _ in range(3)]  # type: ignore[arg-type]

    assert slugs == ["accessibilite", "accessibilite-2", "accessibilite-3"]


def test_the_hours_are_those_of_the_territory() -> None:
    away = a_territory(name="Zone lointaine", zone="Indian/Reunion")

    page = made(CALLS[0], away)

    assert page.opens_at == dt.datetime(2026, 11, 3, 8, 0, tzinfo=ZoneInfo("Indian/Reunion"))
    assert page.is_descendant_of(away.root_page)


def test_without_a_list_the_editor_is_told(client: Client) -> None:
    the_home()
    editor = signed_in(client, EDITORS)
    CallIndexPage.objects.all().delete()

    response = editor.post(reverse("ready_made:use", args=["appel-jeunesse"]), follow=True)

    assert "Créez d’abord la liste" in response.content.decode()
    assert not CallPage.objects.exists()


def test_the_screen_shows_every_model_or_one_kind(client: Client) -> None:
    editor = signed_in(client, EDITORS)
    url = reverse("ready_made:list")

    everything = editor.get(url).content.decode()
    calls = editor.get(f"{url}?genre=appels").content.decode()

    assert [
        model.code for model in MODELS if reverse("ready_made:use", args=[model.code]) not in everything
    ] == []
    assert everything.count("Partir de ce modèle</button>") == len(MODELS)
    assert "Grandir ici" not in calls
    assert "Mieux manger ici" in calls
    assert editor.get(f"{url}?genre=%00").status_code == 200


@pytest.mark.parametrize("name", ["themes", "calls"])
def test_the_lists_lead_to_the_models(client: Client, name: str) -> None:
    text = signed_in(client, EDITORS).get(reverse(f"programme_{name}:index")).content.decode()

    assert f"{reverse('ready_made:list')}?genre={'themes' if name == 'themes' else 'appels'}" in text


@pytest.mark.parametrize("groups", [(MODERATORS,), (FINANCE,), (), None])
def test_nobody_else_comes_in(client: Client, groups: tuple[str, ...] | None) -> None:
    the_list(CallPage)
    if groups is not None:
        signed_in(client, *groups)
    use = reverse("ready_made:use", args=["appel-jeunesse"])

    for response in (client.get(reverse("ready_made:list")), client.get(use), client.post(use)):
        assert response.status_code in {302, 403}
        assert "Partir de ce modèle" not in response.content.decode()
    assert not CallPage.objects.exists()


def test_what_is_not_there_or_elsewhere_is_not_found(client: Client) -> None:
    editor = signed_in(client, EDITORS)
    elsewhere = a_territory(name="Zone d’amont")
    use = reverse("ready_made:use", args=["appel-jeunesse"])

    assert editor.post(reverse("ready_made:use", args=["rien"])).status_code == 404
    assert editor.post(use, {"territoire": str(elsewhere.pk)}).status_code == 404
    assert editor.post(use, {"territoire": "x"}).status_code == 404
    assert editor.get(use).status_code == 405
    assert not CallPage.objects.exists()


def test_with_two_territories_one_is_chosen(client: Client) -> None:
    editor = signed_in(client, EDITORS)
    other = a_territory(name="Zone d’amont")
    grant_page_rights(other.root_page)
    use = reverse("ready_made:use", args=["texte-accessibilite"])

    assert editor.get(reverse("ready_made:list")).content.decode().count('name="territoire"') == len(MODELS)
    assert editor.post(use).status_code == 404
    assert editor.post(use, {"territoire": str(other.pk)}).status_code == 302
    assert PlainPage.objects.get().is_descendant_of(other.root_page)


def a_text(**fields: Any) -> dict[str, Any]:
    """What the form of a plain page sends."""
    usual = {
        "title": "Mentions", "slug": "mentions", "summary": "", "picture": "",
        "body": streamfield([("text", "Tout est dit.")]), "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**usual, **fields})


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"body": streamfield([("rich_text", rich_text(f"<p>SIREN : {MARK}</p>"))])}, "body"),
        ({"summary": f"{MARK} une phrase"}, "summary"),
        ({"title": MARK}, "title"),
    ],
)
def test_a_page_with_the_mark_is_kept_but_not_published(
    client: Client, fields: dict[str, Any], where: str
) -> None:
    editor = signed_in(client, EDITORS)
    url = reverse("wagtailadmin_pages:add", args=["home", "plainpage", the_home().pk])

    refused = editor.post(url, {**a_text(**fields), "action-publish": "1"})

    assert refused.status_code == 200
    assert where in refused.context["form"].errors
    assert "retirez ce passage" in refused.content.decode()
    assert not PlainPage.objects.exists()
    assert editor.post(url, a_text(**fields)).status_code == 302, "a draft may keep it"
    assert not PlainPage.objects.get().live


def test_a_finished_page_is_published(client: Client) -> None:
    editor = signed_in(client, EDITORS)
    url = reverse("wagtailadmin_pages:add", args=["home", "plainpage", the_home().pk])

    assert editor.post(url, {**a_text(), "action-publish": "1"}).status_code == 302
    assert PlainPage.objects.get().live


@time_machine.travel(AT, tick=False)
def test_a_mark_in_a_row_stops_the_call_too(client: Client) -> None:
    editor = signed_in(client, EDITORS)
    data = {
        "title": "Appel", "slug": "appel", "summary": "", "picture": "", "tags": "", "comments": inline_formset([]),
        "opens_at": "2026-11-02 09:00", "closes_at": "2026-12-07 23:59",
        "body": streamfield([]), "who_may_answer": streamfield([]), "results": streamfield([]),
        "questions": streamfield([]),
        "criteria": inline_formset([]), "event_links": inline_formset([]), "retained": inline_formset([]),
        "offers": inline_formset([{"kind": "place", "text": f"{MARK} une cuisine"}]),
    }  # fmt: skip
    url = reverse("wagtailadmin_pages:add", args=["calls", "callpage", the_list(CallPage).pk])

    refused = editor.post(url, {**nested_form_data(data), "action-publish": "1"})

    assert refused.status_code == 200
    errors = refused.context["form"].formsets["offers"].errors
    assert MARK in " ".join(errors[0]["text"])
    assert not CallPage.objects.exists()


@pytest.mark.browser
def test_the_screen_of_models_is_accessible_and_leads_on(site_page: BrowserPage, client: Client) -> None:
    cookie = signed_in(client, EDITORS).cookies["sessionid"].value
    site_page.goto("/")
    site_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site_page.url}])
    for width in (390, 1440):
        site_page.set_viewport_size({"width": width, "height": 900})
        site_page.goto("/admin/modeles/")
        assert_no_axe_violations(site_page)

    site_page.get_by_role("button", name="Partir de ce modèle : Mieux manger ici").click()

    expect(site_page.get_by_label("Ouverture")).not_to_have_value("")
    site_page.get_by_role("button", name="Plus d'actions").click()
    site_page.get_by_role("button", name="Publier").click()
    expect(site_page.get_by_text("retirez ce passage").first).to_be_visible()
    assert CallPage.objects.filter(live=False).exists()
