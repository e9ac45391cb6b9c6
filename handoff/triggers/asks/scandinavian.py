"""Swedish, Norwegian and Danish words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

SCANDINAVIAN: Final = Tongue(
    "sv",
    talk="prata, tala, chatta, snacka, snakke, prate, tale, chatte, samtale, skriva, diskutera, snakka",
    connect=(
        "koppla, koppla mig, kopplas, kopple, koble, kobla, vidarekoppla, viderestille, stille, stil, forbinde, forbind, "
        "viderestil, sett, saett, stall, ansluta, overfor, overfora, overfore, viderefor, eskalera, kontakt, kontakta, "
        "kontakte, viderekoble"
    ),
    give="ge, gi, giv, fa, hamta, hent, kalla, tilkald, la, lat, lad, faa, finn",
    reach=(
        "hur pratar jag med, hur talar jag med, hvordan snakker jeg med, hvordan taler jeg med, "
        "na, kontakta, kontakte, komme i kontakt, komma i kontakt, fa tag i, na fram till, krever, kraver, begar, faa fat "
        "i, fa fat i"
    ),
    want=(
        "vill, vil, onskar, onsker, behover, behov, trenger, skulle vilja, vil gerne, vil gjerne, foredrar, foretrekker, "
        "foretraekker, maste, ma, ber om, har brug for, soker, hellre, behøver"
    ),
    can=(
        "kan, far, hur, hvordan, kan jag, kan jeg, far jag, faar jeg, ar det mojligt, er det mulig, er det muligt, var "
        "kan, hvor kan, hjalp, hjaelp, hjelp, skulle jag kunna, kan ni, kan du, kan dere, kan i"
    ),
    me="mig, meg, oss, os",
    it="det, detta, dette, arendet",
    i="jag, jeg, vi",
    filler=(
        "med, till, til, en, ett, et, den, det, nogen fra, nagon fran, er, era, din, jeres, dere, direkte, "
        "direkt, pa, over, med en, istallet, nu, heller, hellre, gerna, gjerne, gerne, bara, bare, kun, att, at, a, fra, "
        "fran, annan, anden, annen, i, for, hos, ta, tak, genom, via, faktisk, ocksa, gott"
    ),
    please="tack, takk, tak, nu, snalla, venligst, vennligst, na, please, omgaende, straks",
    greeting="hej, hei, hallo, ja, ok, god dag, lyssna, hor",
    desk=(
        "kundtjanst, kundeservice, support, service, kundsupport, kundesupport, avdelningen, avdeling, teknisk, "
        "kundcenter, kundesenter"
    ),
    agent=(
        "medarbetare, medarbejder, medarbeider, handlaggare, radgiver, radgivare, agent, operator, operatør, "
        "representant, kundbehandler, kundebehandler, kundekonsulent, kundrepresentant, manskligt stod, "
        "servicemedarbejder, kunderådgiver, konsulent, saksbehandler"
    ),
    human="manniska, manniskor, menneske, mennesker, mensch",
    real=("riktig, riktigt, akta, rigtig, rigtigt, ekte, virkelig, levande, levende, verklig, faktisk, mansklig, menneskelig"),
    someone=("nagon, nan, noen, nogen, person, kollega, anstalld, ansatt, ansat, personal, en av er, en av dere"),
    leader=("chef, sjef, leder, ansvarig, ansvarlig, overordnad, tekniker, specialist, teamleder, manager, butikschef"),
    your="er, era, din, jeres",
    my="min, mitt, mina, mine, mit, var",
    denied=("inte, ikke, ingen, inget, utan, uden, uten, aldrig, aldri, ej, ikkje, i stallet for, i stedet for, icke"),
    bot="bot, botten, robot, robotar, maskin, maskine, dator, datamaskin, computer, chatbot, ai",
    identity=(
        "ar du, er du, pratar jag, snakker jeg, taler jeg, ar detta, er dette, ar det en, er det en, jag ar, jeg er, ar "
        "ni, er i, er dere"
    ),
    told=(
        "pratade, talade, snakket, snakkede, talte, talt, pratat, sade, sa, sagt, igar, i gar, redan, allerede, ringde, "
        "ringte, ringede, var"
    ),
    others=(
        "knappen, knapp, anvandare, brukere, brugere, betyder, betyr, nar en, nummer til, oppettider, hur manga, hvor "
        "mange, ledig stilling"
    ),
    help=(
        "hjalpa, hjelpe, hjaelpe, ringa, ringe, kontakta, kontakte, svara, svare, ta over, overta, titta, se, hjalper, "
        "svarar, svarer"
    ),
    is_there="finns det, finns, er det, ar det, er der, har ni, har dere, har i, fins det, finnes det",
    about="som, om, angaende, angående, kan, jag, jeg, i, fordi, eftersom, men, och, og",
    thing="rattigheter, rettigheder, rettigheter, fel, feil, fejl, resurser, ressurser, nummer",
    escalate="eskalera, eskalera arendet",
    enough="trott pa, lei av, traet af, nog med, slut med, stopp, vagrar, hatar, hater",
    anew="men, sa, lat mig, la meg, lad mig, utan jag vill, jag vill, jeg vil",
    here="dar, der, har, her, tillganglig, tilgjengelig, tilgaengelig, ledig, online",
    other="contact person, nagon annan, en annen, personalavdelningen",
)
