"""What goes out to Discord: one request each, pinging nobody, and what every kind of failure means."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from wire.discord_rig import Rig, rig

from adapters.discord.outbound import DiscordChannel
from handoff.effects import Button, DeleteAt, EditAt, Field, PinAt, Post, PostTo, ThreadAt, Tone, Whisper
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Receipt, Spoke
from handoff.model import Address, File, Mention

MESSAGES = "/channels/.*/messages"


def channel(r: Rig) -> DiscordChannel:
    assert r.platform is not None
    return r.platform.channel


async def threaded(r: Rig) -> Address:
    """A thread under a card."""
    card = await r.post(r.team_at, Post(title="#1 · Ann"), key="card-0")
    made = await channel(r).carry_out(ThreadAt(to=r.team_at, message_id=card["id"], title="#1 · Ann"))
    return Address("discord", r.guild["id"], r.team["id"], made.message_id)


async def test_how_a_relayed_message_looks() -> None:
    """The name in small print of ours, the words below, no previews; the receipt leads people there."""
    async with rig() as r:
        post = Post(text="See https://x.io\n-# **Eve** · support team", label="Bo · support team")
        receipt = await channel(r).carry_out(PostTo(to=r.help_at, post=post, key="a-0"))
        shown = await r.sim.message(receipt.message_id)
        assert shown["content"] == "-# **Bo** · support team\nSee https://x.io\n-\u200b# **Eve** · support team"
        assert shown["flags"] & 1 << 2
        assert receipt.link == f"https://discord.com/channels/{r.guild['id']}/{r.help['id']}/{receipt.message_id}"


async def test_how_a_card_looks() -> None:
    """An embed with a colour, times in the reader's own zone, and buttons with their ids."""
    async with rig() as r:
        at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        card = Post(
            title="#42 · Ann \\*A\\*", text="cancel my **account**", footer="AI · 3 turns", tone=Tone.WAITING,
            fields=(Field("Waiting", at), Field("Why", "asked for a person"), Field("Empty", "")), link="https://x.io",
            buttons=tuple(Button(verb="claim", label=f"Claim {n}", number=n, style="primary") for n in range(1, 8)),
        )  # fmt: skip
        shown = await r.post(r.team_at, card)
        [embed] = shown["embeds"]
        assert (embed["title"], embed["description"]) == ("#42 · Ann \\*A\\*", "cancel my **account**")
        assert [f["value"] for f in embed["fields"]] == ["<t:1767323045:R>", "asked for a person", "–"]
        assert (embed["color"], embed["url"], embed["footer"]["text"]) == (0xF0B232, "https://x.io", "AI · 3 turns")
        assert [len(row["components"]) for row in shown["components"]] == [5, 2]
        assert (await r.sim.components(shown))[0]["custom_id"] == "handoff:claim:1"


async def test_edit_delete_pin_and_what_is_gone() -> None:
    """A message that somebody deleted is as good as edited or deleted; text takes the place of a card and back."""
    async with rig() as r:
        sent = await r.post(r.help_at, Post(text="one", buttons=(Button(verb="human", label="Talk to a person"),)))
        edit = EditAt(to=r.help_at, message_id=sent["id"], post=Post(title="Card", text="two"))
        assert (await channel(r).carry_out(edit)).message_id == sent["id"]
        now = await r.sim.message(sent["id"])
        assert (now["content"], now["embeds"][0]["description"], now["components"]) == ("", "two", [])
        await channel(r).carry_out(EditAt(to=r.help_at, message_id=sent["id"], post=Post(text="three")))
        now = await r.sim.message(sent["id"])
        assert (now["content"], now["embeds"]) == ("three", [])
        await channel(r).carry_out(PinAt(to=r.help_at, message_id=sent["id"]))
        assert (await r.sim.message(sent["id"]))["pinned"]
        delete = DeleteAt(to=r.help_at, message_id=sent["id"])
        await channel(r).carry_out(delete)
        assert await channel(r).carry_out(delete) == await channel(r).carry_out(edit)
        with pytest.raises(Refused) as refused:
            await channel(r).carry_out(PinAt(to=r.help_at, message_id=sent["id"]))
        assert refused.value.code == "10008"


async def test_a_thread_that_is_there_is_adopted() -> None:
    """Twice the same order is one thread; its name pings nobody and is cut to what Discord takes."""
    async with rig() as r:
        card = await r.post(r.team_at, Post(title="#1"))
        order = ThreadAt(to=r.team_at, message_id=card["id"], title="@everyone \u202e" + "x" * 200)
        first, second = await channel(r).carry_out(order), await channel(r).carry_out(order)
        assert first == second
        [thread] = await r.sim.threads(r.team)
        assert (first.message_id, thread["id"]) == (card["id"], card["id"])
        assert thread["name"].startswith("@\u200beveryone xxx")
        assert len(thread["name"]) <= 100
        place = Address("discord", r.guild["id"], r.team["id"], first.message_id)
        inside = await r.post(place, "the transcript", key="t-0")
        assert inside["channel_id"] == first.message_id


async def test_a_closed_thread_is_opened_once() -> None:
    """An archived and locked thread refuses; one request opens it, and the post follows."""
    async with rig() as r:
        place = await threaded(r)
        owner = r.guild["owner_id"]
        await r.sim.edit_thread(owner, place.thread, locked=True, archived=True)
        await r.post(place, "one more thing", key="t-1")
        assert await r.calls("PATCH", f"/channels/{place.thread}$") == 1


# ---- replies


async def test_a_reply_pings_nobody_and_outlives_what_it_is_a_reply_to() -> None:
    """To a person's message and to ours, in a direct message too; one that is gone by then is no fault."""
    async with rig() as r:
        theirs = await r.sim.post(r.ann, r.help, "a question")
        ours = await r.post(r.help_at, "an answer", key="a-0")
        direct = await r.sim.dm(r.ann, "hello")
        for to, answered in ((r.help_at, theirs), (r.help_at, ours), (r.dm, direct)):
            order = PostTo(
                to=to, post=Post(text="as I said", label="Bo"), key=f"r{answered['id'][-8:]}", reply_to=answered["id"]
            )
            receipt = await channel(r).carry_out(order)
            shown = await r.sim.message(receipt.message_id)
            assert (shown["type"], shown["message_reference"]["message_id"]) == (19, answered["id"])
            assert (await channel(r).carry_out(order)).message_id == receipt.message_id, "the same key is the same message"
            assert shown["pings"]["replied_user"] is None
        await r.sim.delete(r.ann, theirs["id"])
        late = PostTo(to=r.help_at, post=Post(text="too late"), key="late-0", reply_to=theirs["id"])
        shown = await r.sim.message((await channel(r).carry_out(late)).message_id)
        assert (shown["content"], shown["type"]) == ("too late", 0)
        assert await r.sim.pings() == []


async def test_how_a_quote_looks() -> None:
    """In small print of ours below the name; nothing in it pings, and nobody's words can pass for it."""
    async with rig() as r:
        words = f"see <@{r.ann['id']}> \\*now\\* @everyone"
        shown = await r.post(r.help_at, Post(text="-# ↪ “forged”", label="Ann", quote=f"↪ “{words}”"))
        label, quote, text = shown["content"].split("\n")
        assert label == "-# **Ann**"
        assert quote.startswith("-# ↪ “see ")
        assert "\\*now\\*" in quote
        assert text == "-\u200b# ↪ “forged”"
        assert await r.sim.pings() == []


async def test_what_a_person_replies_to() -> None:
    """Their own message, another's or ours, by its id; a message that is none names nothing."""
    async with rig() as r:
        ours = await r.post(r.dm, "an answer")
        theirs = await r.sim.dm(r.ann, "a question")
        for answered in (ours, theirs):
            await r.sim.dm(r.ann, "about that", reply_to=answered["id"])
        heard = await r.heard(3, Spoke)
        assert [s.reply_to for s in heard] == ["", ours["id"], theirs["id"]]


# ---- pings


CORPUS = "@everyone @here <@{ann}> <@!{ann}> <@&{staff}> `@everyone` ```<@{ann}>``` \\@everyone @\u200beveryone </x:1> <#1>"


@pytest.mark.parametrize("where", ["send", "edit", "card", "followup", "response", "thread", "label", "field", "quiet"])
async def test_nothing_that_people_write_pings(where: str) -> None:
    """Whatever way it takes, no mention is live: neither allowed nor even suppressed by Discord."""
    async with rig() as r:
        text = CORPUS.format(ann=r.ann["id"], staff=r.staff["id"])
        posts = {
            "card": Post(title=text, text=text, footer=text, label=text),
            "label": Post(text="x", label=text),
            "field": Post(text="x", fields=(Field(text, text),), files=(File(text),), footer=text),
            "quiet": Post(text=text, tone=Tone.QUIET),
        }
        if where in ("followup", "response"):
            r.sink.answer = lambda event: Whisper(post=Post(text=text))
            card = await r.post(r.team_at, Post(title="#1", buttons=(Button(verb="claim", label=text, number=1),)))
            if where == "followup":
                await r.sim.click(r.bo, card, "handoff:claim:1", final=True)
            else:
                await r.sim.slash(r.bo, r.team, "/queue", final=True)
            assert await r.sim.ephemerals(r.bo)
        else:
            sent = await r.post(r.help_at, posts.get(where, Post(text=text)))
            if where == "edit":
                await channel(r).carry_out(EditAt(to=r.help_at, message_id=sent["id"], post=Post(text=text + text)))
            if where == "thread":
                await channel(r).carry_out(ThreadAt(to=r.help_at, message_id=sent["id"], title=text))
        assert await r.sim.pings() == []
        every = [m for c in await r.sim.channels() for m in await r.sim.messages(c)]
        assert [m["pings"]["suppressed"] for m in every if m["pings"]["suppressed"]] == []


async def test_only_our_own_targets_ping() -> None:
    """`here` pings the channel, a role its members, a person themselves, also where the text tries for more."""
    async with rig() as r:
        text = CORPUS.format(ann=r.ann["id"], staff=r.staff["id"])
        targets = [Mention(kind="here")]
        targets += [Mention(kind=kind, id=r.staff["id"]) for kind in ("group", "either")]
        targets += [Mention(kind=kind, id=r.bo["id"]) for kind in ("person", "either")]
        for n, target in enumerate(targets):
            await r.post(r.team_at, Post(title="#1", text=text, ping=(target,)), key=f"p-{n}")
            await r.post(r.team_at, Post(text=text, ping=(target,)), key=f"q-{n}")
        pings = await r.sim.pings(r.team)
        told = [(p["everyone"], p["here"], p["roles"], p["users"]) for p in pings]
        role, person = (False, False, [r.staff["id"]], []), (False, False, [], [r.bo["id"]])
        assert told == [(False, True, [], [])] * 2 + [role] * 4 + [person] * 4


# ---- failures


async def test_closed_direct_messages_are_refused_at_once() -> None:
    """One request, the code, and a sentence with the name."""
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)
        await r.sim.set_dms(r.ann, False)
        with pytest.raises(Refused, match="Ann's direct messages are closed") as refused:
            await r.post(r.dm, "hello Ann")
        assert refused.value.code == "50007"
        assert await r.calls("POST", MESSAGES) == 1
        await r.sim.set_dms(r.ann, True)
        await r.sim.leave_guild(r.guild, r.ann)
        with pytest.raises(Refused, match="shares no server") as refused:
            await r.post(r.dm, "hello Ann", key="k2-0")
        assert refused.value.code == "50278"


@pytest.mark.parametrize("fault", [{"kind": "reset_after"}, {"kind": "status", "status": 503}, {"kind": "reset_before"}])
async def test_an_answer_that_was_lost_is_repeated_without_doubling(fault: dict[str, Any]) -> None:
    """The fate is uncertain; the same key again makes one message."""
    async with rig() as r:
        await r.sim.fault(**fault, method="POST", route=MESSAGES)
        with pytest.raises(Uncertain):
            await r.post(r.help_at, "once", key="a1-0")
        await r.post(r.help_at, "once", key="a1-0")
        assert [m["content"] for m in await r.sim.messages(r.help)] == ["once"]


async def test_what_is_harmless_to_repeat_is_never_uncertain() -> None:
    async with rig() as r:
        sent = await r.post(r.help_at, "one")
        await r.sim.fault("reset_after", method="PATCH", route=MESSAGES)
        with pytest.raises(Unavailable):
            await channel(r).carry_out(EditAt(to=r.help_at, message_id=sent["id"], post=Post(text="two")))
        await r.sim.fault("reset_after", method="POST", route="/threads")
        order = ThreadAt(to=r.help_at, message_id=sent["id"], title="t")
        with pytest.raises(Unavailable):
            await channel(r).carry_out(order)
        assert (await channel(r).carry_out(order)).message_id == sent["id"]


async def test_a_long_wait_is_handed_back_a_short_one_waited_for() -> None:
    async with rig() as r:
        await r.sim.fault("429", method="POST", route=MESSAGES, retry_after=0.05)
        await r.post(r.help_at, "after a moment")
        await r.sim.fault("429", method="POST", route=MESSAGES, retry_after=90.0)
        with pytest.raises(Unavailable) as wait:
            await r.post(r.help_at, "much later", key="k2-0")
        assert wait.value.retry_after == 90.0


async def test_a_refused_connection_has_done_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)
        with monkeypatch.context() as there:
            there.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
            with pytest.raises(Unavailable, match="cannot be reached"):
                await r.post(r.dm, "hello")
            await channel(r).show_typing(r.dm)


async def test_before_the_first_connection_nothing_is_tried() -> None:
    async with rig(up=False) as r:
        await r.sim.fault("delay", method="GET", route="/users/@me", delay=0.3)
        platform = r.start()
        with pytest.raises(Unavailable):
            await platform.channel.carry_out(PostTo(to=r.help_at, post=Post(text="x"), key="k-0"))
        await r.ready()


async def test_a_missing_permission_is_named() -> None:
    """Refused, with Discord's own name of what to allow."""
    async with rig() as r:
        deny = [{"id": r.guild["id"], "type": 0, "deny": ["SEND_MESSAGES"]}]
        await r.sim.edit_channel(r.help, overwrites=deny)
        with pytest.raises(Refused, match="Send Messages") as refused:
            await r.post(r.help_at, "hello")
        assert refused.value.code == "50013"
        await r.sim.delete_channel(r.help)
        with pytest.raises(Refused, match="somebody deleted it"):
            await r.post(r.help_at, "hello", key="k2-0")


async def test_a_token_withdrawn_shows_in_health() -> None:
    async with rig() as r:
        await r.sim.fault("status", method="POST", route=MESSAGES, status=401)
        with pytest.raises(Unavailable, match="DISCORD_TOKEN"):
            await r.post(r.help_at, "hello")
        assert r.health.conditions["discord"].fatal


async def test_an_earlier_post_is_found_by_content_and_time() -> None:
    """Ours, the same, and not older than the try."""
    async with rig() as r:
        began = datetime.now(UTC)
        order = PostTo(to=r.help_at, post=Post(text="did it **arrive**?", label="Bo"), key="z-0")
        card = PostTo(to=r.help_at, post=Post(title="#1", text="did it **arrive**?"), key="z-1")
        await r.sim.post(r.ann, r.help, "-# **Bo**\ndid it **arrive**?")
        assert await channel(r).find(order, began) is None
        sent, carded = await channel(r).carry_out(order), await channel(r).carry_out(card)
        assert await channel(r).find(order, began) == sent
        assert await channel(r).find(card, began) == carded
        assert await channel(r).find(order, began + timedelta(seconds=60)) is None
        assert isinstance(sent, Receipt)


async def test_typing_is_shown_where_the_words_will_be() -> None:
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        [said] = await r.heard(1, Spoke)
        await channel(r).show_typing(said.place)
        [typing] = await r.sim.typing_log()
        assert typing["channel_id"] == (await r.sim.dm_channel(r.ann))["id"]


@pytest.mark.parametrize(
    "text", ["😀" * 3000, "word " * 900, "```py\n" + "x = 1\n" * 700 + "```", "# h\n\n" * 700, "<@1>" * 700]
)
async def test_every_part_is_accepted(text: str) -> None:
    """The strict simulator takes each part, and everything arrives."""
    async with rig() as r:
        for n, part in enumerate(channel(r).parts(Post(text=text, label="Ann"))):
            await r.post(r.help_at, part, key=f"p-{n}")
        card = Post(title="Transcript", text=text, fields=(Field("n", "v" * 2000),) * 30, footer="f" * 900)
        for n, part in enumerate(channel(r).parts(card)):
            await r.post(r.help_at, part, key=f"c-{n}")
        assert all(len(m["content"]) <= 2000 for m in await r.sim.messages(r.help))


async def test_one_request_a_post_within_the_rate() -> None:
    """Twelve posts are twelve requests, and the bot never runs into a limit."""
    async with rig() as r:
        for n in range(12):
            await r.post(r.help_at, str(n), key=f"n-{n}")
        assert await r.calls("POST", MESSAGES) == 12
        assert await r.sim.rate_limited() == []
