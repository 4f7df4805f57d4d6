"""The holder's editor: every screen saved without JavaScript, nothing typed ever lost, nobody else let in."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment
from zeal import zeal_context

from accounts import groups
from accounts.models import Membership, Organisation
from campaigns.models import Campaign, CampaignPage, RewardIdea
from campaigns.rules.preparation import Step
from campaigns.services.ideas import seed_reward_ideas
from campaigns.services.writing import draft_of, words_version
from tests.builders import a_campaign, a_user
from tests.campaigns.test_terms_screen import a_staff_member
from tests.editor import address, block_rows, holder_of, typed, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return a_campaign(state="draft")


@pytest.fixture
def desk(client, campaign):
    """The holder, signed in."""
    client.force_login(campaign.holder)
    return client


def test_every_screen_opens_for_the_holder_and_says_it_is_a_draft(desk, campaign):
    for step in Step:
        answer = desk.get(address(campaign, step))
        assert answer.status_code == 200
        assert "Brouillon, pas encore soumis" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
    assert desk.get(reverse("campaigns:editor", args=[campaign.pk])).status_code == 200
    assert campaign.page.title in desk.get(reverse("campaigns:my_projects")).content.decode()


# --- rights


def everybody(campaign: Campaign) -> dict[str, tuple[object, bool]]:
    """Who may open the editor of a campaign carried by an organisation: name → (user, whether)."""
    other = a_campaign(state="draft").holder
    people: dict[str, tuple[object, bool]] = {
        "holder": (campaign.holder, True),
        "another holder": (other, False),
        "a backer": (a_user(), False),
    }
    for right, may in (("administrator", True), ("editor", True), ("reader", False)):
        user = a_user()
        Membership.objects.create(user=user, organisation=campaign.organisation, right=right)
        people[f"member: {right}"] = (user, may)
    elsewhere = a_user()
    somewhere = Organisation.objects.create(name="Ailleurs", kind="association")
    Membership.objects.create(user=elsewhere, organisation=somewhere, right="administrator")
    people["member elsewhere"] = (elsewhere, False)
    for group in groups.ALL:
        people[group] = (a_staff_member(group), False)
    return people


@pytest.mark.parametrize("state", ["draft", "needs_changes", "submitted", "approved", "refused", "live"])
def test_only_the_holder_and_who_writes_for_the_organisation_may_open_it(client, state):
    organisation = Organisation.objects.create(name="Les Amis", kind="association")
    campaign = a_campaign(state=state, organisation=organisation)
    names = ["editor", "editor_preview"]
    addresses = [reverse(f"campaigns:{name}", args=[campaign.pk]) for name in names]
    addresses.append(address(campaign, Step.STORY))
    nowhere = reverse("campaigns:editor", args=[campaign.pk + 1000])
    for name, (user, may) in everybody(campaign).items():
        client.force_login(user)
        for path in addresses:
            assert client.get(path).status_code == (200 if may else 404), (name, path)
        if not may:
            assert client.post(address(campaign, Step.STORY), {}).status_code == 404, name
            for verb in ("editor_submit", "editor_ask_again"):
                assert client.post(reverse(f"campaigns:{verb}", args=[campaign.pk])).status_code == 404
        assert client.get(nowhere).status_code == 404
    client.logout()
    for path in addresses:
        assert client.get(path).status_code == 302


@pytest.mark.parametrize("state", ["submitted", "approved", "refused"])
def test_nothing_is_written_while_it_is_read_approved_or_refused(client, state):
    campaign = a_campaign(state=state)
    client.force_login(campaign.holder)
    before = words_version(draft_of(campaign))
    for step in (Step.PRESENTATION, Step.MONEY):
        data = typed(campaign, step, title="Autre nom", goal_cents="1")
        answer = client.post(address(campaign, step), data)
        assert answer.status_code == 409
        assert "Rien n’est enregistré" in answer.content.decode()
    assert words_version(draft_of(campaign)) == before


# --- words


def test_presentation_is_kept_in_the_draft_and_the_title_everywhere(desk, campaign):
    data = typed(campaign, Step.PRESENTATION, title="Le four", summary="Rallumer.", tags="pain, Feu, pain")
    assert desk.post(address(campaign, Step.PRESENTATION), data).status_code == 302
    draft = draft_of(campaign)
    assert (draft.title, draft.summary, sorted(draft.tags.names())) == (
        "Le four",
        "Rallumer.",
        ["Feu", "pain"],
    )


def test_a_point_on_the_map_is_whole_or_not_at_all(desk, campaign):
    path = address(campaign, Step.PRESENTATION)
    half = typed(campaign, Step.PRESENTATION, latitude="45,4396")
    answer = desk.post(path, half)
    assert answer.status_code == 422
    assert "ou aucune des deux" in answer.content.decode()
    assert desk.post(path, {**half, "longitude": "4,12"}).status_code == 302
    assert [str(draft_of(campaign).latitude), str(draft_of(campaign).longitude)] == ["45.4396", "4.12"]
    assert 'value="45,4396' in desk.get(path).content.decode()


def test_an_error_stands_beside_its_field_with_everything_typed_still_there(desk, campaign):
    data = typed(campaign, Step.PRESENTATION, title="", summary="Une phrase longuement pesée.", tags="x" * 60)
    answer = desk.post(address(campaign, Step.PRESENTATION), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Donnez un nom au projet" in page
    assert "Huit mots-clés au plus" in page
    assert "Une phrase longuement pesée." in page


def test_blocks_are_added_moved_and_removed_with_plain_buttons(desk, campaign):
    path = address(campaign, Step.STORY)
    answer = desk.post(
        path, {**versions(campaign), **block_rows(("text", {"text": "Un"})), "act": "add:quote"}
    )
    assert answer.url.endswith("?ajouter=quote#nouveau")
    assert 'name="blocks-1-author"' in desk.get(answer.url).content.decode()
    rows = block_rows(
        ("text", {"text": "Un"}),
        ("quote", {"text": "Deux", "author": "Nadia"}),
        ("heading", {"title": "Trois"}),
        ("list", {"text": "a\r\n\r\nb"}),
        ("video", {"url": "https://youtu.be/x", "title": "Film"}),
        ("text", {"text": "  "}),
    )
    desk.post(path, {**versions(campaign), **rows, "act": "up:blocks:2"})
    body = draft_of(campaign).body
    assert [b.block_type for b in body] == ["text", "heading", "quote", "list", "video"]
    assert list(body[3].value) == ["a", "b"]
    uids = [b.id for b in body]
    kept = [("text", {"text": "Un", "uid": uids[0]}), ("heading", {"title": "Trois", "uid": uids[1]})]
    desk.post(path, {**versions(campaign), **block_rows(*kept), "act": "remove:blocks:1"})
    body = draft_of(campaign).body
    assert [(b.block_type, b.id) for b in body] == [("text", uids[0])], (
        "a block keeps its name, remarks hold on to it"
    )


@pytest.mark.parametrize(
    "act", ["up:blocks:0", "down:blocks:9", "up:blocks:x", "up:people:1", "remove:blocks:77", "x"]
)
def test_a_button_that_means_nothing_changes_nothing(desk, campaign, act):
    rows = block_rows(("text", {"text": "Un"}), ("text", {"text": "Deux"}))
    assert (
        desk.post(address(campaign, Step.STORY), {**versions(campaign), **rows, "act": act}).status_code
        == 302
    )
    assert [b.value for b in draft_of(campaign).body] == ["Un", "Deux"]


@pytest.mark.parametrize(
    "odd",
    [
        {"blocks-TOTAL_FORMS": "x"},
        {"blocks-TOTAL_FORMS": "99999"},
        {"blocks-0-text": "a\x00b"},
        {"blocks-0-text": "\u202egauche"},
        {"blocks-0-text": "x" * 200_000},
        {"blocks-0-text": "<script>alert(1)</script>"},
        {"blocks-0-kind": "rich_text"},
        {"blocks-0-uid": "y" * 500},
        {"words_version": "\x00"},
        {"terms_version": "9" * 90},
    ],
)
def test_odd_input_is_refused_or_kept_as_text_but_breaks_nothing(desk, campaign, odd):
    data = {**versions(campaign), **block_rows(("text", {"text": "Un"})), **odd}
    answer = desk.post(address(campaign, Step.STORY), data)
    assert answer.status_code in {302, 409, 422}
    shown = desk.get(reverse("campaigns:editor_preview", args=[campaign.pk])).content.decode()
    assert "<script>alert" not in shown


# --- terms


def test_money_is_written_and_what_would_happen_is_said_by_the_rules(desk, campaign):
    data = typed(campaign, Step.MONEY, threshold_cents="6 000", goal_cents="8000")
    desk.post(address(campaign, Step.MONEY), data)
    campaign.refresh_from_db()
    assert (campaign.threshold_cents, campaign.goal_cents) == (600_000, 800_000)
    shown = (
        desk.get(address(campaign, Step.MONEY)).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    )
    assert "Si 5 400 € sont promis à l’échéance : seuil de 6 000 € manqué, chacun est remboursé" in shown
    assert "Commission de 5 % : 300 € ; vous recevez 5 700 €" in shown
    asks = {
        **typed(campaign, Step.MONEY, threshold_cents="6 000", goal_cents="8000"),
        "act": "si",
        "sum": "7000",
    }
    answer = desk.post(address(campaign, Step.MONEY), asks)
    asked = desk.get(answer.url.partition("#")[0]).content.decode().replace("\u202f", " ")
    assert "vous recevez 6 650" in asked.replace("\xa0", " ")


def test_tiers_are_written_and_an_idea_is_added_with_one_submit(desk, campaign):
    seed_reward_ideas(territory=campaign.territory)
    idea = RewardIdea.objects.first()
    data = {
        **typed(campaign, Step.REWARDS),
        "tiers-TOTAL_FORMS": "1",
        "tiers-INITIAL_FORMS": "0",
        "tiers-0-title": "Un café",
        "tiers-0-kind": "thanks",
        "tiers-0-price_cents": "5",
        "tiers-0-hand_over": "on_site",
        "act": f"idea:{idea.pk}",
    }
    assert desk.post(address(campaign, Step.REWARDS), data).status_code == 302
    assert sorted(campaign.tiers.values_list("title", flat=True)) == sorted(["Un café", idea.title])


def test_commitments_write_words_and_terms_together_or_not_at_all(desk, campaign):
    old = versions(campaign)
    words = {"other_help": "Des bras", "who_benefits": "Vous", "public_duty": "Nul", "rights": "cc0"}
    assert desk.post(address(campaign, Step.COMMITMENTS), {**old, **words}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.rights, draft_of(campaign).who_benefits) == ("cc0", "Vous")
    mixed = {**versions(campaign), "words_version": old["words_version"]}
    assert (
        desk.post(address(campaign, Step.COMMITMENTS), {**mixed, **words, "rights": "gpl"}).status_code == 409
    )
    campaign.refresh_from_db()
    assert campaign.rights == "cc0", "the terms were not written without the words"


# --- two writers, a lock, a session that expired


def test_a_save_based_on_an_older_version_is_refused_and_both_are_offered(desk, campaign):
    stale = typed(campaign, Step.PRESENTATION, title="Le mien", summary="Mon texte")
    draft = draft_of(campaign)
    draft.title = "Celui de l’équipe"
    draft.save_revision()
    answer = desk.post(address(campaign, Step.PRESENTATION), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte" in page
    assert "Celui de l’équipe" in page
    assert draft_of(campaign).title == "Celui de l’équipe"
    again = {**stale, "words_version": answer.context["words_version"]}
    assert desk.post(address(campaign, Step.PRESENTATION), again).status_code == 302
    assert draft_of(campaign).title == "Le mien"


def test_terms_changed_by_staff_meanwhile_are_not_overwritten(desk, campaign):
    stale = typed(campaign, Step.MONEY, threshold_cents="10", goal_cents="20")
    Campaign.objects.filter(pk=campaign.pk).update(terms_version=9)
    assert desk.post(address(campaign, Step.MONEY), stale).status_code == 409


def test_a_page_locked_by_staff_is_not_written(desk, campaign):
    CampaignPage.objects.filter(pk=campaign.page_id).update(locked=True, locked_at=timezone.now())
    answer = desk.post(address(campaign, Step.PRESENTATION), typed(campaign, Step.PRESENTATION, title="Non"))
    assert answer.status_code == 409
    assert 'value="Non"' in answer.content.decode()


def test_what_is_saved_in_passing_makes_one_revision_in_a_sitting(desk, campaign):
    path = address(campaign, Step.PRESENTATION)
    for title in ("A", "Ab", "Abc"):
        answer = desk.post(
            path, typed(campaign, Step.PRESENTATION, title=title), headers={"X-In-Passing": "1"}
        )
        assert answer.status_code == 200
        assert words_version(draft_of(campaign)) in answer.content.decode()
    assert draft_of(campaign).title == "Abc"
    assert campaign.page.revisions.count() == 1


def test_text_survives_an_expired_session(client, campaign):
    path = address(campaign, Step.PRESENTATION)
    data = typed(campaign, Step.PRESENTATION, title="Écrit pendant une heure")
    assert client.post(path, data, headers={"X-In-Passing": "1"}).status_code == 401
    answer = client.post(path, data)
    assert answer.status_code == 302
    sign_in = {"login": campaign.holder.email, "password": "motdepasse"}
    holder_of(campaign)
    answer = client.post(answer.url, sign_in, follow=True)
    page = answer.content.decode()
    assert "Votre texte est là, pas encore enregistré" in page
    assert "Écrit pendant une heure" in page
    assert draft_of(campaign).title != "Écrit pendant une heure"
    assert "Écrit pendant une heure" not in client.get(path).content.decode(), "shown once"


def test_kept_text_is_shown_to_nobody_who_may_not_write(client, campaign):
    path = address(campaign, Step.PRESENTATION)
    client.post(path, typed(campaign, Step.PRESENTATION, title="Secret"))
    stranger = a_user()
    client.force_login(stranger)
    assert client.get(path).status_code == 404


def test_the_preview_is_the_public_page_and_only_its_writers_may_frame_it(desk, campaign):
    desk.post(address(campaign, Step.PRESENTATION), typed(campaign, Step.PRESENTATION, title="Vu d’avance"))
    answer = desk.get(reverse("campaigns:editor_preview", args=[campaign.pk]))
    assert "Vu d’avance" in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    overview = desk.get(reverse("campaigns:editor", args=[campaign.pk]))
    assert "frame-src 'self'" in overview["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_criteria_are_published(client, campaign):
    page = client.get(reverse("campaigns:criteria")).content.decode()
    for words in ("Intérêt local", "Ne remplace pas un service public normal", "Commercial ou non"):
        assert words in page


def test_queries_do_not_grow_with_blocks_and_remarks(desk, campaign, django_assert_max_num_queries):
    path = address(campaign, Step.STORY)
    rows = block_rows(*[("text", {"text": f"Bloc {n}"}) for n in range(30)])
    desk.post(path, {**versions(campaign), **rows})
    moderator = a_user()
    for _n in range(20):
        Comment.objects.create(page=campaign.page, user=moderator, text="?", contentpath="body")
    with zeal_context(), django_assert_max_num_queries(40):
        desk.get(path)
