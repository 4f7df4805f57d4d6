"""Checks of the house's own rules, each a function from one source file to a list of offending lines.

They take text rather than paths, so that each is tried on a small bad sample as well as on the real tree.
"""
