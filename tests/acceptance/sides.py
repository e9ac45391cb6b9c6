"""
The two simulated platforms, driven in the same words: people who write, press, type commands and look.

A place is (channel, thread), thread "" for the channel itself. Everything that a person sees becomes a Seen.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from discordsim import DiscordSim, SimError
from slacksim import SlackSim

from adapters.slack.manifest import manifest
from handoff.commands import FORMS
from handoff.typed import parse

Place = tuple[str, str]
#: what is typed into the form that a button opens, by field; none: it opens none
Fields = Mapping[str, str] | None

BOT = "Handoff"
#: seconds; a wait on a condition costs nothing once it is met, and a machine that does much else is slow
PATIENCE = 40.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as a person sees it. `buttons`: (id on the wire without "handoff:", label)."""

    id: str
    who: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    private: bool = False
    edited: bool = False
    pings: tuple[str, ...] = ()

    def bears(self, verb: str) -> bool:
        return any(name.split(":")[0] == verb for name, _ in self.buttons)


class Side(Protocol):
    """A platform with a support channel, a team channel, and people."""

    name: str
    bot: str  #: the bot's own id, which mentions it
    names: dict[str, str]  #: of people, by their ids
    said: list[str]  #: every word of people
    help: Place
    team: Place

    async def person(self, name: str, *, agent: bool = False, admin: bool = False) -> str: ...
    async def group(self, members: list[str]) -> str: ...
    async def direct(self, who: str) -> Place: ...
    async def say(self, who: str, place: Place, text: str, reply_to: str = "") -> str: ...
    async def edit(self, who: str, place: Place, message: str, text: str) -> None: ...
    async def delete(self, who: str, place: Place, message: str) -> None: ...
    async def read(self, who: str, place: Place) -> list[Seen]: ...
    async def press(self, who: str, place: Place, message: str, button: str, fields: Fields = None) -> None: ...
    async def command(self, who: str, place: Place, line: str, *, answered: bool = True) -> str: ...
    async def choose(self, who: str, place: Place, message: str, title: str) -> None: ...
    async def whispers(self, who: str) -> list[str]: ...
    async def whispered(self, who: str) -> list[Seen]: ...
    async def press_whisper(self, who: str, button: str) -> None: ...
    async def violations(self) -> list[Any]: ...
    async def pings(self) -> list[tuple[str, str]]: ...
    async def calls(self) -> Counter[str]: ...
    async def settle(self, quiet: float = 0.4, timeout: float = PATIENCE) -> None: ...
    def thread_at(self, place: Place, message: str) -> Place: ...
    def bold(self, words: str) -> str: ...
    def typed_mention(self, who: str) -> str: ...
    def typed_channel(self, channel: str) -> str: ...
    def env(self) -> dict[str, str]: ...
    def target(self, place: Place) -> str: ...


async def until(probe: Any, what: str, timeout: float = PATIENCE) -> Any:
    """The first true value of `probe()`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    while True:
        if value := await probe():
            return value
        assert loop.time() < end, f"timed out after {timeout} s waiting for {what}"
        await asyncio.sleep(0.03)


async def offered(side: Side, who: str, place: Place, message: str, button: str) -> None:
    """Until a message bears a button: cards are redrawn a moment after what they show."""

    async def look() -> bool:
        seen = next((m for m in await side.read(who, place) if m.id == message), None)
        return seen is not None and button in dict(seen.buttons)

    await until(look, f"the button {button}")


# ---- Discord


class DiscordSide:
    name = "discord"
    replies = True

    def __init__(self, sim: DiscordSim) -> None:
        self.sim = sim
        self.bot: str = sim.bot_id
        self.names: dict[str, str] = {sim.bot_id: BOT}
        self.help = self.team = ("", "")
        self.said: list[str] = []

    async def build(self) -> None:
        sim = self.sim
        self.guild = await sim.create_guild("Shop")
        self.staff = await sim.create_role(self.guild, "staff")
        self.boss = await sim.create_role(self.guild, "boss", permissions=["MANAGE_GUILD"])
        allow = [{"id": self.staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        self.help = ((await sim.create_channel(self.guild, "help"))["id"], "")
        self.team = ((await sim.create_channel(self.guild, "team", "private", overwrites=allow))["id"], "")

    async def person(self, name: str, *, agent: bool = False, admin: bool = False) -> str:
        user = await self.sim.create_user(name.lower(), global_name=name)
        roles = [self.staff] * agent + [self.boss] * admin
        await self.sim.add_member(self.guild, user, roles=roles)
        self.names[user["id"]] = name
        return str(user["id"])

    async def group(self, members: list[str]) -> str:
        """The id of a role that these have."""
        role = await self.sim.create_role(self.guild, "friends", mentionable=True)
        for who in members:
            await self.sim.set_member_roles(self.guild["id"], who, [role["id"]])
        return str(role["id"])

    async def direct(self, who: str) -> Place:
        return (await self.sim.dm_channel(who))["id"], ""

    @staticmethod
    def _at(place: Place) -> str:
        return place[1] or place[0]

    async def say(self, who: str, place: Place, text: str, reply_to: str = "") -> str:
        self.said.append(text)
        return str((await self.sim.post(who, self._at(place), text, reply_to=reply_to or None))["id"])

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        await self.sim.edit(who, message, text)

    async def delete(self, who: str, place: Place, message: str) -> None:
        await self.sim.delete(who, message)

    async def read(self, who: str, place: Place) -> list[Seen]:
        try:
            found = await self.sim.messages(self._at(place), user=who)
        except SimError as error:
            if "unknown channel" in str(error):  # a thread that is not made yet
                return []
            raise
        return [self._seen(m) for m in found if m["type"] not in (6, 18, 21)]

    def _seen(self, m: dict[str, Any]) -> Seen:
        lines = [m["content"]] if m["content"] else []
        for embed in m["embeds"]:
            lines += [embed.get("title") or "", embed.get("description") or ""]
            lines += [f"{f['name']}: {f['value']}" for f in embed.get("fields") or []]
            lines += [(embed.get("footer") or {}).get("text") or ""]
        buttons = [b for row in m["components"] for b in row.get("components") or [] if b.get("custom_id")]
        pings = m["pings"]
        who = [
            *(["here"] if pings["here"] else []),
            *(["everyone"] if pings["everyone"] else []),
            *pings["users"],
            *pings["roles"],
        ]
        return Seen(
            id=m["id"],
            who=self.names.get(m["author"]["id"], "?"),
            text="\n".join(filter(None, lines)),
            buttons=tuple((b["custom_id"].removeprefix("handoff:"), b["label"]) for b in buttons),
            private=bool(m.get("ephemeral")),
            edited=bool(m["edited_timestamp"]),
            pings=tuple(self.names.get(p, p) for p in who),
        )

    async def press(self, who: str, place: Place, message: str, button: str, fields: Fields = None) -> None:
        await offered(self, who, place, message, button)
        answer = await self.sim.click(who, message, f"handoff:{button}")
        if fields is not None:
            verb = button.split(":")[0]
            picked = {o.name for o in FORMS[verb].asks if o.person or o.channel or o.choices}
            await self.sim.submit_modal(who, answer, {name: [v] if name in picked else v for name, v in fields.items()})

    async def command(self, who: str, place: Place, line: str, *, answered: bool = True) -> str:
        name, _, rest = line.removeprefix("/").partition(" ")
        command, options = parse(name, rest)
        numbers = {o.name for o in command.options if o.number}
        given = {k: int(v) if k in numbers else v for k, v in options.items()}
        answer = await self.sim.slash(who, self._at(place), command.path, given, final=answered)
        return str((answer["message"] or {}).get("content") or json.dumps(answer["message"]))

    async def choose(self, who: str, place: Place, message: str, title: str) -> None:
        """From the menu of a message."""
        await self.sim.context_menu(who, self._at(place), title, message, final=True)

    async def whispers(self, who: str) -> list[str]:
        return [seen.text for seen in await self.whispered(who)]

    async def whispered(self, who: str) -> list[Seen]:
        return [self._seen(m) for m in await self.sim.ephemerals(who)]

    async def press_whisper(self, who: str, button: str) -> None:
        """The button of the newest whisper that bears it."""
        bearing = [m for m in await self.sim.ephemerals(who) if (button in dict(self._seen(m).buttons))]
        await self.sim.click(who, bearing[-1]["id"], f"handoff:{button}", final=True)

    async def violations(self) -> list[Any]:
        return [*await self.sim.violations(), *await self.sim.rate_limited()]

    async def pings(self) -> list[tuple[str, str]]:
        """(whom, where) of every notification that the bot caused."""
        found = []
        for p in await self.sim.pings():
            found += [(self.names.get(w, w), p["channel_id"]) for w in _discord_targets(p)]
        return found

    async def calls(self) -> Counter[str]:
        """How often the bot did what, in the words of both platforms; looks and courtesies are left out."""
        kinds = {
            "post": ("POST", r"/channels/[^/]+/messages$"),
            "edit": ("PATCH", r"/channels/[^/]+/messages/"),
            "thread": ("POST", r"/channels/[^/]+/messages/[^/]+/threads$"),
            "delete": ("DELETE", r"/channels/[^/]+/messages/"),
            "rename": ("PATCH", r"/channels/[^/]+$"),
        }
        return Counter({kind: len(await self.sim.api_calls(*what)) for kind, what in kinds.items()})

    async def settle(self, quiet: float = 0.4, timeout: float = PATIENCE) -> None:
        await self.sim.quiet(quiet, timeout)

    def thread_at(self, place: Place, message: str) -> Place:
        return place[0], message

    def bold(self, words: str) -> str:
        return f"**{words}**"

    def typed_mention(self, who: str) -> str:
        """Somebody, as a command's line has them."""
        return f"@{who}"

    def typed_channel(self, channel: str) -> str:
        """A channel, as a command's line has it."""
        return f"#{channel}"

    def env(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": self.sim.token, "DISCORD_API_URL": self.sim.api_url}

    def target(self, place: Place) -> str:
        return f"discord:{place[0]}"


def _discord_targets(pings: dict[str, Any]) -> list[str]:
    return [*(kind for kind in ("here", "everyone") if pings[kind]), *pings["users"], *pings["roles"]]


# ---- Slack


class SlackSide:
    name = "slack"
    replies = False

    def __init__(self, sim: SlackSim, *, http: bool = False) -> None:
        self.sim, self.http = sim, http
        self.bot: str = sim.bot_user
        self.names: dict[str, str] = {sim.bot_user: BOT}
        self.help = self.team = ("", "")
        self.said: list[str] = []

    async def build(self) -> None:
        self.help = ((await self.sim.add_channel("help"))["id"], "")
        self.team = ((await self.sim.add_channel("team", private=True))["id"], "")

    async def person(self, name: str, *, agent: bool = False, admin: bool = False) -> str:
        user = await self.sim.add_user(name, real_name=name, admin=admin)
        by = await self._host()
        await self.sim.invite(self.help[0], user["id"], by)
        if agent:
            await self.sim.invite(self.team[0], user["id"], by)
        self.names[user["id"]] = name
        return str(user["id"])

    async def _host(self) -> str:
        return self.sim.bot_user

    async def group(self, members: list[str]) -> str:
        """The id of a user group of these."""
        return str((await self.sim.add_usergroup("friends", members))["id"])

    async def direct(self, who: str) -> Place:
        return (await self.sim.open_dm(who))["id"], ""

    async def say(self, who: str, place: Place, text: str, reply_to: str = "") -> str:
        assert not reply_to, "there are no replies but in threads"
        self.said.append(text)
        return str((await self.sim.say(who, place[0], text, place[1] or None))["ts"])

    async def edit(self, who: str, place: Place, message: str, text: str) -> None:
        await self.sim.edit(who, place[0], message, text)

    async def delete(self, who: str, place: Place, message: str) -> None:
        await self.sim.delete(who, place[0], message)

    async def read(self, who: str, place: Place) -> list[Seen]:
        pings = await self.sim.pings(by_app=None)
        found = []
        for m in await self.sim.seen_by(who, place[0]):
            inside = m.get("thread_ts") if m.get("thread_ts") != m["ts"] else None
            if place[1]:
                if place[1] not in (m["ts"], m.get("thread_ts")) or (m["ts"] == place[1] and m.get("_by_app")):
                    continue  # a card is seen in its channel
            elif inside:
                continue
            if m.get("subtype") in ("channel_join", "group_join", "pinned_item"):
                continue
            found.append(self._seen(m, [p for p in pings if p.get("ts") == m["ts"]]))
        return found

    def _seen(self, m: dict[str, Any], pings: list[dict[str, Any]]) -> Seen:
        blocks = m.get("blocks") or []
        ours = m.get("_app_blocks") or m.get("_ephemeral")
        lines = [t for b in blocks for t in _texts(b)] if blocks and ours else [m.get("text") or ""]
        elements = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
        return Seen(
            id=m["ts"],
            who=self.names.get(m.get("user", ""), BOT if m.get("_ephemeral") else "?"),
            text="\n".join(filter(None, lines)),
            buttons=tuple((_slack_button(e), e["text"]["text"]) for e in elements),
            private=bool(m.get("_ephemeral")),
            edited=bool(m.get("edited")),
            pings=tuple(self._whom(p) for p in pings),
        )

    def _whom(self, p: dict[str, Any]) -> str:
        return self.names.get(p.get("id") or "", p.get("id") or p.get("kind") or "?")

    async def press(self, who: str, place: Place, message: str, button: str, fields: Fields = None) -> None:
        await offered(self, who, place, message, button)
        verb, _, value = button.partition(":")
        answer = await self.sim.click(who, f"handoff:{verb}", channel=place[0], ts=message, value=value)
        assert answer["acked"], answer
        if fields is not None:
            await self.sim.wait_view(who)
            await self.sim.submit(who, dict(fields))

    async def command(self, who: str, place: Place, line: str, *, answered: bool = True) -> str:
        name, _, rest = line.partition(" ")
        answer = await self.sim.slash(who, place[0], name, rest)
        assert answer["acked"], answer
        if not answered:
            return ""
        fresh = await until(lambda: self._answer(who, answer["answers"]), f"the answer to {line}")
        return self._seen({**fresh["message"], "ts": fresh["ts"], "_ephemeral": fresh["id"]}, []).text

    async def _answer(self, who: str, to: str) -> Any:
        """What somebody was told by the response URL of what they did; other words may come at the same time."""
        return next((e for e in await self.sim.ephemerals(who) if e["answers"] == to), None)

    async def choose(self, who: str, place: Place, message: str, title: str) -> None:
        """From the menu of a message."""
        shortcuts = self.sim.info_cache["manifest"]["features"]["shortcuts"]
        named = next(s["callback_id"] for s in shortcuts if s["name"] == title)
        answer = await self.sim.shortcut(who, named, place[0], message)
        assert answer["acked"], answer

    async def whispers(self, who: str) -> list[str]:
        return [seen.text for seen in await self.whispered(who)]

    async def whispered(self, who: str) -> list[Seen]:
        return [self._seen({**e["message"], "ts": e["ts"], "_ephemeral": e["id"]}, []) for e in await self.sim.ephemerals(who)]

    async def press_whisper(self, who: str, button: str) -> None:
        verb, _, value = button.partition(":")
        bearing = [e for e in await self.sim.ephemerals(who) if f'"handoff:{verb}"' in json.dumps(e["message"])]
        answer = await self.sim.click(who, f"handoff:{verb}", ephemeral=bearing[-1]["id"], value=value)
        assert answer["acked"], answer

    async def violations(self) -> list[Any]:
        return await self.sim.violations()

    async def pings(self) -> list[tuple[str, str]]:
        return [(self._whom(p), p["channel"]) for p in await self.sim.pings() if not p["edit"]]

    async def calls(self) -> Counter[str]:
        kinds = {
            "post": "chat.postMessage",
            "edit": "chat.update",
            "delete": "chat.delete",
            "rename": "conversations.(rename|setTopic|setPurpose)",
        }
        return Counter({kind: len(await self.sim.api_log(method)) for kind, method in kinds.items()})

    async def settle(self, quiet: float = 0.4, timeout: float = PATIENCE) -> None:
        await self.sim.idle(quiet, timeout)

    def thread_at(self, place: Place, message: str) -> Place:
        return place[0], message

    def bold(self, words: str) -> str:
        return f"*{words}*"

    def typed_mention(self, who: str) -> str:
        return f"<@{who}|{self.names[who].lower()}>"

    def typed_channel(self, channel: str) -> str:
        return f"<#{channel}|help>"

    def env(self) -> dict[str, str]:
        env = self.sim.env()
        del env["SLACK_SIGNING_SECRET" if not self.http else "SLACK_APP_TOKEN"]
        return env

    def target(self, place: Place) -> str:
        return f"slack:{place[0]}"


def _slack_button(element: dict[str, Any]) -> str:
    return f"{element['action_id'].removeprefix('handoff:')}:{element.get('value', '')}"


def _texts(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "section":
            fields = [block["text"]] if block.get("text") else []
            return [f["text"] for f in [*fields, *block.get("fields", [])]]
        case "header":
            return [block["text"]["text"]]
        case "context":
            return [f"({' '.join(e['text'] for e in block['elements'] if 'text' in e)})"]
        case _:
            return []


def slack_manifest(*, http_url: str = "") -> dict[str, Any]:
    return manifest(http_url=http_url)


__all__ = ["BOT", "DiscordSide", "Place", "Seen", "Side", "SlackSide", "slack_manifest", "until"]
