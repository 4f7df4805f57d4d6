"""The jury room: pages of those who read applications, in the front office."""
