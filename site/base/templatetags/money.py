"""Template filters for amounts and rates."""

from django import template

from base import money_display

register = template.Library()


@register.filter
def euros(cents: int | str | None) -> str:
    """`{{ cents|euros }}`: "1 234,50 €"; empty for None."""
    return "" if cents is None or cents == "" else money_display.euros(int(cents))


@register.filter
def exact_euros(cents: int | str | None) -> str:
    """`{{ cents|exact_euros }}`: "56,00 €", for columns of figures; empty for None."""
    return "" if cents is None or cents == "" else money_display.exact_euros(int(cents))


@register.filter
def rate(bps: int | str | None) -> str:
    """`{{ bps|rate }}`: "5 %"; empty for None."""
    return "" if bps is None or bps == "" else money_display.rate(int(bps))
