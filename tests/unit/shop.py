"""The embedded AI on the pages of the example: what its tests share."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from adapters.responder.knowledge import Knowledge
from handoff.events import Answer, Outcome
from handoff.ports import Said

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples/knowledge"

#: writes pages, each name with _ for the dot before its ending, and returns their folder
Pages = Callable[..., Path]

#: text made of what could go wrong in FTS5, in Markdown, in Unicode
fragments = st.sampled_from(
    [
        *('"', "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", ":", "^", "-", "+", "{", "title :", ";", "--", "\0", "\ud800"),
        *("```", "\n```py\n", "`", "\n\n", "\n", "# ", "\n## ", "===\n", "[a](b.md)", "![](", "](", "<!--", "-->", "---\n"),
        *(
            "| ",
            "返品",
            "ส่งคืน",
            "नमस्ते",
            "e\u0301",
            "\u202e",
            "👍🏽",
            "ß",
            "İ",
            "ﬁ",
            "word",
            "return",
            "refund? ",
            "x" * 70,
            ".",
        ),
    ]
)
nasty = st.lists(fragments | st.text(max_size=12), max_size=40).map("".join)


async def ask(knowledge: Knowledge, *texts: str) -> Outcome:
    """The outcome for the last text; the others are the customer's earlier ones, each answered by the same knowledge."""
    history: list[Said] = []
    for text in texts:
        history.append(Said("customer", text))
        outcome = await knowledge.respond(history, 5.0)
        history.append(Said("assistant", outcome.text if isinstance(outcome, Answer) else "I do not know."))
    return outcome


def answer(outcome: Outcome) -> Answer:
    assert isinstance(outcome, Answer), outcome
    return outcome
