"""The matchers of the phrases in force: replaced whole when an admin changes them, without anybody waiting for a long list."""

import logging
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from handoff.model import Policy, Scope
from handoff.triggers import Matcher

log = logging.getLogger("handoff.phrasebook")

#: phrases that are built at once, in less than 10 ms; of more than these, what was in force before serves meanwhile
AT_ONCE: Final = 1_000


#: entries that are given up between two pauses
STRETCH: Final = 1_000

#: a matcher's phrases, and what is called now and then while it is built
Build = Callable[[tuple[str, ...], Callable[[], None]], Matcher]


def _go_on() -> None:
    """Nothing else has to be done meanwhile."""


def _let_others() -> None:
    """Let go of the interpreter: by itself it would change hands only every 5 ms."""
    time.sleep(0.0001)


def _empty(parts: tuple[dict[str, int], ...]) -> None:
    """Bit by bit: a hundred thousand phrases given up at once keep the whole process waiting for some 7 ms."""
    for part in parts:
        while part:
            for _ in range(min(STRETCH, len(part))):
                part.popitem()
            _let_others()


class Phrasebook:
    """One list's. `build` is for tests."""

    def __init__(self, build: Build = Matcher, thread: ThreadPoolExecutor | None = None) -> None:
        self._build = build
        self._matcher = build((), _go_on)
        self._phrases: tuple[str, ...] = ()  #: what it was asked for last: the same list is the same object, mostly
        self._next: tuple[tuple[str, ...], Future[Matcher]] | None = None
        self._thread = thread or ThreadPoolExecutor(max_workers=1, thread_name_prefix="phrases")

    @property
    def building(self) -> bool:
        return self._next is not None

    def matcher(self, phrases: tuple[str, ...]) -> Matcher:
        """The one for `phrases`; while a long list is being built, the one before. Never waits."""
        if self._next and self._next[1].done():
            self._turned_to(self._next[1].result())
            log.info("%d phrases are in force", len(self._matcher.phrases))
        if phrases is not self._phrases:
            self._phrases = phrases
            self._turn_to(phrases)
        return self._matcher

    def _turn_to(self, phrases: tuple[str, ...]) -> None:
        if self._next and phrases == self._next[0]:
            return
        self._next = None
        if phrases == self._matcher.phrases:
            return
        if len(phrases) <= AT_ONCE:
            self._turned_to(self._build(phrases, _go_on))
        else:
            self._next = (phrases, self._thread.submit(self._build, phrases, _let_others))

    def _turned_to(self, matcher: Matcher) -> None:
        """The one before is taken apart in the thread as soon as nobody has it in hand any more."""
        before, self._matcher, self._next = self._matcher, matcher, None
        if len(before.phrases) > AT_ONCE:
            weakref.finalize(before, self._thread.submit, _empty, before.parts()).atexit = False

    def ready(self, phrases: tuple[str, ...]) -> None:
        """Build the one for `phrases`, whatever it takes: for the start."""
        self._matcher, self._phrases, self._next = self._build(phrases, _go_on), phrases, None


class Phrasebooks:
    """A phrasebook for everywhere and for each scope that has phrases of its own. One for the whole process."""

    def __init__(self, build: Build = Matcher) -> None:
        self._build = build
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="phrases")
        self._everywhere = Phrasebook(build, self._thread)
        self._books: dict[str, Phrasebook] = {}
        self._scopes: Mapping[str, Scope] = {}  #: what the matchers are of
        self._scoped: Mapping[str, Matcher] = {}

    def everywhere(self, policy: Policy) -> Matcher:
        """Of what holds everywhere."""
        return self._everywhere.matcher(policy.keywords)

    def scoped(self, policy: Policy) -> Mapping[str, Matcher]:
        """Of each scope's own list, by its key; as Phrasebook.matcher()."""
        if policy.scopes is not self._scopes or any(book.building for book in self._books.values()):
            self._scopes = policy.scopes
            lists = {key: scope.keywords for key, scope in policy.scopes.items() if scope.keywords}
            self._books = {key: self._books.get(key) or Phrasebook(self._build, self._thread) for key in lists}
            self._scoped = {key: book.matcher(lists[key]) for key, book in self._books.items()}
        return self._scoped

    def ready(self, policy: Policy) -> None:
        """Build all of them, whatever it takes: for the start."""
        self._everywhere.ready(policy.keywords)
        self.scoped(policy)
        for key, book in self._books.items():
            book.ready(policy.scopes[key].keywords)
        self._scopes = {}  # so that the finished ones are taken

    def adopt(self, policy: Policy) -> None:
        """Begin with what a newer policy has that was never built, before an event needs it."""
        self.everywhere(policy)
        self.scoped(policy)
