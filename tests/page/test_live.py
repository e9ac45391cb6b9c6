"""The playground over its WebSocket: the real process, without a browser."""

import asyncio

import aiohttp
import pytest
from page.playing import Playground, playground, viewer

from adapters.local.acts import LONGEST

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>[x](javascript:alert(3))"


async def test_a_handoff_and_back(tmp_path):
    """Ask, answer, ask for a person, claim, reply, note, close with a form, and the AI again; the journal tells each step."""
    async with playground(tmp_path) as p, viewer(p.url) as v:
        await v.ask("say", "Ann", "dm", text="How long does delivery take?")
        await v.sees("Source", "@u1")
        await v.ask("say", "Ann", "dm", text="a human please")
        thread = await v.opened(await v.card(1))
        await v.ask("press", "Bo", "team", verb="claim", number=1)
        await v.sees("has joined", "@u1")
        await v.ask("say", "Bo", "team", thread, text="Hi Ann")
        assert (await v.sees("Hi Ann", "@u1"))["post"]["label"] == "Bo"
        await v.ask("say", "Bo", "team", thread, text="// secret")
        form = (await v.ask("press", "Bo", "team", verb="close", number=1))["form"]
        assert [(i["name"], i["required"]) for i in form["inputs"]] == [("note", False), ("outcome", False)]
        await v.ask("send", "Bo", "team", verb="close", number=1, fields={"note": "well"})
        await v.sees("now closed", "@u1")
        await v.ask("say", "Ann", "dm", text="How do I return something?")
        await v.until(lambda: [e for e in v.journal if e["event"] == "Answered" and e["number"] == 2], "the AI again")
        assert "secret" not in str([m for m in v.messages.values() if m["channel"] == "@u1"])
        moves = [(e["before"], e["after"]) for e in v.journal if e["number"] == 1 and e["before"] != e["after"]]
        assert moves == [("", "ai"), ("ai", "waiting"), ("waiting", "claimed"), ("claimed", "closed")]
        handed = next(e for e in v.journal if e["after"] == "waiting")
        assert handed["why"][0] == "trigger: explicit"


async def test_who_is_not_on_our_page_is_refused(tmp_path):
    """Another site's script, or a name bent to this machine, can neither look nor act."""
    async with playground(tmp_path) as p, aiohttp.ClientSession() as http:
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}, {"Origin": "http://127.0.0.1:1"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await http.ws_connect(f"{p.url}/live", headers=headers)
            assert refused.value.status == 403
        bent = {"Host": f"evil.example:{p.port}"}
        async with http.get(p.url, headers=bent) as answer:
            assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(f"{p.url}/live", headers={**bent, "Origin": f"http://evil.example:{p.port}"})
        async with http.get(p.url) as answer:
            assert answer.status == 200
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_restart_loses_nothing_and_repeats_nothing(tmp_path):
    """Killed in the middle: what was said stands once, what was owed is said, and a page that knew some learns the rest."""
    p = await Playground(tmp_path).start()
    try:
        async with viewer(p.url) as v:
            await v.ask("say", "Ann", "dm", text="a human please")
            thread = await v.opened(await v.card(1))
            await v.ask("press", "Bo", "team", verb="claim", number=1)
            for n in range(5):
                await v.ask("say", "Bo", "team", thread, text=f"word {n}")
            known = v.rev
        await p.kill()
        await p.start()
        async with viewer(p.url) as v:
            await v.sees("word 4", "@u1")
            said = [v.text(m) for m in sorted(v.messages.values(), key=lambda m: m["id"]) if m["channel"] == "@u1"]
            assert [sum(f"word {n}" in text for text in said) for n in range(5)] == [1] * 5
            await v.ask("say", "Ann", "dm", text="still there?")
            await v.sees("still there?", "team")
        async with viewer(p.url) as v:
            v.messages.clear()
            await v.know(known)
            await v.sees("still there?", "team")
            assert "a human please" not in [m["text"] for m in v.messages.values()]
    finally:
        await p.end()


async def test_the_same_wish_twice_is_done_once(tmp_path):
    """A page that did not hear the answer asks again."""
    async with playground(tmp_path) as p, viewer(p.url) as v:
        wish = {"id": "wish-0001", "do": "say", "who": "u1", "channel": "@u1", "thread": "", "text": "a human please"}
        await v.socket.send_json(wish)
        await v.socket.send_json(wish)
        await v.card(1)
        await v.ask("press", "Bo", "team", verb="claim", number=1)
        assert [m["text"] for m in v.messages.values()].count("a human please") == 1


#: what is asked, besides what is well, and what is answered
CANNOT = (
    ({"who": "nobody"}, "Choose somebody"),
    ({"channel": "team"}, "cannot see"),
    ({"channel": "@u3"}, "cannot see"),
    ({"thread": "x"}, "no such thread"),
    ({"text": "  "}, "Write something"),
    ({"text": "x" * (LONGEST + 1)}, "at most"),
    ({"do": "fly"}, "cannot be done"),
    ({"id": "!"}, "cannot be read"),
    ({"do": "edit", "message": 1}, "Only what somebody wrote"),
    ({"do": "press", "verb": "../x"}, "no such button"),
    ({"do": "send", "verb": "close", "fields": 3}, "cannot be read"),
    ({"do": "join", "name": "<b>", "role": "customer"}, "A name has"),
    ({"do": "join", "name": "Zoe", "role": "king"}, "customer, an agent or an admin"),
)


async def test_what_cannot_be_done_is_said(tmp_path):
    async with playground(tmp_path) as p, viewer(p.url) as v:
        for n, (wish, words) in enumerate(CANNOT):
            asked = {"id": f"wish-{n:04}", "do": "say", "who": "u1", "channel": "@u1", "thread": "", "text": "hello"} | wish
            await v.socket.send_json(asked)
            answer = await v.until(lambda asked=asked: v.answers.get(asked["id"]), f"an answer to {wish}")
            assert words in answer["wrong"], wish


async def test_what_is_no_wish_at_all_does_no_harm(tmp_path):
    async with playground(tmp_path) as p, viewer(p.url) as v:
        for junk in ("", "[]", "null", "{", '{"do":7}', '{"do":"know","rev":"x","n":null}'):
            await v.socket.send_str(junk)
        await v.ask("say", "Ann", "dm", text="hello")
        await v.sees("Hello", "@u1")


async def test_words_are_words(tmp_path):
    """Whatever is written, nothing of it becomes a tag or a script's link, on either side."""
    async with playground(tmp_path) as p, viewer(p.url) as v:
        await v.ask("say", "Ann", "dm", text=f"a human please {EVIL}")
        await v.card(1)
        await v.sees("asked for a person", "team")
        for message in v.messages.values():
            shown = message.get("html", "") + str(message["post"] and message["post"]["html"])
            assert "<img" not in shown
            assert "<script" not in shown
            assert 'href="javascript' not in shown


async def test_commands_completion_and_what_is_wrong_with_them(tmp_path):
    async with playground(tmp_path) as p, viewer(p.url) as v:
        assert "/claim" in [c["path"] for c in v.hello["commands"]]
        await v.ask("command", "Di", "team", line="/keywords add refund")
        await v.ask("command", "Bo", "team", line="/keywords add refund")
        await v.sees("Only admins", "team")
        await v.ask("command", "Bo", "team", line="/claim him")
        await v.sees("is not a conversation's number", "team")
        await v.ask("say", "Ann", "help", text="I want a refund")
        await v.card(1)


async def test_it_ends_well_when_asked_to(tmp_path):
    p = await Playground(tmp_path).start()
    assert await p.end() == 0


async def test_races_have_one_winner(tmp_path):
    """Two pages claim at the same moment, 20 times: one has it, and the other is told who."""
    async with playground(tmp_path) as p, viewer(p.url) as bo, viewer(p.url) as cy:
        await bo.ask("say", "Ann", "dm", text="a human please")
        await bo.card(1)
        for _ in range(20):
            await asyncio.gather(
                bo.ask("press", "Bo", "team", verb="claim", number=1), cy.ask("press", "Cy", "team", verb="claim", number=1)
            )
            await bo.until(lambda: whispered(bo, 2), "both answers")
            won = [w for w in whispered(bo, 2) if "is yours" in w]
            lost = [w for w in whispered(bo, 2) if "has #1" in w]
            assert (len(won), len(lost)) == (1, 1)
            winner = "Bo" if "Bo has" in lost[0] else "Cy"
            await bo.ask("command", winner, "team", line="/handoff release 1")
            await bo.until(lambda: "back in the queue" in "".join(whispered(bo, 1)), "the release")
            bo.messages = {n: m for n, m in bo.messages.items() if not m["only"]}


def whispered(v, count):
    found = [v.text(m) for m in v.messages.values() if m["only"]]
    return found if len(found) >= count else []
