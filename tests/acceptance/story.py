"""
The main job as one story, told on any pairing of platforms, and what each of the people saw of it.

`python -m acceptance.story` (make story) prints it for every pairing.
tests/acceptance/test_stories.py holds what must be true of it.
"""

import argparse
import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from acceptance.sides import BOT, Place, Seen, until
from acceptance.town import Town, town

#: (customers' platform, team's platform, Slack over HTTP)
PAIRINGS: tuple[tuple[str, str, bool], ...] = (
    ("slack", "slack", False),
    ("discord", "discord", False),
    ("discord", "slack", False),
    ("slack", "discord", False),
    ("slack", "slack", True),
)


@dataclass(slots=True)
class Told:
    """What everybody saw in the end, by title."""

    customer: dict[str, list[Seen]] = field(default_factory=dict)
    team: dict[str, list[Seen]] = field(default_factory=dict)
    whispers: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  #: by the platforms' ids


async def tell(t: Town) -> Told:
    """Two conversations of Ann's, one in direct messages and one in public, from the first words to the close."""
    dm_thread = await _in_private(t)
    help_thread, public = await _in_public(t)
    await t.settle()
    told = Told(names={id_: name for side in t.sides for id_, name in side.names.items()})
    told.customer["direct messages"] = await t.customers.read(t.ann, t.dm)
    told.customer["#help"] = await t.customers.read(t.ann, t.customers.help)
    told.customer["the thread in #help"] = await t.customers.read(t.ann, help_thread)
    told.team["#team"] = [m for m in await t.team.read(t.bo, t.team.team) if not m.private]
    told.team["the first card's thread"] = await t.team.read(t.bo, dm_thread)
    told.team["the second card's thread"] = await t.team.read(t.bo, public)
    for name, who in (("Bo", t.bo), ("Cy", t.cy)):
        told.whispers[name] = await t.team.whispers(who)
    told.whispers["Ann"] = await t.customers.whispers(t.ann)
    return told


async def _in_private(t: Town) -> Place:
    """A question, a person asked for, a race for the claim, a note, replies both ways, the close, and the AI again."""
    ann, bo = t.ann, t.bo
    await t.customers.say(ann, t.dm, "Hi there")
    await t.customer_sees("Hello")
    await t.customers.say(ann, t.dm, "How long does delivery take?")
    await t.customer_sees("Source:")
    await t.customers.say(ann, t.dm, "That is too slow. Can I talk to a human please? @everyone")
    card = await t.card(1)
    thread = t.thread(card)
    await t.team_sees("How long does delivery take?", thread)
    await asyncio.gather(
        t.team.press(bo, t.team.team, card.id, "claim:1"),
        t.team.command(t.cy, t.team.team, "/claim 1"),
    )
    winner = t.bo if "Bo from the team" in (await t.customer_sees("has joined")).text else t.cy
    await t.team.say(winner, thread, f"Hi Ann, I can send it by {t.team.bold('express')} today. Is that all right?")
    await t.customer_sees("Is that all right?")
    await t.team.say(winner, thread, "// she is a long-standing customer, so no charge")
    await t.customers.say(ann, t.dm, "Yes please, it is order 4711 <3")
    await t.team_sees("order 4711", thread)
    sent = await t.team.say(winner, thread, "Done: it leaves at five.")
    await t.customer_sees("leaves at five")
    await t.team.edit(winner, thread, sent, "Done: it leaves at six.")
    await t.customer_sees("leaves at six")
    await t.team.press(winner, t.team.team, card.id, "close:1", fields={"note": "sent by express, no charge"})
    await t.customer_sees("now closed")
    await t.customers.say(ann, t.dm, "Thank you!")
    await t.customers.say(ann, t.dm, "How do I return something?")
    await t.customer_sees("return", await _after(t, "now closed"))
    return thread


async def _after(t: Town, text: str) -> Place:
    """The direct messages, once something of the AI's stands below the message with `text`."""

    async def look() -> bool:
        seen = await t.customers.read(t.ann, t.dm)
        at = next(n for n, m in enumerate(seen) if text in m.text)
        return any(m.who == BOT and m.bears("human") for m in seen[at + 1 :])

    await until(look, f"an answer after “{text}”")
    return t.dm


async def _in_public(t: Town) -> tuple[Place, Place]:
    """A question in the support channel, the button, `/claim`, a member who butts in, release, return to the AI."""
    ann = t.ann
    first = await t.customers.say(ann, t.customers.help, "My rear light flickers, what can I do?")
    place = t.customers.thread_at(t.customers.help, first)
    answer = await _bearing(t, place)
    await t.customers.press(ann, place, answer.id, next(b for b, _ in answer.buttons if b.startswith("human")))
    number = 3
    card = await t.card(number)
    thread = t.thread(card)
    await t.team.command(t.bo, t.team.team, "/claim")
    await t.customer_sees("has joined", place)
    ed = await t.customers.person("Ed")
    await t.customers.say(ed, place, "same here, mine does it in the rain")
    await t.team_sees("mine does it in the rain", thread)
    await t.team.say(t.bo, thread, "Is the plug behind the lamp dry?")
    await t.customer_sees("behind the lamp", place)
    await t.team.command(t.bo, t.team.team, f"/handoff release {number}")
    await t.customer_sees("pass this on", place)
    await t.team.press(t.cy, t.team.team, card.id, f"claim:{number}")
    await t.customer_sees("Cy", place)
    await t.team.press(t.cy, t.team.team, card.id, f"return:{number}", fields={"note": "plug was wet, solved"})
    await t.customer_sees("back with the assistant", place)
    await t.team_sees("gave this back", thread)
    await t.team_sees("With the AI again")
    return place, thread


async def _bearing(t: Town, place: Place) -> Seen:
    async def look() -> Seen | None:
        return next((m for m in await t.customers.read(t.ann, place) if m.bears("human")), None)

    found: Seen = await until(look, "an answer with its button")
    return found


# ---- printing


def printed(title: str, told: Told) -> str:
    lines = ["", f"{'=' * 12} {title} {'=' * 12}"]
    lines += ["", "What Ann, the customer, sees:"]
    for where, seen in told.customer.items():
        lines += ["", f"  in {where}", *_messages(seen, told)]
    lines += ["", "What the team sees:"]
    for where, seen in told.team.items():
        lines += ["", f"  in {where}", *_messages(seen, told)]
    for who, words in told.whispers.items():
        if words:
            lines += ["", f"  what {who} alone was told", *(f"    · {_short(w)}" for w in words)]
    return "\n".join(lines)


def _messages(seen: list[Seen], told: Told) -> list[str]:
    lines = []
    for m in seen:
        if m.private:
            continue
        marks = " (edited)" * m.edited + "".join(f"  → notifies {p}" for p in m.pings)
        text = readable(m.text, told.names).split("\n")
        lines.append(f"    {m.who:>8} | {text[0]}{marks if len(text) == 1 else ''}")
        lines += [f"{'':>12} | {line}{marks if n == len(text) - 2 else ''}" for n, line in enumerate(text[1:])]
        if m.buttons:
            lines.append(f"{'':>12} | " + " ".join(f"[{label}]" for _, label in m.buttons))
    return lines


def readable(text: str, names: dict[str, str]) -> str:
    """What the platforms' own forms show as: times, mentions, links, small print, escaped signs."""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<t:(\d+):\w>", lambda m: f"{datetime.fromtimestamp(int(m[1]), UTC):%Y-%m-%d %H:%M} UTC", text)
    text = re.sub(r"<@!?(\w+)>", lambda m: f"@{names.get(m[1], 'somebody')}", text)
    text = re.sub(r"<(https?://[^|>]+)\|([^>]+)>", r"\2", text)
    text = re.sub(r"^-# (.*)$", r"(\1)", text, flags=re.MULTILINE).replace("\u200b", "")
    text = re.sub(r"\\([*_~`|<])", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _short(text: str) -> str:
    return re.sub(r"\s*\n\s*", " / ", text)


async def _main(only: str) -> int:
    for customers, team, http in PAIRINGS:
        title = f"{customers.title()} → {team.title()}{' over HTTP' if http else ''}"
        if only and only.lower() not in title.lower():
            continue
        with tempfile.TemporaryDirectory() as folder:
            async with town(Path(folder), customers, team, http=http) as t:
                told = await tell(t)
        sys.stdout.write(printed(title, told) + "\n")
    return 0


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="The main job as a story, on simulated platforms.")
    given.add_argument("--only", default="", help="pairings whose title holds this")
    options = given.parse_args()
    sys.exit(asyncio.run(_main(options.only)))
