"""Romanian words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

ROMANIAN: Final = Tongue(
    "ro",
    free=True,
    talk="vorbi, vorbesc, vorbim, vorbeasca, discuta, discut, discutam, conversa, comunica, comunic",
    connect=(
        "conectati, conecteaza, conectezi, conectat, transfera, transferati, transferat, redirectioneaza, redirectionati, "
        "directioneaza, directionati, pune, puneti, treceti, escaladati, legatura, legati, contact, contactez, transferul"
    ),
    give="da, dati, da mi, dati mi, aduceti, cheama, chemati, gasiti, trimiteti",
    reach=(
        "contacta, contactez, contactati, contactul cu, solicit, cer, pretind, cere, intra in contact, lua legatura, iau "
        "legatura, ajung la"
    ),
    want=(
        "vreau, as vrea, doresc, as dori, am nevoie, nevoie, prefer, as prefera, trebuie, vrem, imi trebuie, ne trebuie, "
        "caut, vroiam, solicit"
    ),
    can=(
        "pot, as putea, putem, puteti, poti, cum, cum pot, unde, este posibil, e posibil, ajutor, se poate, cine, ati "
        "putea, ma ajuti sa, ma puteti, poate"
    ),
    me="ma, mi, mie, ne, imi",
    it="asta, problema",
    i="eu, noi",
    filler=(
        "cu, la, un, o, al, de, din, sa, un alt, alta, direct, va, rog, pe, telefon, catre, macar, doar, acum, urgent, "
        "imediat, si, sau, prin, mai, in, vostru, dumneavoastra, dvs, ca, fi"
    ),
    please="va rog, te rog, acum, urgent, multumesc, imediat, rog",
    greeting="buna, buna ziua, salut, da, ok, bine, ascultati, alo",
    desk=(
        "suport, asistenta, serviciul clienti, relatii clienti, relatii cu clientii, departament, departamentul, echipa, "
        "tehnic, clienti, serviciul"
    ),
    agent=(
        "operator, operatorul, operatori, agent, agentul, reprezentant, reprezentantul, consultant, consultantul, "
        "consilier, consilierul, persoana reala, angajat, functionar, om real, asistenta umana, operator uman"
    ),
    human="om, omul, oameni, uman, umana, fiinta umana",
    real="real, reala, adevarat, adevarata, viu, in carne si oase",
    someone="cineva, persoana, persoane, coleg, colegul, colega, asistent, administrator",
    leader=(
        "manager, managerul, sef, seful, supervizor, supervizorul, responsabil, director, directorul, specialist, "
        "superior, tehnician"
    ),
    your="vostru, dumneavoastra, tau",
    my="meu, mea, mei, nostru",
    denied="nu, fara, nici, niciun, nicio, nimeni, niciodata, in loc, decat",
    bot="bot, botul, robot, robotul, masina, chatbot, calculator, ai, robotel",
    identity="esti, sunteti, este acesta, e un, sunt, ce inseamna, lucrez ca",
    told="am vorbit, a spus, ieri, a sunat, vorbit, mi a zis, a fost, deja, a promis",
    others="butonul, utilizator*, clientul vrea, inseamna, cand, cate, numarul, program, daca",
    help="ajuta, ajute, suna, sune, contacteze, raspunde, raspunda, rezolva, prelua, preia",
    is_there="exista, este, e cineva, aveti, ai, e",
    about="care, despre, cu care, pentru, deoarece, sa, cu privire, in legatura, dar",
    thing="drepturi, resurse, eroare, erori, imobiliar, turism, mobil",
    escalate="escaladati",
    enough="satul, destul, ma refuz, urasc, refuz, obosit",
    anew="dar, deci, lasati ma, lasa ma, vreau, prefer",
    here="acolo, aici, disponibil, disponibila, online, liber",
    other="resurse umane, alta persoana, altei persoane",
)
