"""The programme's screens and verbs: who may write slots, what is refused and how, the second person's approval."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.groups import EDITORS
from accounts.models import User
from base.models import AuditLine, Territory
from home.errors import OwnApprovalError, SlotChangedError
from home.models import Place, Slot
from home.services.slots import approve_slot, delete_slot, save_slot, version_of
from tests.builders import a_campaign, a_campaign_page, a_territory, a_user
from tests.editorial import a_call, a_member, a_slot, a_story, a_theme, an_event, the_home

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, *groups: str) -> User:
    """Sign somebody of these groups in, and return them."""
    person = a_member(*groups)
    client.force_login(person, backend=BACKEND)
    return person


def ask_for_approval() -> None:
    """Have the territory want a second editor."""
    Territory.objects.filter(root_page=the_home()).update(programme_needs_approval=True)


def form(shown: Any = None, **changes: Any) -> dict[str, Any]:
    """What the form of a slot sends."""
    usual = {
        "page": the_home().pk,
        "shown": getattr(shown, "page_id", None) or getattr(shown, "pk", ""),
        "starts_at": "2027-01-04 08:00",
        "ends_at": "2027-01-11 08:00",
        "position": "0",
        "note": "",
    }
    return {**usual, **changes}


def add_url(place: str, **query: Any) -> str:
    """The address to add a slot in a place."""
    words = "&".join(f"{name}={value}" for name, value in {"place": place, **query}.items())
    return f"{reverse('slots:add')}?{words}"


def errors_of(response: Any) -> dict[str, str]:
    """Return the messages beside the fields."""
    assert response.status_code == 200
    return {name: " ".join(said) for name, said in response.context["form"].errors.items()}


class TestServices:
    """Saving, approving, deleting."""

    def slot(self, author: User) -> Slot:
        """A new slot of this author, in a town that wants a second editor."""
        ask_for_approval()
        new = Slot(
            page=Page.objects.get(pk=the_home().pk),
            place=Place.STORY,
            shown=Page.objects.get(pk=a_story().pk),
            starts_at=timezone.now(),
        )
        return save_slot(slot=new, actor=author, at=timezone.now())

    def test_a_second_person_approves(self) -> None:
        author, second = a_user(), a_user()
        slot = self.slot(author)

        approved = approve_slot(slot=slot, actor=second, at=timezone.now(), seen=version_of(slot))

        assert approved.approved_by == second
        lines = list(
            AuditLine.objects.filter(object_kind="home.slot").order_by("pk").values_list("action", "actor")
        )
        assert lines == [("slot.made", author.pk), ("slot.approved", second.pk)]

    def test_neither_the_author_nor_the_last_who_changed_it_may(self) -> None:
        author, editor = a_user(), a_user()
        slot = self.slot(author)
        slot = save_slot(slot=slot, actor=editor, at=timezone.now())

        for person in (author, editor):
            with pytest.raises(OwnApprovalError):
                approve_slot(slot=slot, actor=person, at=timezone.now())
        assert Slot.objects.get().approved_at is None

    def test_a_change_takes_the_approval_back(self) -> None:
        author, second = a_user(), a_user()
        slot = approve_slot(slot=self.slot(author), actor=second, at=timezone.now())
        slot.note = "autre"

        save_slot(slot=slot, actor=author, at=timezone.now())

        assert (Slot.objects.get().approved_by, Slot.objects.get().approved_at) == (None, None)

    def test_what_changed_meanwhile_is_not_approved(self) -> None:
        slot = self.slot(a_user())
        seen = version_of(slot)
        save_slot(slot=Slot.objects.get(), actor=a_user(), at=timezone.now())

        with pytest.raises(SlotChangedError):
            approve_slot(slot=slot, actor=a_user(), at=timezone.now(), seen=seen)

    def test_approving_twice_keeps_the_first(self) -> None:
        slot, second = self.slot(a_user()), a_user()
        for person in (second, a_user()):
            approve_slot(slot=slot, actor=person, at=timezone.now())

        assert Slot.objects.get().approved_by == second

    def test_nonsense_is_refused_whoever_asks(self) -> None:
        slot = self.slot(a_user())
        slot.place = Place.CALL

        with pytest.raises(ValidationError):
            save_slot(slot=slot, actor=a_user(), at=timezone.now())

    def test_deleting_leaves_a_line(self) -> None:
        delete_slot(slot=self.slot(a_user()), actor=a_user(), at=timezone.now())

        assert not Slot.objects.exists()
        assert AuditLine.objects.filter(action="slot.deleted").count() == 1


class TestWriting:
    """The form, as an editor."""

    @pytest.fixture(autouse=True)
    def _editor(self, client: Client) -> None:
        self.client, self.editor = client, sign_in(client, EDITORS)

    @pytest.mark.parametrize(
        ("place", "make"),
        [
            (Place.HEADLINE, a_theme),
            (Place.CAMPAIGN, a_campaign),
            (Place.CALL, a_call),
            (Place.STORY, a_story),
            (Place.EVENT, an_event),
        ],
    )
    def test_a_slot_of_each_place(self, place: str, make: Any) -> None:
        shown = make()
        url = add_url(place)
        assert self.client.get(url).status_code == 200

        response = self.client.post(url, form(shown))

        assert response.status_code == 302, errors_of(response)
        slot = Slot.objects.get()
        assert slot.shown_id == form(shown)["shown"]
        assert slot.author == slot.changed_by == self.editor

    def test_hours_are_those_of_the_territory(self) -> None:
        Territory.objects.filter(root_page=the_home()).update(zone="Indian/Reunion")
        self.client.post(add_url(Place.STORY), form(a_story()))

        slot = Slot.objects.get()
        assert slot.starts_at == dt.datetime(2027, 1, 4, 4, tzinfo=dt.UTC)
        opened = self.client.get(reverse("slots:edit", args=[slot.pk])).content.decode()
        assert 'value="2027-01-04 08:00"' in opened
        assert "Heure de La Réunion" in opened

    def test_a_banner(self) -> None:
        response = self.client.post(add_url(Place.BANNER), form(text="C’est demain"))

        assert response.status_code == 302
        assert (Slot.objects.get().text, Slot.objects.get().shown) == ("C’est demain", None)

    @pytest.mark.parametrize(
        ("place", "changes", "field", "words"),
        [
            (Place.BANNER, {"text": " "}, "text", "Écrivez la phrase"),
            (Place.STORY, {"shown": ""}, "shown", "Choisissez ce qui doit paraître"),
            (Place.STORY, {"shown": "999999"}, "shown", "n’existe plus"),
            (Place.STORY, {"shown": "abc"}, "shown", "n’existe plus"),
            (Place.STORY, {"starts_at": "demain"}, "starts_at", "valide"),
            (Place.STORY, {"starts_at": ""}, "starts_at", "requis"),
            (Place.STORY, {"starts_at": "2027-03-28 02:30"}, "starts_at", ""),
            (Place.STORY, {"ends_at": "2027-01-04 08:00"}, "ends_at", "après le début"),
            (Place.STORY, {"page": "999999"}, "page", ""),
            (Place.STORY, {"position": "-1"}, "position", ""),
            (Place.STORY, {"note": "x" * 241}, "note", "240"),
        ],
    )
    def test_what_makes_no_sense_is_said_beside_the_field(
        self, place: str, changes: dict[str, str], field: str, words: str
    ) -> None:
        response = self.client.post(add_url(place), {**form(a_story()), **changes})

        assert words in errors_of(response)[field]
        assert "2027-01-11 08:00" in response.content.decode() or "ends_at" in changes
        assert not Slot.objects.exists()

    @pytest.mark.parametrize("place", [Place.HEADLINE, Place.CAMPAIGN, Place.CALL, Place.EVENT])
    def test_each_place_has_its_type(self, place: str) -> None:
        assert "type" in errors_of(self.client.post(add_url(place), form(a_story())))["shown"]

    def test_a_campaign_page_without_a_campaign_is_refused(self) -> None:
        response = self.client.post(add_url(Place.CAMPAIGN), form(a_campaign_page()))

        assert "conditions" in errors_of(response)["shown"]

    def test_a_page_of_another_territory_is_refused(self) -> None:
        here = form()["page"]
        elsewhere = a_story(territory=a_territory(slug="ailleurs"))

        response = self.client.post(add_url(Place.STORY, page=here), form(elsewhere, page=here))

        assert "autre territoire" in errors_of(response)["shown"]

    def test_a_theme_has_no_headline(self) -> None:
        theme = a_theme()

        assert "page" in errors_of(self.client.post(add_url(Place.HEADLINE), form(theme, page=theme.pk)))

    def test_a_draft_is_accepted_with_a_warning(self) -> None:
        response = self.client.post(add_url(Place.STORY), form(a_story(live=False)), follow=True)

        said = " ".join(str(message) for message in response.context["messages"])
        assert "enregistré" in said
        assert "brouillon" in said

    def test_the_form_is_filled_from_the_address(self) -> None:
        story = a_story(title="Un an après")
        url = add_url(Place.STORY, shown=story.pk, starts_at="2027-02-01T08:00", ends_at="2027-02-03T18:30")

        text = self.client.get(url).content.decode()

        for words in ("Un an après", 'value="2027-02-01 08:00"', 'value="2027-02-03 18:30"'):
            assert words in text

    @pytest.mark.parametrize(
        "query", ["shown=abc", "shown=99999999999999999999", "starts_at=hier", "starts_at=0001-01-01"]
    )
    def test_a_wrong_address_is_an_empty_form(self, query: str) -> None:
        assert self.client.get(f"{reverse('slots:add')}?place=story&{query}").status_code == 200

    @pytest.mark.parametrize("query", ["page=abc", "page=999999", "page=99999999999999999999"])
    @pytest.mark.parametrize("name", ["slots:list", "slots:add"])
    def test_an_unknown_page_is_not_found(self, name: str, query: str) -> None:
        assert self.client.get(f"{reverse(name)}?{query}").status_code == 404

    def test_without_a_place_one_is_asked_for(self) -> None:
        text = self.client.get(reverse("slots:add") + "?shown=3").content.decode()

        assert "shown=3&amp;place=banner" in text

    def test_saving_without_a_change_keeps_the_approval(self) -> None:
        slot = a_slot(
            a_story(),
            place=Place.STORY,
            approved_by=a_user(),
            approved_at=timezone.now(),
            starts_at=dt.datetime(2027, 1, 4, 7, tzinfo=dt.UTC),
            ends_at=dt.datetime(2027, 1, 11, 7, tzinfo=dt.UTC),
        )
        self.client.post(reverse("slots:edit", args=[slot.pk]), form(slot.shown))
        assert Slot.objects.get().approved_at is not None

        self.client.post(reverse("slots:edit", args=[slot.pk]), form(slot.shown, note="autre"))
        assert Slot.objects.get().approved_at is None

    def test_deleting_asks_first(self) -> None:
        slot = a_slot(a_story(), place=Place.STORY)
        url = reverse("slots:delete", args=[slot.pk])
        assert "Supprimer ce créneau" in self.client.get(url).content.decode()
        assert Slot.objects.exists()

        self.client.post(url)
        assert not Slot.objects.exists()

    def test_the_next_slot_begins_where_this_one_ends_and_lasts_as_long(self) -> None:
        opened = self.client.get(add_url(Place.STORY)).content.decode()
        assert "Enregistrer, puis le suivant" in opened
        assert 'type="submit" name="then"' in opened
        back = reverse("slots:list") + "?du=2027-01-01"

        # A week over the night when clocks change: still from Monday at eight to Monday at eight.
        week = {"starts_at": "2027-03-22 08:00", "ends_at": "2027-03-29 08:00"}
        response = self.client.post(
            add_url(Place.STORY), form(a_story(), then="1", next=back, **week), follow=True
        )

        assert Slot.objects.count() == 1
        following = response.context["form"]
        assert following.instance.pk is None
        text = response.content.decode()
        for words in ('value="2027-03-29 08:00"', 'value="2027-04-05 08:00"', f'value="{back}"'):
            assert words in text, words
        assert following.instance.place == Place.STORY
        assert following.initial["page"] == the_home().pk
        assert following.initial.get("shown") is None

    def test_the_next_of_a_slot_without_end_is_asked_for_anew(self) -> None:
        response = self.client.post(add_url(Place.STORY), form(a_story(), then="1", ends_at=""), follow=True)

        assert response.context["form"].initial["ends_at"] is None
        assert response.context["form"].instance.place == Place.STORY

    def test_a_slot_that_exists_has_no_next(self) -> None:
        slot = a_slot(a_story(), place=Place.STORY)

        text = self.client.get(reverse("slots:edit", args=[slot.pk])).content.decode()
        assert "puis le suivant" not in text

    def test_one_comes_back_where_one_was_but_never_elsewhere(self) -> None:
        here = reverse("slots:list") + "?du=2027-01-01"
        for asked, wanted in ((here, here), ("https://example.org/", None)):
            response = self.client.post(add_url(Place.STORY), form(a_story(), next=asked))
            assert (response["Location"] == here) is (wanted is not None)


class TestApprovalScreen:
    """A second person approves from the plan."""

    def test_the_author_is_told_and_a_colleague_approves(self, client: Client) -> None:
        ask_for_approval()
        author = sign_in(client, EDITORS)
        slot = a_slot(a_story(title="Un récit"), place=Place.STORY, author=author, changed_by=author)
        url = reverse("slots:approve", args=[slot.pk])
        assert ">Valider<" not in client.get(reverse("slots:list")).content.decode()
        said = " ".join(str(one) for one in client.post(url, follow=True).context["messages"])
        assert "une autre personne" in said

        sign_in(client, EDITORS)
        assert ">Valider<" in client.get(reverse("slots:list")).content.decode()
        said = " ".join(
            str(one)
            for one in client.post(url, {"version": version_of(slot)}, follow=True).context["messages"]
        )
        assert "est validé" in said
        assert Slot.objects.get().approved_at is not None

    def test_a_version_not_read_is_shown_again(self, client: Client) -> None:
        ask_for_approval()
        sign_in(client, EDITORS)
        slot = a_slot(a_story(), place=Place.STORY)

        response = client.post(reverse("slots:approve", args=[slot.pk]), {"version": "hier"})

        assert response["Location"] == reverse("slots:edit", args=[slot.pk])
        assert Slot.objects.get().approved_at is None
