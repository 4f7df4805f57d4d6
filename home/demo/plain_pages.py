"""Pages of explanation: what the platform is, how it works, and what the law and honesty ask to be said."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import PlainPage

PLAIN_PAGES: tuple[PlainPage, ...] = (
    PlainPage(
        slug="comment-ca-marche",
        title="Comment ça marche",
        summary=(
            "Du soutien de 5 € au versement au porteur : ce qui se passe, dans l’ordre, et ce qui se passe "
            "si ça ne marche pas."
        ),
        in_menu=True,
        body=blocks("""
        ## En une phrase

        Un projet annonce la somme sans laquelle il ne peut pas se faire ; les habitants la réunissent, ou
        bien chacun est remboursé.

        ## Vous soutenez

        - Vous choisissez un projet, un montant, et une contrepartie si vous en voulez une. Pas besoin de
          compte.
        - Vous payez tout de suite, par carte. Un reçu vous arrive par courrier électronique.
        - L’argent n’est pas remis au porteur : il est conservé jusqu’à l’échéance.

        ## Le jour de l’échéance

        Chaque projet affiche un seuil, la somme minimale, et une date, à deux mois au plus. À la date dite :

        - si le seuil est atteint, même à l’euro près, la somme est versée en une fois au porteur, moins une
          commission de 5 % ;
        - s’il manque un seul euro, chacun est remboursé en entier. Aucun frais, aucune commission, rien à
          demander.

        ## L’objectif et le plafond

        L’objectif, c’est ce que le porteur espère : il dit ce que l’argent en plus permettrait. Un projet
        peut demander 10 000 € au plus et ne peut pas recevoir plus de 150 % de son objectif. Au-delà, la
        collecte s’arrête d’elle-même : trop d’argent embarrasse un petit projet autant que trop peu.

        ## Les contreparties

        Un café, une place au repas d’ouverture, un samedi à l’établi : ce sont des remerciements, pas des
        intérêts. Quand la contrepartie est un produit, la page l’indique : c’est un achat à l’avance, et le
        porteur vous dit quand il le remettra. Vous pouvez aussi ne rien prendre.

        ## Et si le projet prend du retard ?

        Cela arrive. Les porteurs s’engagent à donner des nouvelles sur leur page, bonnes ou mauvaises. Si
        rien ne vient, appelez-nous : une personne répond, son nom est au bas de chaque page.

        ## Sans carte, sans Internet

        « Payer autrement », sur la page de chaque projet, imprime un bulletin : vous l’apportez au guichet avec des
        espèces ou un chèque, ou vous faites un virement. Il n’y faut ni carte ni adresse électronique, et les règles
        sont les mêmes : si le seuil est manqué, votre argent vous est rendu. Vous pouvez aussi passer à la Maison
        des projets ou téléphoner : nous le remplirons ensemble.
        """),
    ),
    PlainPage(
        slug="proposer-un-projet",
        title="Proposer un projet",
        summary=(
            "Qui peut proposer, ce que nous regardons, comment préparer une bonne collecte, et le temps que "
            "cela prend."
        ),
        body=blocks("""
        ## Qui peut proposer ?

        Toute personne, tout collectif, toute association, toute entreprise d’ici. Il faut être majeur, ou
        accompagné d’un adulte. Un projet commercial est bienvenu au même titre qu’un autre.

        ## Ce que nous regardons

        - L’intérêt local : à qui, à Rivelaine, le projet profite-t-il, en dehors de vous ?
        - La participation : que peuvent faire les autres, à part donner de l’argent ?
        - Le besoin : pourquoi cela n’existe-t-il pas déjà, et qui devrait normalement le payer ?
        - La taille : 10 000 € au plus.
        - L’honnêteté du budget : chaque dépense est écrite, et les ressources aussi.

        Nous ne pouvons pas accepter ce qui relève d’une mission normale de la ville, comme réparer une
        chaussée, ni une simple demande d’argent. Toute réponse négative est motivée et propose une suite.

        ## Les étapes

        - Vous nous appelez, ou vous passez : dix minutes suffisent pour savoir si l’idée a sa place ici.
        - Nous préparons la page ensemble : récit, photographie, budget, contreparties. Comptez trois
          semaines.
        - Une personne de la modération relit et répond sous dix jours : accepté, à compléter, ou refusé avec
          les raisons.
        - Vous choisissez la date de lancement et la durée, deux mois au plus.

        ## Bien choisir son seuil

        C’est la somme sans laquelle vous ne commencez pas. Trop haute, elle décourage ; trop basse, elle vous
        engage à faire sans les moyens de faire. Demandez-vous ce que vous construiriez avec la moitié.

        ## Prévoir des contreparties

        Il en faut au moins une, et elles n’ont pas besoin de coûter cher. Un merci, une invitation, un accès,
        une réduction, un produit. Les plus simples sont souvent les plus demandées.

        ## Ce que cela coûte

        5 % de la somme reçue si la collecte réussit, rien sinon. Les sommes reçues sont à déclarer selon
        votre situation : nous vous expliquons comment. Votre projet, vos textes et vos idées restent à vous.

        ## Parlons-en

        Nadia Berthier, 04 65 71 20 40, du mardi au vendredi, ou à la Maison des projets, 3 place du Moulin.
        """),
    ),
    PlainPage(
        slug="a-propos",
        title="À propos",
        summary=(
            "Pourquoi une ville ouvre une plateforme de petits projets, qui la tient, et ce qu’elle refuse "
            "de devenir."
        ),
        body=blocks("""
        ## Une ville de gestes

        Rivelaine a tanné, tissé, filé. Quand les ateliers ont fermé, les gestes sont restés : on répare, on
        cultive, on bricole, on se prête des échelles. Il manquait un endroit où ces envies se voient, et où
        l’on puisse les aider avec cinq euros ou un samedi.

        ## Ce que nous faisons

        Rivelaine pousse est tenu par la ville, avec une personne à plein temps et une poignée de
        correspondants dans les quartiers. Nous allons chercher des projets, nous lançons des appels, nous
        organisons des soirées, nous racontons ce que les projets deviennent.

        - Petit : 10 000 € au plus, souvent moins de 2 000.
        - Local : on peut aller voir.
        - Partagé : toujours quelque chose à faire, pour qui n’a pas d’argent.

        ## Ce que nous refusons

        Que des habitants paient à la place de la ville ce que la ville doit faire. Chaque page de projet dit
        qui paierait d’ordinaire et pourquoi ce n’est pas le cas. C’est une case de notre formulaire, et c’est
        celle que nous lisons en premier.

        Nous ne classons jamais les projets par somme réunie. L’ordre des pages est choisi par l’équipe ou
        tourne de jour en jour, et la règle est écrite sous chaque liste.

        ## Ce qui est possible, et ce qui ne l’est pas

        Ici, on donne, avec ou sans contrepartie. On ne prête pas, on n’investit pas, on ne prend pas de
        parts.

        ## L’équipe

        Nadia Berthier coordonne, Viviane Rochefort relit les projets, Étienne Quéré suit les comptes. Trois
        habitants tirés au sort siègent chaque année au jury des appels.

        Cette ville n’existe pas : Rivelaine, ses habitants, ses associations et ses chiffres ont été inventés
        pour montrer le logiciel Terreau.
        """),
    ),
    PlainPage(
        slug="mentions-legales",
        title="Mentions légales",
        summary="Qui publie ce site, qui l’héberge, qui encaisse, et qui détient quoi.",
        body=blocks("""
        Ce site est une démonstration. La ville, les personnes et les organismes cités sont inventés ; une
        ville réelle remplace ici chaque ligne par la sienne.

        ## Éditeur

        Ville de Rivelaine, Maison des projets, 3 place du Moulin. Téléphone : 04 65 71 20 40. Directrice de
        la publication : Nadia Berthier.

        ## Hébergement

        À compléter par la ville qui installe le logiciel : nom, adresse et téléphone de l’hébergeur.

        ## Paiement

        Dans cette démonstration, le paiement est simulé : aucune carte n’est débitée, aucune banque n’est
        contactée. Sur un site ouvert au public, les paiements passent par un prestataire agréé, dont le nom
        figure ici et sur chaque reçu.

        ## Nature des sommes

        Un soutien est un don, avec ou sans contrepartie. Une contrepartie qui consiste en un produit est un
        achat à l’avance, signalé comme tel. Les sommes sont conservées jusqu’à l’échéance, puis versées au
        porteur ou remboursées en entier. La plateforme ne propose ni prêt, ni placement, ni prise de parts.

        ## Responsabilités

        Le porteur répond de son projet, de ses contreparties et de ses déclarations. La ville vérifie
        l’identité du porteur, la cohérence du budget et le respect des critères publiés.

        ## Propriété

        Les textes et images d’un projet restent à ceux qui les ont faits, sauf s’ils choisissent une licence
        ouverte. Les illustrations de la démonstration peuvent être réutilisées avec le logiciel.

        ## Réclamation

        Écrivez ou téléphonez d’abord à la Maison des projets. Une réponse vous parvient sous quinze jours ; à
        défaut, le médiateur désigné par la ville peut être saisi gratuitement.
        """),
    ),
    PlainPage(
        slug="accessibilite",
        title="Accessibilité",
        summary=(
            "Où nous en sommes, ce que nous avons vérifié nous-mêmes, ce qui n’a pas encore été vérifié, et "
            "comment nous le signaler."
        ),
        body=blocks("""
        ## Où nous en sommes

        Ce site n’a pas encore été audité par un tiers. Nous ne pouvons donc pas annoncer de taux de
        conformité, et nous ne le ferons pas avant un audit. Nous visons le référentiel RGAA 4.1 et les règles
        WCAG 2.2, niveau AA.

        ## Ce que nous vérifions nous-mêmes

        - Un contrôle automatique parcourt les types de pages du site. Il ne détecte qu’une partie des
          défauts.
        - Les pages sont conçues pour être utilisées au clavier, avec un repère visible, et sans JavaScript.
        - Les images porteuses de sens ont un texte de remplacement.
        - Les couleurs de base ont été choisies pour leur contraste, en clair et en sombre.
        - Les erreurs de formulaire sont dites en toutes lettres, à côté du champ.

        ## Ce qui reste à faire

        - Un audit par un organisme extérieur.
        - Des essais avec des personnes utilisant un lecteur d’écran, une loupe ou une commande vocale.
        - Les textes et images ajoutés par les porteurs : nous les relisons, nous n’attrapons pas tout.
        - La page du prestataire de paiement, qui ne dépend pas de nous.

        ## Un obstacle ?

        Dites-le-nous, même en deux mots : accessibilite@example.org, ou 04 65 71 20 40, du mardi au vendredi.
        Nous répondons sous cinq jours ouvrés et nous faisons avec vous, en attendant, ce que la page ne
        permet pas.

        Si la réponse ne vient pas ou ne convient pas, vous pouvez saisir le Défenseur des droits, par
        courrier gratuit, en ligne ou auprès de l’un de ses délégués.
        """),
    ),
    PlainPage(
        slug="confidentialite",
        title="Confidentialité",
        summary=(
            "Quelles données nous gardons, pourquoi, combien de temps, et comment les voir, les corriger ou "
            "les effacer."
        ),
        body=blocks("""
        ## Aucun pisteur

        Pas de publicité, pas de mesure d’audience, pas de boutons de réseaux sociaux, pas de police ni
        d’image chargées ailleurs. Une page publique ne contacte que ce site.

        ## Les cookies, strictement nécessaires

        - Un cookie de session, quand vous vous connectez.
        - Un cookie de sécurité, qui protège les formulaires.

        Ils ne servent à rien d’autre et ne demandent pas votre accord : c’est pourquoi aucune fenêtre ne vous
        en parle.

        ## Ce que nous gardons, et pourquoi

        - Pour un soutien : votre nom, votre adresse électronique, le montant, la contrepartie et votre
          message. C’est ce qu’il faut pour vous envoyer le reçu, vous rembourser, vous remettre ce qui est
          promis.
        - Pour un bulletin : ce que vous y écrivez, jusqu’à un mois après l’échéance. Votre adresse postale seulement si
          vous n’avez pas d’adresse électronique, ou pour un reçu fiscal.
        - Pour un compte : votre adresse électronique, votre nom et un mot de passe chiffré, que personne ne
          peut lire.
        - Pour un porteur : ce qui permet de vérifier son identité et de lui verser la somme.
        - Des traces techniques de sécurité, dont l’adresse de connexion, pour limiter les abus.

        Nous ne voyons jamais votre numéro de carte : il est saisi chez le prestataire de paiement.

        ## Qui les voit

        Sur la page d’un projet, votre nom et votre message, sauf si vous cochez « rester anonyme ». Le
        porteur ne voit vos coordonnées que si la collecte réussit, et seulement pour vous remettre votre
        contrepartie. À la ville, seules les personnes qui en ont la charge y accèdent, et ces accès sont
        notés.

        ## Combien de temps

        Les pièces comptables se gardent dix ans, comme la loi le demande. Un compte peut être effacé à tout
        moment : votre identité disparaît, les montants restent, sans nom.

        ## Vos droits

        Vous pouvez demander à voir, corriger, récupérer ou effacer vos données : donnees@example.org, ou par
        courrier à la Maison des projets. En cas de désaccord, la Commission nationale de l’informatique et
        des libertés peut être saisie.
        """),
    ),
)
