"""The Slack adapter on the wire: the real slack-bolt and slack_sdk against the strict simulator, both ways of connecting."""

import pytest
from wire.slack_rig import rig

from handoff.effects import Button, Done, Input, OpenForm, Post, Whisper
from handoff.events import Commanded, FormSent, Met, Pressed, Spoke
from handoff.model import Address, File, Person, Standing

both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])


@both_ways
async def test_a_direct_message_comes_in_and_its_answer_goes_out(http: bool) -> None:
    """A DM is addressed by the person; the name follows once it is looked up; a known DM is not opened again."""
    async with rig(http=http) as r:
        sent = await r.sim.dm(r.ann, "Where is my *order*?")
        [said] = await r.heard(1, Spoke)
        assert said.place == r.dm
        assert said.author == Person("slack", r.workspace, r.ann)
        assert said.text == "Where is my **order**?"
        assert said.key == f"slack:{sent['channel']}:{sent['ts']}"
        assert said.standing == Standing()
        [met] = await r.heard(1, Met)
        assert (met.person, met.person.name, met.person.locale) == (said.author, "ann", "en-US")
        await r.post(r.dm, "On its way.")
        assert (await r.sim.wait_message(sent["channel"], "On its way"))["text"] == "On its way."
        assert await r.calls("conversations.open") == 0
        await r.sim.dm(r.ann, "thanks")
        assert (await r.heard(2, Spoke))[1].author.name == "ann"
        assert await r.calls("users.info") == 2  # ann's, and bo's, who is an agent


async def test_the_places_of_a_workspace() -> None:
    """A top-level message is in its channel, a reply in its parent's thread, a thread in a DM belongs to the DM."""
    async with rig() as r:
        top = await r.sim.say(r.ann, r.help, "help me")
        reply = await r.sim.say(r.ann, r.help, "in the thread", thread_ts=top["ts"])
        direct = await r.sim.dm(r.ann, "hello")
        await r.sim.dm(r.ann, "and in a thread", thread_ts=direct["ts"])
        channel, inside, dm, dm_thread = await r.heard(4, Spoke)
        assert channel.place == r.help_at
        assert channel.link == f"https://simulated.slack.com/archives/{r.help}/p{top['ts'].replace('.', '')}"
        assert inside.place == Address("slack", r.workspace, r.help, top["ts"])
        assert inside.link.endswith(f"p{reply['ts'].replace('.', '')}?thread_ts={top['ts']}&cid={r.help}")
        assert dm.place == dm_thread.place == r.dm


async def test_who_is_meant_in_a_channel() -> None:
    """The bot's own mention is dropped from the text and told; others are told, by name where it is known."""
    async with rig() as r:
        await r.sim.wait_api("users.info", 1)
        await r.sim.say(r.bo, r.team, f"<@{r.sim.bot_user}> claim")
        await r.sim.say(r.ann, r.help, f"<@{r.bo}> can you help?")
        await r.sim.say(r.ann, r.help, "<!here> anybody?")
        await r.sim.say(r.ann, r.help, "nobody in particular")
        claim, to_bo, to_all, to_none = await r.heard(4, Spoke)
        assert (claim.text, claim.mentions_bot, claim.mentions_others) == ("claim", True, False)
        assert (to_bo.text, to_bo.mentions_bot, to_bo.mentions_others) == ("@bo can you help?", False, True)
        assert (to_all.mentions_bot, to_all.mentions_others) == (False, True)
        assert (to_none.mentions_bot, to_none.mentions_others) == (False, False)


async def test_files_are_carried_by_name() -> None:
    """Nothing is downloaded, and no address is told that only the workspace's members could open."""
    async with rig() as r:
        await r.sim.say(r.ann, r.help, "look", files=[{"name": "a.txt", "content": "12345", "mimetype": "text/plain"}])
        [said] = await r.heard(1, Spoke)
        assert said.files == (File("a.txt", "", 5, "text/plain"),)
        assert await r.calls("file_download") == 0


@both_ways
async def test_press_command_and_form_make_the_round(http: bool) -> None:
    """A press opens its form, also after a restart the form comes back, a command whispers."""
    async with rig(http=http) as r:
        buttons = (Button(verb="claim", label="Claim", number=42), Button(verb="close", label="Close…", number=42))
        card = await r.post(r.team_at, Post(title="#42 · Ann", buttons=buttons))
        press = await r.sim.click(r.bo, "handoff:claim", r.team, card)
        assert press["acked"]
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.verb, pressed.number, pressed.standing.agent, pressed.place) == ("claim", 42, True, r.team_at)

        form = OpenForm(verb="close", number=42, title="Close #42", submit="Close", inputs=(Input(name="note", label="Note"),))
        r.sink.answer = lambda event: form if isinstance(event, Pressed) else Whisper(post=Post(text="Bo has it"))
        await r.sim.click(r.bo, "handoff:close", r.team, card)
        assert (await r.sim.wait_view(r.bo))["callback_id"] == "handoff:close:42"
        await r.restart()
        sent = await r.sim.submit(r.bo, {"note": "all well"})
        assert sent["closed"]
        [form_sent] = await r.heard(1, FormSent)
        assert (form_sent.verb, form_sent.number, form_sent.fields) == ("close", 42, {"note": "all well"})
        assert form_sent.place == r.team_at
        told = await r.sim.wait_ephemeral(r.bo, "Bo has it")
        assert told["channel"] == r.team

        whispered = await r.sim.slash(r.bo, r.team, "/claim", "42")
        assert whispered["shown"]["message"]["text"] == "Bo has it"
        r.sink.answer = lambda event: Done()
        done = await r.sim.slash(r.bo, r.team, "/handoff", "note calls <@U1> at 5 & 6")
        assert done["acked"]
        assert done["shown"] is None, "what happened is to be seen elsewhere"
        commands = await r.heard(2, Commanded)
        assert [(c.name, c.verb, dict(c.options)) for c in commands] == [
            ("claim", "", {"number": "42"}),
            ("handoff", "note", {"text": "calls @U1 at 5 & 6"}),
        ]
