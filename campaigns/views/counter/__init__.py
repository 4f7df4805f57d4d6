"""The desk of a counter, in the admin: money brought is taken in, and given back against a signature."""
