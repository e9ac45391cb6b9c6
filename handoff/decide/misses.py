"""
Which of the AI's answers failed, and how that is known.

An answer is good until it turns out otherwise: the customer says that it did not help, or asks the same again. Each counts
once. A good answer to something else makes the count fresh; thanks and greetings neither count nor clear.
"""

from typing import Any, Final

from handoff import wording
from handoff.decide.desk import Desk
from handoff.model import Conversation, Miss
from handoff.triggers.alike import alike
from handoff.triggers.outcomes import says_it_failed, says_it_helped

#: failed questions that are kept as evidence
MOST: Final = 10
#: the customer's latest questions that a question is compared with, and the AI's latest answers that an answer is
QUESTIONS: Final = 10
ANSWERS: Final = 5
#: characters: a shorter answer ("Yes, of course.") may well be right twice
TELLING: Final = 60

#: nothing is counted yet, or no longer: the team's time begins or ends
FRESH: Final[dict[str, Any]] = {
    "misses": 0,
    "missed": (),
    "missed_how": (),
    "questions": (),
    "said": (),
    "moods": (),
    "turns": 0,
    "helped": False,
    "repeats": 0,
}


def count(desk: Desk, how: Miss, question: str) -> None:
    """One more failed response. `question`: what it was to; "" where the customer took it back."""
    missed, kinds = desk.c.missed, desk.c.missed_how
    if question:
        missed, kinds = (*missed, question)[-MOST:], (*kinds, how)[-MOST:]
    desk.change(misses=desk.c.misses + 1, missed=missed, missed_how=kinds, helped=False)


def settle(desk: Desk) -> None:
    """The customer is well answered."""
    desk.change(misses=0, missed=(), missed_how=(), helped=True)


def hear(desk: Desk, before: Conversation, *, small_talk: bool) -> None:
    """What the customer's new words say of the latest answer; small talk may say that it helped, and nothing else."""
    words = wording.short(desk.c.last_words, 100)
    if says_it_helped(desk.c.last_words):
        if before.helped:
            settle(desk)
    elif small_talk:
        return
    elif says_it_failed(desk.c.last_words):
        if before.helped:
            count(desk, Miss.SAID, before.question or words)
    else:
        if before.helped and any(alike(words, each) for each in before.questions):
            count(desk, Miss.AGAIN, words)
        desk.change(questions=(*desk.c.questions, words)[-QUESTIONS:] if words else desk.c.questions)


def answer(desk: Desk, text: str) -> None:
    """
    A good answer, as far as is known: it clears the count, unless it is to a question that failed before, or the same
    that was said to another question.
    """
    c, question, said = desk.c, topic(desk), wording.short(text, 160)
    asked_again = any(alike(question, each) for each in c.missed)
    if said in c.said and len(said) >= TELLING and (not asked_again or says_it_failed(c.last_words)):
        count(desk, Miss.REPEATED, question)
    elif asked_again:
        desk.change(helped=True)
    else:
        settle(desk)
    if said:
        desk.change(said=(*(each for each in c.said if each != said), said)[-ANSWERS:])


def topic(desk: Desk) -> str:
    """The question that is being answered: the customer's last words, or what they say was not answered."""
    if desk.c.missed and says_it_failed(desk.c.last_words):
        return desk.c.missed[-1]
    return wording.short(desk.c.last_words, 100)


def requote(desk: Desk, words: str, now: str) -> None:
    """
    The customer changed the words: what they were is no evidence. `now` "": they took them back, and so there is none, though
    what was counted stays counted.
    """
    c = desk.c
    kinds = c.missed_how if len(c.missed_how) == len(c.missed) else (Miss.AGAIN,) * len(c.missed)
    given = ((now if question == words else question, how) for question, how in zip(c.missed, kinds, strict=True))
    kept = tuple((question, how) for question, how in given if question)
    questions = (now if question == words else question for question in c.questions)
    desk.change(
        missed=tuple(question for question, _ in kept),
        missed_how=tuple(how for _, how in kept) if c.missed_how else (),
        questions=tuple(filter(None, questions)),
    )
