"""Going to find projects: inviting in the admin, saying no in public."""
