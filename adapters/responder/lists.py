"""General English of asking, and the words of support, orders and accounts: never those of one team's pages."""

from typing import Final

#: words of grammar and of courtesy, which say nothing of what is asked
EMPTY: Final = (
    # English: grammar
    "a an the this that these those there here it its itself i me my mine myself you your yours we us our ours they them"
    " their he him his she her who whom whose which what when where why how is am are was were be been being do does did"
    " done doing have has had having can could will would shall should may might must not no nor and or but if then than"
    " so as at by for from in into of off on onto out over to under up upon with without about after before again any"
    " anyone anything anybody some someone something all also too very just only still yet ever never now already else"
    " more most much many few less least own same other another such both each every either neither while during until"
    " because since though although however between through against within ll ve re d s t m don doesn didn isn aren wasn"
    " weren won wouldn couldn shouldn can't cannot haven hasn hadn im ive dont cant didnt doesnt"
    # English: asking and courtesy
    " hi hello hey dear please pls thanks thank thx sorry ok okay yes yeah well help need want like know tell say ask"
    " question wonder wondering explain understand possible let get got getting give make way thing things lot really"
    " actually maybe quite bit sure good day today ago currently soon regards cheers kindly"
    # German
    " der die das den dem des ein eine einen einem einer und oder aber ist sind war bin bist hat habe haben hatte ich mich"
    " mir mein meine meinen meinem meiner du dich dir dein deine er sie es ihr ihre ihren wir uns unser man wer was wann wo wie"
    " warum wieso welche welcher welches kann konnen konnte muss darf soll will mochte wird werden wurde nicht kein keine"
    " auch noch nur schon mit von zu zum zur bei nach aus an auf fur uber im am ins in um vor bitte danke hallo gibt da"
    # French, Spanish, Italian, Dutch, Portuguese: the most frequent
    " le la les un une des du de et ou est sont je tu il elle nous vous ils mon ma mes votre vos puis peux peut comment"
    " quand quel quelle quels quelles pourquoi que qui quoi ce cette ces dans pour sur avec sans pas ne bonjour merci"
    " el los las una unos y o es son yo mi mis su sus se puedo puede como cuando donde cual por para con sin no hola gracias"
    " il lo gli uno e sono io mio mia posso puo come quando dove quale per con non ciao grazie"
    " het een en ik mijn kan hoe waar wanneer welke voor met niet hallo bedankt"
    " os as um uma meu minha posso pode onde qual em com nao ola obrigado"
)

#: words that most questions could have: they say less than a thing's own name
COMMON: Final = (
    "able accept amount allow arrive ask back become begin big bring buy bought cannot carry case change check choose come"
    " cost cover day days different do end example expect fact feel few find first fit fix follow found get give go goes"
    " going gone great happen happens happened hear hold hour hours idea instead keep kind know last late later leave"
    " left long longer look low matter mean means money month months monday tuesday wednesday thursday friday saturday"
    " sunday move new next night normal number offer old one open order ordered orders part parts people person place"
    " possible policy problem procedure process product products put reach read receive recommend right run"
    " saturdays say see seem send sent set"
    " show small start state stay still stop suggest surprise take taken takes talk test thanks think time times"
    " together told tomorrow took trouble try turn two type use used using usually wait want week weekend weeks went wish"
    " work works world worry write wrong year years yesterday item items thing"
)

#: words that only shape a question: the kind of answer that they ask for says more
SHAPE: Final = "long longer take takes taken taking took often soon happen happens happened expect work works time times come"

#: what may stand within a phrase: "send it back"
OBJECTS: Final = "it them this that these those one some all something my"

#: words and phrases that customers and pages use for the same
GROUPS: Final = (
    "parcel, package, packet, shipment",
    "delivery, deliver, ship, shipping, dispatch, send, sent, post",
    "cost, price, fee, charge, expensive, pay",
    "pay, paid, payment",
    "refund, reimburse, reimbursement, money back, give back",
    "cancel, cancellation, stop, abort, withdraw, call off",
    "change, edit, alter, modify, amend, correct, update",
    "delete, remove, erase, close, deactivate, terminate",
    "remove, cancel, take off",
    "forgot, forgotten, lost, reset, recover",
    "login, log in, signin, sign in, sign, log",
    "register, registration, account, sign up, signup",
    "broken, broke, damaged, damage, defective, faulty, fault, defect, cracked, bent",
    "wrong, incorrect, mistaken",
    "missing, lost, absent, incomplete",
    "exchange, swap, replace, replacement",
    "return, send back, give back",
    "arrive, come, receive, reach, delivered",
    "buy, bought, purchase, order",
    "email, e mail, mail",
    "phone, telephone, mobile",
    "collect, collection, pick up, pickup",
    "voucher, coupon, promo, code",
    "discount, rebate, reduction, reduced",
    "warranty, guarantee, guaranty",
    "unsubscribe, opt out",
    "invoice, bill, receipt",
    "photo, picture, photograph, image",
    "abroad, international, foreign, overseas, outside",
    "available, availability, stock",
    "company, business, firm",
    "data, information, details",
    "open, opening, hours",
    "opening hours, opening times, business hours, office hours, opening days",
    "free, gratis, no charge",
    "password, passcode",
    "tax, vat",
    "customs, duty, import",
    "larger, bigger, size",
    "smaller, size",
    "minimum, smallest, least",
    "maximum, largest, most",
    "fast, quick, express",
    "fit, compatible, match",
    "declined, rejected, refused, failed",
    "subscribe, subscription",
    "address, street",
    "carrier, courier, postman, driver",
    "merge, combine, join, put together",
    "item, product, article, goods",
    "tell, notify, inform, alert, notification, let know",
    "damaged, scratched, dented, dent, torn, smashed, snapped",
    "wrong, different",
    "repair, mend, fix",
    "correct, fix",
    "renew, refresh, renewal, extend",
    "reserve, reservation, hold, set aside, put aside",
    "contact, reach, hotline",
    "expire, expired, expiry, valid, validity",
    "locked, blocked, suspended, banned",
    "verify, verification, confirm, confirmation",
    "2fa, mfa, two factor, second factor, authenticator, authentication",
    "late, delayed, delay, overdue",
    "track, tracking, trace, locate",
    "download, export",
    "privacy, gdpr, data protection",
    "box, packaging, carton",
    "website, site, web page, homepage",
    "cryptocurrency, crypto, bitcoin",
    "crash, accident, fall, fell, collision",
    "used, second hand",
    "worn, wear, worn out",
    "newsletter, mailing, mailing list",
    "settings, preferences, options",
    "closed, shut",
    "often, how often, every, interval",
    "person, human, somebody",
    "weight, heavy, weigh",
    "instructions, manual, guide, guide to",
    "error, problem, trouble",
)

#: names, and what a page may say that does not name them
KINDS: Final = (
    (
        "brother sister wife husband friend colleague son daughter mother father partner neighbour",
        "somebody else, someone else, another person",
    ),
    (
        "austria belgium bulgaria croatia cyprus czechia denmark estonia finland france germany greece hungary ireland italy"
        " latvia lithuania luxembourg malta netherlands poland portugal romania slovakia slovenia spain sweden",
        "european union, eu, europe",
    ),
    (
        "albania andorra armenia belarus bosnia georgia iceland kosovo liechtenstein macedonia moldova monaco montenegro norway"
        " russia serbia switzerland turkey ukraine england scotland wales britain uk",
        "europe",
    ),
    (
        "america usa canada mexico argentina brazil chile colombia peru australia egypt kenya morocco nigeria tunisia china"
        " india indonesia israel japan korea malaysia pakistan philippines singapore taiwan thailand vietnam",
        "outside europe, worldwide, overseas, international, abroad",
    ),
)
