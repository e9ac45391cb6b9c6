"""The Discord adapter on the wire: the real discord.py against the strict simulator."""

from wire.discord_rig import rig

from handoff.effects import Button, Done, Input, OpenForm, Post, Whisper
from handoff.events import Commanded, FormSent, Pressed, Spoke
from handoff.model import Address, Person, Standing


async def test_a_direct_message_comes_in_and_its_answer_goes_out() -> None:
    """A DM is addressed by the person; the answer is one request with the nonce enforced."""
    async with rig() as r:
        sent = await r.sim.dm(r.ann, "Where is my **order**?")
        [said] = await r.heard(1, Spoke)
        assert said.place == r.dm
        assert said.author == Person("discord", "", r.ann["id"])
        assert said.author.name == "Ann"
        assert said.text == "Where is my **order**?"
        assert said.key == f"discord:{sent['channel_id']}:{sent['id']}"
        assert said.standing == Standing()
        before = await r.calls(".*", ".*")
        answer = await r.post(r.dm, "On its way.", key="1z-0")
        assert answer["content"] == "On its way."
        assert await r.calls(".*", ".*") == before + 1
        [call] = await r.sim.api_calls("POST", "/channels/.*/messages")
        assert (call["body"]["nonce"], call["body"]["enforce_nonce"]) == ("1z-0", True)


async def test_the_places_of_a_server() -> None:
    """A channel is (server, channel), a thread (server, parent, thread)."""
    async with rig() as r:
        top = await r.sim.post(r.ann, r.help, "help me")
        thread = await r.sim.create_thread(r.ann, r.help, "Order 7", message=top)
        await r.sim.post(r.ann, thread, "in the thread")
        channel, inside = await r.heard(2, Spoke)
        assert channel.place == Address("discord", r.guild["id"], r.help["id"])
        assert channel.link == f"https://discord.com/channels/{r.guild['id']}/{r.help['id']}/{top['id']}"
        assert inside.place == Address("discord", r.guild["id"], r.help["id"], thread["id"])


async def test_press_command_and_form_make_the_round() -> None:
    """A press is deferred, a command whispers, a button of FORMS opens its form, and the form comes back."""
    async with rig() as r:
        buttons = (Button(verb="claim", label="Claim", number=42), Button(verb="close", label="Close…", number=42))
        card = await r.post(r.team_at, Post(title="#42 · Ann", buttons=buttons))
        press = await r.sim.click(r.bo, card, "handoff:claim:42")
        assert press["state"] == "deferred_update"
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.verb, pressed.number, pressed.standing.agent) == ("claim", 42, True)

        form = OpenForm(verb="close", number=42, title="Close #42", submit="Close", inputs=(Input(name="note", label="Note"),))
        r.sink.answer = lambda event: form if isinstance(event, Pressed) else Whisper(post=Post(text="Bo has it"))
        opened = await r.sim.click(r.bo, card, "handoff:close:42")
        assert opened["modal"]["custom_id"] == "handoff:close:42"
        await r.restart()
        sent = await r.sim.submit_modal(r.bo, opened, {"note": "all well"}, final=True)
        [form_sent] = await r.heard(1, FormSent)
        assert (form_sent.verb, form_sent.number, form_sent.fields) == ("close", 42, {"note": "all well"})
        assert [m["content"] for m in sent["followups"]] == ["Bo has it"]

        whispered = await r.sim.slash(r.bo, r.team, "/claim", {"number": 42}, final=True)
        assert whispered["message"]["content"] == "Bo has it"
        assert whispered["message"]["ephemeral"]
        r.sink.answer = lambda event: Done()
        done = await r.sim.slash(r.bo, r.team, "/handoff note", {"text": "calls at 5"}, final=True)
        assert done["message"] is None or done["message"]["deleted"], "what happened is to be seen elsewhere"
        commands = await r.heard(2, Commanded)
        assert [(c.name, c.verb, dict(c.options)) for c in commands] == [
            ("claim", "", {"number": "42"}),
            ("handoff", "note", {"text": "calls at 5"}),
        ]
