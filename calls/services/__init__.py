"""Verbs of calls: drafting, depositing, reviewing, deciding. Nothing else writes applications."""
