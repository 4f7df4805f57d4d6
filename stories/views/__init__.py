"""Views of stories that are not pages."""
