"""Wishes: what residents say, and the editors' screen where they are read and gathered."""
