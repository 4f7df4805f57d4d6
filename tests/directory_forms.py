"""What the admin's forms of schemes and kits send, less what every page sends."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, streamfield

from tests.builders import a_campaign

Form = dict[str, Any]


def scheme_fields() -> Form:
    """A scheme with one step, open all year."""
    return {
        "title": "Coup de pouce",
        "kind": "grant",
        "offered_by": "Ville",
        "who_for": "Associations",
        "steps": streamfield([("step", "Appelez.")]),
        "body": streamfield([("text", "Un texte.")]),
        "checked_on": "2026-11-02",
        "tags": "pain",
    }


def kit_fields() -> Form:
    """A kit with one material, one step and one campaign."""
    material = {"quantity": "12 m", "what": "Planches", "note": ""}
    return {
        "title": "La table",
        "makes": "Une table",
        "difficulty": "easy",
        "body": streamfield([("text", "Un texte.")]),
        "materials": streamfield([("material", material)]),
        "steps": streamfield([("step", {"title": "Couper", "text": "Droit.", "picture": ""})]),
        "authors": "Les menuisiers",
        "licence": "cc-by-sa",
        "version": "1",
        "continues": "",
        "campaign_links": inline_formset([{"campaign_page": a_campaign().page_id}]),
        "tags": "bois",
    }
