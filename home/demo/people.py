"""Who lives in Rivelaine: names to draw backers from, firms and collectives, the short words they leave."""

from __future__ import annotations

import random
import unicodedata

from home.demo.shapes import Person


def person(first_name: str, last_name: str, email: str) -> Person:
    """Return somebody of the demonstration; refuse an address that could reach a real person."""
    if not email.endswith("@example.org"):
        raise ValueError(f"Not a reserved address: {email}")
    return Person(first_name, last_name, email)


def plain_letters(text: str) -> str:
    """Return the text in lower-case letters without accents, points in the place of anything else."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return ".".join("".join(c if c.isalnum() else " " for c in folded.lower()).split())


def crowd(*, seed: int | str, size: int) -> list[Person]:
    """Return `size` different inhabitants, always the same ones for a seed (an invention, not a secret)."""
    draw = random.Random(seed)  # noqa: S311  # nosec B311
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    return [
        person(first, last, f"{plain_letters(first)}.{plain_letters(last)}@example.org")
        for first, last in draw.sample(pairs, size)
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES: tuple[str, ...] = _words(
    """
    Adèle Adrien Agathe Ahmed Aïcha Alain Albane Alice Aline Amandine Amina Anatole André Anh Anissa
    Annick Antonin Arlette Armand Arthur Assia Astrid Aurélie Axel Baptiste Basile Béatrice Benoît Bintou
    Bruno Camille Carlos Catherine Cécile Céline Chantal Charlotte Chloé Christian Claire Claudine
    Corentin Cyril Daniel Danièle David Denise Didier Djamila Dominique Édith Éléonore Élise Emma Enzo
    Éric Estelle Étienne Eva Fabien Fanny Farid Fatima Félix Florence Franck Françoise Gabriel Gaëlle
    Georges Ghislaine Gilles Grégoire Guillaume Gwenaëlle Hakim Hanaé Henri Hervé Hugo Ibrahim Imane Irène
    Isabelle Ismaël Jacqueline Jade Jean-Marc Jeanne Joaquim Jocelyne Joséphine Jules Julie Karine Khadija
    Kévin Laure Laurent Léa Léon Leïla Liliane Loïc Louise Luc Lucie Ludovic Madeleine Malika Manon Manuel
    Marcel Margaux Maria Marie-Claude Marius Martine Mathilde Maurice Mélanie Michel Mireille Mohamed
    Monique Nadège Naïma Nathalie Nicolas Nina Noémie Nora Olivier Ousmane Pascale Paul Perrine Philippe
    Pierre Quentin Rachid Raphaël Rémi Renée Robin Romane Rose Sabrina Salomé Samuel Sandrine Sébastien
    Serge Simone Solène Stéphane Suzanne Sylvie Thérèse Théo Thuy Tristan Valérie Victor Violette Vincent
    Yasmine Yann Yvette Zoé
    """
)

LAST_NAMES: tuple[str, ...] = _words(
    """
    Abadie Achour Allard Amrani Arnaud Astier Aubry Bachelet Barbier Barthélemy Baudin Bayle Benali
    Bernardin Bertin Besson Blanchard Boissier Bonnefoy Bouchard Boyer Brunel Camara Carrier Cellier
    Chabrier Chambon Charbonnel Chevalier Cissé Clavel Collin Combes Cordier Costa Coulibaly Courtois Cros
    Daumas Delmas Deschamps Devaux Diallo Dubost Dumas Dupuy Escoffier Faure Favre Fayolle Ferreira Fleury
    Fournel Gagnaire Garnier Gaudin Gauthier Gerbier Girardet Gonçalves Granger Guérin Guichard Haddad
    Hamel Hoang Humbert Imbert Jacquet Jolivet Joubert Kaya Keller Konaté Lacroix Lafont Lagrange
    Laurençon Lefèvre Lemoine Lopes Maillard Mansouri Marchand Marcon Martel Masson Mazet Mercier Meunier
    Michaud Mollard Monnier Morel Moulin Navarro Nogueira Olivier Ortega Pagès Payet Peyrard Pham Pichon
    Poncet Portier Prévost Quiblier Raynaud Reboul Renard Reynaud Ribeiro Rivoire Robert Rochette Roux
    Sabatier Sauvage Schmitt Seguin Sissoko Soulier Taillandier Tavernier Teyssier Thévenet Thomas Tissot
    Tran Valette Verdier Vial Vidal Vincent Yilmaz Zidane
    """
)

COLLECTIVES: tuple[str, ...] = (
    "AMAP de la Lize",
    "Amicale des locataires du Grand-Clos",
    "Association des commerçants du Centre ancien",
    "Atelier Ferronnerie Boyer",
    "Bibliothèque de rue de Fontvive",
    "Boucherie du Moulin",
    "Cabinet infirmier de la Gare",
    "Charpentes Escoffier",
    "Chorale Les Tisserandes",
    "Cinéma Le Fuseau",
    "Club de hand de Fontvive",
    "Comité des fêtes de Bellecombe",
    "Compagnie du Fil rouge",
    "Coopérative La Réserve",
    "Cycles Poncet",
    "Droguerie Masson",
    "Électricité Tran",
    "Ferme des Aulnes",
    "Fleurs de Lize",
    "Garage de la Passerelle",
    "Imprimerie Cordier",
    "Jardinerie du Belvédère",
    "Le Fuseau à soupe",
    "Les Cordées du dimanche",
    "Les Maraîchères de Combe-Noire",
    "Librairie La Trame",
    "Maison de retraite Les Tilleuls",
    "Menuiserie Grandjean père",
    "Moulin de la Plaine",
    "Opticien de la Place",
    "Pharmacie des Tanneries",
    "Quincaillerie Rochette",
    "Randonneurs de la Lize",
    "Restaurant Le Foulon",
    "Savonnerie des Mégissiers",
    "Scierie Chabrier",
    "Serrurerie Kaya",
    "Théâtre de la Navette",
    "Torréfaction du Quai",
    "Union sportive de Rivelaine",
    "Vannerie Peyrard",
)

MESSAGES: tuple[str, ...] = (
    "Bravo, et à bientôt au comptoir !",
    "Enfin quelque chose dans notre rue.",
    "De la part de toute la cage d’escalier B.",
    "Je ne peux pas plus ce mois-ci, mais je viendrai aider.",
    "Tenez bon.",
    "Pour mes petits-enfants, qui habitent à côté.",
    "On en rêvait depuis dix ans.",
    "J’y crois.",
    "Mon père aurait adoré.",
    "Comptez sur moi le samedi.",
    "Un petit coup de pouce depuis Marseille.",
    "J’ai grandi ici. Merci de faire ça.",
    "Si vous cherchez une échelle, j’en ai une.",
    "Vous avez convaincu ma belle-mère, ce n’est pas rien.",
    "Je passe devant chaque jour, j’ai hâte.",
    "Simple, utile, bien expliqué. Merci.",
    "Allez, encore un effort !",
    "Avec toute l’équipe du bureau.",
    "Pour le plaisir de voir la lumière allumée.",
    "J’aime que tout soit chiffré.",
    "Ne changez rien.",
    "Que des bonnes idées là-dedans.",
    "Vivement le printemps.",
    "Je vous ai vus au marché, vous m’avez plu.",
    "C’est peu, mais c’est de bon cœur.",
    "Merci de penser aux fauteuils roulants.",
    "Et la musique, qui s’en occupe ?",
    "Longue vie au projet.",
    "Ça manque depuis trop longtemps.",
    "J’apporterai un gâteau.",
    "Nous serons là le jour de l’ouverture.",
    "De la part d’une ancienne du quartier.",
    "On reparle de la peinture, j’ai des restes.",
    "Mes élèves suivent votre page.",
    "Courage pour les papiers !",
    "Une belle énergie, ça fait du bien.",
    "Je mets ma part, à vous de jouer.",
    "Ne lâchez pas, on y est presque.",
    "Pour que ça existe.",
    "J’ai partagé à tout mon carnet d’adresses.",
    "Merci pour les nouvelles, on vous suit.",
    "En souvenir de l’ancienne épicerie.",
    "J’offre aussi mes dimanches.",
    "Bonne chance, voisins.",
    "Voilà de quoi acheter une planche.",
    "Vous savez recevoir, cela se voit.",
    "Depuis le temps qu’on en parle au lavomatic.",
    "J’espère qu’il y aura de la soupe.",
    "Pour une ville où l’on s’arrête.",
    "Je viens d’arriver, ce projet me donne envie de rester.",
    "Un euro par année passée ici.",
    "Ma fille a vidé sa tirelire, le reste est de moi.",
    "Rendez-vous à la soirée.",
    "Je connais un très bon couvreur, écrivez-moi.",
    "Du concret, merci.",
    "Plus on est de fous.",
    "À refaire dans tous les quartiers.",
    "Nous avions promis : c’est fait.",
    "Très fier de vous deux.",
    "Pour le bruit des tasses.",
    "J’ai soixante-dix ans et je n’ai jamais vu ça ici.",
    "Un soutien depuis l’autre rive.",
    "On a besoin de vous.",
    "Merci aux bénévoles.",
    "Le quartier d’abord.",
    "Je veux bien tenir la caisse.",
    "Pas de contrepartie pour moi, gardez-la.",
    "Les copains du hand sont avec vous.",
    "Une bonne raison de sortir de chez soi.",
    "Vous me donnerez la recette ?",
    "Ce sera mon cadeau de Noël.",
    "À la vôtre !",
    "Hâte de goûter.",
    "J’étais là au premier rendez-vous, je serai là au dernier.",
    "Soyez patients avec les gens, ils viendront.",
    "Pour Huguette.",
    "Je cours prévenir ma sœur.",
    "Chapeau pour le budget, on comprend tout.",
    "Une voisine discrète.",
    "Pourvu que ça marche !",
    "Et si on faisait pareil à Bellecombe ?",
    "Mon vélo et moi vous remercions.",
)
