"""What came from Slack, as Events. Pure, and asks nothing: whoever calls knows the place and what the person may do there."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack.mrkdwn import incoming, mentioned, name
from adapters.slack.whereabouts import PLATFORM, Self
from handoff.commands import COMMANDS
from handoff.events import Deleted, Edited, Spoke
from handoff.model import Address, File, Person, Standing

Payload = Mapping[str, Any]

#: subtypes of `message` events that are a person's words (docs.slack.dev, "message event"); all others are Slack's own
_SAID: Final = frozenset({"", "file_share", "thread_broadcast", "me_message"})
_TS = re.compile(r"\d{1,11}\.\d{1,6}")
_ROOM = re.compile(r"<!(?:here|channel|everyone)\b")
#: where a form says what was picked, by Slack's names
_USER: Final = "selected_user"
_CHANNEL: Final = "selected_conversation"
_TOKEN = re.compile(r"<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")


# ---- reading what may be anything


def text(data: object, *path: str) -> str:
    """The string at `path` in nested objects, or "" where there is none."""
    found = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def part(data: object, key: str) -> Payload:
    """The object at `key`, or an empty one."""
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def objects(data: object, key: str) -> Iterator[Payload]:
    """The objects in the list at `key`."""
    found = data.get(key) if isinstance(data, Mapping) else None
    yield from (item for item in found if isinstance(item, Mapping)) if isinstance(found, list) else ()


# ---- messages


@dataclass(frozen=True, slots=True)
class Heard:
    """
    What a `message` or `app_mention` event is about: `what` happened ("said", "edited", "deleted") to `message`, the
    user's own, in `channel`. `at` is the moment's ts.
    """

    what: str
    channel: str
    message: Payload
    at: str

    @property
    def ts(self) -> str:
        return text(self.message, "ts")

    @property
    def thread(self) -> str:
        """The parent's ts, for a reply alone: a parent bears its own."""
        thread = text(self.message, "thread_ts")
        return "" if thread == self.ts or not _TS.fullmatch(thread) else thread

    @property
    def user(self) -> str:
        return text(self.message, "user")

    @property
    def team(self) -> str:
        """The author's workspace, which is another than ours in a channel shared by Slack Connect; "" where it is not told."""
        return text(self.message, "user_team") or text(self.message, "source_team") or text(self.message, "team")


def heard(event: Payload, me: Self) -> Heard | None:
    """None for what is no person's doing: bots, ourselves, Slack's notices, link previews, anything unknown."""
    channel, subtype = text(event, "channel"), text(event, "subtype")
    if not channel or text(event, "type") not in ("message", "app_mention"):
        return None
    found = None
    if subtype in _SAID:
        found = Heard("said", channel, event, text(event, "ts"))
    elif subtype == "message_changed":
        found = _changed(event, channel)
    elif subtype == "message_deleted":
        gone = {**part(event, "previous_message"), "ts": text(event, "deleted_ts")}
        found = Heard("deleted", channel, gone, text(event, "event_ts") or text(event, "ts"))
    if found is None or not (_TS.fullmatch(found.ts) and _TS.fullmatch(found.at)) or not _by_a_person(found, me):
        return None
    return found


def _changed(event: Payload, channel: str) -> Heard | None:
    """An edit has `edited` and another text; a link's preview has neither. A deleted parent of a thread is a tombstone."""
    now, before = part(event, "message"), part(event, "previous_message")
    if text(now, "subtype") == "tombstone":
        gone = {**before, "ts": text(now, "ts")}
        return Heard("deleted", channel, gone, text(event, "event_ts") or text(event, "ts"))
    edited = text(now, "edited", "ts")
    if not edited or text(now, "subtype") not in _SAID or (before and text(now, "text") == text(before, "text")):
        return None
    return Heard("edited", channel, now, edited)


def _by_a_person(found: Heard, me: Self) -> bool:
    if found.user in (me.user, "USLACKBOT") or found.message.get("bot_id") or found.message.get("bot_profile"):
        return False
    return bool(found.user) or (found.what == "deleted" and not text(found.message, "subtype"))


def spoke(found: Heard, me: Self, place: Address, author: Person, standing: Standing, names: Mapping[str, str]) -> Spoke | None:
    """None for an empty message. `names` are those of mentioned people, as far as they are known."""
    said, files = text(found.message, "text"), _files(found.message)
    words = _words(found, me, names)
    if not words and not files and f"<@{me.user}" not in said:
        return None
    named = mentioned(said)
    return Spoke(
        key=f"{PLATFORM}:{found.channel}:{found.ts}",
        at=moment(found.ts),
        place=place,
        message_id=found.ts,
        author=author,
        standing=standing,
        text=words,
        files=files,
        mentions_bot=me.user in named,
        mentions_others=bool(named - {me.user, found.user}) or bool(_ROOM.search(said)),
    )


def edited(found: Heard, me: Self, place: Address, author: Person, names: Mapping[str, str]) -> Edited:
    return Edited(
        key=f"{PLATFORM}:{found.channel}:{found.ts}:edited:{found.at}",
        at=moment(found.at),
        place=place,
        message_id=found.ts,
        author=author,
        text=_words(found, me, names),
    )


def deleted(found: Heard, place: Address) -> Deleted:
    key = f"{PLATFORM}:{found.channel}:{found.ts}:deleted"
    return Deleted(key=key, at=moment(found.at), place=place, message_id=found.ts)


def moment(ts: str) -> datetime:
    """A message's ts is its time in seconds since 1970, unique within its channel."""
    return datetime.fromtimestamp(float(ts), UTC)


def people_named(found: Heard) -> frozenset[str]:
    return mentioned(text(found.message, "text"))


def shown_as(user: str, names: Mapping[str, str]) -> str:
    """How the text of a Spoke shows a mention of `user`."""
    return incoming(f"<@{user}>", users=names)


def _words(found: Heard, me: Self, names: Mapping[str, str]) -> str:
    return "\n".join(filter(None, [_text(text(found.message, "text"), me, names), *_shared(found.message, me, names)]))


def _text(said: str, me: Self, names: Mapping[str, str]) -> str:
    return incoming(said, drop=frozenset({me.user}), users=names, channels={})


def _shared(message: Payload, me: Self, names: Mapping[str, str]) -> Iterator[str]:
    """Messages that were forwarded, quoted."""
    for attachment in objects(message, "attachments"):
        if attachment.get("is_share"):
            said = _text(text(attachment, "text"), me, names) or "[forwarded message]"
            yield "\n".join(f"> {line}" for line in said.split("\n"))


def _files(message: Payload) -> tuple[File, ...]:
    """Their names; their addresses are for those who are signed in to the workspace alone."""
    return tuple(
        File(name(text(f, "name") or text(f, "title")) or "file", "", size if isinstance(size, int) else 0, text(f, "mimetype"))
        for f in objects(message, "files")
        for size in (f.get("size"),)
        if text(f, "mode") != "tombstone"
    )


# ---- commands and forms

OURS: Final = re.compile(r"handoff:")
ANY: Final = re.compile(r"")
COMMAND: Final = re.compile(rf"/(?:.+-)?(?:{'|'.join(sorted({c.name for c in COMMANDS}))})$")


def typed(said: str) -> str:
    """What was typed after a command, without Slack's escapes (should_escape: mentions come as <@U1|name>)."""

    def shown(match: re.Match[str]) -> str:
        sign, target, label = match.groups()
        if sign in ("@", "#"):
            return sign + (label or target)
        if sign == "!":
            return "@" + (label or target.partition("^")[0]).removeprefix("@")
        return label or target.removeprefix("mailto:") if target.startswith("mailto:") else target

    said = _TOKEN.sub(shown, said)
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def command(name: str) -> str:
    """A command's name in COMMANDS: "/acme-human" is "human" where the app's commands bear a prefix."""
    return name.lstrip("/").rpartition("-")[2]


def verb(callback_id: str) -> str:
    """A shortcut's "handoff:VERB"."""
    return callback_id.partition(":")[2]


def press(action_id: str, value: str) -> tuple[str, int, str] | None:
    """Verb, number and detail of a button's "handoff:VERB" and "NUMBER[:DETAIL]"; None for anything else."""
    ours, _, verb = action_id.partition(":")
    number, _, detail = value.partition(":")
    good = ours == "handoff" and re.fullmatch(r"[a-z.]+", verb) and re.fullmatch(r"[0-9]{1,18}", number)
    return (verb, int(number), detail) if good else None


def form(callback_id: str) -> tuple[str, str]:
    """A form's "handoff:VERB:NUMBER" as the action_id and value that a button would have."""
    action_id, _, number = callback_id.rpartition(":")
    return action_id, number


def opened_in(metadata: str) -> tuple[str, str]:
    """Channel and thread where a form was opened."""
    try:
        found = json.loads(metadata or "{}")
    except ValueError:
        found = {}
    return text(found, "channel"), text(found, "thread")


def fields(view: Payload) -> dict[str, str]:
    """What was typed into a form, by the inputs' names."""
    values = part(part(view, "state"), "values")
    boxes = [(key, box) for block in values.values() if isinstance(block, Mapping) for key, box in block.items()]
    return {str(key): _filled(box) for key, box in boxes}


def _filled(box: object) -> str:
    return text(box, "value") or text(box, "selected_option", "value") or text(box, _USER) or text(box, _CHANNEL)


def picked(view: Payload, *, channels: bool = False) -> dict[str, str]:
    """The ids of the people, or channels, that were picked in a form, by the inputs' names."""
    values = part(part(view, "state"), "values")
    boxes = [(key, box) for block in values.values() if isinstance(block, Mapping) for key, box in block.items()]
    return {str(key): chosen for key, box in boxes if (chosen := text(box, _CHANNEL if channels else _USER))}


def meant(said: str, shown: str) -> str:
    """The id of the user group or person that a command's text names so, by how `typed` shows it; else what was typed."""
    tokens: list[tuple[str, str, str]] = _TOKEN.findall(said)
    groups = {(label or "subteam").removeprefix("@"): target for sign, target, label in tokens if sign == "!"}
    people = {label or target: target for sign, target, label in tokens if sign == "@"}
    return (groups | people).get(shown, shown).removeprefix("subteam^")


def named(said: str, what: str = "@") -> dict[str, str]:
    """The ids of the people ("#": channels) that a command's text names, by how `typed` shows them."""
    return {(label or target): target for sign, target, label in _TOKEN.findall(said) if sign == what}
