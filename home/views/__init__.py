"""Screens of the programme and of the outlets: thin, one service or one read each."""
