"""
Manners: greetings, thanks, goodbyes and nods, which need no answer from the knowledge.

A text is small talk if phrases of the table below are all there is to it, with a name here and there ("Thanks Bo!"), or
if it has no words at all ("👍", "…"). A nod asks nothing and is met with silence, so what may answer a question ("yes",
"no", "done") is none.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from handoff.triggers.text import normalise


class Kind(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"
    NOD = "nod"  #: an acknowledgement or a reaction: "ok great", "👍"


#: characters and words that small talk has at most
_LONGEST: Final = 200
_WORDS: Final = 14
#: words of a phrase, and of names, at most
_PHRASE: Final = 5
_NAMES: Final = 2

#: phrases by kind, comma by comma: English, German, French, Spanish, Italian, Portuguese, Dutch, then some of others
_PHRASES: Final = {
    Kind.GREETING: (
        "hi, hello, hey, gm, heya, hiya, hullo, howdy, greetings, yo, good morning, good afternoon, good evening, good day,"
        " morning, happy monday, happy friday, hallo, hallöchen, moin, moin moin, servus, grüezi, grüß gott,"
        " guten morgen, guten tag, guten abend, mahlzeit, bonjour, bonsoir, salut, coucou, hola, buenas, buenos días,"
        " buenas tardes, buenas noches, ciao, salve, buongiorno, buonasera, olá, oi, bom dia, boa tarde, boa noite, hoi,"
        " goedemorgen, goedemiddag, goedenavond, goedendag, goeiemorgen, こんにちは, おはようございます, おはよう,"
        " こんばんは, 你好, 您好, 안녕하세요, привет, здравствуйте, добрый день, cześć, dzień dobry, merhaba, selam,"
        " نمستے, नमस्ते, مرحبا, السلام عليكم, hej, hei"
    ),
    Kind.THANKS: (
        "thanks, thank you, thank u, thank-you, thankyou, thx, thnx, tnx, ty, tysm, cheers, many thanks,"
        " thanks a million, much appreciated, appreciated, appreciate it, i appreciate it, i appreciate that, no thanks,"
        " no thank you, that's all, that is all, no that's all, you're the best, you rock, bless you, danke, dankeschön,"
        " danke schön, vielen dank, besten dank, herzlichen dank, tausend dank, lieben dank, nein danke, merci,"
        " mille mercis, un grand merci, non merci, gracias, muchas gracias, mil gracias, muchísimas gracias, no gracias,"
        " grazie, grazie mille, tante grazie, mille grazie, no grazie, obrigado, obrigada, muito obrigado,"
        " muito obrigada, valeu, bedankt, dank je, dank u, dank je wel, dank u wel, dankjewel, dankuwel, hartelijk dank,"
        " heel erg bedankt, nee bedankt, ありがとう, ありがとうございます, ありがとうございました, 谢谢, 多谢, 謝謝,"
        " 谢谢你, 谢谢您, 감사합니다, 고마워요, спасибо, спасибо большое, большое спасибо, dzięki, dziękuję, teşekkürler,"
        " teşekkür ederim, शुक्रिया, धन्यवाद, شكرا, tack, takk, tak"
    ),
    Kind.BYE: (
        "bye, bye bye, goodbye, see you, see ya, see you later, see you soon, see you around, cya, later, good night,"
        " take care, ttyl, have a nice day, have a good day, have a great day, have a lovely day, have a nice evening,"
        " have a good one, have a great one, have a nice weekend, have a good weekend, have a great weekend,"
        " enjoy your day, enjoy your weekend, tschüss, tschüß, auf wiedersehen, bis bald, bis dann, bis später,"
        " schönen tag, schönen tag noch, schönen abend, schönes wochenende, gute nacht, au revoir, à bientôt, à plus,"
        " bonne journée, bonne soirée, bon week-end, adiós, hasta luego, hasta pronto, que tengas un buen día,"
        " arrivederci, a presto, buona giornata, buona serata, tchau, até logo, até mais, tenha um bom dia, tot ziens,"
        " doei, fijne dag, fijne dag nog, さようなら, 再见, 안녕히 계세요, пока, до свидания, do widzenia, hoşça kal"
    ),
    Kind.NOD: (
        "ok, okay, okey, oki, okie, okey dokey, k, kk, alright, all right, got it, gotcha, understood, i understand,"
        " i see, makes sense, that makes sense, noted, will do, sounds good, good to know, good, great, perfect, cool,"
        " nice, nice one, neat, awesome, super, excellent, wonderful, fantastic, amazing, brilliant, lovely, fine,"
        " very good, well done, good job, love it, great job, great stuff, good stuff, fair enough, no problem,"
        " no worries, np, never mind, nevermind, nvm, that works, it works, it works now, works now, that worked,"
        " it worked, that helped, that helps, this helps, lol, lmao, rofl, ha, haha, hahaha, hehe, heh, xd, same,"
        " same here, me too, ditto, +1, oh, ah, aha, wow, whoa, yay, hm, hmm, hmmm, oh ok, woohoo, alles klar, passt,"
        " prima, verstanden, top, klasse, genau, in ordnung, geht klar, gut, sehr gut, perfekt, toll, ach so, d'accord,"
        " parfait, génial, compris, c'est bon, entendu, très bien, bien, ça marche, vale, perfecto, genial, entendido,"
        " de acuerdo, muy bien, listo, va bene, perfetto, capito, ottimo, benissimo, perfeito, entendi, certo, beleza,"
        " ótimo, tá bom, combinado, oké, begrepen, duidelijk, helder, mooi, goed, geregeld, 了解, 了解です, 了解しました,"
        " わかりました, 承知しました, 好的, 好, 明白了, 知道了, 알겠습니다, 네 알겠습니다, понятно, хорошо, ладно, ясно,"
        " окей, tamam, jasne"
    ),
}
#: what may stand beside them and says nothing by itself
_BESIDE: Final = (
    "there, all, world, everyone, everybody, team, folks, guys, people, friends, y'all, everyone here, you all, you guys,"
    " you two, both, support, support team, dear team, bot, sir, madam, mate, again, so much, very much, a lot,"
    " a bunch, a ton, indeed, then, now, for now, for your help, for the help, for helping, for your time,"
    " for the info, for the information, for your answer, for the answer, for your reply, for the reply,"
    " for the quick reply, for your support, for everything, for all, for that, in advance, to all, to you all,"
    " to everyone, to you, you too, and, oh well, really, from me, as well, zusammen, alle, allerseits, an alle,"
    " leute, liebes team, sehr, nochmal, nochmals, euch, euch allen, ihnen, dir, für die hilfe,"
    " für die schnelle antwort, dann, schon, à tous, à toutes, tout le monde, l'équipe, beaucoup, bien,"
    " pour votre aide, a todos, todos, equipo, mucho, por la ayuda, por tu ayuda, a tutti, tutti, ragazzi, mille,"
    " per l'aiuto, pessoal, gente, pela ajuda, allemaal, iedereen, heel erg, voor de hulp, みなさん, 皆さん, 大家好,"
    " всем"
)

_MARK: Final = re.compile(r"<a?:\w+:\d+>|:[A-Za-z0-9_+-]{2,}:")
_TOKEN: Final = re.compile(r"@[\w.-]+|(?<!\w)\+1(?!\w)|[^\W_]+(?:['’][^\W_]+)*")
_ASKS: Final = re.compile(r"[?？؟❓❔]")


def small_talk(text: str) -> Kind | None:
    """The kind of small talk that is all the text says, or None. Of several kinds thanks come first, nods last."""
    if len(text) > _LONGEST or not text.strip():
        return None
    plain = unicodedata.normalize("NFC", _MARK.sub(" ", text))
    words = _TOKEN.findall(plain)
    asks = bool(_ASKS.search(plain))
    kinds = _kinds(words, names=0 if asks else _NAMES) if len(words) <= _WORDS else None
    if kinds is None or (asks and not kinds - {Kind.NOD}):
        return None
    return next((kind for kind in (Kind.THANKS, Kind.BYE, Kind.GREETING) if kind in kinds), Kind.NOD)


def _kinds(words: list[str], names: int) -> set[Kind] | None:
    """The kinds of the phrases that the words are made of, with so many names at most; None if there is more to them."""
    found: set[Kind] = set()
    at = 0
    while at < len(words):
        size, kind = _phrase(words[at : at + _PHRASE])
        if size:
            found |= {kind} if kind else set()
            at += size
        elif names and _is_name(words, at, found):
            names, at = names - 1, at + 1
        else:
            return None
    return found if found or not words else None


def _phrase(words: list[str]) -> tuple[int, Kind | None]:
    """How many of the words are the longest phrase that begins with the first, and its kind; 0 for none."""
    for size in range(len(words), 0, -1):
        phrase = " ".join(normalise(word) for word in words[:size])
        if phrase in _TABLE:
            return size, _TABLE[phrase]
    return 0, None


def _is_name(words: list[str], at: int, found: set[Kind]) -> bool:
    """Whether the word is somebody's name: with an @, or a capital where not all is in capitals, after a greeting or thanks."""
    word = words[at]
    if word.startswith("@"):
        return True
    shouted = len(words) > 2 and all(each.isupper() for each in words)
    return at > 0 and word[0].isupper() and not shouted and bool(found - {Kind.NOD})


def _table() -> dict[str, Kind | None]:
    found: dict[str, Kind | None] = {_plain(phrase): None for phrase in _BESIDE.split(",")}
    for kind, phrases in _PHRASES.items():
        found |= {_plain(phrase): kind for phrase in phrases.split(",")}
    return found


def _plain(phrase: str) -> str:
    return " ".join(normalise(word) for word in _TOKEN.findall(unicodedata.normalize("NFC", phrase)))


_TABLE: Final = _table()
