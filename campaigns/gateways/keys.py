"""What a Stripe key says of itself, read before stripe-python is loaded."""


def is_secret_key(key: str) -> bool:
    """Tell whether this is a secret or restricted key, the only ones a server calls with."""
    return key.startswith(("sk_", "rk_"))


def is_live_key(key: str) -> bool:
    """Tell whether this key moves real money."""
    return key.startswith(("sk_live_", "rk_live_"))
