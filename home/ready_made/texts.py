"""Five pages of explanation to adapt: what the site can say by itself, and the gaps only the territory can fill."""

from __future__ import annotations

from home.ready_made.shapes import ReadyText

TEXTS: tuple[ReadyText, ...] = (
    ReadyText(
        code="texte-comment-ca-marche",
        slug="comment-ca-marche",
        title="Comment ça marche",
        description=(
            "Du soutien au versement, dans l’ordre, avec ce qui se passe quand le seuil n’est pas atteint."
        ),
        summary=(
            "Du premier soutien au versement : ce qui se passe, dans "
            "l’ordre, et ce qui se passe si ça ne marche pas."
        ),
        body="""
        ## En une phrase

        Un projet annonce la somme sans laquelle il ne peut pas se faire ; les habitants la réunissent, ou bien
        chacun est remboursé.

        ## Vous soutenez

        - Vous choisissez un projet, un montant, et une contrepartie si vous en voulez une. Pas besoin de compte.
        - Vous payez tout de suite, par carte. Un reçu vous arrive par courrier électronique.
        - L’argent n’est pas remis au porteur : il est conservé jusqu’à l’échéance.

        ## Le jour de l’échéance

        - Si le seuil est atteint, la somme est versée en une fois au porteur, moins une commission de
          $commission.
        - S’il manque un seul euro, chacun est remboursé en entier. Aucun frais, rien à demander.

        ## L’objectif et le plafond

        L’objectif, c’est ce que le porteur espère. Un projet peut demander $ceiling au plus et ne peut pas
        recevoir plus de $surplus % de son objectif : au-delà, la collecte s’arrête d’elle-même.

        ## Et si le projet prend du retard ?

        Cela arrive. Les porteurs donnent des nouvelles sur leur page, bonnes ou mauvaises. Si rien ne vient,
        appelez : $contact_name, $contact_phone, $contact_hours.

        ## Sans carte, sans Internet

        [à compléter] Où l’on peut venir, quels jours, et ce que l’on peut y faire.
        """,
    ),
    ReadyText(
        code="texte-proposer",
        slug="proposer-un-projet",
        title="Proposer un projet",
        for_proposals=True,
        description=(
            "Qui peut proposer, ce qui est regardé, comment préparer une "
            "bonne collecte. Le bouton « Proposer un projet » y mène."
        ),
        summary=(
            "Qui peut proposer, ce que nous regardons, comment préparer "
            "une bonne collecte, et le temps que cela prend."
        ),
        body="""
        ## Qui peut proposer ?

        Toute personne majeure, tout collectif, toute association, toute entreprise d’ici. Un projet commercial
        est bienvenu au même titre qu’un autre. Les plus jeunes proposent avec un adulte.

        ## Ce que nous regardons

        - L’intérêt local : à qui le projet profite-t-il, en dehors de vous ?
        - La participation : que peuvent faire les autres, à part donner de l’argent ?
        - Le besoin : pourquoi cela n’existe-t-il pas déjà, et qui devrait normalement le payer ?
        - La taille : $ceiling au plus.
        - L’honnêteté du budget : chaque dépense est écrite, et les ressources aussi.

        [à compléter] Ce que vous n’acceptez pas, dit simplement.

        ## Les étapes

        - Vous appelez ou vous écrivez : dix minutes suffisent pour savoir si l’idée a sa place ici.
        - Nous préparons la page ensemble : récit, photographie, budget, contreparties. Comptez trois semaines.
        - Quelqu’un relit et répond : accepté, à compléter, ou refusé avec les raisons.
        - Vous choisissez la date de lancement et la durée, deux mois au plus.

        ## Ce que cela coûte

        $commission de la somme reçue si la collecte réussit, rien sinon.

        ## Parlons-en

        $contact_name, $contact_phone, $contact_hours. Par courriel : $contact_email.
        """,
    ),
    ReadyText(
        code="texte-mentions-legales",
        slug="mentions-legales",
        title="Mentions légales",
        description=(
            "Éditeur, hébergeur, responsable de la publication, paiements. "
            "À faire relire par votre service juridique."
        ),
        summary="Qui publie ce site, qui l’héberge, qui encaisse, et à qui s’adresser.",
        body="""
        ## Qui publie ce site

        $platform est publié par : $town, $contact_address.

        - Numéro SIREN : [à compléter]
        - Représentant légal et responsable de la publication : [à compléter]
        - Téléphone : $contact_phone. Courriel : $contact_email.

        ## Qui l’héberge

        [à compléter] Nom, adresse et téléphone de l’hébergeur.

        ## Qui encaisse

        Les paiements sont traités par [à compléter] le prestataire de paiement et son agrément. Les sommes sont
        conservées jusqu’à l’échéance de chaque collecte. $town ne touche jamais aux numéros de carte.

        ## Ce que $town garantit, et ce qu’elle ne garantit pas

        Chaque projet est relu avant d’être publié. Cela ne garantit pas qu’il réussira : le porteur est
        responsable de ce qu’il annonce et de ce qu’il promet.

        ## Droits

        Les textes et les images des projets appartiennent à leurs auteurs. Le logiciel, Terreau, est libre.

        ## Réclamation

        Écrivez d’abord à $contact_email : une réponse vous parvient sous [à compléter] jours. À défaut, vous
        pouvez saisir gratuitement le médiateur : [à compléter].
        """,
    ),
    ReadyText(
        code="texte-donnees-personnelles",
        slug="donnees-personnelles",
        title="Données personnelles",
        description=(
            "Ce qui est gardé, pourquoi, combien de temps, et comment le voir, le corriger ou l’effacer."
        ),
        summary=(
            "Quelles données nous gardons, pourquoi, combien de temps, "
            "et comment les voir, les corriger ou les effacer."
        ),
        body="""
        ## Aucun pisteur

        Pas de publicité, pas de boutons de réseaux sociaux, pas de police ni d’image chargées ailleurs. Les
        visites sont comptées sans reconnaître personne. Une page publique ne contacte que ce site.

        ## Les cookies, strictement nécessaires

        - Un cookie de session, quand vous vous connectez.
        - Un cookie de sécurité, qui protège les formulaires.

        Ils ne servent à rien d’autre : c’est pourquoi aucune fenêtre ne vous en parle.

        ## Ce que nous gardons, et pourquoi

        - Pour un soutien : votre nom, votre adresse électronique, le montant, la contrepartie et votre message.
          C’est ce qu’il faut pour envoyer le reçu, rembourser, remettre ce qui est promis.
        - Pour un rendez-vous : le nom et l’adresse électronique que vous donnez en vous inscrivant.
        - Pour une lettre d’information : votre adresse, jusqu’à ce que vous vous désabonniez en un clic.
        - Pour un compte : votre adresse, votre nom et un mot de passe chiffré.

        ## Qui les voit

        Sur la page d’un projet, votre nom et votre message, sauf si vous choisissez l’anonymat. À $town, seules
        les personnes qui en ont la charge, et ces accès sont notés.

        ## Combien de temps

        Les pièces comptables se gardent dix ans, comme la loi le demande. Les autres données :
        [à compléter] durées décidées avec votre délégué à la protection des données.

        ## Responsable, délégué, droits

        Responsable du traitement : $town. Délégué à la protection des données : [à compléter].

        Vous pouvez demander à voir, corriger, récupérer ou effacer vos données : $contact_email. En cas de
        désaccord, la Commission nationale de l’informatique et des libertés peut être saisie.
        """,
    ),
    ReadyText(
        code="texte-accessibilite",
        slug="accessibilite",
        title="Accessibilité",
        description="La déclaration d’accessibilité, à compléter par la date et le résultat de votre audit.",
        summary=(
            "Où nous en sommes, ce qui a été vérifié, ce qui reste à faire, et comment signaler un obstacle."
        ),
        body="""
        ## Où nous en sommes

        $town veut que $platform serve à tout le monde. Le site vise le référentiel RGAA 4.1 et les règles WCAG
        2.2, niveau AA.

        État de conformité : [à compléter] non conforme tant qu’aucun audit n’a été fait ; sinon la date, le nom
        de l’auditeur et le taux.

        ## Ce qui est vérifié

        - Les pages s’utilisent au clavier, avec un repère visible, et sans JavaScript.
        - Les images porteuses de sens ont un texte de remplacement.
        - Les erreurs de formulaire sont dites en toutes lettres, à côté du champ.

        ## Ce qui reste à faire

        - [à compléter] L’audit, les essais avec des personnes concernées.
        - Les textes et images ajoutés par les porteurs : nous les relisons, nous n’attrapons pas tout.

        ## Un obstacle ?

        Dites-le-nous, même en deux mots : $contact_email, ou $contact_phone, $contact_hours. Nous faisons avec
        vous, en attendant, ce que la page ne permet pas.

        Si la réponse ne vient pas ou ne convient pas, vous pouvez saisir le Défenseur des droits.
        """,
    ),
)
