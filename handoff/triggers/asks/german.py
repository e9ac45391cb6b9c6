"""German words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

GERMAN: Final = Tongue(
    "de",
    last=True,
    after=True,
    talk=(
        "live chat mit, livechat mit, live-chat mit, chat mit, beschweren, sprechen, reden, schreiben, chatten, "
        "telefonieren, unterhalten, kommunizieren, sprech, red, quatschen, plaudern, diskutieren, sprehcen, spechen, "
        "verhandeln, austauschen, schnacken, labern, austausch, gesprach, wenden, spreche"
    ),
    connect=(
        "verbinden, verbinde, verbindet, verbind, verbunden, weiterleiten, weitergeleitet, weiterzuleiten, leite, leiten, "
        "leitet, durchstellen, durchgestellt, stell, stelle, stellen, ubergeben, ubergib, ubergebe, weitergeben, "
        "weiterleitung, ubergabe, uberleiten, umleiten, leite weiter, verknupfen, schalte, schalten, wechseln, wechsle, "
        "durchstelle, weitergereicht, zuschalten, hinzuziehen, hinzuziehe, vermitteln, vermittle, verbinden sie, "
        "uberstellen, connecten, transferieren, dazuholen, weiterverbinden, weiterverbunden, kontaktieren, kontakt, "
        "erreichen, reichen, reich, zu verbinden"
    ),
    give=(
        "gib, gebt, geben, hol, hole, holt, holen, schick, schicken, bring, bringen, ruf, rufen, ranholen, besorg, lass, "
        "lasst, lassen, haben, habt, gerne haben, bekommen, bekomme, kriegen, kriege, rufe"
    ),
    reach=(
        "unter welcher nummer erreiche ich, welche nummer erreicht, verbindung zu, verbindung mit, wie spreche ich mit, wie "
        "rede ich mit, wie chatte ich mit, wo spreche ich mit, wie komme ich an, wie komme ich zu, erreiche, kontaktiere, "
        "komme ich zu, kontaktaufnahme, fordere, anfordern, anfrage, beantrage, ich verlange, bitte um, bestehe auf"
    ),
    want=(
        "will, mochte, mocht, wurde, wurde gern, wurde gerne, hatte gern, hatte gerne, hatte, brauche, brauch, benotige, "
        "wunsche, bevorzuge, bevorzugen, wollen, muss, mussen, mag, brauchen, suche, verlang, verlange, verlangen, fordere, "
        "erwarte, wunsch, wunschen, mochten, praferiere, lieber, musste, mussten, ziehe vor, gebraucht"
    ),
    can=(
        "kann da, kann hier, konnte da, konnte hier, wo finde ich, wie finde ich, kann, konnte, konnen, konnten, kannst, "
        "kannste, konntest, darf, durfte, wie, wie komme ich zu, wie erreiche ich, wie kann, wo kann, wo, ist es moglich, "
        "ware es moglich, besteht die moglichkeit, gibt es die moglichkeit, moglich, hilfe, helfen sie mir, wer kann, wer, "
        "geht es, geht das, wurden, wie komme, konnt, warum kann ich nicht, soll, sollte"
    ),
    me="mich, mir, uns, sie, du, mein anliegen, meinen fall, dieses gesprach, ma",
    it="es, das, dies, mein problem, meine beschwerde, die beschwerde, den fall, darüber",
    i="ich, wir, i",
    filler=(
        "keine links, keinen link, keine faq, keine faqs, personlichen, personlicher, druber, drauf, darauf, beim, sich, "
        "ein, eine, einen, einem, einer, der, die, den, dem, des, das, euer, eurem, eurer, euren, ihrem, ihrer, ihren, ihre, "
        "ihr, mit, zu, zum, zur, an, von, vom, mit dem, mit der, mit den, mal, doch, endlich, gern, gerne, jetzt mal, "
        "direkt, kontakt, nem, nen, ner, ne, irgendeinen, irgendeinem, irgendein, anderen, andere, anderer, jetzt, hier, "
        "noch, auch, nur, einfach, dringend, sofort, unbedingt, wirklich, persönlich, am telefon, telefon, durch, weiter, "
        "bei, fur, aus, deinem, deinen, deine, mal bitte, wieder, gleich, schnell, kurz, lieber, nun, dazu, verdammten, "
        "scheiss, bitte mal, kompetenten, kompetenter, netten, freundlichen, qualifizierten, zustandigen, hilfe von, "
        "unterstutzung von, zu einem, statt dessen, und, oder, in"
    ),
    please=(
        "bitte, jetzt, sofort, danke, dringend, asap, pls, umgehend, gerne, schnell, schnellstens, heute, bidde, bitteschon, "
        "erforderlich, gewunscht, erwunscht, notig"
    ),
    greeting=(
        "hallo, hi, guten tag, guten morgen, guten abend, moin, servus, ja, ok, okay, gut, also, na, hey, entschuldigung, "
        "sorry, hor zu, nochmal, ich sagte, gruss gott, achso, ach"
    ),
    desk=(
        "schadenabteilung, rechnungsabteilung, reklamationsabteilung, verkaufsabteilung, kundigungsabteilung, fachabteilung, "
        "buchhaltung, support, kundenservice, kundendienst, kundensupport, kundenbetreuung, service, hotline, technik, "
        "technischen, technischer, technische, technischem, vertrieb, buchhaltung, kunden, team, abteilung, helpdesk, "
        "service team, supportteam, verkauf, fachabteilung, rechnungsabteilung, zentrale, live, live chat, kundencenter, "
        "beschwerdestelle, serviceabteilung"
    ),
    agent=(
        "mitarbeiter, mitarbeitern, mitarbeiterin, mitarbeiters, mitarbeitr, mitarbeter, berater, beratern, beraterin, "
        "kundenberater, kundenberaterin, serviceberater, agent, agenten, agentin, operator, ansprechpartner, "
        "ansprechpartnerin, supportmitarbeiter, servicemitarbeiter, support mitarbeiter, service mitarbeiter, "
        "kundendienstmitarbeiter, kundenbetreuer, sachbearbeiter, sachbearbeiterin, servicekraft, betreuer, live agent, "
        "menschliche hilfe, menschlichen support, menschlicher support, menschlicher kontakt, menschlichen kontakt, "
        "menschliche unterstutzung, ruckruf durch einen mitarbeiter, mensch aus fleisch und blut, menschen aus fleisch und "
        "blut, menschlicher hilfe, representant, vertreter, telefonist, kundenbetreuerin"
    ),
    human="echte leute, echten leuten, richtige leute, mensch, menschen, menschn, mesch, humanoid, menschlein, human",
    real=(
        "echt, echte, echten, echter, echtem, echtes, richtige, richtigen, richtiger, richtigem, lebende, lebenden, "
        "lebendigen, lebendiger, reale, realen, realer, menschlichen, menschlicher, menschliche, menschlichem, wirklichen, "
        "wirklicher, leibhaftigen, physischen, lebender, live"
    ),
    someone=(
        "jemand, jemanden, jemandem, jmd, jmdn, jmdm, jemandn, person, wem, wen, irgendwem, irgendwen, irgendjemand, "
        "irgendjemanden, irgendjemandem, kollege, kollegen, kollegin, angestellten, angestellte, einem von euch, einen von "
        "euch, einer von euch, einem von ihnen, personal, assistenten, leuten, leute, moderator, administrator, admin, "
        "verkaufer"
    ),
    leader=(
        "vorgesetzten, vorgesetzter, vorgesetzte, chef, chefin, manager, managerin, leiter, leiterin, teamleiter, "
        "teamleiterin, filialleiter, abteilungsleiter, supervisor, techniker, technikerin, experten, experte, spezialisten, "
        "spezialist, fachmann, verantwortlichen, verantwortlicher, geschaftsfuhrer, geschaftsleitung, betreiber, fachkraft, "
        "inhaber, zustandigen person, verwaltung, direktor"
    ),
    your="euer, eurem, ihrem, ihren, deinem, euren",
    my="mein, meine, meinen, meinem, meiner, unser, unsere, unserem, unseren",
    denied=(
        "nicth, nciht, nihct, nict, nixht, nichts, niccht, weigere mich, hasse es, hasse, verweigere, lehne ab, nicht, kein, "
        "keine, keinen, keinem, keiner, nie, niemals, niemand, niemanden, niemandem, ohne, statt, anstatt, weder, nein "
        "danke, net, ned, nich, unnotig, stattdessen kein, bevor ich, nimmer, als"
    ),
    bot=(
        "bot, bots, roboter, robotern, robot, maschine, maschinen, computer, chatbot, chatbots, ki, automat, automaten, "
        "programm, ai, sprachcomputer, computerstimme, bandansage, software"
    ),
    identity=(
        "muss ich, muss man, soll ich, sollte ich, bist du, sind sie, seid ihr, ist das, rede ich, spreche ich, spricht "
        "hier, spreche ich gerade, rede ich gerade, chatte ich, schreibe ich, bist, sitzt da, ich bin, ich arbeite als, wie "
        "werde ich, werde ich, was heisst, was bedeutet, was macht, ob, ist dies, sprech ich, red ich"
    ),
    told=(
        "danke an, danke dem, dank an, gesprochen, habe, hab, hat, haben mir, wurde, gesagt, geredet, gestern, telefoniert, "
        "war, waren, hat mir, schon, bereits, angerufen, letzte woche, wurde ich, versprochen, letztens, sagte, meinte"
    ),
    others=(
        "wie schalte ich die, wie schalte ich das, wie schalte ich den, deaktivieren, deaktiviere, der knopf, knopf, button, "
        "schaltflache, nutzer, benutzer, kunde will, wenn ein, sobald, ubersetze, ubersetzen, wie viele, wann, wie lange, "
        "telefonnummer, nummer, offnungszeiten, konfigurieren, welche, welcher, mein kunde, meine frau, mein mann, anders"
    ),
    help=(
        "anschaut, ansieht, anguckt, pruft, angerufen werden, kontaktiert werden, zuruckgerufen werden, helfen, hilft, "
        "helfe, anrufen, anruft, anrufe, zuruckrufen, zuruckruft, ruckruf, melden, meldet, kontaktieren, kontaktiert, "
        "antworten, antwortet, bearbeiten, ubernehmen, ubernimmt, ansehen, anschauen, kummern, kummert, rufen, ruft, "
        "beraten, unterstutzen, beantworten, losen, ubernehme, einspringen, weiterhelfen, weiterhilft, erklaren, prufen, "
        "schauen"
    ),
    is_there=(
        "arbeitet hier, arbeiten hier, gibt's hier, gibts hier, gibt's, gibts, ist da wer, ist hier wer, ist dort wer, gibt "
        "es, gibts, gibt, ist da, ist hier, ist dort, ist, sind, habt ihr, haben sie, hast du, ist denn, ist noch, ist "
        "gerade, gibt es hier, gibt es da, ist bei euch"
    ),
    about=(
        "mit denen, mit dem ich, mit der ich, der mir, die mir, der, die, uber, wegen, um, weil, dass, welcher, wer, zu, "
        "bezuglich, zwecks, ich, aber, und, wenn, aus, vom, von, bei, fur, am, im, in"
    ),
    thing=(
        "versagen, rechte, fehler, rabatt, ausweis, nummer, logischer, handbuch, rabatte, zahl, konto, portal, liste, app, "
        "wissen, haut, korper, wurde, verstand, kenntnis"
    ),
    escalate=("eskalieren, eskaliere, bitte eskalieren, eskalation bitte, weiterleitung an mitarbeiter, an menschen ubergeben"),
    enough=("schnauze voll, satt, genug, genug von, keine lust auf, keine lust mit, hasse, leid, nervt, weg mit, schluss mit"),
    anew="aber, sondern, also, lass mich, lassen sie mich, lasst mich, ich will, ich mochte, ich brauche, dann",
    here="ans telefon, da, hier, dort, verfugbar, erreichbar, online, frei, verfugbare, anwesend, am apparat, dran",
    other=(
        "mitarbeiter werden, berater werden, agent werden, senden, sende, sendet, ansprechpartner andern, menschliches "
        "versagen, kann jemand anders, jemand anders, jemand anderes, menschenrechte, personalabteilung, operator uberladen, "
        "personen, personlich, mensch argere, meschen"
    ),
    to_me="sich melden, bei mir melden, sich bei mir melden, sich mal melden, sich bei uns melden",
    staff=(
        "verkaufer, verkauferin, sekretarin, arzt, arztin, kellner, rezeption, rezeptionist, anwalt, vertrieb, lehrer, "
        "filialleiter, buchhaltung, verkauf"
    ),
    by=(
        "ruckruf durch, ruckruf von, ruckruf eines, ruckruf vom, einen ruckruf von, einen ruckruf durch, anruf von, ein "
        "anruf von, "
    ),
    said="ubersetze, ubersetzen, ubersetz",
)
