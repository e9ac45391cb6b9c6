"""
Requests for a person in further languages: for each, who is asked for and the ways to ask.

Written for what normalise() leaves: case-folded, without accents (й is и, ї is і), Polish ł and Turkish ı as they are.
Only the usual ways; what is not understood stays with the AI, and the button and `/human` are there in every language.
"""

import re
from typing import Final

_JA_WHO: Final = (
    r"(?:(?<![友恋本個大老何他隣主婦夫美名])人(?:間)?|オペレーター?|担当(?:者|の方|の人)?|係(?:の(?:方|人|者)|員)?|スタッフ|店員|店長"
    r"|責任者|上司|上の(?:者|人|方)|社員|職員|窓口|サポート(?:の(?:方|人)|センター)?|生身の人|有人)(?:さん)?"
)
_JA_WANTS: Final = r"(?:たい|せ(?:ます|ませ|る|ない)|させ|ください|下さい|お願い|もらえ|いただ|くれ|頂|してほし|して欲し)"
_ZH_WHO: Final = (
    r"(?:人工(?!智能|呼吸|授精|[降增]雨)(?:客服|服务|服務|坐席)?|真人(?:客服)?|活人|客服(?:人员|人員|代表|专员)?"
    r"|工作人员|经理|主管)"
)
_KO_WHO: Final = r"(?:상담(?:사|원|직원)|직원|사람|담당자|매니저|관리자|책임자|인간)(?:님|분)?"
_RU_WHO: Final = (
    r"(?:человек\w*|людьми|оператор\w*|сотрудник\w*|менеджер\w*|специалист\w*|консультант\w*|представител\w*|администратор\w*"
    r"|(?:служб\w+ )?поддержк\w+|кем-нибудь|кем-то)"
)
_RU_SURE: Final = r"(?:жив\w+ (?:человек\w*|оператор\w*|сотрудник\w*|консультант\w*)|человек|человека|оператор|оператора)"
_UK_WHO: Final = r"(?:людин\w+|оператор\w*|менеджер\w*|спеціаліст\w*|працівник\w*|консультант\w*|підтримк\w+|кимось)"
_PL_WHO: Final = r"(?:cz[lł]owiek\w*|osob\w+|konsultant\w*|doradc\w+|pracownik\w*|agent\w*|operator\w*|kims|obs[lł]ug\w+)"
_TR_WHO: Final = (
    r"(?:insan|kisi|temsilci|yetkili|operator|danısman|destek ekibi|calısan|gorevli|musteri hizmetleri|biri)(?:(?!den|dan)\w)*"
)
_AR_WHO: Final = r"(?:ال)?(?:موظف\w*|شخص|إنسان|انسان|ممثل|مسؤول|مدير|مشرف|خدمة العملاء|دعم|بشر\w*|حد|أحد|احد|وكيل)"
_HI_WHO: Final = r"(?:इंसान|व्यक्ति|आदमी|एजेंट|एजेन्ट|प्रतिनिधि|अधिकारी|कर्मचारी|ऑपरेटर|मैनेजर|कस्टमर केयर|ग्राहक सेवा|टीम)"
_HI_LATIN: Final = r"(?:agent|insaa?n|human|operator|representative|manager|executive|customer care|aadmi|vyakti)"
_TH_WHO: Final = r"(?:เจ้าหน้าที่|พนักงาน|คนจริง|คนเป็น|แอดมิน|มนุษย์|ตัวแทน|โอเปอเรเตอร์)"

_WAYS: Final = (
    # Japanese
    rf"{_JA_WHO}と(?:直接)?(?:お?話し?|喋り?|しゃべり?|相談|チャット|通話|やり取り)[をがし]*(?:する|ことが)?(?:でき|{_JA_WANTS})",
    rf"{_JA_WHO}[にへと](?:電話を)?(?:つない|繋い|つなげ|繋げ|取り次|代わっ|かわっ|替わっ|変わっ|回し|転送|切り替え)",
    rf"{_JA_WHO}(?:対応)?[をに、]?(?:お願い|おねがい|呼んで|呼べ|出して|出せ|出しな|希望)|電話を?(?:代|替|か)わって",
    # Chinese
    rf"(?:转接?|轉接?|接|找|要|叫|换|換|连接|联系|聯繫|聯絡)(?:一下|一?个|一?個|到|给我|你们的?)?{_ZH_WHO}",
    rf"(?:和|跟|与|與|同)(?:一?个|一?個|一?位|你们的?)?(?:{_ZH_WHO}|人)(?:工)?(?:说|說|聊|谈|談|对话|對話|交谈|沟通|讲|講)",
    r"^(?:人工|真人)(?:客服|服务|服務)?[。.!！ ]*$",
    # Korean
    rf"{_KO_WHO}(?:과|와|이랑|랑|하고|한테|에게|으로|로)? ?(?:직접 )?(?:통화|대화|얘기|이야기|말|연결|상담|채팅)(?:을|를)? ?"
    r"(?:좀 )?(?:하고 ?싶|할 ?수|해 ?주|해 ?줘|부탁|시켜|원해|원합|할래)",
    rf"{_KO_WHO}(?:을|를|으로|로)? ?(?:좀 )?(?:바꿔|연결|불러|부탁)",
    # Russian, Ukrainian
    rf"\b(?:поговорить|говорить|пообщаться|общаться|связаться|переговорить|соединиться)(?: \w+){{0,2}}?"
    rf" со? (?:\w+ ){{0,2}}?{_RU_WHO}",
    rf"\b(?:соедини|переключи|подключи|переведи|свяжи|позови|пригласи|даи)(?:те)?(?: \w+){{0,3}}? {_RU_WHO}",
    rf"\b(?:нужен|хочу|требую|прошу)(?: \w+)?? {_RU_SURE}\b|^{_RU_SURE},?(?: пожалуиста| срочно)?[.! ]*$",
    rf"\b(?:поговорити|говорити|зв'язатися|зв'язатись|спілкуватися)(?: \w+){{0,2}}? (?:з|зі|із) (?:\w+ ){{0,2}}?{_UK_WHO}",
    rf"\b(?:з'єднаите|покличте|переключіть|підключіть|потрібен|потрібна)(?: \w+){{0,3}}? {_UK_WHO}",
    # Polish, Czech
    rf"\b(?:po)?(?:rozmawiac|rozmowy|rozmowe|gadac|[lł]aczyc|[lł]aczenie|[lł]acz|skontaktowac|kontakt)"
    rf"(?: \w+){{0,3}}? ze? (?:\w+ ){{0,2}}?{_PL_WHO}",
    r"\b(?:chce|potrzebuje|poprosze|prosze o|dajcie)(?: \w+)?? (?:cz[lł]owiek\w*|konsultant\w*|zyw\w+ \w+)",
    r"\b(?:mluvit|promluvit|hovorit|spojit|spojte|prepojte|prepojit)(?: \w+){0,3}? se? (?:\w+ ){0,2}?"
    r"(?:clovek\w*|operator\w*|pracovnik\w*|zastupc\w*|nekym|zivou \w+|podporou)",
    # Turkish
    rf"\b{_TR_WHO}(?: ile)?(?: \w+)?? (?:gorus|konus|bagla|aktar|iletisim|yazıs)\w*",
    # Romanian, Swedish, Danish and Norwegian
    r"\b(?:vorbi|vorbesc|vorbim|discuta|discut|conectati|contact)(?: \w+){0,2}? cu (?:\w+ ){0,2}?"
    r"(?:om|operator\w*|agent\w*|reprezentant\w*|consultant\w*|persoana|cineva|coleg\w*)\b",
    r"\b(?:prata|tala|chatta|snacka|snakke|prate|tale|chatte|kontakt) med (?:\w+ ){0,2}?(?:manniska|menneske|person|medarbetare"
    r"|medarbejder|medarbeider|nagon|nogen|noen|kundtjanst|kundeservice|handlaggare|radgiver)\b",
    # Vietnamese
    r"\b(?:noi chuyen|tro chuyen|chat|ket noi|gap|trao đoi|lien he)(?: \w+){0,2}? (?:nhan vien|nguoi that|tu van vien"
    r"|tong đai vien|con nguoi|nguoi ho tro)\b",
    # Arabic
    r"(?:أتحدث|اتحدث|التحدث|أتكلم|اتكلم|التكلم|أكلم|اكلم|احكي|أحكي|التواصل|أتواصل|اتواصل|تحويلي|حولني|حولوني|وصلني|وصلوني)"
    rf"(?: (?:مع|إلى|الى))? (?:أي |اي )?ل?{_AR_WHO}(?!\w)",
    # Hindi, also in Latin letters
    rf"{_HI_WHO}(?: (?!ने)[^ ]{{1,12}}){{0,2}}? से (?:[^ ]{{1,12}} ){{0,2}}?(?:बात|संपर्क|सम्पर्क|कनेक्ट|जोड|मिला)",
    rf"\b{_HI_LATIN}(?: \w+){{0,2}}? se (?:\w+ ){{0,2}}?(?:baat|bat|connect|contact)\b",
    # Thai
    rf"(?:คุย|ติดต่อ|พูด|สนทนา|พบ|ต่อสาย|โอนสาย|เรียก)(?:กับ|ไปที่|หา|ให้|สาย)?(?:ทาง)?{_TH_WHO}",
)
#: declined or told of, if these stand in the same clause
_REFUSES: Final = re.compile(
    r"たくな|(?<!つ)ないで|いらな|要らな|不要|必要(?:は|が)?な|なくて(?:も)?(?:いい|良い|大丈夫)|できました|話しました"
    r"|哪些|什么情况|什么时候|为什么|不(?:要|想|用|需要|必)|别|別|无需|沒有必要|싶지 ?않|싫|필요 ?없|하지 ?마|말고"
    r"|\b(?:не|без|ни|уже|удалось|нельзя|nie|bez|nechci|ikke|inte|khong|nu vreau|fara|nahi|nahin|mat|istemi\w*|gerek yok"
    r"|gorustu\w*|konustu\w*|bagladı\w*)\b"
    r"|(?:^|[ ،])(?:لا|بدون|ليس|مش|ما|لست)(?: |$)|नहीं|बिना|अपने |करके|(?:^| )मत(?: |$)|ไม่"
)
_CLAUSE: Final = re.compile(r"[.!?;,\n。！？、，،؟]| но | а | ale | ama | men | pero ")
#: characters around a request that are read for a denial
_BEFORE: Final = 40
_AFTER: Final = 24

_ASKS: Final = tuple(re.compile(way) for way in _WAYS)


def asked(plain: str) -> str | None:
    """The words that ask for a person in a normalised text, or None."""
    for way in _ASKS:
        for found in way.finditer(plain):
            before = _CLAUSE.split(plain[max(0, found.start() - _BEFORE) : found.start()])[-1]
            after = _CLAUSE.split(plain[found.end() : found.end() + _AFTER])[0]
            if not _REFUSES.search(f"{before}{found.group(0)}{after}"):
                return found.group(0).strip()
    return None
