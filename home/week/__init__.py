"""« Ma semaine »: what asks for a person's hand now, each thing with its reason and one action. Pure reads."""

from home.week.composing import Week, week_of
from home.week.items import Item, Topic

__all__ = ["Item", "Topic", "Week", "week_of"]
