"""
Previews and reports: the stored conversations are replayed by a process of their own, and the bot goes on serving meanwhile.

`python -m bot.previewing` reads an order as JSON, writes how far it is, a JSON line each time, and the result last. The same
is `handoff preview`, in its own process. Nothing is written to the store.
"""

import asyncio
import contextlib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from adapters.store.choice import AnyStore, open_store
from adapters.store.codec import Codec
from bot import children
from bot.analysers import analyser
from bot.painting import paint
from bot.settings import Settings
from handoff import previews
from handoff.advising import Advising
from handoff.effects import Post, Preview
from handoff.errors import Fatal, Refused
from handoff.events import Previewed
from handoff.model import Found, Person, Policy, Report
from handoff.phrasebook import Phrasebooks
from handoff.previewing import Far
from handoff.replay import Settings as Under
from handoff.reports import ENOUGH, Fate, Review
from handoff.tallying import Remembering, Tally

#: conversations that are in memory at once
CHUNK: Final = 200
#: seconds for one preview
PATIENCE: Final = 900.0
_OPERATOR: Final = Person("", "", "")
_FOUND: Final[Codec[Found]] = Codec(Found)
_REPORT: Final[Codec[Report]] = Codec(Report)


class Replaying:
    """Fits handoff.previewing.Previewer; `answers`: whether there is an AI."""

    def __init__(self, database_url: str, *, answers: bool = True) -> None:
        self._url, self._answers = database_url, answers

    async def __call__(self, effect: Preview, far: Far) -> Found | Report:
        order = {"url": self._url, "answers": self._answers, "changes": effect.changes, "days": effect.days}
        process = await children.started("bot.previewing")
        try:
            async with asyncio.timeout(PATIENCE):
                return await _heard(process, json.dumps(order), far)
        except TimeoutError:
            raise Refused("it took too long") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _heard(process: asyncio.subprocess.Process, order: str, far: Far) -> Found | Report:
    into, out = process.stdin, process.stdout
    if into is None or out is None:  # they were asked for
        raise Refused("the replay could not be begun")
    into.write(order.encode())
    into.close()
    async for line in out:
        said: dict[str, Any] = json.loads(line)
        if "found" in said:
            return _FOUND.loads(said["found"])
        if "report" in said:
            return _REPORT.loads(said["report"])
        if "refused" in said:
            raise Refused(said["refused"])
        await far(said["done"], said["of"])
    raise Refused("the replay broke off")


async def preview(store: AnyStore, changes: previews.Changes, days: int, far: Far, *, answers: bool = True) -> Found:
    """What `changes` would have made of the conversations of the last `days`. Raises previews.Unclear."""
    policy = await store.policy()
    since = datetime.now(UTC) - timedelta(days=days)
    now = _under(policy, answers=answers)
    tally = Tally(now, replace(now, policy=previews.under(policy, changes)))
    of, after = await store.recorded(since), 0
    while chunk := await store.records(after, since, CHUNK):
        for conversation, messages in chunk:
            tally.add(conversation, messages)
        after = chunk[-1][0].number
        await far(tally.conversations, max(of, tally.conversations))
    return tally.found()


async def report(store: AnyStore, days: int, far: Far, *, answers: bool = True) -> Report:
    """What the handoffs of the last `days` were, and what would have served better. Nothing is replayed where too few say."""
    policy, since = await store.policy(), datetime.now(UTC) - timedelta(days=days)
    review, last = Review(), None
    while page := await store.handoffs(since, last):
        for record in page:
            review.add(record)
        last = page[-1]
    advising = Advising(_under(policy, answers=answers)) if review.judged >= ENOUGH else None
    of, after, done = await store.recorded(since), 0, 0
    while advising and (chunk := await store.records(after, since, CHUNK)):
        for conversation, messages in chunk:
            advising.add(conversation, messages, review.fates.get(conversation.number, Fate()))
        after, done = chunk[-1][0].number, done + len(chunk)
        await far(done, max(of, done))
    named = [await store.conversation(number) for number in review.named]
    return review.report({c.number: c.card_link or c.link for c in named if c}, advising.best() if advising else None)


def _under(policy: Policy, *, answers: bool) -> Under:
    """For other values of the same policy it is replaced: its phrases stay, and each text is judged once for all of them."""
    books = Phrasebooks()
    books.ready(policy)
    return Under(
        policy=policy,
        analyser=Remembering(analyser()),
        phrases=books.everywhere(policy),
        scoped=books.scoped(policy),
        answers=answers,
    )


async def show(settings: Settings, asked: Sequence[str], days: int, chart: Path | None, *, as_json: bool) -> int:
    """`handoff preview`: the exit code. Raises Fatal, previews.Unclear, Refused."""
    changes = previews.asked(" ".join(asked))[0]
    if not changes or len(changes) != len(asked):
        raise previews.Unclear("preview.nothing")
    store = await open_store(settings.database_url, team=settings.places().team, exclusive=False)
    try:
        found = await preview(store, changes, days, _on_terminal, answers=settings.ai != "none")
    finally:
        await store.close()
    event = Previewed(key="", at=datetime.now(UTC), row=0, changes=changes, days=days, by=_OPERATOR, found=found)
    drawn = previews.chart(event)
    if chart and drawn:
        picture = await paint(drawn)
        await asyncio.to_thread(chart.write_bytes, picture)
    if as_json:
        sys.stdout.write(json.dumps({"settings": dict(changes), "days": days, **asdict(found)}, indent=2) + "\n")
    else:
        sys.stdout.write(_plain(previews.told(event)) + "\n")
    return 0


def _plain(post: Post) -> str:
    """Without the marks of CommonMark, which our own sentences have."""
    return re.sub(r"\[(#\d+)\]\([^)]*\)", r"\1", post.text).replace("**", "").replace("`", "").replace("\\", "")


async def _on_terminal(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {of}" + "\n" * (done >= of))
        sys.stderr.flush()


async def _carry_out(order: dict[str, Any]) -> None:
    async def far(done: int, of: int) -> None:
        _say({"done": done, "of": of})

    store = await open_store(order["url"], exclusive=False)
    try:
        changes = tuple((name, value) for name, value in order["changes"])
        if changes:
            found = await preview(store, changes, order["days"], far, answers=order["answers"])
            _say({"found": _FOUND.dumps(found)})
        else:
            _say({"report": _REPORT.dumps(await report(store, order["days"], far, answers=order["answers"]))})
    finally:
        await store.close()


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        try:
            asyncio.run(_carry_out(json.load(sys.stdin)))
        except (Fatal, previews.Unclear) as error:
            _say({"refused": str(error)})


if __name__ == "__main__":
    main()
