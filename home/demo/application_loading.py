"""Writes applications through the services, at the times of their story: drafts, deposits, a request "
"answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import Organisation, User
from calls.models import Application, CallPage
from calls.models.applications import ApplicantKind
from calls.questionnaire import Question
from calls.services import attaching, depositing, drafting, inviting
from home.demo.clock import Clock
from home.demo.invitation_loading import write_invitations
from home.demo.people import crowd
from home.demo.repair_answers import ANSWERS
from home.demo.shapes import Answer
from home.demo.town import CITIZEN, EDITOR, HOLDER
from home.ready_made import STANDING_CALL

REPAIRING, FOOD = "reparer-plutot-que-jeter", "circuits-courts-10-projets"
DUTY = "Non : la déchèterie ramasse et trie, personne ne doit à personne d’apprendre à réparer."
HELP = "Des bras le samedi, une prise de terre, et quelqu’un qui sache lire un schéma."
INVITED = 6  # of those who answered
LATEST = timedelta(seconds=40)  # before the closing: the answer of 23 h 58


@dataclass(frozen=True)
class Writing:
    """Somebody at work on one application."""

    application: Application
    holder: User

    def say(self, words: Mapping[str, Any], *, at: datetime) -> None:
        """Write answers by the beginning of their question; « title » and the like are keys."""
        asked = list(self.application.form.questionnaire.questions)
        drafting.save_answers(
            application=self.application,
            typed={_question(asked, start).key: value for start, value in words.items()},
            base=self.application.revision,
            at=at,
            actor=self.holder,
        )


def write_applications(pages: Mapping[str, Any], accounts: dict[str, User], clock: Clock) -> None:
    """Write what was answered to the calls of the demonstration."""
    # Read again: what was published is another copy of the page than the one that was written.
    repairing, food, standing = (
        CallPage.objects.get(pk=pages[name].pk) for name in (REPAIRING, FOOD, STANDING_CALL)
    )
    assert repairing.opens_at is not None
    write_invitations(
        repairing,
        answerers=[person.email for person in crowd(seed="ateliers", size=len(ANSWERS))[:INVITED]],
        by=accounts[EDITOR.email],
        at=repairing.opens_at + timedelta(days=1),
    )
    _write_repairs(repairing)
    _write_answered_request(repairing, accounts)
    _write_draft(food, accounts, clock)
    _write_begun(food, clock)
    _write_proposal(standing, clock)


def _write_repairs(call: CallPage) -> None:
    assert call.opens_at is not None
    assert call.closes_at is not None
    span = call.closes_at - call.opens_at
    people = crowd(seed="ateliers", size=len(ANSWERS))
    for position, (answer, person) in enumerate(zip(ANSWERS, people, strict=True), start=1):
        # Few come early, most in the last week: that is how it goes.
        share = 1 - (1 - position / len(ANSWERS)) ** 2
        at = min(
            call.opens_at + timedelta(days=3) + (span - timedelta(days=3)) * share, call.closes_at - LATEST
        )
        holder = User.objects.create_user(
            person.email, first_name=person.first_name, last_name=person.last_name
        )
        writing = _begin(call, holder, at=at - timedelta(hours=30), name=answer.applicant, kind=answer.kind)
        writing.say(_repair_words(answer), at=at - timedelta(hours=1))
        depositing.deposit(application=writing.application, at=at, actor=holder)


def _repair_words(answer: Answer) -> dict[str, Any]:
    return {
        "title": answer.title,
        "summary": answer.summary,
        "neighbourhood": answer.neighbourhood,
        "goal": answer.goal_euros * 100,
        "Que répare": answer.story,
        "Quels objets": list(answer.objects),
        "Où": {"words": answer.neighbourhood, "latitude": None, "longitude": None},
        "Qui tient": answer.keepers,
        "Est-ce le travail": DUTY,
        "Votre budget": {
            "expenses": [[label, euros * 100] for label, euros in answer.budget],
            "resources": [],
        },
        "De quelle aide": HELP,
        "Et la deuxième": answer.second_year,
        "J’ai relu": True,
    }


def _write_answered_request(call: CallPage, accounts: dict[str, User]) -> None:
    """The holder's own answer: deposited, then made more precise at the editor's request."""
    assert call.closes_at is not None
    holder, at = accounts[HOLDER.email], call.closes_at - timedelta(days=6, hours=3)
    body = Organisation.objects.get(name="Le Comptoir des Tanneries")
    writing = _begin(call, holder, at=at - timedelta(days=9), organisation=body)
    answer = Answer(
        "L’établi du Comptoir", "Au fond du café, une table où ce qui casse se répare.", "Les Tanneries", 3_400,
        body.name, "association", ("Électroménager", "Vélo", "Textile"),
        "Le café ouvre à 8 h. L’établi ouvre à 14 h, quand il n’y a plus que les habitués. On y vient avec "
        "son objet et l’on "
        "repart en sachant ce qu’il avait.",
        "Alexis le mardi, Clément le jeudi, et un menuisier de passage.",
        "Le café paie l’assurance.",
        (("Établi et étau", 1_150), ("Outillage", 1_450), ("Protection électrique", 800)),
    )  # fmt: skip
    writing.say(_repair_words(answer), at=at - timedelta(days=1))
    depositing.deposit(application=writing.application, at=at, actor=holder)
    asked_at = call.closes_at + timedelta(days=1)
    depositing.ask_more(
        application=writing.application,
        text="Qui vérifie l’appareil avant qu’on le rebranche, et qui s’en occupe la deuxième année ?",
        at=asked_at,
        actor=accounts[EDITOR.email],
        due_at=asked_at + timedelta(days=7),
    )
    writing.say(
        {
            "Qui tient": (
                "Alexis le mardi, Clément le jeudi, et Mme Roux, électricienne, qui vérifie avant qu’on rebranche."
            ),
            "Et la deuxième": "Le café paie l’assurance, et deux habitués prennent chacun un après-midi.",
        },
        at=asked_at + timedelta(days=1),
    )
    depositing.deposit(
        application=writing.application, at=asked_at + timedelta(days=1, hours=2), actor=holder
    )


def _write_draft(call: CallPage, accounts: dict[str, User], clock: Clock) -> None:
    """The holder's draft, with somebody who writes along, a file, and a few answers still to come."""
    holder, at = accounts[HOLDER.email], clock.now - timedelta(days=8)
    body = Organisation.objects.get(name="Les Pieds dans la terre")
    writing = _begin(call, holder, at=at, organisation=body)
    writing.say(
        {
            "title": "La soupe du square",
            "summary": "Une cuisine roulante qui cuit ce que les jardins donnent en trop.",
            "neighbourhood": "Les Tanneries",
            "goal": 420_000,
            "Qui produit": (
                "Trente parcelles au pied des immeubles, et trop de courgettes en août. Une remorque, deux "
                "feux, "
                "une longue table : on épluche ensemble le vendredi, on mange ensemble le soir."
            ),
            "Une cuisine": "Oui, nous en avons une",
            "Votre budget": {
                "expenses": [
                    ["Remorque et deux feux", 260_000],
                    ["Vaisselle lavable", 90_000],
                    ["Assurance", 70_000],
                ],
                "resources": [["Caisse du jardin", 40_000]],
            },
        },
        at=clock.now - timedelta(days=2),
    )
    inviting.invite(application=writing.application, email=CITIZEN.email, at=at, actor=holder)
    invitation = writing.application.invitations.get()
    inviting.join(invitation=invitation, user=accounts[CITIZEN.email], at=at + timedelta(hours=5))
    pictures = _question(list(writing.application.form.questionnaire.questions), "Des images")
    writing.application.refresh_from_db()
    attaching.attach_file(
        application=writing.application,
        question=pictures,
        upload=SimpleUploadedFile("remorque-dessinee-a-la-main.png", _drawing()),
        at=clock.now - timedelta(days=2),
        actor=holder,
    )


def _write_begun(call: CallPage, clock: Clock) -> None:
    """What others write to the open call: one deposited early, two begun."""
    one, two, three = crowd(seed="circuits", size=3)
    bread = _begin(
        call, _account(one), at=clock.now - timedelta(days=9), name="Le fournil de nuit", kind="firm"
    )
    bread.say(
        {
            "title": "Le pain de la tournée",
            "summary": "Une fournée de plus, portée à vélo là où il n’y a plus de boulangerie.",
            "neighbourhood": "Hauts-de-Vigne",
            "goal": 510_000,
            "Qui produit": "Le meunier de la Plaine, notre four, et soixante foyers qui ont déjà dit oui.",
            "Où": {"words": "4, montée des Vignes", "latitude": None, "longitude": None},
            "Une cuisine": "Oui, nous en avons une",
            "Combien de personnes": "60",
            "À quel prix": "Trois euros la miche, et une sur dix en pain suspendu.",
            "Est-ce le travail": "Non.",
            "Votre budget": {
                "expenses": [["Vélo cargo", 390_000], ["Caisses isothermes", 120_000]],
                "resources": [],
            },
            "J’ai relu": True,
        },
        at=clock.now - timedelta(days=5),
    )
    depositing.deposit(
        application=bread.application, at=clock.now - timedelta(days=4, hours=2), actor=bread.holder
    )
    orchard = _begin(call, _account(two), at=clock.now - timedelta(days=3))
    orchard.say({"title": "Le verger de la voie ferrée", "goal": 280_000}, at=clock.now - timedelta(days=3))
    _begin(call, _account(three), at=clock.now - timedelta(days=1))


def _write_proposal(call: CallPage, clock: Clock) -> None:
    """Somebody who proposes outside any call."""
    (person,) = crowd(seed="proposition", size=1)
    writing = _begin(call, _account(person), at=clock.now - timedelta(days=12))
    writing.say(
        {
            "title": "Un banc tous les deux cents mètres",
            "summary": "Pour que l’on puisse aller au marché à pied, à tout âge.",
            "neighbourhood": "Beauséjour",
            "goal": 360_000,
            "Racontez": (
                "J’ai compté : entre chez moi et le marché, six cents mètres sans s’asseoir. Nous sommes quarante"
                " à faire demi-tour."
            ),
            "À qui cela": "À celles et ceux qui marchent lentement, à leurs voisins, aux poussettes.",
            "Où": {"words": "Du parc Beauséjour à la halle", "latitude": None, "longitude": None},
            "Est-ce le travail": "La voirie pose des bancs dans les parcs ; entre les deux, personne ne les a prévus.",
            "Votre budget": {
                "expenses": [["Trois bancs en châtaignier", 240_000], ["Scellement", 120_000]],
                "resources": [],
            },
            "J’ai relu": True,
        },
        at=clock.now - timedelta(days=11),
    )
    depositing.deposit(
        application=writing.application, at=clock.now - timedelta(days=10, hours=4), actor=writing.holder
    )


def _begin(
    call: CallPage,
    holder: User,
    *,
    at: datetime,
    organisation: Organisation | None = None,
    name: str = "",
    kind: str = "individual",
) -> Writing:
    """Begin an application; a named applicant that is no collective gets its organisation."""
    facts: dict[str, Any] = {"applicant_kind": ApplicantKind(kind)}
    if organisation is not None:
        facts = {"applicant_kind": ApplicantKind(organisation.kind), "organisation": organisation}
    elif kind == ApplicantKind.COLLECTIVE:
        facts["collective_name"] = name
    elif kind != ApplicantKind.INDIVIDUAL:
        facts["organisation"] = Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]
    return Writing(drafting.begin_application(call=call, holder=holder, at=at, **facts), holder)


def _account(person: Any) -> User:
    user, _is_new = User.objects.get_or_create(
        email=person.email, defaults={"first_name": person.first_name, "last_name": person.last_name}
    )
    return user


def _question(asked: list[Question], start: str) -> Question:
    """The question of that key, or the first whose words begin so."""
    return next(q for q in asked if q.key == start or (q.label.startswith(start) and len(q.key) > 20))


def _drawing() -> bytes:
    """A drawing made on the spot."""
    picture = Image.new("RGB", (640, 400), (246, 239, 224))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((140, 120, 460, 260), outline=(31, 77, 58), width=8)
    pen.ellipse((190, 250, 270, 330), outline=(22, 50, 58), width=8)
    pen.ellipse((340, 250, 420, 330), outline=(22, 50, 58), width=8)
    pen.line((460, 200, 560, 250), fill=(22, 50, 58), width=8)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
