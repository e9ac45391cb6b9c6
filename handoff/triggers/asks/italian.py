"""Italian words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

ITALIAN: Final = Tongue(
    "it",
    free=True,
    apostrophes=False,
    talk=(
        "chat con, parlare, parla, come parlo, parlarne, chattare, comunicare, conversare, discutere, parlar, parlre, "
        "palare, confrontarmi, sentire, interloquire, dialogare, interagire, parli, parliamo, spiegarmi"
    ),
    connect=(
        "metta in contatto, mettermi in contatto, mettimi in contatto, mettetemi in contatto, mettere in contatto, "
        "trasferimento a, trasferimento, passami, passatemi, passi, passa, passare, passarmi, mettimi, mettetemi, metta, "
        "mettermi, mettere, collegami, collegatemi, collegare, collegarmi, colleghi, trasferiscimi, trasferitemi, "
        "trasferire, trasferirmi, trasferisci, trasferito, trasferita, connettimi, connetti, connettermi, connettere, "
        "connettetemi, inoltrami, inoltra, inoltrare, girami, indirizzami, indirizzare, reindirizzami, essere messo, essere "
        "messa, messo in contatto, messa in contatto, essere trasferito, essere trasferita, mettere in contatto, metti, "
        "escalare, passate, reindirizza, rimandami, giri, smistami"
    ),
    give=(
        "dammi, datemi, dare, mi dia, dia, chiama, chiamami, chiamate, chiamatemi, trovami, cercami, fammi avere, manda, "
        "mandate, mandatemi, avere, mi dai, porta"
    ),
    reach=(
        "contattare, contatto, contatta, contattarmi con, raggiungere, richiedo, richiedere, chiedo, chiedo di, chiedere, "
        "esigo, esigo di, pretendo, pretendo di, chiamare, entrare in contatto, richiesta, trovare, contatto con, mettermi "
        "in contatto"
    ),
    want=(
        "voglio, vorrei, volevo, vogliamo, vorremmo, ho bisogno, bisogno, mi serve, serve, servirebbe, mi servirebbe, "
        "preferisco, preferirei, desidero, desidererei, devo, dovrei, mi piacerebbe, necessito, cerco, gradirei, mi occorre, "
        "occorre, vogglio, esigo, pretendo, vuole"
    ),
    can=(
        "dove trovo, posso, potrei, possiamo, puo, puoi, potete, potrebbe, potreste, potresti, possono, come, come posso, "
        "come faccio, come faccio a, come si fa, dove, e possibile, sarebbe possibile, possibile, si puo, c e modo, c e un "
        "modo per, aiuto per, aiutami a, aiutatemi a, non riesco, perche non posso, aiuto, chi"
    ),
    me="farmi, farci, mi, me, ci, il mio caso, la mia chiamata",
    it="questo, lo, la, la mia richiesta, il mio problema",
    i="io",
    filler=(
        "con, a, ad, al, allo, alla, all, un, una, uno, il, lo, la, i, gli, le, di, del, dello, della, dell, d, l, da, dal, "
        "dalla, col, coi, cn, vostro, vostra, direttamente, subito, che, per, in, contatto, linea, telefono, essere, piu, "
        "solo, anche, veramente, meglio, altro, altra, qualche, urgentemente, immediatamente, bravo, cazzo di, cavolo di, e, "
        "o, poter, far, qui, finalmente, vs, tuo, tua, suo, sua, umanamente, dei"
    ),
    please=(
        "per favore, per piacere, perfavore, x favore, pf, grazie, subito, adesso, ora, urgente, prego, please, "
        "urgentemente, per cortesia"
    ),
    greeting=(
        "ciao, salve, buongiorno, buonasera, si, ok, va bene, allora, senta, senti, scusi, scusa, guardi, bene, pronto, ehi"
    ),
    desk=(
        "assistenza, supporto, servizio clienti, assistenza clienti, servizio, clienti, tecnico, supporto tecnico, "
        "assistenza tecnica, reparto, ufficio, vendite, commerciale, amministrazione, team, customer service, call center, "
        "servizio tecnico, centralino, customer care, reparto vendite"
    ),
    agent=(
        "operatore, operatrice, operatori, operatre, agente, agenti, rappresentante, consulente, consulenti, addetto, "
        "addetta, centralinista, assistenza umana, aiuto umano, supporto umano, persona vera, persona reale, persona umana, "
        "persona fisica, qualcuno di reale, qualcuno di vero, contatto umano, persona in carne e ossa, qualcuno in carne e "
        "ossa, interlocutore, intervento umano, aiuto di una persona, persone vere, persone reali, aiuto di un operatore, "
        "qualcuno di umano, assistente umano, operatore umano"
    ),
    human="umano, umana, umani, essere umano, esseri umani",
    real="vero, vera, veri, vere, reale, reali, vivo, viva, dal vivo, in carne e ossa",
    someone=(
        "qualcuno, qualcun altro, persona, persone, impiegato, impiegata, collega, colleghi, dipendente, assistente, "
        "persoan, qualcun, commesso, uno di voi, moderatore, amministratore, qlcn, qualcuna"
    ),
    leader=(
        "responsabile, supervisore, capo, direttore, direttrice, manager, superiore, tecnico, specialista, esperto, "
        "titolare, dirigente, segretaria, caporeparto"
    ),
    your="vostro, vostra, tuo, tua, vostri, suo, sua",
    my="mio, mia, miei, mie, nostro, nostra",
    denied=(
        "odio, detesto, mi rifiuto di, rifiuto, non, senza, mai, ne, nessun, nessuno, nessuna, niente, invece di, anziche, "
        "evitare, piuttosto che, non c e bisogno, prima di, nemmeno"
    ),
    bot=("bot, robot, macchina, macchine, chatbot, ia, computer, risponditore, assistente virtuale, automatico, automa, disco"),
    identity=(
        "lavorare come, lavoro come, diventare, sei, siete, lei e, sto parlando, e un, e una, stai, sono, parlo con, parlo, "
        "questo e, come diventare, diventare, che significa, cosa significa, cosa fa, lavoro come, lavoro da, sarai, "
        "saresti, parli con"
    ),
    told=(
        "grazie all, grazie al, grazie alla, grazie ai, ho parlato, ho gia, gia, ha detto, hanno detto, ieri, ha chiamato, "
        "era, abbiamo parlato, mi ha, e stato, parlato, detto, promesso, parlavo"
    ),
    others=(
        "come disattivo, come disattivare, il pulsante, pulsante, utente, utenti, cliente vuole, significa, tradurre, quando "
        "un, se un, numero del, orari, qual e, quale, quanto, quanti, configurare, mio cliente, il bottone, bottone"
    ),
    help=(
        "guardasse, guardi, veda, vedesse, controlli, risponde, chiamasse, richiamasse, aiutare, aiutarmi, aiuti, aiuta, "
        "chiamare, chiamarmi, chiami, chiama, richiamato, richiamata, contattato, contattata, richiamare, richiamarmi, "
        "richiami, contattare, contatti, contattarmi, rispondere, risponda, rispondermi, risolvere, assistermi, assistere, "
        "intervenire, intervenga, spieghi, parli, seguirmi, farmi chiamare, occuparsi, guardare"
    ),
    is_there="c e, ci sono, avete, esiste, hai, non c e, ce, c e un, c e una, ci sara",
    about=(
        "che, per, con cui, cui, di, su, riguardo, perche, a cui, chi, possa, puo, posso, mi, sul, in, quando, se, circa, e, "
        "con la quale, con il quale, ma"
    ),
    thing=(
        "risorse, diritti, errore, errori, immobiliare, logico, telefonico, turistico, di viaggio, manuale, finanziario, "
        "assicurativo, sanitario, segreto"
    ),
    escalate="scala a, scalare a, passare a umano, intervento operatore",
    enough="basta, stufo, stufa, stanco, stanca, odio, basta con, ne ho abbastanza, mi rifiuto di, rifiuto",
    anew="ma, quindi, allora, fammi, fatemi, lasciami, lasciatemi, preferisco, e, mi lasci, mi faccia, piuttosto",
    here="qui, qua, li, la, disponibile, disponibili, in linea, libero, online, collegato, dall altra parte",
    other=(
        "pagare, pago, si chiama, risorse umane, errore umano, agente immobiliare, diritti umani, operatore logico, agente "
        "di viaggio, persona di contatto, mio operatore, mio consulente"
    ),
    staff=(
        "venditore, segretaria, medico, dottore, cameriere, receptionist, avvocato, commercialista, professore, negoziante, "
        "ufficio vendite"
    ),
    by=(
        "assistito da, assistita da, aiutato da, aiutata da, seguito da, seguita da, contattato da, contattata da, "
        "richiamato da, richiamata da, servito da, servita da, "
    ),
    said="traduci, tradurre, traduca",
)
