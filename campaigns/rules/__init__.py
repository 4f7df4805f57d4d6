"""Pure answers about values: no Django, no Wagtail, no provider. Amounts are integer cents, times aware UTC."""
