"""What those who apply see and do: each view asks `calls.access` first."""
