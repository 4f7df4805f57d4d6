"""Pages of calls outside Wagtail: applying, the jury room, the back office."""
