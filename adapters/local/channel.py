"""Orders as changes to the playground's world: each is done once, whatever is tried how often."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from adapters.local.shown import shown
from adapters.local.world import Entry, World
from handoff.effects import DeleteAt, EditAt, Order, PictureTo, PinAt, Post, PostTo, PrivateThreadAt, ThreadAt, WhisperTo
from handoff.errors import Refused
from handoff.events import Receipt
from handoff.model import Address
from handoff.ports import Capabilities, Rate

_GONE = "gone"
_FREELY = Rate(burst=1_000, every=0.001)


class LocalChannel:
    """`base`: where the page is, for links; `typing` is told where an answer is being written."""

    capabilities: ClassVar = Capabilities(
        opens_threads=False,  # a reply makes one
        finds_by_key=True,
        repeats_safely=0.0,
        timeout=1.0,
        posts=_FREELY,
        edits=_FREELY,
        overall=_FREELY,
        threads_share_rate=False,
        whispers=True,
        gone=frozenset({_GONE}),
    )

    def __init__(self, world: World, base: str, typing: Callable[[Address], None]) -> None:
        self._world, self._base, self._typing = world, base, typing

    def parts(self, post: Post) -> tuple[Post, ...]:
        """The page shows texts of any length."""
        return (post,)

    async def carry_out(self, order: Order) -> Receipt:
        match order:
            case PostTo():
                return self._receipt(await self._post(order))
            case WhisperTo(to=to, user=user, post=post):
                key = f"whisper:{uuid.uuid4()}"
                said = await self._world.post(to.channel, to.thread, key=key, post=self._shown(post), only_for=user)
                return self._receipt(said)
            case PictureTo(to=to):
                shown = self._shown(Post(text=order.words.replace("; ", "\n")))  # the page has its own ways to draw
                return self._receipt(await self._world.post(to.channel, to.thread, key=f"picture:{uuid.uuid4()}", post=shown))
            case EditAt():
                found = await self._world.change(int(order.message_id), post=self._shown(order.post))
                if found is None and order.needed:
                    raise Refused("That message is gone.", _GONE)
            case DeleteAt():
                await self._world.delete(int(order.message_id))
            case PrivateThreadAt():  # as our capabilities say
                raise Refused("The page has no private threads.")
            case ThreadAt():
                pass  # the message is the thread
            case PinAt():
                await self._world.pin(int(order.message_id))
        return Receipt(order.message_id, self.link(order.message_id))

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        entry = await self._world.by_key(order.key)
        return self._receipt(entry) if entry else None

    async def show_typing(self, to: Address) -> None:
        self._typing(to)

    def link(self, message_id: str) -> str:
        return f"{self._base}/#m{message_id}"

    async def _post(self, order: PostTo) -> Entry:
        to = order.to
        if to.thread and ((start := await self._world.message(int(to.thread))) is None or start.deleted):
            raise Refused("The message that the thread began with is gone.", _GONE)
        return await self._world.post(to.channel, to.thread, key=order.key, post=self._shown(order.post))

    def _shown(self, post: Post) -> dict[str, object]:
        return shown(post, {account.id: account.name for account in self._world.people.values()})

    def _receipt(self, entry: Entry) -> Receipt:
        return Receipt(str(entry.id), self.link(str(entry.id)))
