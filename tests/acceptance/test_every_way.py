"""Every verb by every way it can be reached, on both platforms: the table that docs/commands.md shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from acceptance.sides import Place, Seen, until
from acceptance.town import Town, sees, town

from handoff.commands import BUTTONS, COMMANDS, MESSAGE_ACTIONS, Way, ways


@dataclass(frozen=True)
class Case:
    """
    One verb: the `state` it begins in, what is typed (`words`, or a form's `fields`), and what is to be seen then, where:
    the "customer", the "card", the card's "thread", or the "answer" that whoever acted gets.
    """

    path: str
    state: str
    seen: str
    where: str = "answer"
    words: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    by: str = "bo"

    @property
    def verb(self) -> str:
        return self.path.split()[-1].lstrip("/")


CASES = (
    Case("/human", "ai", "asked the team", "customer", by="ann"),
    Case("/queue", "waiting", "Waiting"),
    Case("/inbox", "claimed", "waiting for you"),
    Case("/claim", "waiting", "Bo from the team has joined", "customer"),
    Case("/handoff takeover", "returned", "Bo from the team has joined", "customer"),
    Case(
        "/handoff transfer",
        "claimed",
        "Cy from the team",
        "customer",
        "{cy} he knows it",
        {"to": "{cy}", "note": "he knows it"},
    ),
    Case("/handoff release", "claimed", "had to pass this on", "customer"),
    Case("/handoff close", "claimed", "now closed", "customer", "all is well", {"note": "all is well"}),
    Case("/handoff reopen", "closed", "is back with you", "customer"),
    Case("/handoff return", "claimed", "back with the assistant", "customer", "all is well", {"note": "all is well"}),
    Case("/handoff priority", "claimed", "urgent now", words="urgent", fields={"level": "urgent"}),
    Case("/handoff private", "public", "goes on in direct messages", "customer"),
    Case("/handoff note", "claimed", "the blue one", "thread", "the blue one", {"text": "the blue one"}),
    Case("/handoff help", "claimed", "claim"),
    Case("/keywords add", "none", "“refund”", words="refund", by="di"),
    Case("/keywords list", "none", "cancel my account", by="di"),
    Case("/keywords topic", "none", "No keyword has a topic", by="di"),
    Case("/keywords test", "none", "keyword", words="please CANCEL my account", by="di"),
    Case("/keywords remove", "none", "“cancel my account”", words="cancel my account", by="di"),
    Case("/triggers try", "none", "hands off", words="please CANCEL my account", by="di"),
    Case("/triggers preview", "none", "comes into the team", words="failed.limit=2", by="di"),
    Case("/triggers report", "none", "comes into the team", words="7", by="di"),
    Case("progress", "previewed", "No preview is under way", by="di"),
    Case("/triggers preset", "none", "balanced", words="balanced", by="di"),
    Case("/triggers vip", "none", "There are no VIPs", by="di"),
    Case("/triggers show", "none", "`failed.limit`", by="di"),
    Case("/triggers set", "none", "is 5 from now on", words="failed.limit 5", by="di"),
    Case("/triggers unset", "none", "as it is, the default", words="turns.limit", by="di"),
    Case("/handoff settings", "none", "Where customers write", by="di"),
    Case("/handoff settings", "changed", "What was changed", words="history 5", by="di"),
    Case("history", "changed", "What was changed", by="di"),
    Case("undo", "changed", "is undone", by="di"),
    Case("/handoff block", "claimed", "Di blocked Ann", "thread", "for 2h spam", by="di"),
    Case("/handoff unblock", "blocked", "can use the bot again", by="di"),
    Case("/handoff blocked", "blocked", "(“spam”)", by="di"),
    Case("/handoff link", "none", "Your code is"),
    Case("/handoff unlink", "none", "No other account is joined"),
    Case("/handoff reload", "none", "being read again", by="di"),
    Case("privately", "asked", "goes on in direct messages", "customer", by="ann"),
    Case("helped", "ai", "Glad to hear it!", "customer", by="ann"),
    Case("unhelpful", "ai", "sorry that this did not help", "customer", by="ann"),
    Case("discard", "drafted", "out of date", "thread"),
    Case("send", "held", "!here: it is ready", "customer"),
    Case("keep", "held", "Kept inside", "thread"),
    Case("mine", "remark", "Bo from the team has joined", "customer"),
    Case("remark", "remark", "the AI has", "thread"),
    # the last, since it stays so
    Case("/handoff ai", "none", "only drafts in that channel", words="draft {help}", by="di"),
)
EVERY = tuple((case, way) for case in CASES for way in ways(case.verb))


def test_every_verb_is_there():
    """Whoever adds a command or a button adds its case."""
    assert {case.path for case in CASES} == {c.path for c in COMMANDS} | (BUTTONS.keys() - {c.verb or c.name for c in COMMANDS})


@dataclass
class Act:
    """A case on a stage: its customer, its conversation's number, and the card."""

    t: Town
    number: int
    ann: str
    dm: Place
    card: Seen | None = None
    held: str = ""

    @property
    def thread(self) -> Place:
        assert self.card is not None
        return self.t.thread(self.card)

    async def begin(self, state: str) -> None:
        t, n = self.t, self.number
        if state == "none":
            return
        if state == "changed":  # what Di is told bears both buttons
            await t.team.command(t.di, t.team.team, f"/keywords add words {n} {self.ann}")
            await t.team.command(t.di, t.team.team, "/handoff settings")
            return
        if state == "previewed":
            before = await self.previews()
            await t.team.command(t.di, t.team.team, "/triggers preview failed.limit=2")
            await until(lambda: self.previews(before), "the preview's result")
            return
        if state == "remark":
            await self.remark()
            return
        if state in ("asked", "public"):
            await self.in_public(state)
            return
        if state == "ai":
            await t.customers.say(self.ann, self.dm, "How long does delivery take?")
            await self.customer_sees("Source:")
            return
        if state == "drafted":
            await self.drafted()
            return
        await t.customers.say(self.ann, self.dm, "a human please")
        self.card = await t.card(n)
        await t.team_sees("a human please", self.thread)
        if state != "waiting":
            await t.team.command(t.bo, t.team.team, f"/claim {n}")
            await self.card_bears(f"release:{n}")
        if state == "blocked":
            await t.team.command(t.di, t.team.team, f"/handoff block {n} 2h spam")
            await self.card_closed()
        if state == "returned":
            await t.team.command(t.bo, t.team.team, f"/handoff return {n}")
            await self.card_bears(f"takeover:{n}")
        if state == "closed":
            await t.team.command(t.bo, t.team.team, f"/handoff close {n} all is well")
            await self.card_bears(f"reopen:{n}")
        if state == "held":
            await t.team.say(t.bo, self.thread, "!here: it is ready")
            self.held = (await t.team_sees("Not sent", self.thread)).id

    async def drafted(self) -> None:
        """The AI only drafts for a moment."""
        t = self.t
        await t.team.command(t.di, t.team.team, "/handoff ai draft")
        await t.customers.say(self.ann, self.dm, "How long does delivery take?")
        self.card = await t.card(self.number)
        self.held = (await t.team_sees("the AI would have said this", self.thread)).id
        await t.team.command(t.bo, t.team.team, f"/claim {self.number}")
        await self.card_bears(f"release:{self.number}")
        await t.team.command(t.di, t.team.team, "/handoff ai on")

    async def in_public(self, state: str) -> None:
        """The customer's place is a thread of the support channel."""
        t = self.t
        first = await t.customers.say(self.ann, t.customers.help, "How long does delivery take?")
        self.dm = t.customers.thread_at(t.customers.help, first)
        await self.customer_sees("Source:")
        if state == "public":
            await t.customers.say(self.ann, self.dm, "a human please")
            await t.card(self.number)
            await t.team.command(t.bo, t.team.team, f"/claim {self.number}")
            await self.card_bears(f"private:{self.number}")

    async def remark(self) -> None:
        """The customer's place is a thread of the support channel, in which Bo writes."""
        t = self.t
        first = await t.customers.say(self.ann, t.customers.help, "How long does delivery take?")
        self.dm = t.customers.thread_at(t.customers.help, first)
        await self.customer_sees("Source:")
        await t.customers.say(t.bo, self.dm, "Two days, mostly.")
        self.card = await t.card(self.number)
        await t.team_sees("Two days, mostly.", self.thread)

    async def card_bears(self, button: str) -> None:
        async def look() -> bool:
            self.card = await self.t.card(self.number)
            return button in dict(self.card.buttons)

        await until(look, f"{button} on the card")

    async def card_closed(self) -> None:
        async def look() -> bool:
            return (await self.t.card(self.number)).bears("reopen")

        await until(look, "the card of a closed one")

    async def customer_sees(self, text: str) -> Seen:
        return await sees(self.t.customers, self.ann, self.dm, text)

    # ---- the ways

    async def use(self, case: Case, way: Way) -> str:
        """What whoever acted was answered, where there is a certain answer."""
        if way is Way.COMMAND:
            return await self.command(case)
        if way is Way.WORDS:
            words = case.words.format(cy=f"<@{self.t.cy}>")
            said = " ".join(filter(None, [f"<@{self.t.team.bot}>", case.verb, words]))
            await self.t.team.say(self.who(case), self.thread, said)
            return ""
        if way is Way.MENU:
            assert self.card is not None
            title = next(action.title for action in MESSAGE_ACTIONS if case.verb in (action.verb, action.with_ai))
            await self.t.team.choose(self.t.bo, self.t.team.team, self.card.id, title)
            return ""
        return await self.press(case)

    async def command(self, case: Case) -> str:
        side, place = (self.t.customers, self.dm) if case.by == "ann" else (self.t.team, self.t.team.team)
        row = next(c for c in COMMANDS if c.path == case.path)
        number = str(self.number) if any(o.number for o in row.options) else ""
        words = case.words.format(cy=side.typed_mention(self.t.cy), help=side.typed_channel(side.help[0]))
        line = " ".join(filter(None, [case.path, number, words]))
        return await side.command(self.who(case), place, line, answered=case.where == "answer")

    async def press(self, case: Case) -> str:
        t, who, fields = (
            self.t,
            self.who(case),
            {name: value.format(cy=self.t.cy) for name, value in case.fields.items()} or None,
        )
        before = len(await t.team.whispers(who))
        if case.by == "ann":
            answer = next(m for m in await t.customers.read(self.ann, self.dm) if m.bears(case.verb))
            button = next(b for b, _ in answer.buttons if b.split(":")[0] == case.verb)
            await t.customers.press(who, self.dm, answer.id, button, fields)
            return ""
        if case.state == "remark":
            await self.answer_remark(case)
            return ""
        if case.state in ("changed", "previewed"):
            return await self.press_told(case)
        place, message = self.bearer(case) or (t.team.team, (await t.team_sees("Support queue")).id)
        seen = next(m for m in await t.team.read(who, place) if m.id == message)
        button = next(b for b, _ in seen.buttons if b.split(":")[0] == case.verb)
        await t.team.press(who, place, message, button, fields)
        if case.where != "answer":
            return ""

        async def told() -> str:
            """An answer to what was done before may come at the same time."""
            fresh = (await t.team.whispers(who))[before:]
            return next((words for words in fresh if case.seen.casefold() in words.casefold()), "")

        return str(await until(told, f"“{case.seen}” after {case.verb}"))

    async def answer_remark(self, case: Case) -> None:
        """In the customer's thread, where Bo alone sees the question; where that cannot be, beside the card."""
        t, verb = self.t, case.verb

        async def asked() -> Seen | None:
            seen = [*await t.team.read(t.bo, self.dm), *await t.team.read(t.bo, self.thread)]
            return next((m for m in seen if m.bears(verb)), None)

        question: Seen = await until(asked, "the question")
        button = next(b for b, _ in question.buttons if b.split(":")[0] == verb)
        if question.private:
            await t.team.press_whisper(t.bo, button)
        else:
            await t.team.press(t.bo, self.thread, question.id, button)

    async def previews(self, but: int = 0) -> int:
        """How many results stand in the team's channel."""
        seen = await self.t.team.read(self.t.di, self.t.team.team)
        return max(0, sum("Preview: " in m.text for m in seen) - but)

    async def press_told(self, case: Case) -> str:
        """The button under what Di was told; what she is told then, in its place or beside it."""
        side, di = self.t.team, self.t.di

        async def pressed() -> None:
            told = next((m for m in reversed(await side.whispered(di)) if m.bears(case.verb)), None)
            if told:
                await side.press_whisper(di, next(b for b, _ in told.buttons if b.split(":")[0] == case.verb))

        async def answered() -> str:
            """How far a replay is, is asked again: that of another case may be under way."""
            said = next((text for text in await side.whispers(di) if case.seen in text), "")
            if not said and case.state == "previewed":
                await pressed()
            return said

        await pressed()
        return str(await until(answered, f"a word after {case.verb}"))

    def bearer(self, case: Case) -> tuple[Place, str] | None:
        """The message that bears the button of a case; None: the board."""
        if case.state in ("held", "drafted"):
            return self.thread, self.held
        return None if case.path in ("/queue", "/inbox") or self.card is None else (self.t.team.team, self.card.id)

    def who(self, case: Case) -> str:
        return self.ann if case.by == "ann" else {"bo": self.t.bo, "di": self.t.di}[case.by]

    async def shows(self, case: Case, way: Way, answer: str) -> None:
        if case.where == "customer":
            await self.customer_sees(case.seen)
        elif case.where == "card":
            await self.t.team_sees(case.seen, self.t.team.team)
        elif case.where == "thread" or way is Way.WORDS:
            await self.t.team_sees(case.seen, self.thread)
        else:
            assert case.seen.casefold() in answer.casefold(), (case.path, way, answer)


@pytest.mark.parametrize("platform", ["discord", "slack"])
@pytest.mark.parametrize("part", range(2))
async def test_every_verb_by_every_way(tmp_path, platform, part):
    """Each does what it is for, and whoever acted, or the customer, is told; nothing breaks a rule of the platform."""
    async with town(tmp_path, platform, platform) as t:
        number = 0
        for case, way in EVERY[part::2]:
            name = f"Ann{EVERY.index((case, way))}"
            ann = await t.customers.person(name)
            number += case.state not in ("none", "changed", "previewed")
            act = Act(t, number, ann, await t.customers.direct(ann))
            await act.begin(case.state)
            await act.shows(case, way, await act.use(case, way))
