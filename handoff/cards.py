"""What is shown of a conversation, as Posts. Pure: the same record gives the same post."""

from collections.abc import Callable, Sequence
from typing import Final

from handoff import queue, reasons, wording
from handoff.effects import Button, Field, Post, Tone
from handoff.model import VISIBLE, AuthorKind, Conversation, Mention, Message, Priority, Reason
from handoff.place import where
from handoff.states import State

#: what may be quoted where somebody replies to it
QUOTABLE: Final = VISIBLE | {AuthorKind.PARTICIPANT}
_TONES = {State.WAITING: Tone.WAITING, State.CLAIMED: Tone.CLAIMED, State.SNOOZED: Tone.CLAIMED}
_BUTTONS = {
    State.AI: ("takeover",),
    State.WAITING: ("claim", "close", "return", "priority"),
    State.CLAIMED: ("transfer", "release", "close", "return", "priority"),
    State.SNOOZED: ("transfer", "release", "close", "return", "priority"),
    State.CLOSED: ("reopen",),
}


def button(verb: str, number: int, detail: str = "", label: str = "", *, apart: bool = False) -> Button:
    style = {"claim": "primary", "send": "primary", "mine": "primary"}.get(verb, "")
    return Button(verb=verb, label=label or wording.text(verb), number=number, detail=detail, style=style, apart=apart)


def why(reason: Reason | None) -> str:
    if reason and reason.topic:
        return wording.text("reason.topic", topic=wording.plain(reason.topic))
    return wording.text(f"reason.{reason.trigger}") if reason else ""


def priority(conversation: Conversation) -> str:
    """How pressing it is; "" where that is as usual."""
    usual = conversation.priority is Priority.NORMAL
    return "" if usual else wording.text(f"priority.{conversation.priority}")


def marked(line: str, conversation: Conversation) -> str:
    """A line about a conversation, with how pressing it is."""
    pressing = priority(conversation)
    return wording.text("priority.marked", line=line, priority=pressing) if pressing else line


def card(conversation: Conversation, ping: tuple[Mention, ...] = ()) -> Post:
    """The conversation's message in the team channel; a closed one shrinks to what is still worth knowing."""
    c = conversation
    status = {
        State.WAITING: wording.text("card.waiting"),
        State.CLAIMED: wording.text("card.claimed", agent=wording.name(c.agent)),
        State.SNOOZED: wording.text("card.claimed", agent=wording.name(c.agent)),
        State.AI: wording.text("card.ai"),
        State.CLOSED: wording.text("card.closed"),
    }[c.state]
    return Post(
        title=wording.text("card.title", number=c.number, customer=wording.name(c.customer, "customer")),
        text=f"**{status}**",
        fields=_fields(c),
        tone=_TONES.get(c.state, Tone.DONE),
        buttons=tuple(button(v, c.number) for v in _verbs(c)),
        ping=ping,
    )


def _verbs(c: Conversation) -> tuple[str, ...]:
    verbs = _BUTTONS.get(c.state, ())
    public = c.state in (State.CLAIMED, State.SNOOZED) and not c.private and c.going is None
    return (*verbs, "private") if public else verbs


def _fields(c: Conversation) -> tuple[Field, ...]:
    rows = [Field(wording.text("field.place"), where(c))]
    if priority(c) and c.state is not State.CLOSED:
        rows.append(Field(wording.text("field.priority"), priority(c)))
    if c.reason and c.state is not State.CLOSED:
        rows.append(Field(wording.text("field.why"), why(c.reason)))
        if evidence := wording.short("; ".join(c.reason.evidence) or c.reason.quote, 300):
            rows.append(Field(wording.text("field.evidence"), evidence))
    if c.state is State.WAITING and c.handed_at:
        rows.append(Field(wording.text("field.since"), c.handed_at))
    if c.state is State.CLAIMED and c.claimed_at:
        rows.append(Field(wording.text("field.claimed"), c.claimed_at))
    if c.state is State.CLOSED and c.closed_at:
        rows.append(Field(wording.text("field.closed"), c.closed_at))
        if c.over:
            rows.append(Field(wording.text("field.over"), c.over))
    elif c.last_words:
        rows.append(Field(wording.text("field.words"), c.last_words))
    if c.state is State.CLAIMED and c.delivered and c.agent_at:
        rows.append(Field(wording.text("field.delivered"), c.agent_at))
    return tuple(rows)


def board(conversations: Sequence[Conversation]) -> Post:
    """The pinned summary of the queue."""
    waits, held = queue.waiting(conversations), queue.in_hand(conversations)
    words = wording.text("board.empty")
    if waits:
        words = wording.text("board.one") if len(waits) == 1 else wording.text("board.many", count=len(waits))
    rows = []
    if waits:
        rows.append(Field(wording.text("board.oldest"), min(map(queue.since, waits))))
    pressing = [c for c in waits if queue.RANK[c.priority] < queue.RANK[Priority.NORMAL]]
    if pressing:
        lines = [f"{level}: {wording.numbers(tuple(ns[:20]))}" for level, ns in _grouped(pressing, priority).items()]
        rows.append(Field(wording.text("board.pressing"), "\n".join(lines)))
    if held:
        by_agent = _grouped(held, lambda c: wording.name(c.agent))
        lines = [f"{agent}: {wording.numbers(tuple(ns[:20]))}" for agent, ns in list(by_agent.items())[:15]]
        rows.append(Field(wording.text("board.mine"), "\n".join(lines)))
    return Post(
        title=wording.text("board.title"),
        text=words,
        fields=tuple(rows),
        tone=Tone.WAITING if waits else Tone.DONE,
        buttons=(button("queue", 0), button("inbox", 0)),
    )


def _grouped(those: Sequence[Conversation], by: Callable[[Conversation], str]) -> dict[str, list[int]]:
    """Their numbers, by what `by` says of them."""
    found: dict[str, list[int]] = {}
    for c in those:
        found.setdefault(by(c), []).append(c.number)
    return found


def queue_list(conversations: Sequence[Conversation]) -> Post:
    """What `/queue` shows: who waits, each with a button, and who works on what."""
    waits, held = queue.waiting(conversations), queue.in_hand(conversations)
    if not waits and not held:
        return Post(text=wording.text("claim.empty"))
    lines = []
    if waits:
        lines.append(wording.text("queue.waiting"))
        lines += [
            marked(
                wording.text("queue.line", number=c.number, customer=wording.name(c.customer, "customer"), why=why(c.reason)), c
            )
            for c in waits[:30]
        ]
    if held:
        lines.append(wording.text("queue.claimed"))
        lines += [
            marked(
                wording.text(
                    "queue.held",
                    number=c.number,
                    customer=wording.name(c.customer, "customer"),
                    agent=wording.name(c.agent),
                ),
                c,
            )
            for c in held[:30]
        ]
    buttons = tuple(button("claim", c.number, label=f"{wording.text('claim')} #{c.number}") for c in waits[:5])
    return Post(text="\n".join(lines), buttons=buttons)


def label(message: Message, conversation: Conversation) -> str:
    """Who says it, for the team."""
    match message.kind:
        case AuthorKind.CUSTOMER:
            known = message.author if message.author and message.author.name else conversation.customer
            key = "label.customer.public" if message.public else "label.customer"
            return wording.text(key, name=wording.name(known, "customer"))
        case AuthorKind.PARTICIPANT:
            return wording.text("label.participant", name=wording.name(message.author))
        case AuthorKind.AGENT:
            return wording.text("label.agent", name=wording.name(message.author))
        case AuthorKind.NOTE:
            return wording.text("label.note", agent=wording.name(message.author))
        case AuthorKind.AI:
            return wording.text("label.ai")
        case AuthorKind.DRAFT if message.author:
            return wording.text("label.held", name=wording.name(message.author))
        case AuthorKind.DRAFT:
            return wording.text("label.unsent")
        case AuthorKind.SYSTEM:
            return wording.text("label.system")


def kept(message: Message) -> str:
    """What stands beside the words of a message that was deleted and that the team keeps; "" for any other."""
    if not message.deleted or not (message.text or message.files):
        return ""
    return wording.text("deleted.customer" if message.kind is AuthorKind.CUSTOMER else "deleted.author")


def body(message: Message) -> str:
    if message.deleted and not kept(message):
        return wording.text("deleted")
    return wording.with_files(message.text, message.files)


def quote(answered: Message) -> str:
    """The first words of what a message is a reply to."""
    return wording.text("quote", words=wording.plain(wording.with_files(answered.text, answered.files)))


def for_customer(message: Message, conversation: Conversation) -> Post:
    """A message of the record as the customer sees it: buttons only on the answer that bears them."""
    bears = conversation.buttons == message.seq and message.kind is AuthorKind.AI
    buttons = _asked(message, conversation) if bears else ()
    who = wording.name(message.author) if message.kind is AuthorKind.AGENT else ""
    return Post(text=body(message), label=who, buttons=buttons)


def _asked(message: Message, c: Conversation) -> tuple[Button, ...]:
    """Under an answer: did it help, or a person instead?"""
    labels = {"human": wording.text("human.button")}
    if c.ratable == message.seq:
        labels = {"helped": wording.text("helped.button"), "unhelpful": wording.text("unhelpful.button"), **labels}
    if not c.private:
        labels["privately"] = wording.text("privately.button")
    return tuple(button(verb, c.number, str(message.seq), label) for verb, label in labels.items())


def for_team(message: Message, conversation: Conversation) -> Post:
    """A message of the record as it is mirrored in the card's thread."""
    return Post(text=body(message), label=label(message, conversation), footer=kept(message))


def held(message: Message, conversation: Conversation) -> Post:
    """
    Beside words that wait for an agent to send them: why, and both ways out, or what became of them. An agent's own stand
    above already, and are shortened to tell several apart; the AI's are shown whole.
    """
    c = conversation
    if message.kind is AuthorKind.DRAFT and message.author is None:
        return _draft(message, c)
    words = wording.quoted(wording.short(body(message), 120))
    if message.kind is AuthorKind.AGENT:
        text = wording.text("held.sent", agent=wording.name(message.author))
    elif message.kind is AuthorKind.AI:
        text = wording.text("held.said")
    elif message.kind is AuthorKind.NOTE:
        text = wording.text("done.kept")
    elif message.deleted or message.seq not in (seq for seq, _ in c.holding):
        text = wording.text("held.over")
    else:
        unclaimed = c.state is State.WAITING
        text = wording.text("held.unclaimed", number=c.number) if unclaimed else wording.text("held")
        send = button("send", c.number, str(message.seq), wording.text("claim.send") if unclaimed else "")
        return Post(text=f"{text}\n{words}", buttons=(send, button("keep", c.number, str(message.seq))))
    return Post(text=f"{text}\n{words}")


def _draft(message: Message, c: Conversation) -> Post:
    """What the AI would have said."""
    words = wording.quoted(body(message))
    if message.deleted or message.seq not in (seq for seq, _ in c.holding):
        return Post(text=f"{wording.text('draft.over')}\n{words}", label=label(message, c))
    send = button("send", c.number, str(message.seq), wording.text("claim.send") if c.state is State.WAITING else "")
    discard = button("discard", c.number, str(message.seq))
    return Post(text=f"{wording.text('draft')}\n{words}", label=label(message, c), buttons=(send, discard))


def remarked(conversation: Conversation, seq: int) -> Post:
    """What an agent is asked who wrote in the customer's own thread; the words have that seq."""
    c, customer = conversation, wording.name(conversation.customer, "the customer")
    remark = next((r for r in c.remarks if r.seq == seq), None)
    if c.agent:
        text = wording.text("remark.claimed", number=c.number, agent=wording.name(c.agent), customer=customer)
    else:
        key = "remark.muted" if remark and remark.muted else "remark.waiting"
        text = wording.text(key, number=c.number, customer=customer)
    return Post(text=text, buttons=(button("mine", c.number, str(seq)), button("remark", c.number, str(seq))))


def _held(message: Message) -> bool:
    """Whether these are words that are held: they stand in the card's thread by themselves."""
    return message.kind is AuthorKind.DRAFT and (message.held or message.author is not None)


def in_transcript(conversation: Conversation, seq: int) -> bool:
    return any(first <= seq <= last for first, last in conversation.transcripts)


def told_again(conversation: Conversation, seq: int) -> bool:
    """Whether the message is in the transcript of a thread that took a deleted one's place."""
    return conversation.reopened_at is not None and any(first <= seq <= last for first, last in conversation.transcripts[:1])


def transcript(messages: Sequence[Message], conversation: Conversation) -> Post:
    """The record in one post: each message quoted, so that no customer's words can pass for a heading of ours."""
    again = conversation.reopened_at  # what was written in the thread before is gone with it
    shown = [m for m in messages if (again and m.at <= again) or (m.kind is not AuthorKind.NOTE and not _held(m))]
    quotable = {m.seq: m for m in shown if m.kind in QUOTABLE and not m.deleted}
    heads = {m.seq: " ".join(filter(None, [f"**{label(m, conversation)}**", kept(m)])) for m in shown}
    heads |= {m.seq: f"{heads[m.seq]} {quote(quotable[m.answers])}" for m in shown if m.answers in quotable}
    parts = [f"{heads[m.seq]}\n{wording.quoted(body(m))}" for m in shown]
    said = sum(m.kind in (AuthorKind.CUSTOMER, AuthorKind.AI) for m in shown)
    key = "summary.one" if said == 1 else "summary"
    head = wording.text(key, customer=wording.name(conversation.customer, "customer"), why=why(conversation.reason), count=said)
    return Post(text="\n\n".join(filter(None, [head, reasons.evidence(conversation, messages), *parts])))
