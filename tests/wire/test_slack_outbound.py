"""What goes out to Slack: how it looks there, in one request each, pinging nobody but whom we name."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from wire.slack_rig import rig
from wire.slack_sending import POST, channel, refused, stands, threaded

from handoff.effects import Button, DeleteAt, EditAt, Field, PinAt, Post, PostTo, ThreadAt
from handoff.errors import Refused
from handoff.events import Receipt
from handoff.model import Address, File, Mention
from handoff.pacing import Pacer

HUMAN = (Button(verb="human", label="Talk to a person", number=1),)


# ---- how it looks


async def test_how_a_relayed_message_looks() -> None:
    """The name in small print of ours, the words below, no previews, nothing parsed; the receipt leads people there."""
    async with rig() as r:
        ts = await r.post(r.help_at, Post(text="See https://x.io <!here>", label="Bo · team"), key="a-0")
        shown = await stands(r, r.help, ts)
        assert [b["type"] for b in shown["blocks"]] == ["context", "section"]
        assert shown["blocks"][1]["text"]["text"] == "See <https://x.io> &lt;!here&gt;"
        [call] = await r.sim.api_log(POST)
        assert (call["args"]["unfurl_links"], call["args"]["unfurl_media"]) == (False, False)
        assert not {"parse", "link_names"} & call["args"].keys()
        assert call["args"]["metadata"] == {"event_type": "handoff_post", "event_payload": {"key": "a-0"}}


async def test_how_a_quote_looks() -> None:
    """What a message is a reply to, in small print of ours below the name; nothing in it pings."""
    async with rig() as r:
        words = f"see <@{r.ann}> \\*now\\* <!here>"
        for post in (Post(text="as I said", label="Ann", quote=f"↪ “{words}”"), Post(text="as I said", quote=f"↪ “{words}”")):
            shown = await stands(r, r.help, await r.post(r.help_at, post, key=f"q-{len(post.label)}"))
            *small, said = shown["blocks"]
            assert [b["type"] for b in small] == ["context"] * (2 if post.label else 1)
            assert small[-1]["elements"][0]["text"].startswith("↪ “see &lt;@")
            assert said["text"]["text"] == "as I said"
        assert await r.sim.pings() == []


async def test_the_receipt_is_the_address_that_slack_gives() -> None:
    """Made without asking, for a message and for a reply."""
    async with rig() as r:
        place = await threaded(r)
        for to in (r.team_at, place):
            receipt = await channel(r).carry_out(PostTo(to=to, post=Post(text="here"), key="k-0"))
            client = AsyncWebClient(r.bot_token, r.sim.info_cache["api_url"])
            told = await client.chat_getPermalink(channel=r.team, message_ts=receipt.message_id)
            assert receipt.link == told["permalink"]


async def test_replies_make_the_thread() -> None:
    """Making one asks nothing of Slack: it has its first message's id."""
    async with rig() as r:
        place = await threaded(r)
        before = len(await r.sim.api_log())
        made = await channel(r).carry_out(ThreadAt(to=r.team_at, message_id=place.thread, title="t"))
        assert (made.message_id, len(await r.sim.api_log())) == (place.thread, before)
        inside = await r.post(place, "the transcript", key="t-0")
        assert (await stands(r, r.team, inside))["thread_ts"] == place.thread


async def test_edit_delete_pin_and_what_is_gone() -> None:
    """Text takes the place of a card and back, buttons go, and what somebody deleted is as good as edited or deleted."""
    async with rig() as r:
        ts = await r.post(r.help_at, Post(text="one", buttons=HUMAN))
        assert [b["type"] for b in (await stands(r, r.help, ts))["blocks"]] == ["section", "actions"]
        for post, kinds in ((Post(title="Card", text="two"), ["section"] * 2), (Post(text="three"), ["rich_text"])):
            edit = EditAt(to=r.help_at, message_id=ts, post=post)
            assert (await channel(r).carry_out(edit)).message_id == ts
            assert [b["type"] for b in (await stands(r, r.help, ts))["blocks"]] == kinds
        assert (await stands(r, r.help, ts))["text"] == "three"
        pin, delete = PinAt(to=r.help_at, message_id=ts), DeleteAt(to=r.help_at, message_id=ts)
        assert await channel(r).carry_out(pin) == await channel(r).carry_out(pin)
        assert [c["pins"] for c in await r.sim.channels() if c["id"] == r.help] == [[ts]]
        await channel(r).carry_out(delete)
        assert await channel(r).carry_out(delete) == await channel(r).carry_out(edit)
        failure = await refused(r, pin)
        assert isinstance(failure, Refused)
        assert failure.code == "message_not_found"
        assert await r.calls("chat.postEphemeral") == 0  # nothing of record is shown to one person alone (FAULTS S31)


async def test_a_long_text_can_be_edited_too() -> None:
    """chat.update takes 4,000 characters of text, and more in blocks."""
    async with rig() as r:
        ts = await r.post(r.help_at, "short")
        for text in ("x & y " * 600, "word " * 2000, "short again"):
            await channel(r).carry_out(EditAt(to=r.help_at, message_id=ts, post=Post(text=text)))
        assert (await stands(r, r.help, ts))["text"] == "short again"


# ---- pings


async def test_only_our_own_targets_ping() -> None:
    """`here` pings the channel, a group its members, a person themselves, also where people's words try for more."""
    async with rig(rate_limits=False) as r:
        group = (await r.sim.add_usergroup("staff", [r.bo]))["id"]
        text = f"<!channel> <!here> <@{r.ann}> <!subteam^{group}> @here <#{r.help}>"
        targets = [Mention(kind="here"), Mention(kind="group", id=group), Mention(kind="person", id=r.bo)]
        everywhere = {
            "text": text, "label": text, "footer": text, "fields": (Field(text, text),), "files": (File(text, text),),
            "buttons": (Button(verb="claim", label=text, number=1),),
        }  # fmt: skip
        for n, target in enumerate(targets):
            await r.post(r.team_at, Post(title=text, ping=(target,), **everywhere), key=f"p-{n}")
            await r.post(r.team_at, Post(text=text, ping=(target,)), key=f"q-{n}")
        told = [(p["kind"], p["id"]) for p in await r.sim.pings(channel=r.team)]
        assert told == [("here", None)] * 2 + [("subteam", group)] * 2 + [("user", r.bo)] * 2


# ---- pace, typing and long texts


async def test_one_request_a_post_within_the_rate() -> None:
    """Paced by what the channel says of itself, twelve posts are twelve requests, and none runs into a limit."""
    async with rig(rate_scale=0.05) as r:
        pacer, able = Pacer(), channel(r).capabilities.posts
        for n in range(12):
            await pacer.take("posts", replace(able, every=able.every * 0.05), rank=0)
            await r.post(r.help_at, str(n), key=f"n-{n}")
        assert await r.calls(POST) == 12


async def test_typing_is_shown_in_threads_and_goes_with_our_words() -> None:
    """Nothing in a plain direct message, where Slack has no place for it; never an error."""
    async with rig() as r:
        asked = await r.sim.say(r.ann, r.help, "help me")
        place = Address("slack", r.workspace, r.help, asked["ts"])
        await channel(r).show_typing(place)
        assert await r.sim.statuses() == [{"channel": r.help, "thread_ts": asked["ts"], "status": "is thinking…"}]
        await r.post(place, "Here I am.")
        assert await r.sim.statuses() == []
        await channel(r).show_typing(r.dm)
        await channel(r).show_typing(Address("slack", r.workspace, r.help, "1.000001"))
        assert await r.calls("assistant.threads.setStatus") == 2


@pytest.mark.parametrize(
    "text",
    ["😀" * 9000, "word & " * 3000, "```py\n" + "x = 1\n" * 3000 + "```", "# h\n\n" * 3000, "<@U1>" * 3000, "\ud83d" * 5000],
)
async def test_every_part_is_accepted(text: str) -> None:
    """The strict simulator takes each part, in a text and in a card."""
    async with rig(rate_limits=False) as r:
        card = Post(title="Transcript", text=text, fields=(Field("n", "v" * 2000),) * 30, footer="f" * 900, buttons=HUMAN)
        for n, part in enumerate((*channel(r).parts(Post(text=text, label="Ann")), *channel(r).parts(card))):
            receipt = await channel(r).carry_out(PostTo(to=r.help_at, post=part, key=f"p-{n}"))
            assert isinstance(receipt, Receipt)
