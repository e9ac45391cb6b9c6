"""How people ask for a person, in the class letters of words.py, the same in every language."""

import re
from typing import Final

_PARTS: Final = {
    # surely a person: (real) (human) agent; human (being); real someone
    "SURE": (
        r"(?:[RHJL]{0,3}P(?:[HR](?![_%]))?S?|[RJ]{0,3}H[RHJ]?[SLJ]?"
        r"|[RJ]{0,3}R[RJ]{0,2}(?:[SLpP]|J(?=[.eDgA]|$))|[SL][RH]{1,2}S?)"
    ),
    # perhaps a person: someone, the support team, a manager
    "MAYBE": r"(?:J{0,2}[SLs](?:DJ)?|J{1,3}(?![_%])|(?<=[YJ])p|YS)",
    "FILL": r"[DIOoYKJVRegh]{0,8}?",
    "ON": r"(?=[.eghDAOYBIKN/VTWG]|$)",
    "NEW": r"(?:(?<=[./])|^)",
}
_USUAL: Final = (
    # talk to a human, speak with someone
    r"T{FILL}(?:{SURE}|{MAYBE})(?!%)",
    # help talking to an agent
    r"[WKAVDFCO]{FILL}t{FILL}(?:{SURE}|{MAYBE})(?!%)",
    r"T_D[DeYJ]{0,3}{SURE}(?!%)",
    # talk to the branch manager
    r"[WK/][DeI]{0,3}TD{1,2}[_%][LP](?=[.e]|$)",
    # connect me to a person
    r"C[OD]{0,4}[ODYeJh]{0,4}(?:{SURE}|{MAYBE})(?!%)",
    r"C[oD]{0,4}[oDYeJ]{0,4}(?:{SURE}|L)(?!%)",
    # give me an agent
    r"GOD?J{1,2}(?=[.eh]|$)",
    r"G[ODeY]{0,4}(?:{SURE}|J{0,2}L(?!D?_|J)|YSD?[VTF]|S(?=[.eg/h]|DO[e.]*$|D{1,2}J{1,2}[.e]*$|D?A?I?K?[TF]|A?K?D?V(?:O|[.]|$)|A?KD?K[.e]*$|DKO|$))(?!%)",
    # I want an agent, I need someone who can help
    r"W[DeOCFG]{0,5}(?:{SURE}{ON}|Y?J{0,2}LJ?(?=[.eh]|$|D?o)|S(?=[.]|e*$|h?e*$|Do[.e]*$|D?[TF]|D?V(?:[.e]|$)|D?A?K?[VTFC]O))",
    # I need somebody from support
    r"[W/][DeOCFG]{0,5}S[DA]{0,2}Y?J{1,2}(?=[.eh]|$)",
    # contact an agent, how do I reach a person
    r"[WK/][DO]{0,3}F[DoeY]{0,3}J{1,3}(?=[.eh]|$)",
    r"F[DYeOJ]{0,4}(?:{SURE}(?!%)|L(?=[.e]|$)|J?S(?=[.eADghJ]|$))",
    # can an agent help me
    r"K[DeY]{0,4}(?:{SURE}[De]{0,2}[VFTCGch]|{SURE}DKO|{SURE}K{1,2}[OoeD.]*$|J{0,2}[SL](?:[DY]{0,3}J{1,2}|DD_)?D?e?(?:K?[VFTc]D{0,2}O|KD{0,2}O|m|Vo)|[SL]DJV|O?{SURE}[e.]*$|DYL[VFTc][Oo]|(?<=Y)J{1,2}D?(?:[Fc]O|m))",
    # is there a person (here, I can talk to)
    r"(?<![_MYSPLHs])E[DeOY]{0,4}(?:{SURE}[.]?(?=h(?:[eDhg]*(?:$|[./])|[AIKTVW])|[eIAKTVW.]|D[TFV]|$)|(?:S(?:D{1,2}J{1,2})?|J{1,2}[SLp])(?=h?[.e]*$|h?[.]?[IKDAO]{0,4}(?:[TFV]|KO|K[.e]*$))|L(?=h[.e]*$)|J{1,2}(?=h)|hD?{SURE})",
    # is there nobody I can talk to
    r"EA?D?A?IKT",
    # a human I can talk to; an agent to chat
    r"{SURE}A?[IKD]{0,3}[TF](?=[D.e]|$)",
    # have an agent call me, let a human answer
    r"(?:[WGD]|(?<=[.eg/])|^)[DeGOY]{0,4}(?:{SURE}|J?[SL])[De]?(?:[VFcK](?:[Oo]|DO)|m)",
    r"(?:[WG][DeGOY]{0,4}(?:{SURE}|J?L)|G[DeGOY]{0,4}S)[De]?VD{1,2}o",
    # that somebody calls me
    r"W[oD]{0,2}(?:{SURE}|J?[SL])(?:D{1,2}J{1,2})?m",
    r"[WG][DeGOY]{0,4}J?[SL]D?F[.e]*$",
    # an agent me can call?
    r"{NEW}[_D]{0,4}(?:{SURE}|S)KO[VFc]",
    # can I the manager
    r"{NEW}KD{1,2}L[e.]*$",
    # agent support please
    r"{NEW}D?PJ[De]+[.]*$",
    # give this to a person
    r"[GC]oD{1,2}(?:{SURE}|YS)(?=[.e]|$)",
    # can I have somebody else
    r"{NEW}KD{1,2}SD?[e.]*$",
    # discuss my bill with an actual person
    r"WD{0,2}T[Mo][_J]?D{1,2}(?:{SURE}|YJ?L)",
    # somebody from the bank to call me
    r"[WG][DOe]{0,2}S(?:D{1,2}[J_])D?(?:[VFcK]O|V)",
    # can you ask a colleague to help
    r"Kc[DeO]{0,2}(?:YJ?)?SD?[VKF]",
    # hello? anybody?
    r"^g[.]{1,3}S[.]*$",
    # talking to a human
    r"{NEW}t{FILL}{SURE}[e.]*$",
    # somebody must call me
    r"{NEW}D{0,2}(?:{SURE}|J?[SL])(?:D{1,2}J|D)?[WK]D{0,2}(?:[VFcCK](?:D?O|D{0,2}o|h)|m)",
    # perhaps somebody could help; let somebody take over
    r"{NEW}D{0,3}(?:{SURE}|S(?:D{1,2}(?:Y?J)?)?)KV[.e]*$|{NEW}[eD]{1,2}S(?:D{0,2}Y?J|D)?V[.e]*$",
    # agent want speak
    r"{NEW}{SURE}WD?T[.e]*$",
    # is there a line with people
    r"ED{0,2}b{FILL}(?:{SURE}|[RJ]p)(?!%)",
    # a member of the team in touch with me
    r"K[DeY]{0,4}(?:{SURE}|J?[SL])(?:D{1,3}[J_]{1,2})?m",
    # I want a call from a person, want it read by one
    r"(?:W[_DOojJ]{0,6}|K[DOo_]{0,5}|G[DOo_]{0,4}|{NEW}[Deg]{0,3}|FD?)b{FILL}(?:{SURE}|L|S(?=[.e]|$|D{1,2}Y?J))(?!%)",
    r"G[DeGOY]{0,4}{SURE}[De]?[VFTc]",
    # call a human, ask a human to help
    r"c[DeO]{0,2}(?:{SURE}(?![_%])|YJ?L|YJ{1,2}D(?:[VFTcK]D?O|m))",
    # is anybody there who can help me
    r"{NEW}[Dg]{0,2}ShA?[KDI]{0,3}[KV]D?O",
    # please have somebody from your team reach out
    r"{NEW}[eKDg]{0,3}SD?F[.e]*$",
    # is anybody there
    r"{NEW}[Dg]{0,2}S(?:D{1,2}J{1,2})?h[.e]*$",
    r"{NEW}[Dg]{1,3}(?:{SURE}|J?[SL])h[.e]*$",
    # a person please, someone from support please
    r"{NEW}[Dg]{0,3}S(?:D{1,2}J{1,2}|[.])?e[.eg]*$",
    # can you connect me, transfer me please
    r"KD?COe*[.]*$|{NEW}[egD]{0,3}COe*[.]*$|{NEW}[eg]{1,2}C[e.]*$|{NEW}Ce{1,2}[.]*$|{NEW}COOe*D?[.]*$",
    # anyone I can talk to
    r"{NEW}D{0,3}S[.]?A?IKT",
    # I would feel better talking to a person
    r"(?<=[_I])t{FILL}{SURE}(?!%)",
    # escalate this
    r"!",
    # a human please, whatever is said then
    r"{NEW}[DegWOIYoF]{0,6}{SURE}D?e",
    # a human
    r"(?P<bare>{NEW}[DegWOIoF]{0,6}{SURE}{1,3}[.eghD]{0,4}(?:$|(?=\.)))",
    r"{NEW}[DegWOIYF]{0,6}J{0,2}[LS]?(?<=[LJ])[D]?e[.eg]*$",
)
_FREE: Final = (
    # that somebody help me: the verb may come first
    r"(?:[WKGD]|{NEW})[DO]{0,2}(?:[Oo]V|VO|V(?=[Do]{0,2}{SURE}))[DOo]{0,2}(?:{SURE}|J?S)(?=[.eh]|$)",
    r"(?:[WKG]|{NEW})[De]{0,2}(?:{SURE}|S(?:D{0,2}Y?J)?)[K_OD]{0,4}[VFG]O?(?=[.eA]|$)",
    r"K[DO]?V[D]{1,2}S[.e]*$",
    # can you ask somebody to call
    r"KFD{0,2}(?:{SURE}|S)V[.e]*$",
    # I want that me calls somebody from the bank
    r"WDO[VG](?:{SURE}|S)(?=[.eh]|D{1,2}[_J]|$)",
    # somebody me answers?
    r"{NEW}SOV[e.]*$",
    # but I want somebody
    r"/D?S[e.]*$",
    r"/[De]{0,3}J{0,2}L[.e]*$",
    # me can call somebody
    r"{NEW}OKVS[.e]*$",
    # me transfer
    r"{NEW}OC[e.]*$",
    # I want that me calls somebody
    r"[W/]D?VS[.e]*$",
    # and let a person answer, can a person step in
    r"(?:/D{0,2}|K[De]{0,2})SV[.e]*$",
    # to be called by an agent
    r"[W/K][DO]{0,2}V[DO]{1,4}(?:{SURE}|S)[.e]*$",
)
_LAST: Final = (
    # with an agent speak
    r"(?:{SURE}|{MAYBE})[DeOghRYAK]{0,4}_?[DeO]{0,2}[TCF](?![%])",
    # an agent is wanted
    r"{SURE}[De]{0,3}(?:[WGV]|E[.e]*$)|{SURE}o[De]?V",
    r"(?:{SURE}|{MAYBE})D{0,2}c",
    # is there somebody who can help me, can somebody me call
    r"[KEWG/][IDeOo]{0,3}(?:{SURE}|S)[.]?[ADOI]{0,4}K?[VT]",
    r"{NEW}D?(?:{SURE}|S(?:D{1,2}J)?)K[OD]{0,3}(?:V|m)",
    r"K[OD]?e?S[.]?D?m",
    r"{NEW}D?(?:{SURE}|S)OV",
    r"{NEW}OSV[.e]*$",
    r"L[De]{0,2}W[.e]*$",
    r"(?:{SURE}|S)W[ADOI]{0,4}K?[VT]",
    r"KO{1,2}C[e.]*$",
    r"{NEW}K[OD]{1,4}(?:{SURE}|S)G[.e]*$",
    r"{NEW}KD?SD?C[.e]*$",
    r"/[De]{0,3}J{0,2}[LS][.e]*$",
    # from support somebody give
    r"JD?SD?G",
    r"[W/K][DO]{0,2}V[DO]{1,4}(?:{SURE}|S)[.e]*$",
)
#: no machine: I don't want to talk to a bot
_NO_BOT: Final = (
    r"[Nu][DWIOeY]{0,4}(?:[TtW][DYeIo]{0,4}B(?!%)|(?<=W)[DY]{0,3}B(?!%)|[DY]{0,3}B(?=[.e/gIWRHPh]|DVO|D{1,2}[HPR]|$))"
    r"|S/[DY]{0,2}B(?=[.e]|$)"
)
_NO_BOT_LAST: Final = r"N[DWIOeY]{0,4}B[DeO]{0,3}[TtCW]|B[DeO]{0,3}[TtCW][DeO]{0,2}[W]?[DeO]{0,2}N"


def _filled(ways: tuple[str, ...]) -> str:
    pattern = "|".join(f"(?:{way})" for way in ways)
    for name, letters in _PARTS.items():
        pattern = pattern.replace("{" + name + "}", letters)
    return pattern


#: by whether the verb may come first, and whether it may come last
ASKS: Final = {
    (free, last): re.compile(_filled((*_USUAL, *(_FREE if free else ()), *(_LAST if last else ()))))
    for free in (False, True)
    for last in (False, True)
}
NO_BOT: Final = {False: re.compile(_NO_BOT), True: re.compile(f"{_NO_BOT}|{_NO_BOT_LAST}")}
#: a denial; that of a machine is none
_DENIAL: Final = re.compile(r"(?<!B)(?<!B[De])N")
#: what is to be translated or written, or is a title: right after that
_SAID: Final = re.compile(r"=[^./]{0,7}[.]?[IWKDge/]{0,4}$")
_SOMEBODYS: Final = re.compile(r"M[DJR]{0,2}$")
#: a wish that begins without a mark: "nobody answers my mails I want …", "it says no and I want …"
_WISHES: Final = re.compile(r"(?:.*[_Y]|g*N)I(?=W|$)|.*_(?:DW|Ke?)$")
_AND_WISHES: Final = re.compile(r".*/(?=I?W|I$)")
#: … if this is all that follows: an agent? no, thanks
DECLINES: Final = re.compile(r"[.]*[Deg]*N[.eg]*$")
#: … or after, where a language puts it there
DENIES_AFTER: Final = re.compile(r"[^./]*?(?:(?<!B)(?<!B[De])N|[ZQ])")


def denies(before: str) -> bool:
    """Whether the letters before what asks take it away: in the same clause, and what tells of others in the same sentence."""
    sentence = before[before.rfind(".") + 1 :]
    clause = sentence[sentence.rfind("/") + 1 :]
    if "Q" in clause or "Z" in clause or _SOMEBODYS.search(before) or _SAID.search(before):
        return True
    return _DENIAL.search(_since(_WISHES, clause)) is not None or "X" in _since(_AND_WISHES, sentence)


def _since(wishes: re.Pattern[str], letters: str) -> str:
    """What stands after the last wish that begins anew."""
    wish = wishes.match(letters)
    return letters[wish.end() :] if wish else letters
