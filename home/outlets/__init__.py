"""What becomes of a selection: the pieces every outlet shows, and the sheets to print."""
