"""Czech words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

CZECH: Final = Tongue(
    "cs",
    free=True,
    last=True,
    talk="mluvit, promluvit, hovorit, pohovorit, bavit, chatovat, komunikovat, popovidat, rozhovor",
    connect=(
        "spojte, spojit, spoj, prepojte, prepojit, prepoj, predejte, predat, presmerujte, kontakt, kontaktovat, "
        "eskalujte, spojeni, prepnete, prepnout"
    ),
    give="dejte, dej, zavolejte, zavolej, prived, sezente, necht, at",
    reach="zadam, prosim o, pozaduji, kontaktovat",
    want=(
        "chci, chtel bych, chtela bych, potrebuji, potreboval bych, preji si, radeji, preferuji, rad bych, rada bych, "
        "musim, zadam, prosim, chceme"
    ),
    can=(
        "mohu, muzu, mohl bych, mohla bych, muzete, jak, jak mohu, jak muzu, kde, je mozne, slo by, lze, pomoc, kdo, mohl "
        "by, muze"
    ),
    me="me, mne, mi, nas, nam",
    it="to, problem",
    i="ja, my",
    filler=(
        "s, se, na, do, od, k, z, nejakym, nejakeho, vasim, jinym, jineho, primo, prosim, uz, jen, pres, telefon, "
        "konecne, radsi, ted, hned, okamzite, take, o, a, v, by, zde"
    ),
    please="prosim, hned, ted, ihned, dekuji, diky, okamzite",
    greeting="dobry den, ahoj, ano, ok, dobre, poslyste, zdravim",
    desk=(
        "podpora, podporu, podporou, zakaznicka, zakaznickou, zakaznicky servis, oddeleni, servis, servisem, infolinka, "
        "infolinku, technickou"
    ),
    agent=(
        "operator, operatora, operatorem, operatorku, operatorkou, agent, agenta, agentem, pracovnik, pracovnika, "
        "pracovnikem, zastupce, zastupcem, poradce, poradcem, konzultant, konzultanta, konzultantem, zivou osobu, zivou "
        "osobou, zamestnanec, zamestnance, zamestnancem"
    ),
    human="clovek, cloveka, clovekem, cloveku, lide, lidmi",
    real=(
        "zivy, ziveho, zivym, zivou, skutecny, skutecneho, skutecnym, skutecnou, opravdovy, opravdoveho, opravdovym, "
        "realny, realnym, lidskou"
    ),
    someone=("nekdo, nekym, nekoho, nekomu, osoba, osobu, osobou, kolegu, kolegou, administrator, administratorem"),
    leader=(
        "vedouci, vedoucim, vedouciho, nadrizeny, nadrizeneho, nadrizenym, manazer, manazera, manazerem, sef, sefa, "
        "sefem, technik, technikem, specialista, specialistou, reditel, reditelem"
    ),
    your="vas, vasim, vaseho",
    my="muj, mym, meho, svym, sveho, nas, moji",
    denied=(
        "ne, nechci, nechceme, nepotrebuji, bez, nikdy, misto, nikdo, nikym, zadny, zadneho, nespojujte, neprepojujte, nemusim"
    ),
    bot=(
        "bot, bota, botem, robot, robota, robotem, stroj, strojem, pocitac, pocitacem, chatbot, chatbotem, automat, automatem"
    ),
    identity="jste, jsi, je to, mluvim s, pracuji jako, co znamena, jsem",
    told="mluvil, mluvila, vcera, rekl, rekla, volal, uz jsem, byl, byla, hovoril",
    others="tlacitko, uzivatel*, zakaznik chce, znamena, kdy, kolik, cislo, oteviraci, kdyz",
    help="pomoci, pomoct, pomuze, zavolat, zavola, ozvat, ozve, odpovedet, kontaktuje, vyresit",
    is_there="je, je tu, je tam, jsou, mate",
    about="ktery, ktera, s kym, ohledne, protoze, aby, o, ale, mi",
    thing="prava, chyba, chyby, realitni, zdroje",
    escalate="eskalujte",
    enough="dost, mam dost, nesnasim, odmitam, unaveny",
    anew="ale, takze, nechte me, chci, radsi",
    here="tu, tam, zde, k dispozici, dostupny, online, volny",
    other="lidske zdroje, lidska prava, jine osobe",
)
