"""The road from end to end on Discord: the real core and store between the simulated Discord and a scripted AI."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from discordsim import DiscordSim
from unit.core_nouns import grumpy
from wire.discord_rig import WallClock

from adapters.discord.connect import DiscordPlatform, DiscordSettings
from adapters.store.sqlite import SqliteStore
from handoff.asking import Asker
from handoff.events import Answer, Outcome
from handoff.health import Health
from handoff.model import Address, Places, Roster
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.ports import Said
from handoff.projections import Projector
from handoff.service import Service


class Scripted:
    """An AI that always knows."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        return Answer(f"About “{history[-1].text}”: press the red button.", ("Buttons",))


@asynccontextmanager
async def road(sim: DiscordSim, folder: Path, team: str, help_: str) -> AsyncIterator[SqliteStore]:
    clock, health, pacer = WallClock(), Health(), Pacer()
    place = Address("discord", "", team)
    places = Places(team=place, support=frozenset({("discord", help_)}))
    store = await SqliteStore.open(folder / "road.db", team=place)
    workers: list[OutboxWorker] = []
    service = Service(store, places, grumpy, clock, lambda: workers[0].wake())
    settings = DiscordSettings(token=sim.token, api_url=sim.api_url)
    discord = DiscordPlatform(settings, places, Roster(), service, store, store, health, clock)
    channels = {"discord": discord.channel}
    asker = Asker(Scripted(), store, service, channels, clock, 30.0)
    workers.append(OutboxWorker(store, store, service, channels, places, asker, clock, pacer))
    projector = Projector(store, service, channels, places, clock, pacer)
    tasks = [asyncio.create_task(w.run()) for w in (service, workers[0], projector, discord)]
    try:
        await sim.wait_for(lambda: health.ready, what="Discord to be ready")
        yield store
    finally:
        await discord.stop()
        await workers[0].stop(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await store.close()


async def test_a_customer_is_handed_to_a_person_and_back(tmp_path):
    """DM, answer, a person is asked for, card, claim, reply, close: each once, and nothing breaks Discord's rules."""
    async with DiscordSim.start(rate_scale=0.1) as sim:
        guild = await sim.create_guild("Acme")
        staff = await sim.create_role(guild, "staff")
        ann, bo = [await sim.create_user(n) for n in ("Ann", "Bo")]
        await sim.add_member(guild, ann)
        await sim.add_member(guild, bo, [staff])
        allow = [{"id": staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        team = await sim.create_channel(guild, "team", "private", overwrites=allow)
        help_ = await sim.create_channel(guild, "help")
        async with road(sim, tmp_path, team["id"], help_["id"]):
            dm = await sim.dm_channel(ann)
            await sim.dm(ann, "how do I stop it?")
            await sim.wait_message(dm, "red button")
            await sim.dm(ann, "let me talk to a human @everyone")
            await sim.wait_message(dm, "asked the team")
            card = await sim.wait_message(team, "Ann")
            thread = card["id"]
            await sim.wait_for(lambda: has_threads(sim, team), what="the card's thread")
            await sim.wait_message(thread, "how do I stop it")
            await sim.click(bo, card, "handoff:claim:1")
            await sim.wait_message(dm, "has joined")
            await sim.post(bo, thread, "Hello Ann, let me look.")
            await sim.wait_message(dm, "let me look")
            await sim.dm(ann, "thank you so much for looking into it")
            await sim.wait_message(thread, "looking into it")
            form = await sim.click(bo, card, "handoff:close:1")
            await sim.submit_modal(bo, form, {"note": "solved"})
            await sim.wait_message(dm, "now closed")
            await sim.quiet()
            said = [m["content"] for m in await sim.messages(dm, author=sim.bot_id)]
            assert len(said) == 5, said
            pings = await sim.pings()
            assert len(pings) == 1, pings
        assert await sim.violations() == []


async def test_replies_are_replies_on_the_other_side_too(tmp_path):
    """A customer's to their own words and to the agent's, an agent's to the customer's; a note is quoted to nobody."""
    async with DiscordSim.start(rate_scale=0.1) as sim:
        guild = await sim.create_guild("Acme")
        staff = await sim.create_role(guild, "staff")
        ann, bo = [await sim.create_user(n) for n in ("Ann", "Bo")]
        await sim.add_member(guild, ann)
        await sim.add_member(guild, bo, [staff])
        allow = [{"id": staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        team = await sim.create_channel(guild, "team", "private", overwrites=allow)
        help_ = await sim.create_channel(guild, "help")
        async with road(sim, tmp_path, team["id"], help_["id"]) as store:

            async def known() -> bool:
                """What was sent is known to stand: people answer words no sooner than that."""
                return not await store.unfinished()

            dm = await sim.dm_channel(ann)
            await sim.dm(ann, "let me talk to a human")
            card = await sim.wait_message(team, "Ann")
            thread = card["id"]
            await sim.wait_for(lambda: has_threads(sim, team), what="the card's thread")
            await sim.click(bo, card, "handoff:claim:1")
            await sim.wait_message(dm, "has joined")
            asked = await sim.dm(ann, "is it red?")
            mirrored = await sim.wait_message(thread, "is it red?")
            await sim.wait_for(known)
            await sim.post(bo, thread, "it is red", reply_to=mirrored["id"])
            told = await sim.wait_message(dm, "it is red")
            assert told["message_reference"]["message_id"] == asked["id"]
            await sim.wait_for(known)
            original = await sim.dm(ann, "that surprises me", reply_to=told["id"])
            shown = await sim.wait_message(thread, "that surprises me")
            [said] = [m for m in await sim.messages(thread, author=bo["id"]) if m["content"] == "it is red"]
            assert shown["message_reference"]["message_id"] == said["id"]
            note = await sim.post(bo, thread, "// she is right")
            await sim.post(bo, thread, "let me check", reply_to=note["id"])
            plain = await sim.wait_message(dm, "let me check")
            assert (plain["type"], "right" in plain["content"]) == (0, False)
            await sim.delete(ann, original["id"])
            await sim.quiet()
            assert [p["users"] for p in await sim.pings() if p["channel_id"] == dm["id"]] == []
            assert all(m["pings"]["replied_user"] is None for m in await sim.messages(dm, author=sim.bot_id))
        assert await sim.violations() == []


async def has_threads(sim, channel):
    return bool(await sim.threads(channel))
