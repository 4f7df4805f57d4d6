"""How a page below the calls shows which ones it belongs to, without knowing what a call is."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from base import clock
from calls.models import CallPage
from calls.questionnaire import Question, words

register = template.Library()


@register.simple_tag
def calls_of_event(page: Page) -> list[CallPage]:
    """`{% calls_of_event page as calls %}`: the published calls that announce the event, the open ones first."""
    if not page.pk:  # a preview of a page that does not exist yet
        return []
    calls = CallPage.objects.visible().filter(event_links__event_page=page.pk).distinct()
    return list(calls.open_first(at=clock.now()).with_cards())


@register.filter
def expected(question: Question) -> str:
    """`{{ question|expected }}`: what a question expects, limits included."""
    return words.expected(question)
