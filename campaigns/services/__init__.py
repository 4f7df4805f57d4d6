"""Everything that writes money or state: verbs, keyword-only, `at=` for the time, never a request."""
