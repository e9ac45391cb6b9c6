"""
The customer asks for a person. Always honoured: no setting switches it off.

For each language (more of them in requests.py): who is asked for, the words that may stand before, and the ways to ask.
Texts are read as normalise() leaves them: case-folded, without accents. Who declines a person, asks whether this is one,
or tells of one, asks for none.
"""

import re
from typing import Final

from handoff.model import Reason, Trigger
from handoff.triggers import requests
from handoff.triggers.reading import Reading
from handoff.triggers.text import normalise

#: WHO: who is asked for; SURE: that alone is a request; FILL: words between; in the patterns below
_ENGLISH: Final = {
    "SURE": r"(?:(?:real|live|actual|human|proper|living|physical|genuine) (?:human|person|people|agent|representative|rep"
    r"|operator|being|advisor|adviser|support|someone|somebody|one|individual|assistant|customer service)"
    r"|human(?: being| agent| representative| operator| support| help| assistance)?(?! (?:rights?|resources?|errors?"
    r"|body|hair|readable|nature|made|size|sized|interface|friendly|factor|factors|anatomy|skin|blood)\b)"
    r"|(?:support |customer |service |live ){0,3}(?:agent|representative|operator){THING}|live (?:chat|support|help){THING})",
    "THING": r"(?! (?:manuals?|guides?|panel|licen[cs]es?|codes?|instructions|handbook|errors?|id|number|names?|fees?"
    r"|mode|settings?|training|list|login|portal|keys?|console|seats?|hours|times|policy|policies|jobs?|vacancies|software"
    r"|salary|apps?|accounts?|role|degree|tools?|equipment|parts?|kits?|position|password|plugin|shops?|stores?|items?"
    r"|products?|knowledge|courses?|dashboard|permissions?|api|fees?)\b)",
    "WHO": r"(?:{SURE}|person|people|somebody|someone|anybody|anyone|rep"
    r"|(?:adviser|advisor|manager|supervisor|associate){THING}"
    r"|(?:support|service|care|help ?desk) (?:team|staff|person|rep|people|desk|department)|your (?:team|staff"
    r"|colleagues?|people)"
    r"|staff(?: member)?|(?:team|staff) member|member of (?:the |your )?(?:team|staff|support)|employee|specialist{THING}"
    r"|customer (?:service|care|support){THING}|(?:your |the )boss)",
    "FILL": r"(?:(?:a|an|the|some|any|one|another|different|to|with|of|from|your|our|this|please|just|actually|directly|now"
    r"|speak|talk|chat|get|have|see|reach|contact|help|assistance|support|in touch|touch|hold|on the phone|via chat"
    r"|over to|other"
    r"|be|connected|transferred|put|through|able|back|by|more|kind|friendly|available|tech|technical|sales|billing"
    r"|damn|goddamn|fucking|freaking|bloody) ){0,8}",
}
_ENGLISH_WAYS: Final = (
    r"(?:talk|speak|chat|converse|communicate) (?:to|with) {FILL}(?:{WHO}|assistant|admin)",
    r"(?:help|assistance|assist|how|start|prefer|like|need|want|mind)(?: me| us| with| in| about){0,4} (?:talking"
    r"|speaking|chatting|contacting)"
    r"(?: to| with)? {FILL}(?:{WHO}|assistant)",
    r"(?:contact|reach|ask for|request|get hold of) {FILL}(?:{SURE}|somebody|someone|person)",
    r"(?:human|agent|person) to (?:chat|talk|speak)|(?:human|agent) (?:handoff|handover|takeover)",
    r"(?:connect|transfer|forward|redirect|switch|route|patch|link|direct|escalate|send)(?: (?:me|us|this|it|my \w+"
    r"|over|directly)){0,4}"
    r" (?:to|with|through to|over to) {FILL}(?:{WHO}|support(?! (?:page|site|forum|articles?|email|address|documentation)\b))",
    r"(?:put|hand|pass|get) (?:me|us|it|this)(?: (?:through|over|on|off|in touch|in contact)){0,4}(?: (?:to"
    r"|with))? {FILL}{WHO}",
    r"(?:i|we) (?:really |just |only |now |still |also ){0,4}(?:want|need|require|prefer|demand|wanna|gotta|insist on)"
    r"(?: to)? {FILL}(?:{SURE}|{WHO}(?! (?:who|that|to (?!talk|speak|chat|help|call|contact))))",
    r"(?:i|we)(?: a|')?(?:d| would| will|'ll)? (?:really |much |rather ){0,4}(?:like|love|prefer"
    r"|rather)(?: to)? {FILL}{WHO}",
    r"(?:give|find|bring|fetch|call|send|get) (?:me|us) {FILL}(?:{SURE}|{WHO}(?! (?:who|that|to (?!talk|speak|chat"
    r"|help))))",
    r"(?:can|could|may|might|how (?:do|can|could)|where (?:do|can)|is it possible)(?: i| we| to)"
    r" {FILL}{WHO}",
    r"(?:can|could|would|will) {WHO} (?:from [\w ]{1,20} )?(?:please )?(?:help|call|contact|talk|speak|assist"
    r"|answer|get back)",
    r"(?:let|have|want|need|get) (?:me )?{FILL}{SURE}(?: (?:to )?(?:help|call|contact|talk|speak|assist|answer)\w*)",
    r"(?:is|are) there {FILL}{WHO}(?: (?:here|there|available|online|around|that|who|i|we)\b|(?=[?!. ]*$))",
    r"is (?:anyone|anybody|someone|somebody) (?:(?:out |still )?there|around|available|listening|here)"
    r"(?: (?:to help|who can|that can)|(?=[?!. ]*$))",
    r"(?:can|could|would|will|may) (?:a|an|any|some|one of your|your) {SURE} (?:please )?(?:look|check|review|take|handle|deal"
    r"|step in|reply|respond|read|see|assist|help|join)\b",
    r"{SURE} (?:that |who |whom )?(?:i|we) (?:can|could|may) (?:talk|speak|chat|write)",
    r"escalate (?:this|it|my (?:case|issue|ticket|problem|complaint|request)|the (?:case|issue|ticket|matter|complaint))\b",
    r"any {SURE} (?:here|there|available|online|around)",
    r"{SURE},? (?:please|pls|plz|now|asap|pronto|required|needed)",
    r"(?:reach|contact|get (?:a )?hold of|see) {FILL}{SURE}",
)
_ENGLISH_WHOLE: Final = (
    r"(?:please |pls |just |no[,.!] |hi |hello |hey |ok |okay |yes |i said |and |, ){0,6}{FILL}{SURE}(?: (?:please|pls"
    r"|now|asap|thanks|again|help|service|support)){0,6}"
)

_OTHERS: Final = (
    {  # German
        "WHO": r"(?:(?:echte[nmrs]?|richtige[nmrs]?|lebende[nmrs]?|reale[nmrs]?|menschliche[nmrs]?) \w+"
        r"|mensch(?:en)?|(?:support|service|kunden)?-?mitarbeiter(?:in|n)?"
        r"|(?:kunden)?-?berater(?:in)?|jemand(?:em|en)?|person|agent(?:en)?|ansprechpartner(?:in)?|kundenservice"
        r"|kundendienst|kundensupport|kollegen?|operator)",
        "FILL": r"(?:(?:ein|eine|einen|einem|einer|der|die|den|dem|euer|eurem|eurer|ihrem|ihrer|mit|zu|an|vom|von"
        r"|bitte|mal|doch|endlich|lieber|gerne?|mich|mir|jetzt|kontakt|hilfe|haben|kriegen|bekommen) ){0,8}",
    },
    {  # French
        "WHO": r"(?:(?:vrai|vraie|veritable) \w+|humaine?|etre humain|personne(?: reelle| humaine| physique)?"
        r"|agente?|conseill(?:er|ere)|operat(?:eur|rice)|quelqu'un"
        r"|represente?ante?|responsable|interlocuteur|service client(?:ele)?|teleconseiller)",
        "FILL": r"(?:(?:a|au|avec|un|une|le|la|l|de|d|du|votre|directement|me|m|moi|s'il vous plait|svp|autre"
        r"|parler|joindre|contacter|mettre en relation|relation|en|avoir|que|je) |[ld]'){0,8}",
    },
    {  # Spanish
        "WHO": r"(?:humano|humana|ser humano|persona(?: real| humana| de verdad)?|agente|alguien|operador(?:a)?"
        r"|representante|asesor(?:a)?|ejecutivo|encargad[oa]|supervisor(?:a)?"
        r"|gerente|(?:servicio|atencion) (?:al|de) cliente|soporte(?: tecnico)?|consultor(?:a)?|teleoperador(?:a)?)",
        "FILL": r"(?:(?:con|a|al|un|una|el|la|del?|algun|alguna|su|por favor|directamente|hablar|contactar"
        r"|comunicarme|poder|que|me|atienda|otra?|uno|verdadero|ser|transferid[oa]|comunicad[oa]|soporte|tecnico"
        r"|consultor) ){0,8}",
    },
    {  # Italian
        "WHO": r"(?:umano|essere umano|persona(?: reale| vera| umana| in carne e ossa)?|operatore|operatrice|agente"
        r"|qualcuno|rappresentante|consulente|responsabile"
        r"|(?:servizio|assistenza) clienti)",
        "FILL": r"(?:(?:con|a|ad|al|un|una|il|lo|la|di|del|vostro|direttamente|parlare|contattare|per favore|vero"
        r"|vera) |un'|l'){0,8}",
    },
    {  # Portuguese
        "WHO": r"(?:humano|humana|ser humano|pessoa(?: real| humana| de verdade)?|atendente|agente|alguem"
        r"|operador(?:a)?|representante|consultor(?:a)?|gerente|supervisor(?:a)?"
        r"|(?:servico|atendimento|apoio) ao cliente|assistente humano)",
        "FILL": r"(?:(?:com|a|ao|um|uma|o|de|do|da|algum|alguma|por favor|diretamente|falar|conversar|contatar"
        r"|contactar|ser|atendid[oa]|por|outra?|transferid[oa]) ){0,8}",
    },
    {  # Dutch
        "WHO": r"(?:(?:echte?|levende?|menselijke) \w+|mens|persoon|medewerker|iemand|agent|collega|klantenservice"
        r"|vertegenwoordiger|operator|adviseur|helpdesk)",
        "FILL": r"(?:(?:met|aan|een|de|het|jullie|uw|graag|even|nu|direct|alstublieft|naar|van|contact|hulp|spreken"
        r"|praten|andere?|krijgen) ){0,8}",
    },
)
_WAYS: Final = (
    (  # German: the verb comes last, or first
        r"(?:mit|zu|an|von) {FILL}{WHO} (?:[\w']+ ){0,3}?(?:sprechen|reden|schreiben|telefonieren|chatten|verbinden"
        r"|verbunden|weiterleiten|weitergeleitet|durchstellen|unterhalten|kommunizieren)",
        r"(?:verbinde|verbindet|verbinden sie|leite|leiten sie|stell|stellen sie|gib|geben sie|hol"
        r"|holen sie)(?: \w+){0,2}? {FILL}{WHO}",
        r"(?:ich will|will ich|mochte|wurde|kann|brauche|verlange|wunsche)(?: ich| gern| gerne)*"
        r" {FILL}{WHO}(?! (?:ist|war|hat|kommt))",
        r"ist (?:da|hier|dort) {FILL}{WHO}",
        r"{WHO},? bitte\b",
    ),
    (
        r"(?:parler|parle|discuter|echanger|dialoguer|communiquer) {FILL}{WHO}",
        r"(?:mettez|passez|passe|mets|transfere[zr]?|connecte[zr]?|redirige[zr]?|contacter"
        r"|joindre)[- ](?:moi )?{FILL}{WHO}",
        r"(?:je (?:peux|pourrais|veux|voudrais|souhaite(?:rais)?|prefere|demande)|j'aimerais|il me faut|j'ai besoin"
        r"|besoin) {FILL}{WHO}",
        r"{WHO},? (?:s'il vous plait|s'il te plait|svp|stp)",
    ),
    (
        r"(?:hablar|hable|hablo|chatear|comunicarme|comunicar|contactar|contacto|conversar|platicar|charlar) {FILL}{WHO}",
        r"(?:contactame|escalar|pasar|pueden pasar|pasame|paseme|pasarme|pasar|comuniqueme|comunicame|conectame"
        r"|conecteme|conectarme|transfiereme|transfierame|transferirme|ponme|pongame|dame|deme) {FILL}{WHO}",
        r"(?:quiero|necesito|quisiera|me gustaria|prefiero|busco|solicito) {FILL}{WHO}",
        r"{WHO},? por favor",
    ),
    (
        r"(?:parlare|parla|chattare|comunicare|contattare) {FILL}{WHO}",
        r"(?:passami|passatemi|mi passi|mi passa|mettimi|collegami|trasferiscimi|dammi|datemi) {FILL}{WHO}",
        r"(?:voglio|vorrei|ho bisogno|mi serve|posso avere|preferisco|preferirei|c'e) {FILL}{WHO}",
        r"{WHO},? (?:per favore|per piacere)",
    ),
    (
        r"(?:falar|fala|conversar|contatar|contactar) {FILL}{WHO}",
        r"(?:me (?:passa|passe|transfere|transfira|conecte|conecta|ligue|coloca|da|de)|passe-me|transfira-me"
        r"|ligue-me) {FILL}{WHO}",
        r"(?:quero|preciso|gostaria|queria|prefiro|posso|tem) {FILL}{WHO}",
        r"{WHO},? por favor",
    ),
    (
        r"(?:met|aan|naar) {FILL}{WHO} (?:[\w']+ ){0,2}?(?:praten|spreken|chatten|bellen|verbinden|verbonden"
        r"|doorverbinden|doorverbonden|doorverwezen)",
        r"(?:verbind|geef|stuur|haal) (?:me|mij)?(?: door)? ?{FILL}{WHO}",
        r"(?:ik (?:wil|wens|zoek)|kan ik|mag ik|is er) {FILL}{WHO}",
        r"{WHO},? (?:alstublieft|aub|alsjeblieft|graag)",
    ),
)


def _compiled() -> tuple[re.Pattern[str], ...]:
    sure = _ENGLISH["SURE"]
    words = {"SURE": sure, "WHO": _ENGLISH["WHO"].replace("{SURE}", sure), "FILL": _ENGLISH["FILL"], "THING": _ENGLISH["THING"]}
    found = [rf"\b(?:{_filled(way, words)})\b" for way in _ENGLISH_WAYS]
    found.append(rf"^{_filled(_ENGLISH_WHOLE, words)}[.!?, ]*$")
    found.append(rf"(?<=[.!;] ){_filled('(?:just |only |a |an |the |real )*{SURE}', words)}(?: please| now)?[.! ]*$")
    for language, ways in zip(_OTHERS, _WAYS, strict=True):
        found += [rf"\b(?:{_filled(way, language)})\b" for way in ways]
        found.append(rf"^{_filled('{FILL}{WHO}', language)}[.!? ]*$")
    return tuple(re.compile(pattern) for pattern in found)


def _filled(way: str, words: dict[str, str]) -> str:
    for name, pattern in words.items():
        way = way.replace("{" + name + "}", pattern)
    return way


_ASKS: Final = _compiled()
#: to decline a machine is to ask for a person
_NO_MACHINE: Final = re.compile(
    r"\b(?:don'?t|do not|no longer|not|stop|tired of|sick of|hate) (?:want to |wanna |like to |like "
    r"|going to )?(?:talk|speak|chat|deal)(?:ing)?"
    r" (?:to|with) (?:a |an |this |that |some |you ){0,3}(?:stupid |dumb )?(?:bots?|robots?|machines?|chat ?bots?"
    r"|ais?|computers?|automated \w+)\b"
    r"|\bno (?:more |stupid |damn )?(?:bots?|robots?|chat ?bots?|machines?|ai)\b"
    r"(?=[.!,]* *(?:$|please|just|only|(?:a |real |live )*(?:human|person|agent)))"
)
#: to hand a thing on is no request
_A_THING: Final = re.compile(
    r"^(?:send|forward|redirect|link|direct|route|switch) (?:it|this|my \w+)\b.*(?<!real )(?<!actual )(?<!live )(?<!human )"
    r"\b(?:person|people|somebody|someone|anybody|anyone)$"
)
#: a word with its letters apart, perhaps after one that is a letter: "a h.u.m.a.n"
_SPACED: Final = re.compile(r"\b([ai] )?([a-z]([ .*_-])[a-z](?:\3[a-z])+)\b")
#: characters before a request that are read for a denial
BEFORE: Final = 200
#: a new clause: what was denied before it is another matter
_CLAUSE: Final = re.compile(
    r"[.!?,;:\n]|\b(?:but|so|just|please|because|sondern|aber|mais|pero|sino|ma|mas|maar|bitte)\b|\bi (?:want|need"
    r"|wanna|would)\b|\bi'd\b"
    r"|\b(?:can|could|may) i\b|\b(?:give|get|let|connect|transfer) me\b|(?<!no )\bquiero\b|(?<!non )\bvoglio\b"
    r"|(?<!nao )\bquero\b|\bje veux\b"
)
#: asked for nobody, if these come before in the same clause
_REFUSES: Final = re.compile(
    r"\b(?:(?:don'?t|do not)(?! (?:know|understand|care|you))|no need|not(?! (?:know|sure|understand))|never|without"
    r"|rather than|instead of|no|didn'?t|wasn'?t|stop|avoid|won'?t|refuse|hate"
    r"|kein(?:e[nmrs]?)?|nicht|ohne|nie|pas|sans|aucune?|sin|nunca|ningun|non|senza|mai|nao|sem|niet|geen|zonder"
    r"|are you|do(?:es)? (?:you|he|she|they)|is this|is that|am i|you(?:'re| are)|told (?:me|us|him|her|them)?(?: ?to)?"
    r"|said (?:to|i should)"
    r"|asked (?:me|us|him|her) to"
    r"|advised|suggested|instructed|trying to be|used to|(?:tried|trying|managed|have|had|able) to (?:reach|contact)"
    r"|(?:you|he|she|they|friend|husband|wife|mother|people) (?:should|could|can|may|might|must|want to|wants to"
    r"|need to|needs to))\b[^\n]*$"
)


def asks_for_person(text: str) -> str | None:
    """The words that ask for a person, normalised; None if nobody asks, or a person is declined."""
    plain = normalise(text)
    joined = _SPACED.sub(lambda found: (found[1] or "") + found[2].replace(found[3], ""), plain)
    return _asked(plain) or (_asked(joined) if joined != plain else None)


def _asked(plain: str) -> str | None:
    machine = _NO_MACHINE.search(plain)
    if machine:
        return machine.group(0)
    for pattern in _ASKS:
        for found in pattern.finditer(plain):
            clause = _CLAUSE.split(plain[max(0, found.start() - BEFORE) : found.start()])[-1]
            if not _REFUSES.search(clause) and not _A_THING.search(found.group(0)):
                return found.group(0).strip()
    return requests.asked(plain)


def check(reading: Reading) -> Reason | None:
    words = asks_for_person(reading.text) if reading.text else None
    return Reason(Trigger.EXPLICIT, (f"asked: “{words}”",), reading.text[:200]) if words else None
