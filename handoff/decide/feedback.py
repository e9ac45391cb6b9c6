"""What the asker says of the AI's latest answer: it helped, and all is well; or it did not, and that counts."""

from dataclasses import replace

from handoff import wording
from handoff.decide import answers, misses
from handoff.decide.desk import Desk
from handoff.effects import Amend, Done, Surface
from handoff.events import Pressed
from handoff.model import Miss, Rating, Turn
from handoff.states import Signal, State


def pressed(desk: Desk, event: Pressed) -> None:
    """Of the latest answer alone, once, and only while the AI has the conversation."""
    c = desk.c
    if event.by.key != c.customer.key:
        desk.whisper("feedback.others")
        desk.refused = "not the asker"
    elif c.state is not State.AI or not c.ratable or event.detail != str(c.ratable):
        desk.whisper("feedback.over")
    else:
        _keep(desk, event)
        if event.verb == "helped":
            _helped(desk)
        else:
            _unhelpful(desk)


def _keep(desk: Desk, event: Pressed) -> None:
    """In the record too, for whoever reads later how it went."""
    rated = desk.setting.loaded.messages.get((desk.c.number, desk.c.ratable))
    if rated:
        desk.revised.append(replace(rated, rating=Rating(helped=event.verb == "helped", after=desk.c.seq)))


def _helped(desk: Desk) -> None:
    """Closes politely, unless the customer has asked something more meanwhile."""
    if desk.c.run or desk.c.unanswered:
        _settle(desk)
        misses.settle(desk)
        desk.whisper("feedback.thanks")
        return
    desk.unbutton()
    desk.stopped.append(("idle", desk.c.number))
    desk.notice("helped")
    desk.move(Signal.SOLVED, closed_at=desk.setting.now, run="", turn=Turn.NOBODY)
    desk.reply = Done()  # the words are there for all to see


def _unhelpful(desk: Desk) -> None:
    """A failed response like any other: at the limit it hands off, before that a person is offered."""
    misses.count(desk, Miss.UNHELPFUL, desk.c.question)
    if answers.too_many(desk):
        return
    if desk.c.run or desk.c.unanswered:  # an answer to what was asked since is on its way
        _settle(desk)
        desk.whisper("unhelpful")
    else:
        answers.speak(desk, wording.text("unhelpful"))


def _settle(desk: Desk) -> None:
    """The answer was rated: it bears the one button that is left."""
    seq = desk.c.ratable
    desk.change(ratable=0)
    desk.effects.append(Amend(number=desk.c.number, surface=Surface.CUSTOMER, seq=seq))
