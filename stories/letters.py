"""What the letters about registrations say: a title, short paragraphs, and the facts of the date."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stories.models import EventDate, Registration
from stories.wording import date_words, people_words


@dataclass(frozen=True)
class Letter:
    """One letter, ready to be laid out; `facts` are pairs of a label and what it says."""

    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())
    has_diary: bool = False


def confirmed(registration: Registration, zone: str) -> Letter:
    """The person has a place."""
    return Letter(
        _("Votre place est retenue : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("Nous vous attendons, %(people)s. Rien à imprimer : votre nom suffit à l’entrée.")
            % _words(registration),
            _keep_the_link(),
        ),
        facts_of(registration.date, zone),
        has_diary=True,
    )


def waiting(registration: Registration, zone: str) -> Letter:
    """The person waits for a place."""
    return Letter(
        _("Vous êtes en liste d’attente : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _(
                "Il ne reste pas assez de places pour %(people)s. Votre demande est notée, dans l’ordre d’arrivée : "
                "dès que des places se libèrent, la première demande qui tient dans ces places les reçoit. Un message "
                "vous préviendra aussitôt, et vous n’avez rien à faire d’ici là."
            )
            % _words(registration),
            _("Si vous n’en avez plus besoin, retirez votre demande par le lien ci-dessous."),
        ),
        facts_of(registration.date, zone),
    )


def place_freed(registration: Registration, zone: str) -> Letter:
    """Somebody gave a place up: it is this person's now."""
    return Letter(
        _("Une place s’est libérée pour vous : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("Vous étiez en liste d’attente : vous avez maintenant une place, %(people)s.")
            % _words(registration),
            _("Vous ne pouvez plus venir ? Dites-le par le lien ci-dessous : quelqu’un d’autre attend."),
        ),
        facts_of(registration.date, zone),
        has_diary=True,
    )


def date_cancelled(registration: Registration, zone: str) -> Letter:
    """The organiser called the date off."""
    reason = registration.date.cancel_reason
    return Letter(
        _("Annulé : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("Ce rendez-vous n’aura pas lieu : votre inscription est annulée, vous n’avez rien à faire."),
            *((reason,) if reason else ()),
        ),
        facts_of(registration.date, zone),
    )


def date_moved(registration: Registration, zone: str) -> Letter:
    """The date takes place at another time than the one the person registered for."""
    return Letter(
        _("La date ou l’heure a changé : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("Le rendez-vous auquel vous êtes inscrit change de date ou d’heure. Votre inscription suit.")
            if registration.state == Registration.State.CONFIRMED
            else _("Le rendez-vous pour lequel vous attendez une place change de date ou d’heure."),
            _("Si ce nouveau moment ne vous convient pas, annulez par le lien ci-dessous."),
        ),
        facts_of(registration.date, zone),
        has_diary=registration.state == Registration.State.CONFIRMED,
    )


def reminder(registration: Registration, zone: str) -> Letter:
    """The date is near."""
    return Letter(
        _("C’est bientôt : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("Nous vous attendons, %(people)s.") % _words(registration),
            _("Vous ne pouvez plus venir ? Dites-le par le lien ci-dessous : quelqu’un d’autre attend."),
        ),
        facts_of(registration.date, zone),
        has_diary=True,
    )


def withdrawn(registration: Registration, zone: str) -> Letter:
    """The registration is cancelled, by the person or by the team at the person's request."""
    return Letter(
        _("Votre inscription est annulée : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _("C’est noté : vous ne venez plus. Merci de l’avoir dit."),
        ),
        facts_of(registration.date, zone),
    )


def asked_again(registration: Registration, zone: str) -> Letter:
    """Somebody asked again with an address that is registered already: nothing changed, here is where it stands."""
    stands = (
        _("vous avez une place, %(people)s")
        if registration.state == Registration.State.CONFIRMED
        else _("vous êtes en liste d’attente, %(people)s")
    )
    return Letter(
        _("Vous étiez déjà inscrit : %(event)s") % _words(registration),
        (
            _("Bonjour %(name)s,") % _words(registration),
            _(
                "Une inscription vient d’être demandée avec votre adresse, qui en a déjà une pour cette date : "
            )
            + stands % _words(registration)
            + ".",
            _(
                "Rien n’a changé. Pour venir plus nombreux, appelez-nous ; pour annuler, suivez le lien ci-dessous."
            ),
        ),
        facts_of(registration.date, zone),
        has_diary=registration.state == Registration.State.CONFIRMED,
    )


LETTERS = {
    "event_confirmed": confirmed,
    "event_waiting": waiting,
    "event_place_freed": place_freed,
    "event_cancelled": date_cancelled,
    "event_moved": date_moved,
    "event_reminder": reminder,
    "event_withdrawn": withdrawn,
    "event_asked_again": asked_again,
}


def facts_of(date: EventDate, zone: str) -> tuple[tuple[str, str], ...]:
    """Return when, where and how to get in."""
    event = date.event
    facts = [
        (_("Quand"), capfirst(date_words(date.starts_at, date.ends_at, zone))),
        (_("Où"), ", ".join(part for part in (event.place, event.address) if part)),
        (_("Accessibilité"), event.access),
    ]
    return tuple((label, words) for label, words in facts if words)


def _words(registration: Registration) -> dict[str, str]:
    return {
        "event": registration.date.event.title,
        "name": registration.name,
        "people": people_words(registration.people),
    }


def _keep_the_link() -> str:
    return _("Gardez ce message : son lien permet de voir votre inscription, de la réduire ou de l’annuler.")
