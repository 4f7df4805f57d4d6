"""Verbs of the programme and of the outlets; they hold the transaction and take `at=`."""
