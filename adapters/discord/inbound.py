"""What came from Discord, as Events. Pure: whoever calls has looked up the place and what the person may do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import discord

from adapters.discord.markdown import escape, incoming, mentioned, name
from adapters.discord.whereabouts import PLATFORM
from handoff.commands import MESSAGE_ACTIONS
from handoff.events import Deleted, Edited, Group, Spoke
from handoff.model import Address, File, Person, Standing

_SAID: Final = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class Self:
    """The bot: its user id, and the roles that Discord made for it in its servers (people pick them by mistake)."""

    user: str
    roles: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        return self.roles | {self.user}


def person(user: discord.abc.User, locale: str = "") -> Person:
    since = discord.utils.snowflake_time(user.id)  # an id tells when it was given
    return Person(PLATFORM, "", str(user.id), name(user.display_name), locale, since)


def by_a_person(message: discord.Message) -> bool:
    """Not a bot's, a webhook's, or Discord's own ("… joined the server")."""
    return not message.author.bot and message.webhook_id is None and message.type in _SAID


def blank(message: discord.Message) -> bool:
    """Nothing to be seen in it: what every message looks like without the Message Content Intent."""
    held = message.content, message.attachments, message.stickers, message.message_snapshots, message.poll, message.activity
    return not any(held)


def spoke(message: discord.Message, me: Self, place: Address, standing: Standing, title: str = "") -> Spoke | None:
    """
    None for what is not a person's words: bots, webhooks, system messages, empty ones. `title`: of the forum post that the
    message begins, and a part of the question.
    """
    if not by_a_person(message) or blank(message):
        return None
    users, roles = mentioned(message.content)
    return Spoke(
        key=f"{PLATFORM}:{message.channel.id}:{message.id}",
        at=message.created_at,
        place=place,
        message_id=str(message.id),
        author=person(message.author),
        standing=standing,
        text=_titled(title, _text(message, me)),
        files=_files(message),
        mentions_bot=bool((users | roles) & me.ids),
        mentions_others=bool((users | roles) - me.ids - {str(message.author.id)}) or message.mention_everyone,
        reply_to_other=_to_another(message, me),
        reply_to=_reply_to(message),
        link=jump(message),
    )


def shown_as(user: discord.abc.User) -> str:
    """How the text of a Spoke shows a mention of `user`."""
    return "@" + escape(user.display_name)


def edited(message: discord.Message, me: Self, place: Address, title: str = "") -> Edited | None:
    """A message as it was last changed. None if it never was, and for what is not a person's words."""
    if message.edited_at is None or not by_a_person(message) or blank(message):
        return None
    return Edited(
        key=f"{PLATFORM}:{message.channel.id}:{message.id}:edited:{message.edited_at.isoformat()}",
        at=message.edited_at,
        place=place,
        message_id=str(message.id),
        author=person(message.author),
        text=_titled(title, _text(message, me)),
    )


def deleted(channel: int, message: int, place: Address, at: datetime) -> Deleted:
    return Deleted(key=f"{PLATFORM}:{channel}:{message}:deleted", at=at, place=place, message_id=str(message))


def jump(message: discord.Message) -> str:
    server = message.guild.id if message.guild else "@me"
    return f"https://discord.com/channels/{server}/{message.channel.id}/{message.id}"


def _titled(title: str, text: str) -> str:
    return "\n\n".join(filter(None, [escape(title), text]))


def _text(message: discord.Message, me: Self) -> str:
    server = message.guild
    channels = {str(c.id): c.name for c in server.channels} if server and "<#" in message.content else {}
    text = incoming(
        message.content,
        drop=me.ids,
        users={str(u.id): u.display_name for u in message.mentions},
        roles={str(r.id): r.name for r in server.roles} if server and "<@&" in message.content else {},
        channels=channels,
    )
    forwarded = [f"> {line}" for s in message.message_snapshots for line in _forwarded(s)]
    poll = [f"[poll: {name(message.poll.question)}]"] if message.poll else []
    invitation = ["[invitation]"] if message.activity else []
    return "\n".join(filter(None, [text, *forwarded, *_stickers(message.stickers), *poll, *invitation]))


def _forwarded(snapshot: discord.MessageSnapshot) -> list[str]:
    """The lines of what was forwarded; of what holds nothing that can be carried, that it was."""
    lines = [*(snapshot.content.split("\n") if snapshot.content else ()), *_stickers(snapshot.stickers)]
    return lines or ([] if snapshot.attachments else ["[forwarded message]"])


def _stickers(stickers: Sequence[discord.StickerItem]) -> list[str]:
    return [f"[sticker: {name(s.name)}]" for s in stickers]


def _files(message: discord.Message) -> tuple[File, ...]:
    every = [*message.attachments, *(a for s in message.message_snapshots for a in s.attachments)]
    return tuple(File(name(a.filename), a.url, a.size, a.content_type or "") for a in every)


def _to_another(message: discord.Message, me: Self) -> bool:
    if message.type is not discord.MessageType.reply or message.reference is None:
        return False
    answered = message.reference.resolved
    return isinstance(answered, discord.Message) and str(answered.author.id) not in (me.user, str(message.author.id))


def _reply_to(message: discord.Message) -> str:
    """The id of the message of this channel that it is a reply to."""
    reference = message.reference if message.type is discord.MessageType.reply else None
    here = reference is not None and reference.channel_id == message.channel.id
    return str(reference.message_id) if reference and reference.message_id and here else ""


# ---- interactions


def press(custom_id: str) -> tuple[str, int, str] | None:
    """Verb, number and detail of "handoff:VERB:NUMBER[:DETAIL]"; None for anything else."""
    ours, _, rest = custom_id.partition(":")
    verb, _, rest = rest.partition(":")
    number, _, detail = rest.partition(":")
    return (verb, int(number), detail) if ours == "handoff" and verb and number.isdecimal() else None


def command(data: Mapping[str, Any]) -> tuple[str, str, dict[str, str]]:
    """Name, verb ("" where there is none) and options by name."""
    options: list[dict[str, Any]] = data.get("options") or []
    verb = ""
    if options and options[0]["type"] == discord.AppCommandOptionType.subcommand.value:
        verb, options = options[0]["name"], options[0].get("options") or []
    return data["name"], verb, {o["name"]: str(o["value"]).strip() for o in options}


def pointed(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Verb and message id of a message command; None for another command."""
    if data.get("type") != discord.AppCommandType.message.value:
        return None
    verb = next((a.verb for a in MESSAGE_ACTIONS if a.title == data["name"]), "")
    return verb, str(data["target_id"])


def fields(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed into a form, by the inputs' names."""
    rows: list[dict[str, Any]] = data.get("components") or []
    boxes = [box for row in rows for box in row.get("components") or [row.get("component") or {}]]
    return {b["custom_id"]: b.get("value") or next(iter(b.get("values") or ()), "") for b in boxes if "custom_id" in b}


def named(data: Mapping[str, Any]) -> dict[str, str]:
    """The ids of the people that options of a command or fields of a form name, by those names."""
    options: list[dict[str, Any]] = data.get("options") or []
    if options and options[0]["type"] == discord.AppCommandOptionType.subcommand.value:
        options = options[0].get("options") or []
    users = discord.AppCommandOptionType.user.value
    found = {o["name"]: str(o["value"]) for o in options if o["type"] == users}
    known: Mapping[str, Any] = (data.get("resolved") or {}).get("users") or {}
    return found or {name: value for name, value in fields(data).items() if value in known}


def channels(data: Mapping[str, Any], guild: int | None) -> dict[str, Address]:
    """The channels that options of a command or fields of a form name, by those names."""
    known: Mapping[str, Any] = (data.get("resolved") or {}).get("channels") or {}
    said = command(data)[2] if "name" in data else fields(data)
    return {name: Address(PLATFORM, str(guild), value) for name, value in said.items() if guild and value in known}


def groups(data: Mapping[str, Any], guild: int | None) -> dict[str, Group]:
    """The roles, and the people, that options of a command or fields of a form name, by those names."""
    roles: Mapping[str, Any] = (data.get("resolved") or {}).get("roles") or {}
    users: Mapping[str, Any] = (data.get("resolved") or {}).get("users") or {}
    found: dict[str, Group] = {}
    for option, value in (command(data)[2] if "name" in data else fields(data)).items():
        if value in roles:  # the role of everybody has the server's id
            called = "@" + name(roles[value].get("name") or "").removeprefix("@")
            found[option] = Group(PLATFORM, value, called, "everyone" if value == str(guild) else "")
        elif value in users:
            somebody, bot = resolved(data, value)
            found[option] = Group(PLATFORM, value, somebody.name, "bot" if bot else "")
    return found


def resolved(data: Mapping[str, Any], user: str) -> tuple[Person, bool]:
    """Somebody that an interaction names, and whether that is a bot."""
    people = data.get("resolved") or {}
    account: Mapping[str, Any] = (people.get("users") or {}).get(user) or {}
    nick = ((people.get("members") or {}).get(user) or {}).get("nick")
    shown = nick or account.get("global_name") or account.get("username") or ""
    return Person(PLATFORM, "", user, name(shown)), bool(account.get("bot"))
