"""English for what is not asked here: what was, what others do, what is set up, written, translated, or asked elsewhere."""

from itertools import product
from typing import Final


def _each(*parts: tuple[str, ...]) -> str:
    """Every phrase that has one of each part."""
    return ", ".join(map(" ".join, product(*parts)))


TOLD: Final = (
    "thanks for connecting, thanks for transferring, thanks for putting, thank you for connecting, thank you for "
    "transferring, thank you for putting, i have an agent, i have a representative, i have an operator, i already have a, i "
    "already have an, i already have the, got connected, got transferred, was connected, was transferred, were transferred, "
    "been transferred, got put through, was put through, been connected, thanks to, thank you to, thanks goes to, told, "
    "said, asked me, asked us, spoke, talked, advised, suggested, instructed, used to, tried, managed, had to, promised, "
    "called me, helped, i spoke, have spoken, i've spoken, already, yesterday, last week, last time, last month, was "
    "talking, was speaking, was chatting, earlier, asked to be, chatted, reached, was told, were told, had, told me to, said "
    "to"
)
SAID: Final = (
    "translate, translation of, write a message, write an email, write a letter, write a mail, write a review, draft an "
    "email, draft a message, draft a letter, the subject, is called, song called, book called, film called, movie called, "
    "titled"
)
#: how do I turn off the handoff
_SETS_UP: Final = _each(
    ("how do i", "how can i", "how to"),
    ("turn off", "turn on", "disable", "deactivate", "switch off", "configure", "embed", "train"),
)
#: I'll talk to someone at the store
WILL: Final = ", " + _each(
    ("i'll", "i will", "ill", "i'm going to", "im going to"), ("talk", "speak"), ("to", "with"), ("someone", "somebody")
)
OTHERS: Final = (
    "when can i expect, remind me, route chats, route calls, route tickets, route conversations, before you connect, before "
    "you transfer, before you put me, before you hand, my visitors, how do i add, how can i add, how to add, how do i "
    "implement, how can i implement, how to implement, how do i build, how to build, how do i create, how to create, how do "
    "i enable, how to enable, after speaking, after talking, after chatting, every time i, everytime i, whenever i, each "
    "time i, before talking, before speaking, while talking, while speaking, why do people, do people, customers, users, "
    "user, visitor, visitors, clients, he, she, they, wants, friend, husband, wife, mother, mom, son, dad, who said, the "
    "button, button says, a button, menu, says, click, if a, when a, when i, when the, when does, when do, when will, when "
    "can, what happens, how do you say, configure, set up, setup, integrate, plan, plans, average, how long, how many, how "
    "much, my customer, a customer, my bot, our bot, our chatbot, feature, documentation, article, which, difference, "
    "meaning, cost, price, pricing, likes, define, definition, example, error"
    f", {_SETS_UP}"
)
