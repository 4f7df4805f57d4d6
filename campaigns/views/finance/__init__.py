"""The screens of finance in the admin: is everything right, and what asks for a hand."""
