"""French words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

FRENCH: Final = Tongue(
    "fr",
    free=True,
    apostrophes=False,
    talk=(
        "parler, comment parle, comment je parle, discuter, echanger, dialoguer, communiquer, converser, causer, parlez, "
        "chatter, tchatter, m entretenir, entretenir, m adresser, adresser, palrer, paler, parlr, tchater, m expliquer, "
        "parle avec, exposer, entrer en contact, parlerai, parlement a"
    ),
    connect=(
        "etre mis en contact, etre mis en relation, etre mise en relation, etre mise en contact, etre transfere, etre "
        "transferee, etre redirige, etre redirigee, mette, mettent, passe le relais, transfererait, passez, passe, passer, "
        "mettez, mets, mettre, mis, mise, mettre en relation, mis en relation, mise en relation, etre mis, transferez, "
        "transfere, transferer, transfert, connectez, connecte, connecter, redirigez, redirige, rediriger, etre transfere, "
        "etre transferee, etre redirige, orientez, oriente, orienter, dirigez, dirige, escaladez, escalader, escalade, "
        "renvoyez, renvoyer, basculez, basculer, etre connecte, mettre en contact, mise en contact, mis en contact, passez "
        "moi, relier, reliez, envoyez, faire passer, branchez, transmettez, remonter"
    ),
    give=(
        "voir un, voir une, donnez, donne, donner, trouvez, trouve, appelez, appelle, amenez, envoyez, faites venir, "
        "obtenir, avoir, laissez, faites intervenir, faites"
    ),
    reach=(
        "contacter, joindre, contact avec, contact, demander, demande, demande a, exige, exiger, exige de, atteindre, "
        "appeler, demander a, solliciter, contactez, reclame, reclamer, tomber sur, requiers"
    ),
    want=(
        "veux, voudrais, voudrai, veut, voulons, voudrions, souhaite, souhaiterais, souhaiterait, souhaitons, aimerais, "
        "aimerai, prefere, prefererais, prefererai, besoin, ai besoin, il me faut, il faut, faut, faudrait, desire, "
        "desirerais, cherche, jveux, jvoudrais, tiens a, dois, doit, exige, necessite, recherche, essaie, ve, vx, envie"
    ),
    can=(
        "peux, pourrais, puis, puis je, peut, pouvez, pouvez vous, pourriez, pourriez vous, peux tu, pourrais tu, peut on, "
        "pouvons, comment, comment faire pour, comment je fais pour, ou, est ce que, est il possible, serait il possible, "
        "possible, c est possible, y a t il moyen, moyen, y a moyen, aide pour, aidez moi a, aide, je n arrive pas, pourquoi "
        "je ne peux pas, je n arrive pas a, qui"
    ),
    me="la conversation, cette conversation, ce chat, me, moi, m, nous, mon dossier, mon appel",
    it="ca, cela, le, la, ma demande, mon probleme",
    i="je, j, on, nous",
    filler=(
        "avec le, avec la, a, au, aux, avec, un, une, le, la, les, l, d, de, du, des, votre, vos, directement, autre, en, "
        "par, pour, vers, que, qu, quelque, plutot, juste, vraiment, absolument, vite, enfin, relation, ligne, telephone, "
        "etre, vite fait, seulement, aussi, immediatement, urgemment, mieux, bien, contact, relation avec, bon, putain de, "
        "foutu, qualifie, competent, parmi, s, y, et, ou, sur, chez, c est, personne d autre"
    ),
    please=(
        "s il vous plait, s il te plait, svp, stp, maintenant, vite, urgent, merci, tout de suite, please, rapidement, d "
        "urgence"
    ),
    greeting=(
        "bonjour, salut, bonsoir, oui, ok, bon, alors, ecoutez, ecoute, excusez moi, desole, allo, d accord, hey, coucou, eh "
        "bien"
    ),
    desk=(
        "reclamations, sinistres, facturation, service, service client, service clients, service clientele, support, "
        "assistance, technique, service technique, sav, clientele, client, departement, equipe, commercial, facturation, "
        "service apres vente, support technique, service commercial, service comptabilite, l equipe, accueil"
    ),
    agent=(
        "vrai personne, vrai personnes, conseiller client, conseillere client, conseiller clientele, agent, agents, agente, "
        "conseiller, conseillere, conseillers, operateur, operatrice, operateurs, representant, representante, "
        "teleconseiller, teleconseillere, conseiler, interlocuteur, interlocutrice, standardiste, aide humaine, assistance "
        "humaine, vraie personne, personne reelle, personne physique, personne humaine, contact humain, interlocuteur "
        "humain, charge de clientele, hotline, agent en direct, quelqu un de reel, quelqu un d humain, aide d un humain, "
        "aide d une personne, vrai etre humain, vraies personnes, intervention humaine, soutien humain, quelqu un de vivant, "
        "agent humain, vrai interlocuteur, aide d un conseiller"
    ),
    human="humain, humaine, humains, etre humain, umain, humin",
    real="vrai, vraie, vrais, vraies, reel, reelle, veritable, vivant, vivante, en chair et en os",
    someone=(
        "persone, quelqu un, quelquun, kelkun, qqun, qqn, qq1, quelqu une, une personne, personnes, la personne, "
        "collaborateur, collaboratrice, collegue, collegues, employe, employee, gens, une autre personne, assistant, "
        "personne competente, d une personne, à une personne, administrateur, moderateur, vendeur, a personne qui"
    ),
    leader=(
        "responsable, superviseur, superieur, directeur, directrice, manager, chef, patron, specialiste, technicien, "
        "technicienne, expert, gerant, gestionnaire, hierarchie, secretaire, encadrant"
    ),
    your="votre, vos, ton, tes, ta, leur",
    my="mon, ma, mes, notre, nos",
    denied=(
        "sasn, snas, saans, je deteste, deteste, refuse de, refuse, refuse de, je refuse, hors de question, ne, n, pas, pas "
        "besoin, jamais, sans, aucun, aucune, ni, inutile, au lieu, plutot qu, plutot que, eviter, nul besoin, rien, non "
        "merci, personne ne, avant de, pas de, pas d"
    ),
    bot=(
        "bot, bots, robot, robots, machine, machines, chatbot, ia, ordinateur, automate, repondeur, assistant virtuel, "
        "automatique, intelligence artificielle"
    ),
    identity=(
        "dois je, faut il, est ce que je dois, est ce qu il faut, devrais je, es tu, etes vous, tu es, vous etes, est ce un, "
        "est ce une, suis je, c est un, c est une, est ce que je parle, je parle, je suis, en train de parler, que veut "
        "dire, qu est ce, comment devenir, devenir, que fait, est ce que tu es, est ce que vous etes, travaille comme, t es, "
        "serais tu, est ce que c est"
    ),
    told=(
        "je parlerai, j'en parlerai, merci au, merci a, merci aux, ai parle, ai deja, deja parle, a dit, m a dit, ont dit, "
        "hier, deja, m a appele, etait, avons parle, avez dit, parle a un, promis, ai eu, a appele"
    ),
    others=(
        "comment desactiver, comment supprimer, comment enlever, le bouton, bouton, utilisateur, utilisateurs, clients, mon "
        "client, signifie, traduire, quand un, si un, numero du, horaires, veut dire, quel est, quelle est, quels sont, "
        "configurer, combien, ma femme, mon mari"
    ),
    help=(
        "regarde, examine, verifie, traite, traiter, aider, aide, m aider, appeler, rappeler, rappelle, appelle, contacter, "
        "contacte, repondre, reponde, traiter, regarder, intervenir, prendre, prenne, prenne le relais, reprendre, s "
        "occuper, occupe, resoudre, expliquer, parle, parler, verifier, assister"
    ),
    is_there=(
        "y a t il, il y a, y a, ya t il, y a til, est ce qu il y a, avez vous, existe t il, ya, vous avez, n y a t il pas, "
        "il n y a"
    ),
    about=(
        "qui, pour, a qui, au sujet, concernant, parce, car, avec qui, que, je, puis, peut, dans, sur, en, quand, si, afin, "
        "et, mais, puisse, pourrait, peux, a propos"
    ),
    thing=(
        "ressources, droits, erreur, erreurs, immobilier, immobiliere, logique, mobile, de voyage, de securite, manuel, d "
        "assurance, bancaire, de maintenance, telephonique, general"
    ),
    escalate=("quelqu un est la, quelqu un ici, escalader a un humain, transferez moi, prenne le relais, transfert humain"),
    enough="marre, ras le bol, assez, assez de, fatigue, arretez, stop, en ai marre, hais, deteste, plus de, refuse de",
    anew="mais, donc, alors, laissez moi, laisse moi, prefere, du coup, je veux, je voudrais, j aimerais",
    here="la, ici, disponible, disponibles, en ligne, libre, au telephone, au bout du fil, present, derriere",
    other=(
        "je ne suis pas un robot, je suis pas un robot, pas un robot, il y a une personne derriere, y a t il une personne "
        "derriere, une personne derriere, un humain derriere, ressources humaines, agent immobilier, erreur humaine, agent "
        "de voyage, agent de securite, mon conseiller, droits humains, personne de contact, conseiller bancaire, plus "
        "humain, premiere personne, en personne, aucune personne"
    ),
    by=(
        "etre rappele par, etre rappelee par, etre contacte par, etre contactee par, etre appele par, etre aide par, etre "
        "pris en charge par, un rappel de"
    ),
    staff=(
        "vendeur, vendeuse, secretaire, medecin, docteur, serveur, receptionniste, comptable, avocat, commercial, professeur"
    ),
    said="traduis, traduire, traduisez",
)
