"""Inviting people to answer a call: once each, never who answers or refused, counted without following anybody."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation
from base.models import AuditLine
from base.schedule import run_due_jobs
from calls.addresses import address_digest
from calls.invitation_links import Refuser, invitation_token, refusal_path
from calls.invited import invitation_figures
from calls.models import Application, CallInvitation, InvitationRefusal, WishGroup
from calls.services import reaching
from calls.services.reaching import Chosen
from home.models import Subscription
from notices.models import Notice
from tests.applications import a_deposited_application, an_application
from tests.builders import a_campaign, a_user, settle, the_territory
from tests.calls.test_wishes import a_question, a_wish, an_editor
from tests.editorial import a_call, a_theme
from tests.support.html import read_page

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"}
SENTENCE = "Votre four a montré la voie."


def send(call, *, at=None, **chosen):
    return reaching.invite(
        call=call, chosen=Chosen(**chosen), sentence=SENTENCE, at=at or timezone.now(), actor=a_user()
    )


def typed(call, *addresses, at=None):
    return send(call, at=at, typed=addresses)


def an_organisation(name="Les Fourneaux", kind="association", **person):
    organisation = Organisation.objects.create(name=name, kind=kind)
    user = a_user(**person)
    Membership.objects.create(user=user, organisation=organisation, right="administrator")
    return organisation, user


def a_follower(email, theme, **fields):
    usual = {"asked_at": timezone.now(), "confirmed_at": timezone.now(), "everything": False}
    row = Subscription.objects.create(territory=the_territory(), email=email, **{**usual, **fields})
    row.themes.add(theme)
    return row


def recipients():
    return sorted(Notice.objects.filter(kind="call_invitation").values_list("recipient", flat=True))


def test_each_person_is_invited_once_whatever_the_sources_and_the_way_the_address_is_written():
    call = a_call()
    an_organisation(email="nadia@example.org")

    first = send(call, whole=frozenset({"organisations"}), typed=(" NADIA@Example.org ", "ali@example.org"))
    again = typed(call, "Nadia@example.org")

    assert (len(first.to_invite), first.left_out) == (2, 0)
    assert (len(again.to_invite), again.left_out) == (0, 1)
    assert recipients() == ["ali@example.org", "nadia@example.org"]
    assert set(CallInvitation.objects.values_list("source", flat=True)) == {"organisations", "typed"}
    assert typed(a_call(), "nadia@example.org").to_invite, "another call may invite the same person"


def test_whoever_answers_already_is_not_invited_nor_their_co_holders_nor_their_organisation():
    call = a_call()
    organisation, _administrator = an_organisation(email="bureau@example.org")
    application = an_application(call, holder=a_user("porteur@example.org"), organisation=organisation)
    application.members.create(user=a_user("avec@example.org"), joined_at=timezone.now())

    guests = typed(call, "porteur@example.org", "avec@example.org", "bureau@example.org")

    assert (guests.to_invite, guests.left_out) == ({}, 3)
    assert not recipients()


def test_a_refusal_holds_for_later_calls_and_for_letters_that_wait(mailoutbox):
    call, later = a_call(), a_call()
    typed(call, "non@example.org", "oui@example.org")
    path = refusal_path(Refuser(the_territory().pk, address_digest("NON@example.org")))

    asked = Client().get(path)
    assert InvitationRefusal.objects.count() == 0, "a mail filter that opens the link refuses nothing"
    answers = [Client(enforce_csrf_checks=True).post(path) for _twice in range(2)]

    assert asked["Referrer-Policy"] == "no-referrer"
    assert "no-store" in asked["Cache-Control"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert InvitationRefusal.objects.count() == 1
    assert "non@example.org" not in str(InvitationRefusal.objects.values())
    run_due_jobs(at=timezone.now())
    assert [message.to for message in mailoutbox] == [["oui@example.org"]]
    assert typed(later, "Non@example.org").left_out == 1
    call.delete()
    assert Client().get(path).status_code == 200, "the way out outlives the call"


def test_a_refusal_outlives_the_secret_key_and_a_link_made_elsewhere_is_not_there(settings):
    reaching.refuse_invitations(
        territory=the_territory(), digest=address_digest("non@example.org"), at=timezone.now()
    )
    former = settings.SECRET_KEY

    with override_settings(SECRET_KEY="another-key-" * 5, SECRET_KEY_FALLBACKS=[former]):
        assert typed(a_call(), "non@example.org").left_out == 1
    assert Client().get(reverse("calls:refuse_invitations", args=["1.abc~x"])).status_code == 404


def test_the_letter_says_why_it_came_in_one_click_out(mailoutbox):
    call = a_call(title="Du pain <b>partagé</b>", summary="Trois fours à faire naître.")
    typed(call, "a@example.org")

    run_due_jobs(at=timezone.now())

    letter = mailoutbox[0]
    html = letter.alternatives[0][0]
    assert letter.subject == "Et si vous répondiez à « Du pain <b>partagé</b> » ?"
    for words in (SENTENCE, "Trois fours à faire naître.", "heure de Paris", "quelqu’un de l’équipe"):
        assert words in letter.body
        assert words in html
    assert "<b>partagé" not in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "appels/invitations/" in letter.extra_headers["List-Unsubscribe"]
    assert f"{call.url}?invitation=" in letter.body


def test_sources_propose_administrators_past_holders_wishers_and_followers():
    theme = a_theme(title="Pain", tags=["pain"])
    call = a_call(tags=["pain"], answerers=["association"])
    an_organisation("Les Fourneaux", email="asso@example.org", display_name="Nadia")
    an_organisation("Pain SARL", kind="firm", email="firme@example.org")
    over = settle(a_campaign(holder=a_user("ancien@example.org")))
    a_campaign(holder=a_user("encours@example.org"))
    question = a_question(page=theme)
    group = WishGroup.objects.create(question=question, title="Du pain", call=call)
    wish = a_wish(question, email="envie@example.org")
    group.wishes.add(wish)
    a_follower("suit@example.org", theme)
    a_follower("partie@example.org", theme, left_at=timezone.now())
    a_follower("autre@example.org", a_theme(title="Eau", tags=["eau"]))

    proposed = reaching.proposals(call=call, territory=the_territory())

    found = {one.source.name: [invitee.email for invitee in one.people] for one in proposed}
    assert found == {
        "organisations": ["asso@example.org"],
        "holders": ["ancien@example.org"],
        "wishes": ["envie@example.org"],
        "followers": ["suit@example.org"],
    }
    assert over.page.title in str(proposed[1].people[0].label)


def test_the_territory_writes_to_so_many_people_a_day(monkeypatch):
    monkeypatch.setattr(reaching, "MOST_A_DAY", 3)
    now = timezone.now()
    typed(a_call(), "a@example.org", "b@example.org", at=now)

    with pytest.raises(reaching.TooManyInvitations) as refused:
        typed(a_call(), "c@example.org", "d@example.org", at=now)

    assert "il en reste 1" in refused.value.reason
    assert len(recipients()) == 2
    assert typed(
        a_call(), "c@example.org", "d@example.org", at=now + dt.timedelta(days=1, minutes=1)
    ).to_invite


def test_nobody_is_invited_to_a_draft_or_a_closed_call(mailoutbox):
    now = timezone.now()
    closed = a_call(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(seconds=1))
    for call in (a_call(live=False), closed):
        with pytest.raises(reaching.NoInvitationNow):
            typed(call, "a@example.org")
    late = a_call(closes_at=now + dt.timedelta(minutes=1))
    typed(late, "a@example.org")
    type(late).objects.filter(pk=late.pk).update(closes_at=now)

    run_due_jobs(at=timezone.now())

    assert not mailoutbox, "a letter that waited past the closing does not leave"


def test_an_opened_link_counts_once_without_a_cookie_and_only_for_a_person():
    call = a_call()
    typed(call, "a@example.org", "b@example.org")
    invitation = CallInvitation.objects.get(digest=address_digest("a@example.org"))
    link = f"{call.url}?invitation={invitation_token(invitation.pk)}"
    client = Client()

    client.get(link, HTTP_USER_AGENT="SomeMailScanner/1.0")
    client.get(link, HTTP_SEC_PURPOSE="prefetch", **PERSON)
    client.get(f"{a_call().url}?invitation={invitation_token(invitation.pk)}", **PERSON)
    client.get(f"{call.url}?invitation={invitation.pk}", **PERSON)
    assert client.get(f"{call.url}?invitation=%00~", **PERSON).status_code == 200
    assert invitation_figures(call).total.opened == 0
    client.get(link, **PERSON)
    invitation.refresh_from_db()
    first = invitation.opened_at
    client.get(link, **PERSON)
    invitation.refresh_from_db()

    assert first is not None
    assert invitation.opened_at == first
    assert not client.cookies
    assert invitation_figures(call).total.opened == 1


def test_the_figures_say_what_brought_deposits():
    call = a_call()
    early = timezone.now() - dt.timedelta(days=3)
    organisation, administrator = an_organisation(email="asso@example.org")
    send(call, at=early, whole=frozenset({"organisations"}))
    typed(call, "a@example.org", "b@example.org", "c@example.org", at=early)

    a_deposited_application(call, holder=a_user("elue@example.org"), organisation=organisation)
    a_deposited_application(call, holder=a_user("a@example.org"))
    an_application(call, holder=a_user("b@example.org"))
    a_deposited_application(call, holder=a_user("spontanee@example.org"))
    before = an_application(call, holder=a_user("c@example.org"))
    Application.objects.filter(pk=before.pk).update(begun_at=early - dt.timedelta(days=1))

    figures = invitation_figures(call)
    lines = {str(line.label): (line.sent, line.drafts_shown, line.deposited) for line in figures.sources}
    assert lines == {"organisations inscrites": (1, None, 1), "adresses saisies": (3, 1, 1)}
    assert (figures.total.sent, figures.total.begun, figures.total.deposited) == (4, 3, 2)
    assert (figures.other_deposits, figures.other_drafts) == (1, 1)
    assert figures.total.drafts_shown is None  # less what is shown, it would tell what the organisation does
    assert administrator.email not in str(figures)


def test_a_refusal_counts_for_the_invitation_it_answers_and_tells_nobody_apart():
    call, other = a_call(), a_call()
    at = timezone.now()
    typed(call, "a@example.org", "b@example.org", "c@example.org", at=at)
    typed(other, "a@example.org", "b@example.org", at=at + dt.timedelta(hours=2))
    reaching.refuse_invitations(
        territory=the_territory(), digest=address_digest("a@example.org"), at=at + dt.timedelta(hours=1)
    )

    assert invitation_figures(call).total.refused_shown == 1
    assert invitation_figures(other).total.refused == 0
    assert invitation_figures(other).total.refused_shown is None
    figures = read_page(an_editor(), reverse("applications:statistics", args=[call.pk]))
    assert "Ce que les invitations ont apporté" in figures
    assert "Adresses saisies" in figures
    assert "Personne n’a été invité" in read_page(
        an_editor(), reverse("applications:statistics", args=[a_call().pk])
    )


def test_an_editor_previews_then_sends(mailoutbox):
    call = a_call()
    _organisation, person = an_organisation(email="nadia@example.org", display_name="Nadia")
    editor = an_editor()
    address = reverse("call_reach:invite", args=[call.pk])
    people = f"organisations:{person.memberships.get().pk}"
    values = {
        "people": [people, "organisations:999"],
        "typed": "ali@example.org",
        "sentence": f"{SENTENCE}\x07",
    }

    assert "Inviter à répondre" in read_page(editor, reverse("wagtailadmin_pages:edit", args=[call.pk]))
    shown = read_page(editor, address)
    ready = editor.post(address, {**values, "action": "preview"})
    assert not CallInvitation.objects.exists()
    sent = editor.post(address, {**values, "action": "send"}, follow=True)

    assert "Les Fourneaux (Nadia)" in shown
    assert "nadia@example.org" not in shown
    assert "2 personnes recevront cette invitation" in ready.content.decode()
    assert f'value="{people}" checked' in ready.content.decode()
    letter = editor.get(f"{address}apercu/", {"phrase": f"{SENTENCE}<script>"})
    assert f"{SENTENCE}&lt;script&gt;" in letter.content.decode()
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert "2 invitations partent" in sent.content.decode()
    assert recipients() == ["ali@example.org", "nadia@example.org"]
    line = AuditLine.objects.get(action="calls.invited")
    assert line.detail == {"number": 2}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sentence": SENTENCE}, "Cochez des personnes"),
        ({"typed": "a@example.org", "sentence": " "}, "Écrivez une phrase"),
        ({"typed": "a@example.org, pas-une", "sentence": SENTENCE}, "pas-une"),
        ({"typed": " ".join(f"a{n}@example.org" for n in range(101)), "sentence": SENTENCE}, "100 adresses"),
        ({"typed": "a@example.org\x00", "sentence": SENTENCE}, "nul"),
        ({"typed": "a@example.org", "sentence": "é" * 200_000}, "300"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(values, words):
    call = a_call()

    answer = an_editor().post(
        reverse("call_reach:invite", args=[call.pk]), {**values, "whole": [], "action": "send"}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "\x00" not in str(values):
        assert values.get("typed", "")[:40] in answer.content.decode()
    assert not CallInvitation.objects.exists()


@pytest.mark.parametrize("group", [MODERATORS, FINANCE, None])
def test_only_editors_invite(group):
    call = a_call()
    client = an_editor(group) if group else Client()
    addresses = [reverse(f"call_reach:{name}", args=[call.pk]) for name in ("invite", "preview")]

    for address in addresses:
        assert client.get(address).status_code == 302
        assert client.post(address, {"typed": "a@example.org"}).status_code in {302, 405}
    assert (
        "Inviter à répondre"
        not in client.get(reverse("wagtailadmin_pages:edit", args=[call.pk]), follow=True).content.decode()
    )
    assert an_editor(EDITORS).get(reverse("call_reach:invite", args=[999_999])).status_code == 404


def test_sendings_are_limited():
    call = a_call()
    editor, address = an_editor(), reverse("call_reach:invite", args=[call.pk])

    answers = [editor.post(address, {"sentence": ""}).status_code for _press in range(41)]

    assert answers[-2:] == [422, 429]


def test_the_number_of_queries_does_not_grow():
    call = a_call()
    editor = an_editor()
    address = reverse("call_reach:invite", args=[call.pk])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    an_organisation("Une", email="o@example.org")
    typed(call, "a@example.org")
    an_application(call, holder=a_user("a@example.org"))
    cost()
    before = cost()
    for number in range(4):
        an_organisation(f"Asso {number}", email=f"o{number}@example.org")
        typed(call, f"b{number}@example.org")
        an_application(call, holder=a_user(f"b{number}@example.org"))

    assert cost() == before
    assert not mail.outbox
