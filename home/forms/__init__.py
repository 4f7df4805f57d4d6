"""Forms of the front page, its programme and its outlets."""
