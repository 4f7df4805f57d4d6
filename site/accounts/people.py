"""Finding or opening the account of a person named by somebody else."""

from accounts.models import User


def account_for(*, email: str, display_name: str = "") -> User:
    """Return the account of that address, opening one without password when there is none.

    The person chooses a password through the reset page; until then nobody can sign in with the account.
    """
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known is not None:
        return known
    return User.objects.create_user(email=email, password=None, display_name=display_name[:80])
