"""
Presses, commands and forms: read from their ids and data alone, so that they work at any age and after a restart.

Slack gives 3 s. What is decided by then is answered at once; else the ack goes first and the answer follows by the
response URL. What then goes wrong with the answer is logged: the core has decided, and nothing is taken back.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final, TypeVar

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import blocks, inbound
from adapters.slack.access import Access
from adapters.slack.answers import Answers, Asked
from adapters.slack.groups import Groups
from adapters.slack.inbound import Payload, objects, part, text
from adapters.slack.people import People
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff.commands import FORMS
from handoff.effects import Button, Done, FormErrors, Instead, OpenForm, Post, Reply, Whisper
from handoff.events import Acted, Commanded, FormSent, Group, Pointed, Pressed, Somebody
from handoff.measure import clip
from handoff.model import Address, Person, Standing
from handoff.ports import Clock, Sink
from handoff.typed import Usage, parse

log = structlog.get_logger()

_ACK: Final = 2.0  #: seconds from its arrival in which something is decided, or else acked undecided
_TRIGGER: Final = 2.7  #: seconds from its arrival in which a form can be opened; Slack's trigger_id lives for 3
_SORRY: Final = Whisper(post=Post(text="Something went wrong on our side. Nothing was changed; please try again."))

_ERROR: Final = 300  #: characters of what is wrong with a field

_T = TypeVar("_T")


class Interactions:
    def __init__(
        self,
        sink: Sink,
        client: Callable[[], AsyncWebClient],
        whereabouts: Whereabouts,
        access: Access,
        people: People,
        groups: Groups,
        clock: Clock,
    ) -> None:
        self._sink, self._where, self._access, self._people = sink, whereabouts, access, people
        self._clock, self._groups = clock, groups
        self._answers = Answers(client)
        self._running: set[asyncio.Task[Any]] = set()

    def listen(self, app: AsyncApp) -> None:
        """Register with Bolt: everything of ours by its name, and the rest so that it is acked."""
        app.command(inbound.COMMAND)(self._command)
        app.action(inbound.OURS)(self._action)
        app.message_shortcut(inbound.OURS)(self._shortcut)
        app.view(inbound.OURS)(self._view)
        app.options(inbound.ANY)(self._options)

    async def finish(self) -> None:
        """Returns when all that is being decided or answered is done."""
        while self._running:
            await asyncio.wait(set(self._running))

    # ---- what Bolt brings

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        user, channel = text(body, "user_id"), text(body, "channel_id")
        asked = self._asked(body, user, channel)

        async def event() -> Acted:
            said = text(body, "text")
            command, options = parse(inbound.command(text(body, "command")), inbound.typed(said))
            ids, channels = inbound.named(said), inbound.named(said, "#")
            meant = {o.name: ids.get(options.get(o.name, ""), "") for o in command.options if o.person}
            where = {o.name: channels.get(options.get(o.name, ""), "") for o in command.options if o.channel}
            groups = {o.name: inbound.meant(said, options.get(o.name, "")) for o in command.options if o.group}
            return Commanded(
                name=command.name, verb=command.verb, options=options,
                people=await self._named(meant), groups=await self._grouped(groups), **await self._there(where),
                **await self._about(user, self._place(user, channel), f"command:{text(body, 'trigger_id')}"),
            )  # fmt: skip

        reply = await self._in_time(event, ack, asked)
        match reply:
            case Done():  # what happened is to be seen
                await ack()
            case Whisper():
                first, *more = blocks.parts(reply.post)
                look = blocks.shown(first)
                await ack(text=look.text, blocks=look.blocks or None, response_type="ephemeral")
                await self._answers.whisper(asked, tuple(more))
            case OpenForm() | FormErrors():
                await ack()
                await self._answer(asked, reply)

    async def _action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = next(objects(body, "actions"), {})
        pressed = inbound.press(text(action, "action_id"), text(action, "value"))
        if pressed is None:
            log.warning("slack.unknown_button", action_id=text(action, "action_id")[:40])
            await ack()
            return
        verb, number, detail = pressed
        user, channel = text(body, "user", "id"), text(body, "channel", "id") or text(body, "container", "channel_id")
        ts = text(body, "container", "message_ts")
        thread = text(body, "container", "thread_ts") or text(body, "message", "thread_ts")
        asked = self._asked(body, user, channel, thread)
        view = part(body, "view")
        asked.dialog = text(view, "id") if text(view, "type") == "modal" else ""
        asked.whispered = part(body, "container").get("is_ephemeral") is True
        key = ":".join([text(action, "action_ts"), user, verb, text(action, "value")])

        async def event() -> Acted:
            place = self._place(user, channel, "" if thread == ts else thread)
            about = await self._about(user, place, f"action:{key}", quick=verb in FORMS)
            return Pressed(verb=verb, number=number, detail=detail, home=text(view, "type") == "home", **about)

        reply = await self._in_time(event, ack, asked)
        if reply is not None:
            await ack()
            await self._answer(asked, reply)

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        user, channel = text(body, "user", "id"), text(body, "channel", "id")
        ts = text(body, "message_ts") or text(body, "message", "ts")
        parent = text(body, "message", "thread_ts")
        thread = "" if parent == ts else parent
        asked = self._asked(body, user, channel, thread)
        verb = inbound.verb(text(body, "callback_id"))

        async def event() -> Acted:
            about = await self._about(user, self._place(user, channel, thread), f"shortcut:{text(body, 'trigger_id')}")
            return Pointed(verb=verb, message_id=ts, **about)

        reply = await self._in_time(event, ack, asked)
        if reply is not None:
            await ack()
            await self._answer(asked, reply)

    async def _view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = part(body, "view")
        verb, number, _ = inbound.press(*inbound.form(text(view, "callback_id"))) or ("", 0, "")
        if not verb:
            log.warning("slack.unknown_form", callback_id=text(view, "callback_id")[:40])
            await ack()
            return
        user = text(body, "user", "id")
        channel, thread = inbound.opened_in(text(view, "private_metadata"))
        asked = self._asked(body, user, channel, thread)

        async def event() -> Acted:
            place = self._place(user, channel, thread)
            about = await self._about(user, place, f"form:{text(view, 'id')}:{text(view, 'hash')}")
            people = await self._named(inbound.picked(view))
            there = await self._there(inbound.picked(view, channels=True))
            fields = inbound.fields(view)
            said = {o.name: fields.get(o.name, "") for o in FORMS[verb].asks if o.group} if verb in FORMS else {}
            groups = await self._grouped(said)
            return FormSent(verb=verb, number=number, fields=fields, people=people, groups=groups, **there, **about)

        reply = await self._in_time(event, ack, asked)
        first = next((text(b, "block_id") for b in objects(view, "blocks") if text(b, "type") == "input"), "")
        if reply is _SORRY and first:  # the form stays, with what was typed
            await ack(response_action="errors", errors={first: _SORRY.post.text})
        elif isinstance(reply, FormErrors):
            await ack(response_action="errors", errors={name: clip(words, _ERROR) for name, words in reply.errors.items()})
        elif reply is not None:
            await ack()
            await self._answer(asked, reply)

    async def _options(self, ack: AsyncAck) -> None:
        await ack(options=[])

    # ---- deciding

    async def _in_time(self, event: Callable[[], Awaitable[Acted]], ack: AsyncAck, asked: Asked) -> Reply | None:
        """The reply, if it comes in time for the ack. None: the ack went first, and the answer follows by itself."""
        deciding: asyncio.Task[Reply] = self._start(self._decided(event))
        await asyncio.wait({deciding}, timeout=_ACK - asked.age)
        if deciding.done():
            return deciding.result()
        await ack()
        self._start(self._answer_later(asked, deciding))
        return None

    def _start(self, work: Coroutine[Any, Any, _T]) -> "asyncio.Task[_T]":
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _answer_later(self, asked: Asked, deciding: "asyncio.Task[Reply]") -> None:
        reply = await deciding
        await self._answer(asked, reply)

    async def _decided(self, event: Callable[[], Awaitable[Acted]]) -> Reply:
        try:
            return await self._sink(await event())
        except Usage as exc:
            return Whisper(post=Post(text=str(exc)))
        except Exception:  # whoever pressed is owed a word, whatever happened
            log.exception("slack.interaction_failed")
            return _SORRY

    async def _about(self, user: str, place: Address, key: str, *, quick: bool = False) -> dict[str, Any]:
        standing = await self._access.acts(user, quick=quick)
        return {
            "key": f"{PLATFORM}:{key}",
            "at": self._clock.now(),
            "by": self._person(user),
            "standing": standing,
            "place": place,
            "member_of": self._groups.of(user),
        }

    async def _named(self, ids: Mapping[str, str]) -> dict[str, Somebody]:
        """Whom the options or fields of that name mean, as somebody who may do something: bots may nothing."""
        found: dict[str, Somebody] = {}
        for name, user in ids.items():
            if user:
                standing = await self._access.acts(user, quick=False)
                account = self._people.known(user)
                found[name] = Somebody(self._person(user), Standing() if account and account.bot else standing)
        return found

    async def _grouped(self, said: Mapping[str, str]) -> dict[str, Group]:
        """Which user groups, or people, the options or fields of that name mean."""
        return {name: await self._groups.picked(words) for name, words in said.items() if words}

    async def _there(self, ids: Mapping[str, str]) -> dict[str, Any]:
        """Which channels the options or fields of that name mean, and how it stands with those."""
        named = {name: channel for name, channel in ids.items() if channel}
        places = {name: Address(PLATFORM, self._where.me.team, channel) for name, channel in named.items()}
        return {"places": places, "picked": {name: await self._access.picked(channel) for name, channel in named.items()}}

    def _person(self, user: str) -> Person:
        account = self._people.known(user)
        locale = account.locale if account else ""
        return Person(PLATFORM, self._access.team(user), user, self._where.name(user), locale)

    def _place(self, user: str, channel: str, thread: str = "") -> Address:
        """Where somebody acted. What they do in any direct message, also one that is not ours, belongs to ours with them."""
        if not channel or channel.startswith("D"):
            return Address(PLATFORM, self._access.team(user), f"@{user}")
        return Address(PLATFORM, self._where.me.team, channel, thread)

    # ---- answering

    def _asked(self, body: Payload, user: str, channel: str, thread: str = "") -> Asked:
        return Asked(
            user=user,
            channel=channel,
            thread=thread,
            trigger=text(body, "trigger_id"),
            url=text(body, "response_url"),
            command=bool(text(body, "command")),
            at=asyncio.get_running_loop().time(),
        )

    async def _answer(self, asked: Asked, reply: Reply) -> None:
        match reply:
            case OpenForm():
                metadata = json.dumps({"channel": asked.channel, "thread": asked.thread})
                opened = asked.age < _TRIGGER and await self._answers.open(asked, blocks.modal(reply, metadata))
                if not opened:
                    await self._answers.whisper(asked, (_offer(reply),))
            case Whisper():
                await self._answers.whisper(asked, blocks.parts(reply.post), instead=reply.instead)
            case Instead():
                await self._answers.instead(asked, reply.post)
            case FormErrors():  # it was acked before, and so closed
                await self._answers.whisper(asked, blocks.parts(reply.again))


def _offer(form: OpenForm) -> Post:
    """A form cannot follow so late: a button that opens it can."""
    button = Button(verb=form.verb, number=form.number, label=form.title, style="primary")
    return Post(text="That took too long. Please try again:", buttons=(button,))
