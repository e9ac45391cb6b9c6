"""The matcher in force: replaced whole, at once for ordinary lists, and without a wait for long ones."""

import threading

from handoff.phrasebook import AT_ONCE, Phrasebook
from handoff.triggers import Matcher

LONG = tuple(f"phrase {n}" for n in range(AT_ONCE + 1))


class Builder:
    """Builds a long list only once it is let."""

    def __init__(self):
        self.let, self.built = threading.Event(), []

    def __call__(self, phrases, pause):
        if len(phrases) > AT_ONCE:
            assert self.let.wait(10)
        self.built.append(phrases)
        return Matcher(phrases, pause)


def anew(phrases):
    """The same list, read from the store once more."""
    return tuple(str(phrase) for phrase in phrases)


def until_built(book, phrases):
    """Events come in meanwhile, each with the list in force."""
    for _ in range(10_000):
        if book.matcher(phrases).phrases == phrases:
            return
        threading.Event().wait(0.001)
    raise AssertionError("never built")


def test_an_ordinary_list_is_in_force_with_the_next_event():
    book = Phrasebook()
    assert book.matcher(("refund",)).find("refund me")
    assert book.matcher(("money",)).phrases == ("money",)
    assert book.matcher(()).find("refund me") == ()


def test_a_list_is_built_once_however_often_it_is_read_anew():
    builder = Builder()
    book = Phrasebook(builder)
    for _ in range(3):
        book.matcher(anew(("refund",)))
    assert builder.built == [(), ("refund",)]


def test_the_old_list_serves_while_a_long_one_is_built():
    builder = Builder()
    book = Phrasebook(builder)
    book.matcher(("refund",))
    for _ in range(3):
        assert book.matcher(anew(LONG)).find("refund, phrase 7") != ()
        assert book.matcher(LONG).phrases == ("refund",)
    builder.let.set()
    until_built(book, LONG)
    assert (book.matcher(LONG).find("phrase 7") != (), builder.built) == (True, [(), ("refund",), LONG])


def test_whoever_changes_it_meanwhile_gets_what_they_asked_for_last():
    builder = Builder()
    book = Phrasebook(builder)
    book.matcher(LONG)
    assert book.matcher(("refund",)).phrases == ("refund",)
    builder.let.set()
    longer = (*LONG, "refund")
    until_built(book, longer)
    assert book.matcher(("refund",)).phrases == ("refund",)


def test_at_the_start_a_long_list_is_waited_for():
    book = Phrasebook()
    book.ready(LONG)
    assert book.matcher(LONG).find("phrase 1000") != ()
