"""Staff screens of juries and decisions, in the admin."""
