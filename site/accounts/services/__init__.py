"""Verbs of accounts: people and staff groups; those of organisations stand in modules of their own."""

from accounts.services.staff import create_verified_user, ensure_groups, grant_page_rights, verified_email

__all__ = ["create_verified_user", "ensure_groups", "grant_page_rights", "verified_email"]
