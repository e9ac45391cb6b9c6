"""
In which language somebody writes, as the script and the smallest words tell; and which analyser reads it.

A language without an analyser is said to have none: a guess would call people for nothing, or not at all.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from handoff.ports import Analyser, Judged
from handoff.triggers.own import own_words

#: characters that are looked at
_ENOUGH: Final = 600
#: a small word of this length tells alone, if no word is English and it is no word of English
_TELLING: Final = 3
_ENGLISH_TOO: Final = frozenset(
    ("die", "das", "bin", "war", "per", "con", "com", "pour", "plus", "son", "sur", "non", "come", "las", "den", "des", "men")
)

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: the first letter's code point and the one after the last
_SCRIPTS: Final = (
    (0x0370, 0x0400, "el"),
    (0x0400, 0x0530, "ru"),
    (0x0590, 0x0600, "he"),
    (0x0600, 0x0780, "ar"),
    (0x0900, 0x0980, "hi"),
    (0x0980, 0x0A00, "bn"),
    (0x0E00, 0x0E80, "th"),
    (0x3040, 0x3100, "ja"),
    (0x4E00, 0xA000, "zh"),
    (0xAC00, 0xD7B0, "ko"),
)
_SMALL: Final[Mapping[str, str]] = {
    "en": "the a an i is are was you your my me we it to of and in for not this that with have has do be on at but so what why"
    " how when no please can just will they from get if been am there by would could should i'm it's don't can't",
    "de": "der die das und ich ist nicht ein eine einen mit auf für sie mein meine meinen wir es zu den dem von wie warum bitte"
    " kann habe hat noch immer schon kein keine mir mich sind wird aber auch seit bei wenn was ihr möchte will einem einer"
    " jemand danke hallo können sprechen brauche bin war wurde",
    "fr": "le la les de des et je est pas un une que qui dans pour vous mon ma mes nous ce cette avec sur au aux plus ne ça"
    " j'ai c'est bonjour suis pourquoi toujours depuis du votre vos il elle mais puis quelqu'un merci voudrais veux parler"
    " comment quand n'ai",
    "es": "el la los las de que y es no un una en por para con mi mis su lo me se como pero más del al esto está muy qué"
    " porque hola tengo sigo estoy cuando desde hace todavía ya nada quiero puedo gracias favor hablar necesito cómo alguien"
    " puede ayuda",
    "pt": "o a os as de que e é não um uma em por para com meu minha eu se como mas mais do da no na isso está muito você"
    " porque olá tenho estou quando desde ainda já nada foi quero posso obrigado obrigada falar preciso alguém ajuda",
    "it": "il lo la gli le di che e è non un una in per con mio mia io si come ma più del della questo sono ho perché quando"
    " ancora da al nel ciao molto anche voi vostro vorrei posso grazie parlare voglio qualcuno buongiorno",
    "nl": "de het een en ik is niet van mijn op met voor dat die wij je jullie maar nog ook heb heeft waarom wanneer dit naar"
    " aan er zijn wordt geen al bij hoe kan wil graag iemand spreken bedankt dank",
    "pl": "i w nie na jest się z do to że jak mi mój moja o co ale czy dlaczego od jeszcze mam proszę po przez dla są nadal"
    " chcę chciałbym mogę dziękuję dzień dobry porozmawiać",
    "tr": "ve bir bu için ile da de ben çok ne mi değil var yok neden hala ama benim siz sizin olarak daha gibi kadar nasıl"
    " istiyorum merhaba lütfen teşekkürler konuşmak",
    "sv": "och jag är inte det en ett att på med för som min mitt ni vi har till av men varför när fortfarande kan den tack"
    " prata någon",
    "cs": "a je to se na v že s z do jsem mám není co jak proč prosím děkuji chci mluvit můžu dobrý",
    "ro": "și să nu este un o în cu pe de la mă vreau vă rog mulțumesc pot vorbi cineva sunt am",
    "vi": "tôi không là có và được cho của một muốn với bạn xin cảm ơn nói",
    "uk": "і й не на що це я в є як мене мені чому дякую хочу будь ласка від та але ще",
    "ru": "и в не на что это я с как мне меня почему спасибо хочу пожалуйста от но ещё вы он она уже",
}


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _SMALL.items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_BY_WORD: Final = _by_word()


def language(text: str) -> str:
    """ISO 639-1 of the language; what has no small word of another is English, and "" is what has no words."""
    letters = text[:_ENOUGH].casefold()
    words = _WORD.findall(letters)
    if not words:
        return ""
    script = "" if letters.isascii() else _script(words)
    if script and script != "ru":
        return script
    counts = Counter(each for word in words for each in _BY_WORD.get(word, ()))
    english = counts.pop("en", 0)
    if script:
        return "uk" if counts["uk"] > counts["ru"] else "ru"
    best, count = counts.most_common(1)[0] if counts else ("en", 0)
    return best if count > max(english, 1) or (count == 1 and not english and _tells(words)) else "en"


def _tells(words: list[str]) -> bool:
    """Whether a small word of one other language alone is among them, and not one that is a word of English too."""
    return any(len(word) >= _TELLING and len(_BY_WORD.get(word, ())) == 1 and word not in _ENGLISH_TOO for word in words)


def _script(words: list[str]) -> str:
    """The language of the script that more than half of the letters are in; "" for Latin. Kana among Han is Japanese."""
    counts: Counter[str] = Counter()
    for letter in "".join(words):
        code = ord(letter)
        counts[next((tongue for first, end, tongue in _SCRIPTS if first <= code < end), "")] += 1
    if counts["ja"] and counts["zh"]:
        counts["ja"] += counts.pop("zh")
    best, count = counts.most_common(1)[0]
    return best if count * 2 > counts.total() else ""


class ByLanguage:
    """An analyser made of one for each language: what is in another is not judged."""

    def __init__(self, analysers: Mapping[str, Analyser]) -> None:
        self._analysers = analysers

    def judge(self, text: str) -> Judged:
        spoken = own_words(text)
        written = language(spoken)
        analyser = self._analysers.get(written)
        if analyser:
            return analyser.judge(spoken)
        return Judged(score=0.0 if not written else None, language=written)
