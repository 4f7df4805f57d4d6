"""What the residents of Rivelaine say is missing: two questions, what was answered, what was made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wished:
    """One wish: its words, where from, and whether its author leaves an address."""

    text: str
    neighbourhood: str
    email: str = ""


@dataclass(frozen=True)
class Gathered:
    """Wishes that say the same thing; `call` is the slug of the call born from them."""

    title: str
    wishes: tuple[Wished, ...]
    call: str = ""


@dataclass(frozen=True)
class Asked:
    """A question on the theme of that slug, and its answers: gathered, loose, not read yet."""

    theme: str
    question: str
    hint: str
    since_days: int
    closed: bool
    groups: tuple[Gathered, ...]
    loose: tuple[Wished, ...] = ()
    to_read: tuple[Wished, ...] = ()


QUESTIONS: tuple[Asked, ...] = (
    Asked(
        theme="circuits-courts-alimentaires",
        question="Que manque-t-il dans votre quartier pour mieux manger ?",
        hint="Nous lisons tout. Quand plusieurs disent la même chose, un appel à projets peut en naître.",
        since_days=70,
        closed=False,
        groups=(
            Gathered(
                "Retirer un panier sans traverser la ville",
                call="circuits-courts-10-projets",
                wishes=(
                    Wished("Un endroit où prendre mon panier après 19 heures.", "Les Tanneries"),
                    Wished("Que la ferme des Saules livre quelque part de notre côté du pont.", "La Gare"),
                    Wished("Un casier frais au pied de la résidence, je ne conduis plus.", "Beau-Soleil"),
                    Wished("Des légumes le mercredi, devant l’école, à l’heure où l’on attend.", "Fontvive"),
                    Wished("Un dépôt de pain deux fois par semaine.", "Les Hauts", "citoyenne@example.org"),
                    Wished("Acheter des œufs à quelqu’un dont je connais les poules.", "La Gare"),
                    Wished("Un marché de dix minutes, pas de deux heures.", "Centre"),
                    Wished("Savoir qui cultive quoi, et quand c’est mûr.", "Fontvive"),
                    Wished("Du lait sans bouteille à jeter.", "Les Tanneries"),
                    Wished("Un point de retrait tenu par quelqu’un qui dit bonjour.", "Beau-Soleil"),
                    Wished("Des paniers à partager à deux voisins, un entier c’est trop.", "Centre"),
                ),
            ),
            Gathered(
                "Cuisiner à plusieurs",
                wishes=(
                    Wished("Une vraie cuisine où cuisiner à dix, même une fois par mois.", "La Gare"),
                    Wished("Apprendre à faire des bocaux avec celles qui savent.", "Les Hauts"),
                    Wished("Un four à pain que l’on allume ensemble le dimanche.", "Fontvive"),
                    Wished("Un goûter où les enfants épluchent eux-mêmes.", "Beau-Soleil"),
                ),
            ),
        ),
        loose=(
            Wished("Un arbre à fruits par immeuble.", "Beau-Soleil"),
            Wished("Un restaurant où l’on paie ce que l’on peut.", "Centre"),
            Wished("De quoi boire l’été sans acheter une bouteille.", "La Gare"),
        ),
        to_read=(
            Wished("Un distributeur de soupe, l’hiver, à l’arrêt du 4.", "Les Hauts"),
            Wished("Que la cantine achète les carottes d’ici.", "Fontvive", "remi.chabrier@example.org"),
            Wished("Des recettes pour les choux, il y en a trop.", "Les Tanneries"),
        ),
    ),
    Asked(
        theme="espaces-partages",
        question="Qu’avez-vous jeté que quelqu’un aurait su réparer ?",
        hint="La question est close : un appel en est né.",
        since_days=150,
        closed=True,
        groups=(
            Gathered(
                "Apprendre à réparer près de chez soi",
                call="reparer-plutot-que-jeter",
                wishes=(
                    Wished(
                        "Un grille-pain. Il ne manquait qu’un fil, m’a dit mon gendre après.", "Les Hauts"
                    ),
                    Wished("Le vélo de mon fils, pour un pneu.", "La Gare"),
                    Wished("Trois pantalons par an, à cause des genoux.", "Fontvive"),
                    Wished("Une machine à coudre, ironie du sort.", "Les Tanneries"),
                    Wished("Un aspirateur. Personne ne voulait l’ouvrir.", "Centre"),
                    Wished("Une chaise de ma grand-mère. Je le regrette encore.", "Beau-Soleil"),
                ),
            ),
        ),
    ),
)
