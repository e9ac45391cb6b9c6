"""English words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.asides import OTHERS, SAID, TOLD, WILL
from handoff.triggers.asks.lookalikes import LOOKALIKES
from handoff.triggers.asks.words import Tongue

ENGLISH: Final = Tongue(
    "en",
    talk=(
        "a quick word with, quick word with, a quick chat with, a quick call with, text with, time i talked to, time i spoke "
        "to, time i talked with, time i spoke with, raise complaint with, raise a complaint with, lodge complaint with, file "
        "complaint with, live chat with, live chat to, tak, talj, tslk, ralk, takk, tolk, continue with, continue this with, "
        "proceed with, go on with, carry on with, deal with a, deal with an, wanna deal with, have a word with, a word with, "
        "a chat with, a conversation with, interact, correspond, liaise, engage with, lodge a complaint with, file a "
        "complaint with, make a complaint with, tlk, spek, speek, spaek, speack, takl, better talking to, better speaking "
        "to, better speaking with, better talking with, comfortable talking to, comfortable speaking with, write to, talk, "
        "speak, chat, converse, communicate, discuss, spk, rather deal with, prefer to deal with, talk it over, raise, "
        "complain"
    ),
    connect=(
        "fwd, fwrd, reconnect, reconnecting, assign this to, assign it to, assign my case to, assign my ticket to, connect, "
        "transfer, forward, redirect, reroute, switch, route, patch, direct, link, refer, hand, pass, put, put through, hand "
        "over, pass over, transferred, connected, redirected, forwarded, handed over, put in touch, be connected, be "
        "transferred, be put through, be put, be handed, be forwarded, connecting, transferring, hook, take me to, get me "
        "through to, get me over to, get me to, direct line to, leave me with, conect, transfr, xfer, hand off, pass on, "
        "turn over, swap, move"
    ),
    talking=("dealing with, discussing, talking, speaking, chatting, speakin, talkin, conversing, tlking"),
    call="call, ask, phone, ring",
    give=(
        "i'd rather have, id rather have, i would rather have, i'd prefer to have, would prefer to have, i'd like to have, "
        "would like to have, please assign, kindly assign, can you assign, could you assign, get like a, get like an, "
        "involve, assign me, give, get, gimme, bring, find, fetch, send, summon, bring in, call in, loop in, pull in, "
        "arrange, provide, getting"
    ),
    reach=(
        "asked twice for, asked three times for, asked multiple times for, asked many times for, asked several times for, in "
        "the queue for, i'll wait for a, i will wait for a, i'll wait for an, i will wait for an, queue me for, contact, "
        "reach, reaching, contacting, get hold of, get a hold of, get in touch, get in contact, get through, reach out, get "
        "ahold of, ask for, request, requesting, asking for, asked for, call for, demand, demanding, get to"
    ),
    want=(
        "need like a, need like an, want like a, want like an, wnt, i choose, i'd choose, i'll choose, i pick, i'll pick, "
        "expect, expecting, i'll take, i will take, ill take, i'll have, want, need, needs, wanna, require, prefer, demand, "
        "wish, would like, would love, 'd like, i'd like, id like, i'd love, would prefer, i'd prefer, i'd rather, id "
        "rather, would rather, insist on, insist, gotta, have got to, have to, looking for, looking to, trying to, try to, "
        "wants*, prefers*, needing, wanting, ask to, ready to, must"
    ),
    can=(
        "i'd be happier if, i would be happier if, i'd feel better if, i would feel better if, i'd be grateful if, i would "
        "be grateful if, would be grateful if, i'd be more comfortable if, i'd love it if, i would be glad if, i would be "
        "happy if, it would help if, when can i, what do i press to, what do i have to press to, what do i need to press to, "
        "what should i press to, what do i say to, what do i have to say to, what do i need to say to, what should i say to, "
        "what do i type to, what do i have to type to, what do i need to type to, what should i type to, how many times do i "
        "have to, how many times must i, how many times do i need to, how often do i have to, what's the number to, whats "
        "the number to, what is the number to, is it ok if i, is it okay if i, is it alright if i, would it be ok if i, "
        "would it be okay if i, wouldn't it be, wouldnt it be, whom should i, who should i, what should i, where should i, "
        "how should i, i'd appreciate it if, i would appreciate it if, it would be great if, it would be nice if, would be "
        "great if, i'd be glad if, i'd be happy if, what is the fastest way, what's the fastest way, whats the fastest way, "
        "what is the easiest way, what's the easiest way, what is the quickest way, what's the quickest way, what is the "
        "best way, what's the best way, whats the best way, why are you not, why aren't you, why arent you, can't you, cant "
        "you, couldn't you, could you not, won't you, why can't you, why cant you, why don't you, why dont you, why won't "
        "you, why wont you, what number do i, which number do i, which button do i, what button do i, how hard is it, how "
        "long does it take, what does it take, what would it take, where would i, can i, could i, may i, might i, can we, "
        "could we, may we, how do i, how can i, how could i, how to, how do we, how can we, where can i, where do i, is it "
        "possible, would it be possible, possible, what do i have to do, what do i need to do, what must i do, what should i "
        "do, are you able, is there a way, any way, any chance, why can't i, why cant i, why can i not, i can't, i cant, i "
        "cannot, can't i, could you, can you, would you, will you, can u, could u, cud u, cn u, would u, can ya, could ya, "
        "would you mind, do you mind, who can i, who do i, who could i, how should i, help, assistance, assist, how would i, "
        "can, could, may, would, what's the way, what is the way, best way, how"
    ),
    me=(
        "the conversation, this thread, me, us, myself, my call, my case, this chat, this call, this conversation, my chat, "
        "our chat, the chat"
    ),
    it=(
        "it, this, my ticket, my issue, my request, my problem, my complaint, the case, the issue, that, the ticket, this "
        "case, this issue, this ticket, this matter, the matter, my question"
    ),
    i="i, we",
    filler=(
        "maybe, perhaps, for the love of god, for god's sake, for gods sake, for heaven's sake, i told you, i already told "
        "you, i've told you, was wondering whether, wondering whether, one last time, for the last time, from your company, "
        "from the company, from your bank, from your office, don't get it, dont get it, don't get this, dont get this, don't "
        "get that, don't get why, next available, first available, nearest available, from your side, from your end, on your "
        "side, on your end, from your team, from the team, on your team, in your team, wtih, wiith, wih, eith, wuth, woth, "
        "withh, whith, wiht, have no idea, no idea, have no clue, no clue, a, an, the, to, with, of, from, some, any, one, "
        "another, other, different, else, our, actually, directly, direct, over, through, in, on, for, at, by, up, off, "
        "onto, into, someplace, being put, have, having, see, is, am, just, really, still, also, only, even, instead, "
        "straight, immediately, urgently, quickly, first, back, able, let, so that, kind, don't know, dont know, do not "
        "know, don't understand, dont understand, do not understand, not sure, don't care, dont care, wirh, wth, wiht, wiyh, "
        "whit, wit, don't u, don't you, kindly, friendly, more, touch, hold, via, right, away, both, either, w, 2, too, own, "
        "damn, goddamn, fucking, freaking, bloody, frigging, effing, fuckin, damned, stupid, qualified, competent, trained, "
        "experienced, senior, english, native, local, nice, proper, who is, certain, u, one of the, member of, member of "
        "the, member of your, a member of, couple, ur"
    ),
    please=(
        "would be great, would be nice, would be good, would be better, would be perfect, would be appreciated, would be "
        "helpful, will do, would do, please, pls, plz, now, asap, pronto, immediately please, right now, thanks, thank you, "
        "thx, urgent, today, required, requested, needed, already, again, ok, okay, sir, mate, at once, plss, plzz, pleas, "
        "pleaze, tnx, ty, asap please"
    ),
    greeting=(
        "hi, hello, hey, yo, good morning, good evening, yes, yeah, yep, yup, sure, ok, okay, fine, well, um, uh, i said, "
        "excuse me, sorry, dude, bro, just, oh, god, omg, wtf, ffs, enough"
    ),
    desk=(
        "suport, costumer, customer, live chat, live support, customer, support, service, sales, technical, tech, billing, "
        "care, helpdesk, help desk, tech support, technical support, payments, accounts, returns, shipping, account, "
        "finance, complaints, department, dept, team, desk, it support, after sales, fraud, call center, call centre, front "
        "desk, reception"
    ),
    agent=(
        "somebody real, someone real, someone human, somebody human, anyone real, anybody real, someone human, somebody "
        "human, anyone human, someone real, somebody real, anyone real, staff assistance, staff help, a person with a pulse, "
        "someone with a pulse, agent help, agent assistance, agent support, operator assistance, operator help, call "
        "customer service, call customer care, call customer support, call the customer service, live help, live assistance, "
        "customer care executive, customer executive, customer service executive, customer support executive, care "
        "executive, support executive, agent, agents, representative, representatives, rep, reps, operator, operators, csr, "
        "sales rep, handoff agent, a customer representative, a customer rep, a customer agent, a customer service agent, a "
        "customer service representative, a customer service rep, a customer support agent, customer agent, real one, live "
        "one, human one, real 1, human agent, customer representative, receptionist, human help, human assistance, human "
        "support, human contact, human touch, human intervention, flesh and blood, representive, liveperson"
    ),
    human="human, humans, hooman, humanbeing",
    real="real, live, actual, living, physical, genuine, real life, breathing, legit, true",
    someone=(
        "any of the devs, one of the devs, a dev, concerned person, senior person, responsible person, right person, "
        "relevant person, appropriate person, human person, sm1, som1, smone, find someone, find somebody, find anyone, a "
        "member of the team, a member of your team, a member of the staff, a member of your staff, a member of staff, member "
        "of the team, member of your team, member of your staff, someone on your team, somebody on your team, someone, "
        "somebody, person, being, beings, individual, anyone, anybody, sum1, some1, sumone, any1, employee, staff, staff "
        "member, team member, member of staff, personnel, rep from, colleague, colleagues, coworker, guy, associate, "
        "assistant, admin, administrator, persons, assistants, employees, person person, moderator, mod, human-being, folks, "
        "body"
    ),
    people="people",
    leader=(
        "salesperson, sales person, salesman, sales guy, salespeople, sales people, claims handler, claims adjuster, loss "
        "adjuster, case handler, case worker, caseworker, case manager, whoever is responsible, whoever's responsible, "
        "whoever handles, whoever deals with, whoever decides, people who handle, people who deal with, people that handle, "
        "people responsible, people who decide, a customer adviser, a customer advisor, a customer consultant, a customer "
        "specialist, a customer manager, a customer success manager, customer adviser, customer advisor, customer success "
        "manager, specialists, advisors, advisers, technicians, engineers, consultants, somebody in charge, someone in "
        "charge, anyone in charge, someone competent, somebody competent, someone capable, someone qualified, someone "
        "knowledgeable, game master, gamemaster, second level support, 2nd level support, second line support, level 2 "
        "support, level two support, tier 2 support, tier two support, second level, second line, relationship manager, "
        "account executive, manager, supervisor, boss, adviser, advisor, specialist, expert, consultant, technician, "
        "engineer, superior, management, higher up, team lead, lead, team leader, owner, counselor, counsellor, head, ceo, "
        "customer service, customer services, customer care, customer support, a customer service, a customer care, a "
        "customer support, costumer service, costumer support, whoever is in charge, whoever's in charge, whoevers in "
        "charge, person in charge, people in charge, superviser, managers, supervisors, teammate, executive, banker, "
        "cashier, concierge, superiors, professional"
    ),
    your="your, one of your, some of your, the company's, you",
    my="my, his, her, their, our own",
    denied=(
        "wouldn't say, would not say, wouldnt say, doesn't mean, does not mean, doesnt mean, don't mean, not mean, not "
        "saying, never saying, not suggesting, don't remember, don't recall, didn't say, did not say, never said, do'nt, "
        "donot, dno't, dnot, dnt, donn't, doon't, dn't, dont't, don'tt, do't, donnot, wouldn't, wouldnt, would not, "
        "shouldn't, shouldnt, mustn't, dislike, despise, loathe, refuse to, there's no reason, there is no reason, no "
        "reason, why would i, why should i, i don't think, i don't believe, i doubt, no, nope, nah, there is no need, "
        "there's no need, don't, dont, do not, not, never, without, no need, nobody, didn't, didnt, did not, wasn't, won't, "
        "wont, stop, avoid, refuse, hate, rather than, instead of, don't want, do not want, no longer, nor, neither, isn't, "
        "doesn't, does not, doesnt, quit, tired of, cancel, never mind the, nevermind the, anything but, rather not, prefer "
        "not, avoiding, needn't, no more, haven't, keep me from, before i, failed to, could not, could not connect, cannot "
        "connect, cancelled, unnecessary, over a, above, than"
    ),
    bot=(
        "assistant bot, ai assistant, virtual agent, ai agent, ai agents, bot agent, chatbot agent, bot, bots, robot, "
        "robots, machine, machines, chatbot, chatbots, chat bot, ai, ais, computer, computers, automated system, automated, "
        "automation, automatic, ivr, algorithm, program, software, virtual assistant, script, scripts"
    ),
    identity=(
        "don't know if, dont know if, do not know if, not sure if, unsure if, don't know whether, not sure whether, will i "
        "be, am i being, is there a fee, is there a charge, do you charge, are there fees, what keywords, which keywords, "
        "what triggers, which words trigger, what phrases, does your product, does your app, does your platform, does your "
        "software, does your tool, must i, should i, shall i, will i have to, as an agent, as a manager, as a supervisor, as "
        "a representative, as a human, as a person, as a support, as an operator, as an admin, do your, does your, do the, "
        "does the, did the, did your, i am human, i'm human, im human, i am a human, i'm a human, im a human, i am a real, "
        "i'm a real, im a real, are your, are all, were you, was it, are they, do humans, do agents, who is the contact, are "
        "you, are u, r u, is this, am i, you're, youre, you are, do you, does, is that, do i, is it, was that, are these, "
        "was i, does it, do they, who are, what are, is he, is she, whether, ur a, what does, what is, what's, whats, what "
        "do, i am a, i'm a, im a, i'm an, i am an, work as, working as, become, becoming, be your, who is"
    ),
    told=TOLD,
    others=OTHERS,
    help=(
        "take a look, have a look, read this, read it, listen to me, help, contact, assist, answer, take over, call back, "
        "respond, reply, look, look into, handle, review, join, step in, check, follow up, message, email, intervene, reach "
        "out, take, explain, fix, solve, resolve, sort, get in touch, get back, speak, talk, chat, come, jump in, attend, "
        "address"
    ),
    is_there=(
        "there has to be, there should be, surely there is, surely there's, is there no one, is there noone, isn't there "
        "anyone, isn't there anybody, is there not anyone, where is, where are, where's, do you guys have, do u guys have, "
        "do you all have, have you any, don't you guys have, do you even have, is there, are there, isn't there, isnt there, "
        "do you have, don't you have, dont you have, have you got, u have, do u have, is, aren't there, is there not, "
        "there's no, there is no, why is there no, is there nobody, is nobody, there must be, are, any, is there really no, "
        "is there even, is there any, got"
    ),
    about=(
        "about, regarding, for, concerning, because, who, that, which, re, as, since, when, whom, if, while, until, before, "
        "in, at, working, on, today, or, to, with, from"
    ),
    thing=(
        "logs, log, config, configuration, daemon, pod, container, endpoint, webhook, webhooks, script, scripts, status, "
        "permission, else's, elses, rights, resources, resource, error, errors, body, hair, readable, nature, made, size, "
        "sized, interface, factor, factors, anatomy, skin, blood, race, history, trafficking, consumption, skeleton, brain, "
        "capital, traffic, evolution, friendly interface, form, manual, manuals, guide, panel, license, licence, code, "
        "codes, instructions, handbook, id, number, numbers, name, names, fee, fees, mode, settings, setting, training, "
        "list, login, portal, key, keys, console, seat, seats, hours, times, policy, policies, job, jobs, vacancies, salary, "
        "app, apps, role, degree, tool, tools, equipment, parts, kit, position, password, plugin, shop, store, items, "
        "products, knowledge, course, dashboard, permissions, api, precedence, overloading, page, site, forum, articles, "
        "address, docs, email, url, link, version, string, cards, bar, music, game, stream, wallpaper, estate, madrid, time, "
        "deal, card, money, id's"
    ),
    other=LOOKALIKES
    + (
        ", agent for my rental, agent for my property, agent for my house, agent for my apartment, agent for my home, "
        "connect agent to, connect agents to, connect the agent to, connect my agent to, connect our agent to, put someone "
        "on hold, someone with me, somebody with me, anyone with me, doesn't work, does not work, doesnt work, don't work, "
        "dont work, do not work, didn't work, didnt work, did not work, isn't working, isnt working, is not working, not "
        "working, never works, aren't helping, arent helping, are not helping, isn't helping, isnt helping, not helping, not "
        "helpful, isn't helpful, isnt helpful, can't help, cant help, cannot help, can not help, couldn't help, could not "
        "help, doesn't help, doesnt help, does not help, didn't help, didnt help, did not help, don't help, dont help, do "
        "not help, no help, not useful, no use, no good, not good enough, not answering, not responding, been a customer, "
        "loyal customer, paying customer, live account, real account, live trading, live mode, live environment, live "
        "server, live version, live data, escalate privileges, escalate privilege, escalate my privileges, agent to sell, "
        "agent to rent, agent to buy, more agents, more reps, more staff, more people, more employees, more representatives, "
        "talk like, talks like, talking like, speak like, speaking like, sound like, act like, write like, chat like, are "
        "for, is for, give the, phone operator, customer support free, customer service free, contact person, cleaning "
        "agent, cleaning agents, account manager, project manager, product manager, i'm, im, be, being human"
    )
    + WILL,
    escalate=(
        "human mode please, skip the bot, skip this bot, skip bot, bypass the bot, like this escalated, want this escalated, "
        "need this escalated, i'd like this escalated, i want this escalated, i need this escalated, i'd like it escalated, "
        "i want it escalated, who else can i talk to, who else can i speak to, who else can i speak with, who else can i "
        "talk with, who else could i talk to, whom can i speak with, whom can i speak to, whom do i speak to, whom do i talk "
        "to, when can i talk to a human, start live chat, start a live chat, open live chat, open a live chat, live chat "
        "please, live chat now, is nobody there, is no one there, isn't anybody there, isn't anyone there, go to human, go "
        "to a human, go to an agent, go to agent, go to operator, get me out of this bot, get me off this bot, out of this "
        "bot, off this bot, stop the bot, exit the bot, exit bot, who can i talk to, who can i speak to, who can i speak "
        "with, who can i talk with, who do i talk to, who do i speak to, who do i speak with, who should i talk to, who "
        "should i speak to, who could i speak to, who could i talk to, whom can i talk to, transfer me please, connect me "
        "please, can u transfer me, can you transfer me, please transfer me, could you transfer me, please connect me, put "
        "me through please, escalate, handoff, handover, takeover, hand off to human, human handoff, human handover, human "
        "takeover, human in the loop, escalate this, escalate it, escalate my case, escalate please, please escalate, "
        "escalate now"
    ),
    by=(
        "still waiting for a, still waiting for an, still waiting for, waiting for a, waiting for an, helpline with, hotline "
        "with, phone line with, a line with, number of a, number of an, easier with, quicker with, faster with, simpler "
        "with, easier to explain to, easier to explain this to, easier to discuss with, easier to discuss this with, better "
        "explained to, read by, i have a question for, i have questions for, i've got a question for, i got a question for, "
        "question for, questions for, quick question for, a quick question for, schedule a call with, book a call with, "
        "arrange a call with, set up a call with, reviewed by, handled by, answered by, dealt with by, looked at by, looked "
        "into by, checked by, helped by, assisted by, served by, contacted by, called by, called back by, attended by, "
        "attended to by, approached by, processed by, resolved by, solved by, taken care of by, a callback from, a call "
        "from, a call back from, a phone call from, a reply from, a response from, an answer from, an email from, assistance "
        "from, help from, some help from, support from, a callback by, a call back by, a call by, callback from, call back "
        "from, a callback with, a call with, a session with, a meeting with, an appointment with"
    ),
    to_me=(
        "dm me, pm me, calls me, contacts me, helps me, answers me, phones me, rings me, give me a call, give me a ring, "
        "give us a call, get back to me, reach out to me, get in touch with me, get in contact with me, drop me a line, give "
        "me a callback"
    ),
    enough=(
        "tired of, sick of, done talking, done with, fed up, hate, enough, stop, enough of, no more, not talking, not "
        "speaking, useless, stupid"
    ),
    anew="but, so, let me, lemme, instead i, let us, and, then, please just",
    here=(
        "somewhere, someplace, in here, over here, in dm, in dms, in my dms, on this chat, in this chat, into this chat, "
        "involved, on board, on the chat, on chat, here, there, around, available, online, out there, free, on duty, "
        "listening, working, on the phone, on the line, on here, on the other end, on phone, on line, on chat, at the other "
        "end, in there"
    ),
    staff=(
        "director, officer, loan officer, clerk, secretary, waiter, waitress, nurse, doctor, pharmacist, broker, "
        "underwriter, attendant, librarian, tutor, instructor, dispatcher, store clerk, shop assistant, buyer, seller, "
        "landlord, mechanic, stylist, teacher, lawyer, attorney, accountant, host, hostess, chef, bartender, housekeeping, "
        "room service, management office, hr"
    ),
    said=SAID,
)
