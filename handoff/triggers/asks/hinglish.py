"""Hindi in Latin letters words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

HINGLISH: Final = Tongue(
    "hi-Latn",
    last=True,
    after=True,
    talk=(
        "baat, bat, baatcheet, baat karni, baat karna, chat, contact, sampark, baat karao, baat karwao, baat kara, baat "
        "krni, baat karvao, bt"
    ),
    connect="connect, jodo, jod, milao, milwao, transfer, bhejo, forward, milado, konnect",
    call="bulao, bula, bulaiye, bulwao",
    give="dedo, dilao, bulwao, de",
    want=(
        "chahiye, chaiye, chahie, chahta, chahti, chahte, mangta, zarurat, jarurat, chayie, chaahiye, chaie, mangta hai, "
        "chahiye tha"
    ),
    can=("kya main, kya mai, kaise, kese, kya aap, sakta, sakti, sakte, madad, help, kahan, skta, skti, kya"),
    me="mujhe, mujhko, mere, mera, meri, humko, hume, mjhe, muje, mujhey, mje, humein, mereko, main ko",
    it="ye, isko, is",
    i="main, mai, mein, hum, me",
    filler=(
        "se, ke, ki, ka, ko, sath, saath, ek, bhi, aapke, aapki, apke, seedhe, turant, abhi, aur, hi, phone, kar, karke, "
        "line, wale, jaldi, kisi bhi, koi bhi, to, ji, karna, karni, krni, krna, karne, bas, pe, par, ki team, yaar, ab, "
        "plz, indian"
    ),
    please=(
        "please, plz, pls, abhi, jaldi, hai, h, hain, karo, kro, kijiye, karein, kare, dijiye, do, hei, he, turant, "
        "karwao, karwa, karao, kardo, krdo, karvao, sir, yaar, bhai, hoon, hu, hogi, hogaa"
    ),
    greeting=(
        "hello, hi, namaste, haan, ha, ok, theek hai, thik hai, arre, are, suno, suniye, bhai, bhaiya, sir, madam, yaar, bro"
    ),
    desk=(
        "customer care, customer, care, support, team, service, customer support, helpline, support team, technical team, "
        "technical, customer service, call center"
    ),
    agent=(
        "agent, agents, operator, representative, executive, customer executive, human agent, real person, asli insaan, "
        "asli insan, asli aadmi, karmchari, live agent, pratinidhi, agnt, staff, team member, adhikari, excutive"
    ),
    human="insaan, insan, insaano, human, manushya, humans, aadmi, admi, insaa, insann",
    real="asli, asal, real, actual, live, sach, original, sachcha",
    someone="kisi, koi, vyakti, bande, banda, person, log, kisi aur, kissi",
    leader="manager, supervisor, boss, senior, specialist, expert, technician, malik, owner, incharge",
    your="aapke, aapki, apke, tumhare",
    my="apne, apni, apna, wife, papa, husband, dost, mummy, biwi, pati",
    denied="nahi, nahin, nai, mat, bina, na, naa, nhi, zarurat nahi, nahii, ni, bajay",
    bot="bot, robot, machine, chatbot, computer, ai, bots",
    identity=("kya aap, aap, tum, raha hu, rahi hu, matlab, rha hu, raha, rahi, kya ye, tu, rha, rhi, kaam karta"),
    told=("ki thi, hui thi, hogayi, bola, kaha, ne, kal, pehle hi, bataya, tha, thi, boli, gaya, chuka, ho gayi, ki thii"),
    others=("button, number, kab, kitne, kitna, user, users, time, puch, puchta, poochunga, bekar, kharab, pehle papa, pehle"),
    help="madad, help, call, phone kare, jawab, dekhe, contact kare, call kare, baat kare",
    is_there="hai, hain, h, available hai, hai kya, yahan",
    about="jo, ke bare, bare, kyunki, taki, ki, hai, ho, about",
    thing="resources, rights, error, galti, number, id",
    escalate="koi hai, koi h, koi insaan hai, koi insan hai, koi hai kya",
    enough="thak, pareshan, bas, nafrat, tang",
    anew="lekin, magar, par mujhe, isliye, balki, to mujhe, but, mujhe",
    here="yahan, udhar, wahan, available, online",
    other="connect agent to, kisi ne, aur ko",
    staff=("doctor, secretary, waiter, vakil, sales, teacher, reception, dukandar"),
)
