"""The sections of the front page: titles and order. What they show comes from the programme, or from a stated rule."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from base.blocks import (
    BeforeAfterBlock,
    CampaignBlock,
    CardsBlock,
    FigureBlock,
    FilmBlock,
    GalleryBlock,
    LinkValue,
    QuoteBlock,
    RichTextBlock,
)
from home.wording import SECTION_TITLES

SECTIONS = _("Sections")


def _title(section: str) -> blocks.CharBlock:
    usual = format_lazy(_("Laissez vide pour « {title} »."), title=SECTION_TITLES[section])
    return blocks.CharBlock(label=_("titre"), required=False, max_length=80, help_text=usual)


class CampaignsSection(blocks.StructBlock):
    """The campaigns of the programme; completed by those that end soon."""

    title = _title("campaigns")

    class Meta:
        icon = "pick"
        label = _("Projets à la une")
        group = SECTIONS
        help_text = _(
            "Les projets viennent du programme, six au plus. S’il y en a moins de quatre que le public peut voir, la"
            " page complète : ceux qui finissent dans la semaine, puis les autres en cours à tour de rôle, puis les"
            " dernières réussites."
        )


class CallSection(blocks.StructBlock):
    """The call of the programme; without one, the next to close."""

    class Meta:
        icon = "form"
        label = _("Appel à projets")
        group = SECTIONS
        help_text = _(
            "L’appel vient du programme et paraît jusqu’à sa clôture. Quand rien n’est prévu : l’appel ouvert qui se"
            " clôt le premier, sinon le prochain à ouvrir."
        )


class StoriesSection(blocks.StructBlock):
    """The stories of the programme; completed by the newest."""

    title = _title("stories")

    class Meta:
        icon = "openquote"
        label = _("Récits")
        group = SECTIONS
        help_text = _(
            "Les récits viennent du programme. S’il y en a moins de trois, les plus récents complètent."
        )


class EventsSection(blocks.StructBlock):
    """The events of the programme; completed by the next ones."""

    title = _title("events")

    class Meta:
        icon = "date"
        label = _("Prochains rendez-vous")
        group = SECTIONS
        help_text = _(
            "Ceux du programme d’abord, puis les prochains, quatre en tout ; d’un rendez-vous qui revient, la prochaine"
            " date seulement. Rien ne paraît quand il n’y en a aucun."
        )


class ThemesSection(blocks.StructBlock):
    """Cards of the newest themes."""

    title = _title("themes")

    class Meta:
        icon = "tag"
        label = _("Thèmes")
        group = SECTIONS
        help_text = _("Les trois thèmes les plus récents. Le thème à la une, lui, vient du programme.")


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
        group = SECTIONS
        value_class = LinkValue


class FiguresSection(blocks.StructBlock):
    """What the platform has brought, counted from the campaigns the public sees."""

    title = _title("figures")

    class Meta:
        icon = "table"
        label = _("Chiffres")
        group = SECTIONS
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
        group = SECTIONS
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
    campaign = CampaignBlock()
    cards = CardsBlock()
    figure = FigureBlock()
    quote = QuoteBlock()
    gallery = GalleryBlock()
    before_after = BeforeAfterBlock()
    video = FilmBlock()

    class Meta:
        required = False
        block_counts = {name: {"max_num": 1} for name in ("call", "events", "figures", "steps")}
