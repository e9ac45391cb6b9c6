"""What a page asks for: somebody writes, edits, deletes, presses, types a command or sends a form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.local import inbound, shown
from adapters.local.whereabouts import place
from adapters.local.world import HELP, ROLES, TEAM, Account, Entry, World
from handoff.effects import FormErrors, Instead, OpenForm, Post, Reply, Whisper
from handoff.events import Event
from handoff.model import Address
from handoff.ports import Sink
from handoff.typed import Usage, parse

#: characters of one message
LONGEST: Final = 20_000
_NAME: Final = re.compile(r"[^\W_][\w .'’-]{0,29}")
_ACT: Final = re.compile(r"[\w-]{8,64}")


class Wrong(Exception):
    """What was asked for cannot be done; the message says why, to whoever looks at the page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One wish of a page: `id` is the same however often it is brought; `who` acts, in `channel` and `thread`."""

    id: str
    do: str
    who: Account
    channel: str
    thread: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        found = self.given.get(name)
        return found if isinstance(found, str) else ""

    def number(self, name: str) -> int:
        found = self.given.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else 0


class Acts:
    """`base`: where the page is, for links."""

    def __init__(self, world: World, sink: Sink, base: str) -> None:
        self._world, self._sink, self._base = world, sink, base

    async def join(self, wish: Mapping[str, Any]) -> Account:
        """Raises Wrong."""
        name, role = wish.get("name"), wish.get("role")
        if not isinstance(name, str) or not _NAME.fullmatch(name.strip()):
            raise Wrong("A name has up to 30 letters, digits and spaces.")
        if role not in ROLES:
            raise Wrong("Somebody is a customer, an agent or an admin.")
        return await self._world.join(name.strip(), str(role))

    def asked(self, wish: Mapping[str, Any]) -> Asked:
        """Raises Wrong."""
        who = self._world.people.get(str(wish.get("who")))
        id_, channel, thread = (str(wish.get(name) or "") for name in ("id", "channel", "thread"))
        if who is None:
            raise Wrong("Choose somebody first.")
        if not _ACT.fullmatch(id_):
            raise Wrong("That cannot be read.")
        if not self.sees(who, channel):
            raise Wrong(f"{who.name} cannot see that place.")
        if thread and not thread.isdecimal():
            raise Wrong("There is no such thread.")
        return Asked(id_, str(wish.get("do")), who, channel, thread, wish)

    def sees(self, who: Account, channel: str) -> bool:
        return channel in (HELP, f"@{who.id}") or (channel == TEAM and who.role != "customer")

    async def do(self, asked: Asked) -> dict[str, Any]:
        """What the page is answered. Raises Wrong."""
        match asked.do:
            case "say":
                await self._say(asked)
            case "edit" | "delete":
                await self._change(asked)
            case "press":
                return await self._replied(asked, inbound.pressed(asked.id, asked.who, self._where(asked), _button(asked)))
            case "command":
                return await self._command(asked)
            case "send":
                verb, number = _button(asked)["verb"], max(0, asked.number("number"))
                people, fields = self._world.people, _fields(asked)
                sent = inbound.form_sent(asked.id, asked.who, self._where(asked), verb, number, fields, people)
                return await self._replied(asked, sent)
            case _:
                raise Wrong("That cannot be done here.")
        return {}

    async def bring(self) -> None:
        """Tell the core what people wrote, edited or deleted that it does not know yet."""
        for entry in await self._world.unheard():
            author = self._world.people[entry.author]
            if entry.heard == 0:
                await self._sink(inbound.spoke(entry, author, self._world.people, self._link(entry)))
            if entry.heard or entry.edited or entry.deleted:
                await self._sink(inbound.changed(entry, author))
            await self._world.heard(entry)

    # ---- words

    async def _say(self, asked: Asked) -> None:
        text = asked.text("text").strip()
        if not text or len(text) > LONGEST:
            raise Wrong("Write something first." if not text else f"A message has at most {LONGEST} characters.")
        await self._world.post(asked.channel, asked.thread, key=f"say:{asked.id}", author=asked.who.id, text=text)
        await self.bring()

    async def _change(self, asked: Asked) -> None:
        entry = await self._world.message(asked.number("message"))
        if entry is None or entry.author != asked.who.id or entry.deleted:
            raise Wrong("Only what somebody wrote themselves can be changed, while it is there.")
        if asked.do == "delete":
            await self._world.delete(entry.id)
        elif text := asked.text("text").strip():
            await self._world.change(entry.id, text=text[:LONGEST])
        else:
            raise Wrong("Write something, or delete the message.")
        await self.bring()

    def _link(self, entry: Entry) -> str:
        return f"{self._base}/#m{entry.id}"

    # ---- acts that are answered

    async def _command(self, asked: Asked) -> dict[str, Any]:
        name, _, rest = asked.text("line").strip().removeprefix("/").partition(" ")
        try:
            command, options = parse(name, rest)
        except Usage as error:
            await self._whisper(asked, Post(text=str(error)))
            return {}
        event = inbound.commanded(asked.id, asked.who, self._where(asked), command, options, self._world.people)
        return await self._replied(asked, event)

    async def _replied(self, asked: Asked, event: Event) -> dict[str, Any]:
        return await self._answer(asked, await self._sink(event))

    async def _answer(self, asked: Asked, reply: Reply) -> dict[str, Any]:
        match reply:
            case OpenForm():
                return {"form": shown.form(reply)}
            case FormErrors():
                return {"errors": dict(reply.errors)}
            case Whisper() | Instead():
                await self._whisper(asked, reply.post)
        return {}

    async def _whisper(self, asked: Asked, post: Post) -> None:
        names = {account.id: account.name for account in self._world.people.values()}
        await self._world.post(
            asked.channel, asked.thread, key=f"whisper:{asked.id}", post=shown.shown(post, names), only_for=asked.who.id
        )

    def _where(self, asked: Asked) -> Address:
        return place(asked.channel, asked.thread)


def _button(asked: Asked) -> dict[str, Any]:
    verb = asked.text("verb")
    if not re.fullmatch(r"[a-z.]{1,30}", verb):
        raise Wrong("There is no such button.")
    return {"verb": verb, "number": max(0, asked.number("number")), "detail": asked.text("detail")[:100]}


def _fields(asked: Asked) -> dict[str, str]:
    fields = asked.given.get("fields")
    if not isinstance(fields, Mapping) or not all(isinstance(value, str) for value in fields.values()):
        raise Wrong("The form cannot be read.")
    return {str(name): value[:LONGEST] for name, value in fields.items()}
