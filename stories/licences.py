"""The licences a kit may be under, as readers need them: full name, what it allows, where its text is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """What one sentence can say of a licence, and the address of its full text."""

    allows: Promise | str
    url: str


LICENCES: dict[str, Licence] = {
    "cc-by": Licence(
        _("Vous pouvez tout reprendre, changer et vendre, à condition de nommer les auteurs."),
        "https://creativecommons.org/licenses/by/4.0/deed.fr",
    ),
    "cc-by-sa": Licence(
        _(
            "Vous pouvez tout reprendre, changer et vendre, à condition de nommer les auteurs et de partager à votre"
            " tour ce que vous en faites sous la même licence."
        ),
        "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    ),
    "cc0": Licence(
        _("Vous pouvez tout reprendre, changer et vendre, sans rien demander ni nommer personne."),
        "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
    ),
    "art-libre": Licence(
        _(
            "Vous pouvez copier, diffuser et transformer ce kit, à condition de nommer les auteurs et de laisser à"
            " d’autres la même liberté."
        ),
        "https://artlibre.org/",
    ),
}
