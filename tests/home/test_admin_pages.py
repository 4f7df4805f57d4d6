"""An editor makes, previews and publishes every editorial page; refusals say what is wrong, beside the field."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from calls.models import CallIndexPage, CallPage
from campaigns.models import CampaignIndexPage, CampaignPage
from home.models import HomePage, PlainPage
from stories.models import (
    EventIndexPage,
    EventPage,
    KitIndexPage,
    KitPage,
    SchemeIndexPage,
    SchemePage,
    StoryIndexPage,
    StoryPage,
)
from tests.builders import a_campaign
from tests.directory_forms import kit_fields, scheme_fields
from tests.editorial import LISTS, a_call, a_story, an_editor, an_event, the_home, the_list
from tests.support.html import check_markup
from themes.models import ThemeIndexPage, ThemePage

pytestmark = pytest.mark.django_db

Form = dict[str, Any]
NO_ROWS = inline_formset([])
SHARED = {"summary": "En une phrase.", "picture": "", "slug": "nouvelle-page", "comments": NO_ROWS}
TEXT = streamfield(
    [("heading", "Un intertitre"), ("text", "Un <b>texte</b>."), ("rich_text", rich_text("<p>Oui</p>"))]
)


def home_form() -> Form:
    """A front page with two sections."""
    return {
        **SHARED,
        "title": "Accueil",
        "body": streamfield([("figures", {"title": ""}), ("call", {}), ("events", {"title": "Bientôt"})]),
    }


def plain_form() -> Form:
    """A plain page."""
    return {**SHARED, "title": "Accessibilité", "body": TEXT, "in_footer": "on"}


def theme_form() -> Form:
    """A theme that picks one page."""
    picks = inline_formset([{"page": a_story().pk}])
    return {**SHARED, "title": "Circuits courts", "body": TEXT, "picks": picks, "tags": "pain, four"}


def call_form(**changes: Any) -> Form:
    """A call with one criterion, one offer, one event, one result."""
    usual = {
        **SHARED,
        "title": "Pieds d’immeuble",
        "body": TEXT,
        "who_may_answer": streamfield([("text", "Tout le monde.")]),
        "opens_at": "2026-11-02 09:00",
        "closes_at": "2026-12-07 23:59",
        "results_at": "2027-01-10 12:00",
        "goal_ceiling_cents": "4 500,50",
        "criteria": inline_formset(
            [
                {"title": "Utilité", "weight": "60", "explanation": "À qui cela sert."},
                {"title": "Réalisme", "weight": "40", "explanation": ""},
            ]
        ),
        "offers": inline_formset([{"kind": "place", "text": "La halle, un mois"}]),
        "event_links": inline_formset([{"event_page": an_event().pk}]),
        "retained": inline_formset([{"title": "Un four", "sentence": "", "campaign_page": ""}]),
        "results": streamfield([]),
        "questions": streamfield(
            [
                ("long_text", {"label": "Racontez", "help": "", "longest": "900", "role": "story"}),
                (
                    "choice",
                    {
                        "label": "Quand ?",
                        "help": "",
                        "choices": streamfield([("item", "matin"), ("item", "soir")]),
                    },
                ),
            ]
        ),
        "fund_cents": "20 000",
        "fund_percent": "30",
        "fund_cap_cents": "2 000",
        "documents": NO_ROWS,
        "faq": inline_formset([{"question": "Faut-il un statut ?", "answer": "Non."}]),
        "tags": "pain",
    }
    return {**usual, **changes}


def story_form() -> Form:
    """A story of one campaign."""
    return {
        **SHARED,
        "title": "Un an après",
        "published_on": "2026-05-01",
        "body": TEXT,
        "campaign_links": inline_formset([{"campaign_page": a_campaign().page_id}]),
        "tags": "pain",
    }


def event_form(**changes: Any) -> Form:
    """An event of an evening."""
    usual = {
        **SHARED,
        "title": "Soirée des projets",
        "starts_at": "2026-11-20 19:00",
        "ends_at": "2026-11-20 21:00",
        "place": "Maison des projets",
        "kind": "evening",
        "repeats": "none",
        "body": TEXT,
        "campaign_links": NO_ROWS,
        "tags": "",
    }
    return {**usual, **changes}


def list_form() -> Form:
    """A list of pages."""
    return {**SHARED, "title": "Une liste"}


PAGES: list[tuple[type[Page], Callable[[], Form]]] = [
    (PlainPage, plain_form),
    (ThemePage, theme_form),
    (CallPage, call_form),
    (StoryPage, story_form),
    (EventPage, event_form),
    (SchemePage, lambda: {**SHARED, **scheme_fields()}),
    (KitPage, lambda: {**SHARED, **kit_fields()}),
]
LIST_PAGES = [
    ThemeIndexPage, CallIndexPage, StoryIndexPage, EventIndexPage, SchemeIndexPage, KitIndexPage,
]  # fmt: skip


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor who has signed in."""
    the_home()
    client.force_login(an_editor(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, model: type[Page], parent: Page) -> str:
    """The admin's address to add a page of `model` below `parent`."""
    return reverse(
        f"wagtailadmin_pages:{name}", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )


def place(model: type[Page]) -> Page:
    """Where a page of `model` goes."""
    return the_list(model) if model in LISTS else the_home()


@pytest.mark.parametrize(("model", "form"), PAGES)
def test_an_editor_makes_and_publishes_it(
    editor: Client, model: type[Page], form: Callable[[], Form]
) -> None:
    data = nested_form_data({**form(), "action-publish": "1"})

    response = editor.post(address("add", model, place(model)), data)

    assert response.status_code == 302, response.context["form"].errors
    page = model.objects.get(slug="nouvelle-page")
    assert page.live
    shown = editor.get(page.url)
    assert shown.status_code == 200
    check_markup(shown.content.decode())


@pytest.mark.parametrize("model", LIST_PAGES)
def test_an_editor_makes_the_list_pages(editor: Client, model: type[Page]) -> None:
    data = nested_form_data({**list_form(), "action-publish": "1"})

    response = editor.post(address("add", model, the_home()), data)

    assert response.status_code == 302, response.context["form"].errors
    assert model.objects.get().live


@pytest.mark.parametrize(("model", "form"), PAGES)
def test_it_is_previewed_before_it_exists(
    editor: Client, model: type[Page], form: Callable[[], Form]
) -> None:
    url, data = address("preview_on_add", model, place(model)), form()

    assert editor.post(url, nested_form_data(data)).json() == {"is_valid": True, "is_available": True}
    shown = editor.get(f"{url}?mode=")

    assert shown.status_code == 200
    assert data["title"] in shown.content.decode()
    check_markup(shown.content.decode())


@pytest.mark.parametrize("model", [ThemePage, CallPage, StoryPage, EventPage, SchemePage, KitPage, PlainPage])
def test_a_page_barely_begun_can_be_previewed(editor: Client, model: type[Page]) -> None:
    page = model(title="À peine commencée", slug="a-peine")
    page.set_url_path(place(model))

    shown = page.make_preview_request()

    assert shown.status_code == 200


def test_the_front_page_is_previewed_and_changed(editor: Client) -> None:
    home = the_home()
    data = nested_form_data({**home_form(), "slug": home.slug, "action-publish": "1"})
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk])

    assert editor.post(url, data).json()["is_valid"]
    shown = editor.get(f"{url}?mode=")
    assert shown.status_code == 200
    check_markup(shown.content.decode())
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[home.pk]), data)
    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize("model", [HomePage, PlainPage, ThemePage, CallPage, StoryPage, EventPage])
def test_edit_pages_open(editor: Client, model: type[Page]) -> None:
    made = {CallPage: a_call, StoryPage: a_story, EventPage: an_event}
    page = the_home() if model is HomePage else made[model]() if model in made else _published(model)

    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def _published(model: type[Page]) -> Page:
    return place(model).add_child(instance=model(title="Une page", slug="une-page"))


def refusal(editor: Client, model: type[Page], form: Form) -> dict[str, list[str]]:
    """Publish a page that may not be; return the messages by field."""
    response = editor.post(
        address("add", model, place(model)), nested_form_data({**form, "action-publish": "1"})
    )
    assert response.status_code == 200
    assert not model.objects.filter(slug="nouvelle-page").exists()
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_at": "2026-11-02 09:00"}, "closes_at", "La clôture doit venir après l’ouverture"),
        ({"results_at": "2026-12-07 23:58"}, "results_at", "avant la clôture"),
        ({"opens_at": ""}, "opens_at", "seul l’appel permanent"),
        ({"goal_ceiling_cents": "1.234.5"}, "goal_ceiling_cents", "deux façons"),
        ({"goal_ceiling_cents": "0,50"}, "goal_ceiling_cents", "minimal"),
        ({"surplus_percent": "50"}, "surplus_percent", "100"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(editor: Client, changes: Form, field: str, words: str) -> None:
    errors = refusal(editor, CallPage, call_form(**changes))

    assert words in " ".join(errors[field])


@pytest.mark.parametrize("weights", [("60", "30"), ("100", "1")])
def test_weights_must_add_up(editor: Client, weights: tuple[str, str]) -> None:
    rows = inline_formset(
        [{"title": "Un critère", "weight": weight, "explanation": ""} for weight in weights]
    )

    errors = refusal(editor, CallPage, call_form(criteria=rows))

    assert "leur somme doit faire 100" in " ".join(errors["__all__"])


def test_criteria_all_worth_the_same_are_accepted(editor: Client) -> None:
    rows = inline_formset([{"title": "Un critère", "weight": "0", "explanation": ""}] * 3)
    data = nested_form_data({**call_form(criteria=rows), "action-publish": "1"})

    assert editor.post(address("add", CallPage, the_list(CallPage)), data).status_code == 302


def test_the_ceiling_is_typed_in_euros_and_kept_in_cents(editor: Client) -> None:
    data = nested_form_data({**call_form(), "action-publish": "1"})
    editor.post(address("add", CallPage, the_list(CallPage)), data)

    call = CallPage.objects.get(slug="nouvelle-page")
    assert call.goal_ceiling_cents == 450_050
    opened = editor.get(reverse("wagtailadmin_pages:edit", args=[call.pk]))
    assert 'value="4500,50"' in opened.content.decode()


def test_an_event_that_ends_before_it_starts_is_refused(editor: Client) -> None:
    errors = refusal(editor, EventPage, event_form(ends_at="2026-11-20 19:00"))

    assert "La fin doit venir après le début" in " ".join(errors["ends_at"])


@pytest.mark.parametrize(
    ("model", "form"),
    [
        (
            CallPage,
            lambda: call_form(opens_at="", closes_at="2026-01-01 00:00", results_at="2025-01-01 00:00"),
        ),
        (EventPage, lambda: event_form(starts_at="", place="")),
        (EventPage, lambda: event_form(ends_at="2020-11-20 19:00")),
    ],
)
def test_a_draft_may_be_unfinished(editor: Client, model: type[Page], form: Callable[[], Form]) -> None:
    """The admin saves drafts by itself while people type: it must never refuse one."""
    response = editor.post(address("add", model, place(model)), nested_form_data(form()))

    assert response.status_code == 302, response.context["form"].errors
    assert not model.objects.get(slug="nouvelle-page").live


def test_a_video_from_an_unknown_site_is_refused(editor: Client) -> None:
    body = streamfield([("video", {"url": "https://example.org/film", "title": "Film", "picture": ""})])

    response = editor.post(
        address("add", PlainPage, the_home()),
        nested_form_data({**plain_form(), "body": body, "action-publish": "1"}),
    )

    assert response.status_code == 200
    assert "Collez une adresse en https://" in response.content.decode()


@pytest.mark.parametrize(
    ("parent", "allowed"),
    [
        (
            HomePage,
            {
                CampaignIndexPage,
                CallIndexPage,
                ThemeIndexPage,
                StoryIndexPage,
                EventIndexPage,
                SchemeIndexPage,
                KitIndexPage,
                PlainPage,
            },
        ),
        (PlainPage, {PlainPage}),
        (ThemeIndexPage, {ThemePage}),
        (ThemePage, set()),
        (CallIndexPage, {CallPage}),
        (CallPage, set()),
        (StoryIndexPage, {StoryPage}),
        (StoryPage, set()),
        (EventIndexPage, {EventPage}),
        (EventPage, set()),
        (SchemeIndexPage, {SchemePage}),
        (SchemePage, set()),
        (KitIndexPage, {KitPage}),
        (KitPage, set()),
        (CampaignIndexPage, {CampaignPage}),
    ],
)
def test_where_each_type_may_go(parent: type[Page], allowed: set[type[Page]]) -> None:
    assert set(parent.allowed_subpage_models()) == allowed


def test_the_programme_lists_open_and_say_their_dates(editor: Client) -> None:
    a_call(title="Pieds d’immeuble")
    an_event(title="Soirée des projets", starts_at=dt.datetime(2099, 11, 20, 18, tzinfo=dt.UTC))
    a_story(title="Un an après")

    lists = {
        name: editor.get(reverse(f"programme_{name}:index")).content.decode()
        for name in ("themes", "calls", "stories", "events")
    }

    assert "Pieds d’immeuble" in lists["calls"]
    assert "Ouvert jusqu’au" in lists["calls"]
    assert "vendredi 20\u00a0novembre 2099" in lists["events"]
    assert "Un an après" in lists["stories"]
