"""Polish words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

POLISH: Final = Tongue(
    "pl",
    free=True,
    last=True,
    talk=(
        "zlozyc skarge u, zlozyc skarge do, skarge do, porozmawiac, rozmawiac, pogadac, gadac, pomowic, mowic, "
        "czatowac, popisac, pisac, dyskutowac, rozmowa, rozmowy, rozmowe, rozmawiać, rozmowic, porozumiec, "
        "konsultowac, porozmawiamy"
    ),
    connect=(
        "polaczony, polaczona, przekierowany, przekierowana, przelaczony, przelaczona, polacz, polaczyc, polaczcie, "
        "polaczenie, laczyc, laczenie, przelacz, przelaczyc, przelaczcie, przelaczenie, przekieruj, przekierowac, "
        "przekierowanie, przekaz, przekazac, przekazcie, skontaktuj, skontaktowac, skontaktujcie, kontakt, kontaktu, "
        "kontaktowac, skieruj, skierowac, eskaluj, eskalowac, polaczyc sie, dodzwonic, podlacz, podlaczyc, laczcie"
    ),
    give=(
        "daj, dajcie, dac, dawaj, dawajcie, zawolaj, zawolajcie, zawolac, wezwij, sprowadz, podaj, znajdz, niech, "
        "poprosze, popros"
    ),
    reach="zadam, prosze o, domagam sie, prosze, poprosze",
    want=(
        "chce, chcialbym, chcialabym, chcialbym sie, potrzebuje, potrzebny, potrzebna, potrzeba, poprosze, wole, "
        "wolalbym, wolalabym, musze, zycze, pragne, preferuje, potrzebowalbym, zalezy mi na, powinienem, zadam, "
        "szukam, prosze o, chcemy, chciałbym, probuje"
    ),
    can=(
        "moge, moglbym, moglabym, czy moge, czy mozna, mozna, mozecie, mozesz, czy moglbym, czy mozecie, jak, jak "
        "moge, jak mozna, gdzie, czy jest mozliwosc, czy da sie, da sie, mozliwe, pomoc, pomoz, kto, moze, czy "
        "istnieje mozliwosc, czy jest mozliwe, nie moge, dlaczego nie moge, mozliwosc"
    ),
    me="mnie, mi, nas, nam, moja sprawe",
    it="to, sprawe, problem, ta sprawe",
    i="ja, my",
    filler=(
        "zostac, byc, jakis, jakas, jakiegos, bede, bedziesz, bedziemy, czy, z, ze, do, na, o, od, w, sie, jakims, "
        "jakiegos, jakas, waszym, waszego, panstwa, kogos, innym, innego, inna, bezposrednio, prosze, juz, tylko, "
        "przez, telefon, telefonicznie, czat, czacie, moc, wreszcie, w koncu, po prostu, raczej, teraz, pilnie, "
        "natychmiast, tez, jednak, kims z, pomocy, pomoc, dla, i, lub, kompetentnym, normalnym, tu, byc, najlepiej, "
        "kimkolwiek z, czyms, jeszcze, dzialu, z dzialu"
    ),
    please="prosze, prosze bardzo, teraz, natychmiast, pilnie, pilne, dziekuje, dzieki, szybko, od razu, plis, juz",
    greeting=("dzien dobry, czesc, hej, witam, tak, ok, dobra, dobrze, no, sluchaj, halo, przepraszam, dobry wieczor, siema"),
    desk=(
        "obsluga, obslugi, obsluge, obsluga klienta, obslugi klienta, biuro, biurem, dzial, dzialem, dzialu, "
        "technicznym, techniczna, wsparcie, wsparciem, wsparcia, pomoc techniczna, pomoca techniczna, infolinia, "
        "infolinie, zespol, zespolem, klienta, support, supportem, serwis, serwisem, recepcja, ksiegowosc"
    ),
    agent=(
        "konsultant, konsultanta, konsultantem, konsultantowi, konsultantka, konsultantke, konsultanci, konsultantow, "
        "doradca, doradce, doradcy, doradca klienta, pracownik, pracownika, pracownikiem, pracownikowi, agent, "
        "agenta, agentem, agentowi, operator, operatora, operatorem, operatorowi, przedstawiciel, przedstawiciela, "
        "przedstawicielem, reprezentant, reprezentanta, reprezentantem, konsultatn*, zywa osoba, zywa osobe, "
        "prawdziwa osoba, prawdziwa osobe, pomoc czlowieka, pomocy czlowieka, telefonistka, zywej osoby, obsluge "
        "ludzka, specjalista klienta, asystentem ludzkim"
    ),
    human=(
        "jacys ludzie, zywi ludzie, prawdziwi ludzie, czlowiek, czlowieka, czlowiekiem, czlowiekowi, ludzie, ludzmi, "
        "czlowiekeim, czlowieku, czlowieczek"
    ),
    real=(
        "zywy, zywego, zywym, zywa, zywej, prawdziwy, prawdziwego, prawdziwym, prawdziwa, prawdziwej, realny, "
        "realnego, realna, rzeczywistym, fizyczna, ludzkiego, ludzki, ludzkim"
    ),
    someone=(
        "ktoś z pracowników, ktoś z obsługi, ktoś z zespołu, kogoś z pracowników, kimś z pracowników, kimś z obsługi, "
        "ktos, kims, kogos, komus, ktokolwiek, kimkolwiek, osoba, osobe, osoby, personelem, personel, kolege, kolega, "
        "administrator, administratorem, administratora, moderator, moderatorem, asystentem, asystenta, ktoś, "
        "sprzedawca"
    ),
    leader=(
        "kierownik, kierownika, kierownikiem, kierownictwem, kierowniczka, przelozony, przelozonego, przelozonym, "
        "szef, szefa, szefem, menedzer, menedzera, menedzerem, manager, managera, managerem, menadzer, menadzera, "
        "menadzerem, specjalista, specjaliste, ekspert, eksperta, ekspertem, dyrektor, dyrektora, dyrektorem, "
        "supervisor, technik, technika, technikiem, wlascicielem, sekretariat"
    ),
    your="wasz, waszym, waszego, twoim, twojego, panstwa",
    my="moj, moim, mojego, moja, mojej, moją, swoim, swojego, swoja, nasz, naszym",
    denied=(
        "nienawidze, odmawiam, nie znosze, nie, bez, nigdy, zamiast, nikt, nikim, nikogo, zaden, zadnego, zadnym, "
        "ani, zbedny, niz"
    ),
    bot=(
        "bot, bota, botem, boty, botami, botow, robot, robota, robotem, robotami, maszyna, maszyne, komputer, "
        "komputerem, automat, automatem, chatbot, chatbotem, ai, programem, sztuczna inteligencja, automatyczna "
        "sekretarka"
    ),
    identity=(
        "czy musze, czy trzeba, czy powinienem, czy powinnam, czy jestes, jestes, czy jestescie, czy to, rozmawiam, "
        "czy rozmawiam, jestem, czy to jest, pracuje jako, co znaczy, jak zostac, co robi, czy pan jest, czy pani "
        "jest, to jest"
    ),
    told=(
        "dziekuje konsultantowi, dziekuje pracownikowi, dziekuje panu, dziekuje pani, porozmawiam, pogadam, pomogla, "
        "pomogl, rozmawialem, rozmawialam, wczoraj, powiedzial, powiedziala, powiedzieli, dzwonil, dzwonila, byl, "
        "byla, zadzwonil, juz rozmawialem, obiecal, mowil, mial, gadalem"
    ),
    others=(
        "ilu, przycisk, uzytkownik*, klient chce, klienci, znaczy, przetlumacz, kiedy, ile, numer, godziny, jaki "
        "jest, jakie, moja zona, moj maz, oferta pracy, skonfigurowac, gdy, jezeli"
    ),
    help=(
        "zadzwonil, zadzwonila, mi pomoc, moze mi pomoc, moze pomoc, pomoze, pomogl, zadzwonic, zadzwoni, zadzwonil, "
        "oddzwonic, oddzwoni, oddzwonil, odpowiedziec, odpowie, skontaktuje, skontaktowac, przejac, przejmie, zajac, "
        "zajmie, sprawdzi, sprawdzic, zobaczyc, wyjasni, rozwiazac, pomogla, odezwie"
    ),
    is_there="jest, sa, czy jest, czy sa, macie, czy macie, jest tam, jest tu, czy jest tam, czy jest tu, znajdzie sie",
    about=(
        "ktory, ktora, z ktorym, z kim, w sprawie, o, aby, zeby, bo, poniewaz, moge, moze, z, dotyczace, jesli, po, ale, mi, co"
    ),
    thing="prawa, blad, bledy, logiczny, komorkowy, nieruchomosci, turystyczny, ubezpieczeniowy, bankowy, cywilny",
    escalate="eskaluj, eskalacja, przekaz sprawe czlowiekowi",
    enough="dosc, mam dosc, koniec, nienawidze, zmeczony, zmeczona, odmawiam, przestan, stop, precz",
    anew="ale, wiec, pozwol mi, pozwolcie mi, chce, chcialbym, wole",
    here="tam, tu, tutaj, dostepny, dostepna, dostepni, online, wolny, na linii",
    other=(
        "zostac konsultantem, zostac agentem, zostac doradca, blad czlowieka, prawa czlowieka, moj operator, operator "
        "komorkowy, innej osoby, jednej osoby, jedna osobe, dzial kadr"
    ),
    staff=(
        "sprzedawca, sprzedawcą, lekarzem, lekarz, recepcją, recepcja, kelnerem, sekretarka, sekretarką, prawnikiem, "
        "nauczycielem, działem sprzedaży"
    ),
)
