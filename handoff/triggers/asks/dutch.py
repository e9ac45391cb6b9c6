"""Dutch words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

DUTCH: Final = Tongue(
    "nl",
    last=True,
    after=True,
    talk=(
        "klagen bij, livechat, livechatten, praten, spreken, chatten, praat, spreek, communiceren, kletsen, bellen, "
        "overleggen, prate, sprek, praaten, te spreken, te praten, gesprek, telefoneren, babbelen, chat"
    ),
    connect=(
        "verbind, verbinden, doorverbinden, doorverbind, doorverbonden, door te verbinden, doorzetten, doorgeven, "
        "doorsturen, stuur, sturen, zet, zetten, overzetten, overdragen, schakel, schakelen, doorschakelen, "
        "doorgeschakeld, doorverwijzen, doorverwezen, overschakelen, escaleren, escaleer, koppel, koppelen, geef "
        "door, verbonden, overgezet, contact, in contact, in contact komen, in contact brengen, contact opnemen, "
        "breng, brengen, verwijs"
    ),
    give="geef, geven, haal, halen, regel, roep, roepen, laat, laten, krijg, krijgen, bezorg, hebben, heb",
    reach=(
        "hoe spreek ik, hoe bereik ik, hoe krijg ik, aan de lijn krijgen, te spreken krijgen, te pakken krijgen, "
        "persoonlijk contact met, persoonlijk contact, bereik, bereiken, bereik ik, contacteer, contacteren, "
        "benaderen, verzoek, vraag om, vraag naar, aanvragen, vragen naar"
    ),
    want=(
        "wil, wilt, willen, wou, zou, zou graag, wens, wens ik, zoek, nodig, moet, moeten, verlang, prefereer, eis, "
        "eisen, liever, heb nodig, heb liever, behoefte aan, graag, wenst, hoef"
    ),
    can=(
        "kan, kunt, kun, kunnen, zou ik, mag, mogen, hoe, hoe kan, hoe kom, waar, waar kan, mag ik, is het mogelijk, "
        "is het mogelijk om, zou het mogelijk, mogelijk, help, hulp, wie kan, zou u, zou je, kunt u, kun je, kan je, "
        "kan u, waarom kan ik niet"
    ),
    me="me, mij, ons, mijn zaak, mijn gesprek",
    it="het, dit, dat, mijn probleem, mijn klacht, deze zaak",
    i="ik, wij, we, k",
    filler=(
        "ff, effe, eventjes, "
        "hiernaar, ernaar, hier naar, maar, met, aan, een, de, het, n, jullie, uw, jouw, je, u, even, direct, van, "
        "naar, tot, bij, door, over, graag, andere, ander, nu, hier, ook, gewoon, echt, toch, rechtstreeks, "
        "telefonisch, telefoon, lijn, iemand anders van, om, te, er, voor, in, op, via, snel, dringend, eens, liever, "
        "meer, wel, contact met, hulp van, ergens, alleen, slechts, meteen, bekwame, verdomde, en, of, komen, worden"
    ),
    please=(
        "alstublieft, aub, alsjeblieft, ajb, a u b, graag, nu, svp, dank, bedankt, dringend, spoed, please, snel, "
        "direct, meteen, gewenst, nodig, asap"
    ),
    greeting=(
        "hallo, hoi, goedemiddag, goedemorgen, goedenavond, goedendag, ja, ok, oke, dag, hey, luister, sorry, nou, goed, pardon"
    ),
    desk=(
        "klantenservice, klantendienst, helpdesk, support, service, technische, technische dienst, afdeling, team, "
        "verkoop, facturatie, administratie, klanten, ondersteuning, receptie, live, live chat, klantcontact"
    ),
    agent=(
        "medewerker, medewerkers, medewerkster, mederwerker, medwerker, mdewerker, agent, agenten, operator, "
        "vertegenwoordiger, adviseur, servicemedewerker, klantenservicemedewerker, telefonist, telefoniste, "
        "consulent, echt persoon, een echt persoon, menselijke hulp, menselijk contact, menselijke ondersteuning, "
        "live agent, klantadviseur, menselijke assistentie, contactpersoon van jullie"
    ),
    human="mens, mensen, mesn, menselijk persoon",
    real=(
        "echt, echte, levend, levende, menselijke, menselijk, fysieke, fysiek, werkelijk, reele, live, vlees en "
        "bloed, van vlees en bloed"
    ),
    someone=(
        "iemand, iemnd, persoon, personen, collega, collegas, werknemer, personeelslid, personeel, assistent, "
        "moderator, beheerder, een van jullie, verkoper, iemand anders"
    ),
    leader=(
        "manager, leidinggevende, baas, chef, supervisor, teamleider, specialist, deskundige, expert, technicus, "
        "monteur, verantwoordelijke, directeur, hoofd, bedrijfsleider, teamleidster, secretaresse"
    ),
    your="jullie, uw, jouw, je",
    my="mijn, m'n, onze, ons",
    denied=(
        "ik haat, haat het, weiger, ik weiger, "
        "niet, geen, nooit, niemand, zonder, in plaats van, liever niet, noch, hoef, hoef geen, hoef niet, nee "
        "bedankt, dan met, voordat ik, onnodig"
    ),
    bot=(
        "bot, bots, robot, robots, machine, machines, computer, computers, chatbot, ai, automaat, programma, "
        "antwoordapparaat, bandje"
    ),
    identity=(
        "moet ik, moet je, moet men, zou ik moeten, ben je, bent u, ben jij, is dit, praat ik, spreek ik, chat ik, ik "
        "ben, jij bent, je bent, u bent, zit er een, hoe word ik, word ik, wat betekent, wat doet, ben ik, werk als, "
        "of je"
    ),
    told=(
        "bedankt aan, dank aan, gesproken, heb al, al, gisteren, zei, heeft, had, sprak, gebeld, vertelde, was, "
        "belde, gepraat, beloofde, vorige week, zeiden, gaf"
    ),
    others=(
        "geld, de knop, knop, gebruiker, gebruikers, klant wil, klanten willen, betekent, vertaal, wanneer, als een, "
        "hoe lang, hoeveel, nummer van, openingstijden, wat is, wat kost, instellen, welke, mijn man, mijn vrouw, "
        "mijn klant, vacature"
    ),
    help=(
        "geholpen, helpen, helpt, bellen, bel, belt, terugbellen, terugbelt, terugbel, teruggebeld, contacteren, "
        "antwoorden, antwoordt, overnemen, overneemt, kijken, bekijken, oplossen, beantwoorden, helpe, ondersteunen, "
        "reageren, reageert, uitleggen, opnemen, help"
    ),
    is_there="is er, zijn er, is daar, is hier, hebben jullie, heeft u, heb je, hebt u, is, zijn, bestaat er",
    about=(
        "die, dat, over, waarmee, met wie, om, wegens, omdat, ik, kan, me, mij, in, bij, van, voor, als, maar, en, "
        "aan wie, te, betreffende"
    ),
    thing="rechten, fout, fouten, korting, handleiding, nummer, makelaar, lichaam, bron, account, lijst, app, kosten",
    escalate=(
        "escaleren aub, contact met klantenservice, doorverbinden graag, graag doorverbinden, kun je me "
        "doorverbinden, kunt u me doorverbinden, doorverbinden aub, escaleer dit, verbind me door, verbind mij door"
    ),
    enough="zat, genoeg, genoeg van, stop met, klaar met, beu, haat, weiger, hou op met, moe van, nee geen, geen",
    anew="maar, dus, laat me, laat mij, ik wil, ik zoek, dan",
    here="daar, hier, beschikbaar, aanwezig, online, vrij, bereikbaar, aan de lijn, aan de telefoon",
    other=(
        "contact person, "
        "me zeggen, mij zeggen, me vertellen, mij vertellen, "
        "sturen, medewerker worden, adviseur worden, agent worden, menselijke fout, mensenrechten, personeelszaken, "
        "contactpersoon"
    ),
    staff=(
        "verkoper, verkoopster, receptionist, dokter, arts, ober, secretaresse, advocaat, boekhouding, verkoop, docent, leraar"
    ),
)
