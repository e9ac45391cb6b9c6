"""What admins read of what was changed, and of undoing it."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "history": "History",
    "undo": "Undo",
    "choice.history": "Show what was changed, and by whom",
    "choice.undo": "Undo a change",
    "input.entry": "History: how many, or a name. Undo: which",
    "settings.unknown": "“$said” is nothing that I can do there. Type `support-add` or `support-remove` and a channel; "
    "`history`, maybe with a number or a name; or `undo` and the number of a change.",
    "history.title": "**What was changed**, the latest first. `/handoff settings undo NUMBER` takes one back.",
    "history.line": "**$number** · $at · $by",
    "history.change": "`$name`: $before → $after",
    "history.change.there": "`$name` in `$where`: $before → $after",
    "history.nothing": "*nothing*",
    "history.inherited": "*as elsewhere*",
    "history.undone": "undone by $by ($number)",
    "history.undoes": "undoes $number",
    "history.undo": "Undo $number",
    "history.more": "Earlier ones",
    "history.newest": "The latest",
    "history.none": "Nothing was changed yet.",
    "history.none.of": "`$name` was not changed yet.",
    "history.no.more": "Nothing was changed before that.",
    "history.most": "That is too many: at most $most at a time. The button below them shows earlier ones.",
    "history.unknown": "“$name” is neither a number nor a name that I know. These are the names: $names",
    "undo.which": "Which change? Type `/handoff settings undo NUMBER`; `/handoff settings history` shows the numbers.",
    "undo.unknown": "There is no change $number. `/handoff settings history` shows those there are.",
    "undo.already": "Change $number was undone already, by $by on $at. To undo that, undo $undoing.",
    "undo.same": "It is already as it was before change $number. There is nothing to undo.",
    "undo.early": "Change $number can't be undone from here: what it takes was not kept. Set it by hand: $changes",
    "undo.link": "Change $number joined two accounts of one person, by a code. Only they can part them, with "
    "`/handoff unlink`.",
    "undo.unlink": "Change $number parted two accounts of one person. Only they can join them again, with `/handoff link` "
    "and a code.",
    "undo.since": "What change $number did was changed again since:",
    "undo.since.line": "- **$number** · $at · $by · $changes",
    "undo.would": "If you undo it anyway, it will be as it was before change $number.",
    "undo.anyway": "Undo anyway",
    "undo.range": "`$name` can't be $value any more. Set it with `/triggers set`.",
    "undo.done": "Change $number by $by is undone:",
    "undo.support": "Please check that I can still read and write there.",
}
