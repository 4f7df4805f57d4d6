"""What an editor's browser posts to make a call."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

NO_ROWS = inline_formset([])


def call_form(
    *, answerers: tuple[str, ...] = ("association", "collective"), **changes: Any
) -> dict[str, Any]:
    """A whole call, as posted: dates, criteria, form, fund, one question often asked."""
    choices = streamfield([("item", "matin"), ("item", "soir")])
    usual = {
        "title": "Pieds d’immeuble",
        "slug": "nouvelle-page",
        "summary": "En une phrase.",
        "picture": "",
        "comments": NO_ROWS,
        "body": streamfield([("text", "Pourquoi.")]),
        "who_may_answer": streamfield([("text", "Tout le monde.")]),
        "opens_at": "2026-11-02 09:00",
        "closes_at": "2026-12-07 23:59",
        "results_at": "2027-01-10 12:00",
        "fund_cents": "20 000",
        "fund_percent": "30",
        "fund_cap_cents": "2 000",
        "criteria": inline_formset([{"title": "Utilité", "weight": "100", "explanation": ""}]),
        "questions": streamfield(
            [
                ("long_text", {"label": "Racontez", "help": "", "longest": "900", "role": "story"}),
                ("choice", {"label": "Quand ?", "help": "", "choices": choices}),
            ]
        ),
        "offers": NO_ROWS,
        "event_links": NO_ROWS,
        "documents": NO_ROWS,
        "faq": inline_formset([{"question": "Faut-il un statut ?", "answer": "Non."}]),
        "retained": NO_ROWS,
        "results": streamfield([]),
        "tags": "pain",
    }
    return {**nested_form_data({**usual, **changes}), "answerers": list(answerers)}
