"""The blocks of the front page. Each has a rule, said in its help text, that fills it when the editor left it empty."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from base.blocks import LinkValue, RichTextBlock
from home.wording import SECTION_TITLES

MOST_PICKS = 6


def _title(section: str) -> blocks.CharBlock:
    usual = format_lazy(_("Laissez vide pour « {title} »."), title=SECTION_TITLES[section])
    return blocks.CharBlock(label=_("titre"), required=False, max_length=80, help_text=usual)


def _picks(label: object, page_type: str, rule: object) -> blocks.ListBlock:
    return blocks.ListBlock(
        blocks.PageChooserBlock(label=label, page_type=page_type),
        label=_("votre choix"),
        help_text=rule,
        default=[],
        min_num=0,
        max_num=MOST_PICKS,
    )


class CampaignsSection(blocks.StructBlock):
    """Hand-picked campaigns; completed by those that end soon."""

    title = _title("campaigns")
    pages = _picks(
        _("campagne"),
        "campaigns.CampaignPage",
        _(
            "Jusqu’à six. S’il y en a moins de quatre que le public peut voir, la page complète : celles qui finissent"
            " dans la semaine, puis les autres en cours à tour de rôle, puis les dernières réussies."
        ),
    )

    class Meta:
        icon = "pick"
        label = _("Projets à la une")


class CallSection(blocks.StructBlock):
    """One call to highlight; the next to close when none is chosen."""

    page = blocks.PageChooserBlock(
        label=_("appel"),
        page_type="calls.CallPage",
        required=False,
        help_text=_(
            "Montré jusqu’à sa clôture. Sans choix, ou une fois clos : l’appel ouvert qui se clôt le premier, sinon le"
            " prochain à ouvrir."
        ),
    )

    class Meta:
        icon = "form"
        label = _("Appel à projets")


class StoriesSection(blocks.StructBlock):
    """Hand-picked stories; completed by the newest."""

    title = _title("stories")
    pages = _picks(
        _("récit"),
        "stories.StoryPage",
        _("S’il y en a moins de trois, les récits les plus récents complètent."),
    )

    class Meta:
        icon = "openquote"
        label = _("Récits")


class EventsSection(blocks.StructBlock):
    """The next events."""

    title = _title("events")

    class Meta:
        icon = "date"
        label = _("Prochains rendez-vous")
        help_text = _(
            "Les quatre prochains, sans rien choisir ; d’un rendez-vous qui revient, la prochaine date seulement."
            " Rien ne paraît quand il n’y en a aucun."
        )


class ThemesSection(blocks.StructBlock):
    """Cards of themes; the newest when none is chosen."""

    title = _title("themes")
    pages = _picks(
        _("thème"),
        "themes.ThemePage",
        _("S’il y en a moins de trois, les thèmes les plus récents complètent."),
    )

    class Meta:
        icon = "tag"
        label = _("Thèmes")


class TextSection(blocks.StructBlock):
    """A word from the territory, with a picture or without."""

    title = blocks.CharBlock(label=_("titre"), max_length=80)
    text = RichTextBlock(label=_("texte"))
    picture = ImageChooserBlock(label=_("image"), required=False)
    link_text = blocks.CharBlock(label=_("texte du lien"), required=False, max_length=60)
    page = blocks.PageChooserBlock(label=_("page du lien"), required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Texte")
        value_class = LinkValue


class FiguresSection(blocks.StructBlock):
    """What the platform has brought, counted from the campaigns the public sees."""

    title = _title("figures")

    class Meta:
        icon = "table"
        label = _("Chiffres")
        help_text = _(
            "Comptés par le site : projets réussis, personnes, euros versés ou à verser, projets en cours."
        )


class StepsSection(blocks.StructBlock):
    """How it works, in a few steps; the usual ones when none is written."""

    title = _title("steps")
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("étape"), max_length=60)),
                ("text", blocks.CharBlock(label=_("en une phrase"), max_length=200)),
            ],
            label=_("étape"),
        ),
        label=_("étapes"),
        help_text=_("Trois ou quatre. Laissez vide pour les étapes habituelles."),
        default=[],
        min_num=0,
        max_num=4,
    )
    link_text = blocks.CharBlock(label=_("texte du lien"), required=False, max_length=60)
    page = blocks.PageChooserBlock(label=_("page du lien"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Comment ça marche")
        value_class = LinkValue


class FrontPageBody(blocks.StreamBlock):
    """The sections of the front page, in the order they are shown; the usual ones when none is chosen."""

    campaigns = CampaignsSection()
    call = CallSection()
    stories = StoriesSection()
    events = EventsSection()
    themes = ThemesSection()
    text = TextSection()
    figures = FiguresSection()
    steps = StepsSection()

    class Meta:
        required = False
        block_counts = {name: {"max_num": 1} for name in ("call", "events", "figures", "steps")}
