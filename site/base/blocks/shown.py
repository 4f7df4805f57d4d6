"""Blocks that show what lives elsewhere on the site: one page, a set of cards chosen by a rule, a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from base import cards
from base.blocks.groups import PROJECTS
from base.blocks.links import AskedTogether, PageValue


class CardPageBlock(blocks.PageChooserBlock):
    """A chooser of one page of a registered kind of card, whose app `base` may not name."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    @cached_property
    def target_models(self) -> list[type[Page]]:
        """The one type of page this kind stands for."""
        return [cards.card_kind(self.kind).model]


class ShownValue(PageValue):
    """A chosen page and, when the public sees it, what its card shows."""

    def ask(self, pages: Sequence[Page]) -> dict[int, Any]:
        """Return, by page id, what the public may see of these pages."""
        kind = self.block.child_blocks["page"].kind
        return cards.card_kind(kind).load([page.pk for page in pages])

    @property
    def item(self) -> Any:
        """What the card shows; None when the public does not see the page."""
        page = self.get("page")
        return self.lookup.answer.get(page.pk) if page is not None else None


class PlacedBlock(blocks.StructBlock):
    """A block that knows where it stands: templates put a `place` around it."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the `place`, and `anchor`, the beginning of an id that no other block of the page has."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["place"] = context.get("place") or cards.Place(request=context.get("request"))
        around = getattr(context.get("block"), "id", None) or context.get("anchor") or self.name
        context["anchor"] = f"bloc-{str(around)[:13]}"
        return context


class CampaignBlock(PlacedBlock, AskedTogether):
    """The pledge widget of one campaign, with its figures of the moment; once closed, its outcome."""

    page = CardPageBlock("campaign", label=_("campagne"))
    form = blocks.ChoiceBlock(
        label=_("forme"),
        choices=[
            ("compact", _("Compacte : image, jauge et bouton")),
            ("full", _("Complète : montants à choisir et ce que devient l’argent")),
        ],
        default="compact",
        search_index=False,
    )

    class Meta:
        icon = "pick"
        label = _("Soutenir une campagne")
        group = PROJECTS
        description = _(
            "La jauge d’une campagne et son bouton, chiffres du moment ; une fois close, ce qu’elle a donné."
        )
        value_class = ShownValue
        template = "components/blocks/campaign.html"


class CardBlock(PlacedBlock, AskedTogether):
    """The card of one chosen page; nothing when the public does not see it."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the `card`, None when the public does not see the page."""
        context = super().get_context(value, parent_context=parent_context)
        kind = self.child_blocks["page"].kind
        context["card"] = cards.Card(kind, value.item) if value.item is not None else None
        return context

    class Meta:
        group = PROJECTS
        value_class = ShownValue
        template = "components/blocks/card.html"


class CallBlock(CardBlock):
    """The card of one call for projects."""

    page = CardPageBlock("call", label=_("appel à projets"))

    class Meta:
        icon = "form"
        label = _("Appel à projets")
        description = _("La carte d’un appel : où il en est, jusqu’à quand l’on peut répondre.")


class EventBlock(CardBlock):
    """The card of one event."""

    page = CardPageBlock("event", label=_("rendez-vous"))

    class Meta:
        icon = "date"
        label = _("Rendez-vous")
        description = _("La carte d’un rendez-vous : quand et où.")


class StoryBlock(CardBlock):
    """The card of one story."""

    page = CardPageBlock("story", label=_("récit"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Récit")
        description = _("La carte d’un récit à lire ensuite.")


class GatheringBlock(PlacedBlock):
    """What a block counts or gathers may be restricted to a theme: the page's tags, or one chosen tag."""

    in_theme = blocks.BooleanBlock(
        label=_("seulement dans ce thème"),
        required=False,
        help_text=_("Ce qui porte un des mots-clés de cette page. Une page sans mot-clé ne restreint rien."),
    )
    tag = blocks.ChoiceBlock(
        label=_("ou seulement ce mot-clé"), choices=cards.tag_choices, required=False, search_index=False
    )

    def tags_of(self, value: Any, place: cards.Place) -> Any:
        """Return the tags that restrict this block where it stands, None for no restriction."""
        return place.tags_for(in_theme=bool(value.get("in_theme")), slug=value.get("tag") or "")


class CardsBlock(GatheringBlock):
    """A set of cards chosen by a stated rule each time the page is shown."""

    title = blocks.CharBlock(
        label=_("titre"), required=False, max_length=80, help_text=_("Vide : le nom de la règle.")
    )
    rule = blocks.ChoiceBlock(label=_("règle"), choices=cards.rule_choices, search_index=False)
    how_many = blocks.ChoiceBlock(
        label=_("combien au plus"),
        choices=[("3", _("trois")), ("6", _("six"))],
        default="3",
        search_index=False,
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `rule` and the `cards` it finds now."""
        context = super().get_context(value, parent_context=parent_context)
        place, rule = context["place"], cards.card_rule(value.get("rule") or "")
        limit = int(value.get("how_many") or 3)
        context["rule"] = rule
        context["cards"] = place.cards(rule, tags=self.tags_of(value, place), limit=limit) if rule else []
        return context

    class Meta:
        icon = "grid"
        label = _("Cartes selon une règle")
        group = PROJECTS
        description = _(
            "Trois ou six cartes choisies par le site à chaque visite ; rien quand la règle ne trouve rien."
        )
        form_layout = ["title", "rule", "how_many", "in_theme", "tag"]
        template = "components/blocks/cards.html"


class FigureBlock(GatheringBlock):
    """One figure of the site, counted when the page is shown."""

    figure = blocks.ChoiceBlock(label=_("chiffre"), choices=cards.figure_choices, search_index=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `shown`: the figure and the words that follow it; None when there is nothing to count."""
        context = super().get_context(value, parent_context=parent_context)
        place, figure = context["place"], cards.figure(value.get("figure") or "")
        context["shown"] = place.figure(figure, tags=self.tags_of(value, place)) if figure else None
        return context

    class Meta:
        icon = "table"
        label = _("Chiffre")
        group = PROJECTS
        description = _("Un chiffre compté par le site : euros réunis, personnes, projets réussis…")
        form_layout = ["figure", "in_theme", "tag"]
        template = "components/blocks/figure.html"
