"""
What the customer says of the AI's latest answer in their own words: that it did not help, or that it did.

Only as an answer to an answer: "it doesn't work" as the first words is what the customer came with.
"""

import re
from collections.abc import Iterable
from typing import Final

from handoff.triggers.own import own_words
from handoff.triggers.text import normalise

#: characters of the message that are read, and its words at most: who writes more says more than this
LONGEST: Final = 400
WORDS: Final = 40

#: words before, in any language here, and what "it" is
_BEFORE: Final = (
    "no, nope, nah, sorry, hmm, hm, well, but, ok, okay, yes, yeah, yep, unfortunately, sadly, thanks, thank you, "
    "and, so, "
    "then, actually, that, this, it, these, those, that's, it's, this is, that is, the link, the steps, your answer, "
    "your link, your solution, your suggestion, the answer, i, we, just, really, also, nein, leider, aber, das, es, "
    "dies, "
    "danke, doch, auch, der link, non, malheureusement, mais, merci, ça, cela, ce, désolé, lo siento, pero, eso, esto, "
    "gracias, lamentablemente, não, infelizmente, mas, isso, isto, obrigado, obrigada, purtroppo, ma, questo, quello, "
    "grazie, nee, helaas, maar, dat, dit, het, bedankt, niestety, ale, to, нет, к сожалению, но, это, спасибо, hayır, "
    "maalesef, ama, bu, لا, للأسف, لكن, هذا, नहीं, यह, लेकिन, 不, 可是, 但是, 这, 那, いいえ, それ, それは, でも, "
    "아니요, 그건, 근데"
)

#: at the beginning, or after such words; (a|b) are spellings
_FAILED: Final = (
    "(didn't|did not|didnt) (work|help|fix|solve|do it|do anything|answer|change anything|make any difference"
    "|make a difference), "
    "(doesn't|does not|doesnt) (work|help|fix|solve|do anything|answer|change anything|make any difference|apply"
    "|make sense), "
    "(isn't|is not|isnt|wasn't|was not|wasnt) (working|helpful|helping|right|correct|true|what i|an answer|the answer"
    "|the problem|my question), "
    "(won't|will not|wont) work, "
    "not (working|helpful|helping|correct|right|true|it|what i|an answer|the answer|my question|useful), "
    "doesn't help me, "
    "never works, "
    "still (not|no|doesn't|does not|doesnt|don't|can't|cannot|won't|isn't|the same|same|broken|failing|fails|stuck|down"
    "|happening|happens|nothing|getting|an error), "
    "same (problem|error|issue|thing|result|message|again), the same (problem|error|issue|thing|result|message|again), "
    "no (luck|change|difference|success|effect|joy|dice|help), nothing (changed|happens|happened|works|worked|helped), "
    "wrong (answer|question|page|link), (wrong|incorrect|false|useless|unhelpful|no help|no use), "
    "(did not|didn't|didnt) (work|help), (have|'ve|had)? ?already (tried|did|done|read|checked|looked|know|knew), "
    "tried (that|this|it|all of that|all that|everything|those), did (that|this|it) already, "
    "done (that|this|it) already, "
    "been there, "
    "you (didn't|did not|didnt|don't|do not|aren't|are not) (answer|answering|understand|understanding|listen|listening"
    "|read|reading|get it|help|helping), "
    "(didn't|did not|didnt|doesn't|does not|doesnt) (do the trick|cut it), (you're|youre|you are) not (answering|listening"
    "|reading|helping|getting it|understanding), makes no sense, no good, (is|are) (dead|broken|gone|empty|useless), "
    "(that|the|your) (page|link|button|menu|option) (doesn't|does not|doesnt) (exist|open|load), "
    "(gives|shows|returns|leads to) (me )?(a |an |only )?(404|error|errors|empty page|nothing), "
    "did (what|everything|all) you (said|say|told me|wrote|suggested)[^a-z]+(and |but )?"
    "(it's |it is |it |its |this |that )?(still|doesn't|didn't|nothing|no), "
    "you misunderstood, misunderstood, you already said, you said that already, you keep, you're repeating, "
    "i (don't|do not) mean that, i meant, i didn't (ask|mean|say) that, i did not (ask|mean|say) that, "
    "(that's|that is|it's|this is)? ?not what i, what a useless, "
    # German
    "hat (leider )?(nicht|nichts|nix) (funktioniert|geholfen|geklappt|gebracht), hat mir (leider )?nicht geholfen, "
    "(funktioniert|geht|klappt|hilft|passt|stimmt|reicht) (leider |immer noch |noch immer |auch |mir |bei mir |so )?nicht, "
    "hilft mir nicht weiter, immer noch (nicht|das gleiche|dasselbe|derselbe|der gleiche), "
    "(gleicher|gleiche|selber|derselbe) fehler, war nicht meine frage, ist nicht meine frage, ist falsch, "
    "falsche antwort, "
    "bringt (leider |mir |auch )?nichts, bringt mir nichts, hat (leider )?nicht gestimmt, "
    "habe ich (schon|bereits) (versucht|probiert|gemacht), schon (versucht|probiert|gemacht), "
    # French
    "(ne )?(marche|fonctionne|m'aide|aide) (toujours )?pas, (n')?a pas (marché|fonctionné|aidé), ne m'a pas aidé, "
    "toujours (pas|le même|la même|pareil), (n'est|est) pas (ma question|ce que|la bonne), mauvaise réponse, "
    "n'a rien (changé|fait|donné|résolu|arrangé), "
    "j'ai déjà (essayé|fait), même (problème|erreur), "
    # Spanish
    "(no )?(me )?no (funciona|funcionó|funcionado|ayuda|ayudó|sirve|sirvió|resuelve|resolvió), "
    "no me (funciona|funcionó|ayuda|ayudó|sirve|sirvió), no ha (funcionado|ayudado|servido), "
    "sigue (igual|sin funcionar|sin), no es (lo que|mi pregunta), ya lo (intenté|hice|probé), mismo (error|problema), "
    # Portuguese
    "não (funcionou|funciona|ajudou|ajuda|resolveu|resolve|adiantou|deu certo|deu), continua (igual|sem|o mesmo|dando), "
    "não (é|foi) (isso|o que), já (tentei|fiz), mesmo (erro|problema), resposta errada, "
    # Italian
    "non (funziona|ha funzionato|aiuta|ha aiutato|mi aiuta|mi ha aiutato|risolve|ha risolto|va), ancora (non|lo stesso), "
    "non è (quello|la mia domanda|ciò), ho già (provato|fatto), già (provato|fatto), stesso (errore|problema), "
    # Dutch
    "(werkt|helpt|lukt) (nog steeds |helaas |ook |mij )?niet, (werkte|hielp|lukte) (helaas |ook )?niet, "
    "heeft niet (geholpen|gewerkt), nog steeds (niet|hetzelfde|dezelfde), is niet (wat ik|mijn vraag), "
    "heb ik al (geprobeerd|gedaan), al geprobeerd, zelfde (fout|probleem), "
    # Polish, Russian, Turkish, Arabic, Hindi, Chinese, Japanese, Korean
    "(nadal |dalej )?nie (działa|pomogło|pomaga|zadziałało), to nie to, już (próbowałem|próbowałam|robiłem), "
    "nie o to (pytałem|pytałam), "
    "(всё ещё |все еще |по-прежнему )?не (помогло|помогает|работает|сработало|получилось|то), "
    "(все равно|всё равно|опять|снова) (не|ошибка|то же), "
    "то же самое, уже (пробовал|пробовала|делал), "
    "(hala |hâlâ )?(işe yaramadı|çalışmıyor|çalışmadı|olmadı|olmuyor|yardımcı olmadı), aynı (hata|sorun), "
    "sorduğum bu değil, لم (ينجح|يعمل|يساعد|يساعدني|ينفع), لا (يعمل|يساعد|ينفع|تعمل), ليس هذا ما, نفس المشكلة, ما زال, "
    "لا زال, काम नहीं, मदद नहीं, अभी भी नहीं, वही समस्या, 没用, 没有用, 不行, 没有帮助, 没帮助, 还是不行, 还是没, "
    "还是不, 还是一样, 答非所问, 不是我问的, 不是这个, "
    "试过了, 沒用, 沒有幫助, 還是不行, うまくいきません, うまくいかない, うまくいかなかった, 動きません, 動かない, "
    "役に立たない, 役に立ちません, 解決しません, 解決しない, 解決しなかった, ダメでした, だめでした, "
    "できません, できなかった, 違います, そうじゃない, 同じエラー, まだ, 안 돼요, 안돼요, 안 되네요, 안됩니다, "
    "안 됩니다, 도움이 안, 도움이 되지, 해결되지, 해결이 안, 똑같아요, 여전히, 아직도"
)
#: anywhere: what can only be said of what was proposed
_FAILED_ANYWHERE: Final = (
    "(that|this|it|which|none of (that|this|it|them|these)) (still |also |really |unfortunately )?(didn't|did not"
    "|didnt) (work|help|fix it|solve it|change anything), "
    "(that|this) (still |also |really )?(doesn't|does not|doesnt) (work|help|answer|solve), "
    "(i|i've|we've|we|have) (already |also |just )?tried (that|this|all that|all of that|your|what you|everything you), "
    "not what i (asked|meant|was asking|am asking|wanted to know|said), "
    "(didn't|did not|didnt|doesn't|does not) answer my question, das hat nicht (geholfen|funktioniert|geklappt)"
)
_HELPED: Final = (
    "that (solved|fixed|did) it, (it's|its) working( again| now| fine)?, "
    "(works|worked|helped|helps|solved|fixed|resolved|sorted) (now|perfectly|thanks|thank you|thx|great|it|that|for me"
    "|fine|the problem|the issue), "
    "(it|that|this) (works|worked|helped|helps|did it|did the trick|solved it|fixed it|is fixed|is solved|is resolved"
    "|is sorted), "
    "(perfect|great|awesome|super|brilliant|excellent|cool)[^a-z]+(it |that |this )?"
    "(works|worked|helped|fixed|solved|did it|sorted)( it| that| the problem)?, "
    "(works|worked|helped|solved|fixed|resolved|sorted)$, that's it thanks, problem solved, "
    "(all|everything) (works|good now|is working|is working now|sorted), got it working, is working (now|again), "
    "(hat|das hat) (geholfen|funktioniert|geklappt), (funktioniert|geht|klappt) (jetzt|wieder), "
    "(ça|cela) (marche|fonctionne), (ora|adesso) (funziona|va), (ahora|ya) (funciona|sirve), (agora|já) funciona, "
    "(teraz |juz )?działa (juz|już|teraz), تم (الحل|حل المشكلة), ho gaya( thanks| thank you| bhai)?$, 直りました, 治りました, "
    "(ça|cela) va mieux, a marché, problème résolu, (ya )?funciona (ya|ahora|perfecto|bien|gracias), "
    "problema resuelto, (já )?funcionou, deu certo, resolvido, ha funzionato, funziona (ora|adesso), risolto, "
    "(werkt nu|het werkt), opgelost, działa teraz, już działa, помогло, заработало, işe yaradı, çalıştı, 可以了, "
    "好了, 解决了, "
    "できました, 解決しました, 됐어요, 해결됐어요"
)


def _spelled(phrases: str) -> Iterable[str]:
    """Patterns for all of them, normalised as the text is; the spellings are groups already."""
    for phrase in phrases.split(","):
        plain = normalise(phrase)
        yield plain + ("" if not plain[-1:].isascii() and plain[-1:] >= "\u3000" else r"(?!\w)")


def _pattern(phrases: str) -> str:
    return "|".join(_spelled(phrases))


_START: Final = rf"(?:(?:{_pattern(_BEFORE)})[\s,.!:;]*){{0,6}}"
_SAYS_FAILED: Final = re.compile(rf"{_START}(?:{_pattern(_FAILED)})")
_SAYS_FAILED_ANYWHERE: Final = re.compile(rf"(?<!\w)(?:{_pattern(_FAILED_ANYWHERE)})")
_SAYS_HELPED: Final = re.compile(rf"{_START}(?:{_pattern(_HELPED)})")


def says_it_failed(text: str) -> bool:
    """Whether the words, said after an answer, mean that it was of no help."""
    plain = _plain(text)
    return bool(plain and (_SAYS_FAILED.match(plain) or _SAYS_FAILED_ANYWHERE.search(plain)))


def says_it_helped(text: str) -> bool:
    """Whether the words, said after an answer, mean that all is well."""
    plain = _plain(text)
    return bool(plain and "?" not in plain and _SAYS_HELPED.match(plain)) and not says_it_failed(text)


def _plain(text: str) -> str:
    """The author's own words, as the patterns are; "" for what says more than that."""
    plain = normalise(own_words(text[: LONGEST * 4])).strip(" .,!-")
    return plain if len(plain) <= LONGEST and plain.count(" ") < WORDS else ""
