"""The screen on which an editor composes a call, a tab for each thing to think of: call, form, jury, results."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from base.models import BasePage


class AnsweredPanel(HelpPanel):
    """Says what a change of the form does, once somebody has begun to answer it."""

    class BoundPanel(HelpPanel.BoundPanel):
        """Counts the applications of the call shown."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.deposited, self.drafts = _counted(self.instance)
            self.content = _warning(self.deposited, self.drafts)

        def is_shown(self) -> bool:
            """Show it once it matters."""
            return bool(super().is_shown() and (self.deposited or self.drafts))


def _counted(call: Any) -> tuple[int, int]:
    if call is None or not call.pk:
        return 0, 0
    deposited = call.applications.deposited().count()
    return deposited, call.applications.filter(state="draft").count()


def _warning(deposited: int, drafts: int) -> str:
    return format_html(
        "<p><strong>{} {}</strong></p><p>{}</p><p>{}</p>",
        ngettext("%(count)d candidature déposée.", "%(count)d candidatures déposées.", deposited)
        % {"count": deposited},
        ngettext("%(count)d brouillon en cours.", "%(count)d brouillons en cours.", drafts)
        % {"count": drafts},
        _now(
            "Ce qui est déposé garde le questionnaire d’alors : aucune réponse, aucun export, aucune lecture ne change."
        ),
        _now(
            "Les brouillons prennent le nouveau questionnaire : une question ajoutée et obligatoire devra être remplie"
            " avant le dépôt, une question retirée ne sera plus déposée. Reformuler ou déplacer une question garde la"
            " réponse ; la supprimer pour en refaire une autre la perd."
        ),
    )


THE_CALL: list[Panel | str] = [
    *BasePage.content_panels,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("results_at")]),
            FieldPanel("is_standing"),
            HelpPanel(
                content=_(
                    "<p>L’appel s’ouvre et se clôt seul, à la seconde dite. « 7 décembre à 23:59 » laisse toute la"
                    " soirée ; minuit est déjà le lendemain.</p>"
                )
            ),
        ],
        heading=_("Quand"),
    ),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("answerers"), FieldPanel("area"), FieldPanel("who_may_answer")],
        heading=_("Qui peut répondre, et où"),
    ),
    InlinePanel("offers", heading=_("Ce qui est offert"), label=_("offre")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("places"), FieldPanel("goal_ceiling_cents"), FieldPanel("surplus_percent")]
            )
        ],
        heading=_("Plafonds"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("fund_cents"), FieldPanel("fund_percent"), FieldPanel("fund_cap_cents")])],
        heading=_("Abondement : ce qui s’ajoute aux collectes"),
    ),
    InlinePanel("event_links", heading=_("Réunions d’information"), label=_("rendez-vous")),
    InlinePanel("documents", heading=_("Documents à lire"), label=_("document")),
    InlinePanel("faq", heading=_("Questions fréquentes"), label=_("question")),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        ],
        heading=_("Contact"),
    ),
    FieldPanel("tags"),
]

THE_FORM: list[Panel | str] = [
    AnsweredPanel(heading=_("On répond déjà à cet appel")),
    HelpPanel(
        content=_(
            "<p>Chacun lit et imprime ce questionnaire avant d’avoir un compte. Demandez peu : chaque question"
            " obligatoire fait renoncer quelqu’un. « Nouvelle étape » découpe le questionnaire en écrans.</p>"
        )
    ),
    FieldPanel("questions"),
]

THE_JURY: list[Panel | str] = [
    InlinePanel(
        "criteria",
        heading=_("Critères"),
        label=_("critère"),
        help_text=_(
            "Publiés avec l’appel : ce que le jury regarde. Des poids de somme 100, ou tous à 0 s’ils se valent."
        ),
    ),
    FieldPanel("is_read_without_names"),
]

THE_RESULTS: list[Panel | str] = [
    FieldPanel("results"),
    InlinePanel("retained", heading=_("Projets retenus"), label=_("projet retenu")),
]


def call_screen(*, promote: list[Any], settings: list[Any], form: type[Any]) -> TabbedInterface:
    """Return the tabs of a call; the last two are Wagtail's own."""
    return TabbedInterface(
        [
            ObjectList(THE_CALL, heading=_("L’appel")),
            ObjectList(THE_FORM, heading=_("Le questionnaire")),
            ObjectList(THE_JURY, heading=_("Le jury")),
            ObjectList(THE_RESULTS, heading=_("Les résultats")),
            ObjectList(promote, heading=_("Adresse et référencement")),
            ObjectList(settings, heading=_("Publication")),
        ],
        base_form_class=form,
    )
