"""Views: parse, call one service or one queryset, render."""
