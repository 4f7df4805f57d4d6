"""The three themes of the season, the newest first."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import Theme

THEMES: tuple[Theme, ...] = (
    Theme(
        slug="circuits-courts-alimentaires",
        title="Circuits courts alimentaires",
        summary=(
            "Produire, vendre, cuisiner et partager à moins de cinquante kilomètres : les projets qui "
            "rapprochent le champ de l’assiette."
        ),
        picture="theme-circuits-courts",
        tags=("circuits courts", "alimentation", "anti-gaspillage"),
        body=blocks("""
        Autour de Rivelaine, quarante fermes cultivent, élèvent, transforment. En ville, trois quartiers sont
        à plus d’un quart d’heure de marche d’un pain. Entre les deux, il manque rarement de la bonne volonté,
        et presque toujours une chambre froide, un local, deux vitrines d’occasion.

        C’est à cette échelle que travaillent les projets réunis ici. Un café qui devient point de retrait,
        une boulangerie qui remonte la côte, des dimanches de soupe avec ce que le marché allait jeter. Aucun
        ne prétend nourrir la ville à lui seul. Ensemble, ils la changent déjà.

        ## Ce que nous regardons de près

        - D’où vient ce qui est vendu, et à quel prix le producteur est payé.
        - Si l’on peut y manger, y acheter ou y aider avec un petit budget.
        - Ce qui reste dans le quartier quand la fête est finie.

        L’appel à projets de la saison est ouvert : si vous tournez autour d’une idée, venez d’abord en
        parler. Un café suffit.
        """),
        picks=("cafe-de-quartier", "boulangerie", "disco-soupe"),
    ),
    Theme(
        slug="espaces-partages",
        title="Espaces partagés",
        summary=(
            "Une place, un jardin, un atelier, un banc : ces lieux qui ne sont à personne tant que personne "
            "ne s’y met."
        ),
        picture="theme-espaces-partages",
        tags=("espace public", "jardin", "lieu partagé", "réemploi"),
        body=blocks("""
        Il y a, dans chaque quartier, un endroit qu’on traverse sans le voir. Une pelouse tondue, une place
        dallée, une réserve pleine de cartons. Les projets de ce thème y posent une table, une cuve, un
        établi, et regardent ce qui arrive.

        Ce qui arrive, le plus souvent, ce sont des voisins. Il faut ensuite une règle courte, un cadenas à
        code, une personne qui balaie sans le dire. Nous tenons à raconter aussi cette partie-là : un espace
        partagé ne tient pas par son mobilier, il tient par ceux qui l’ouvrent et le ferment.

        ## Avant de commencer

        - À qui appartient le sol, et qui peut dire oui ? Nous vous aidons à le savoir.
        - Qui sera là en novembre ? Un lieu se juge au mauvais temps.
        - Une personne en fauteuil peut-elle entrer, et s’asseoir avec les autres ?
        """),
        picks=("tables-pique-nique", "place-animee", "jardin-partage"),
    ),
    Theme(
        slug="grandir-ensemble",
        title="Grandir ensemble",
        summary=(
            "Des projets faits avec les enfants et les adolescents, où ils décident pour de bon : sport, "
            "culture, école, goûters."
        ),
        picture="theme-grandir-ensemble",
        tags=("enfance", "jeunesse", "école"),
        body=blocks("""
        Un habitant de Rivelaine sur quatre a moins de vingt ans. On les consulte parfois, on les photographie
        souvent. Les projets réunis ici leur donnent autre chose : une clé, un budget, un micro, une paire de
        skis à leur taille.

        À la Toupie, un comité de neuf enfants a fixé le prix du sirop. À l’école des Mûriers, ceux qui ne
        peuvent pas approcher les abeilles tiennent la balance. Au collège de Fontvive, le premier qui a fini
        ses devoirs aide le suivant. Rien de cela ne remplace l’école ni la famille ; c’est ce qu’il y a entre
        les deux.

        ## Nos deux questions

        - Qu’est-ce que les enfants ont décidé eux-mêmes, et que les adultes n’auraient pas choisi ?
        - Que se passe-t-il pour celui qui n’a ni le matériel, ni la voiture, ni l’argent ?
        """),
        picks=("cafe-culturel-enfants", "espoir-ski", "radio-de-quartier"),
    ),
)
