"""Who may import whom, what stays pure, how long a function may be, and that no sentence is missing or forgotten."""

import ast
import re
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from string import Template
from typing import get_args

import pytest

from handoff.commands import BUTTONS, FORMS, Who
from handoff.decide.switching import MODES
from handoff.hours import Trouble as Unclear
from handoff.inbox import Group
from handoff.locale.en import TEXTS
from handoff.model import Priority, Trigger
from handoff.states import TRANSITIONS, State
from handoff.triggers.phrases import Trouble
from handoff.triggers.smalltalk import Kind
from handoff.tuning import DIALS

ROOT = Path(__file__).parents[2]
OURS = ("handoff", "adapters", "bot")
#: computation only, no I/O: the core may use these
COMPUTATION = {"ahocorasick_rs", "re2"}
#: these decide, or are what is decided about: no await, no clock, no I/O
PURE = (
    *("model.py", "events.py", "effects.py", "states.py", "errors.py", "commands.py", "queue.py", "wording.py", "cards.py"),
    *(
        "split.py",
        "resolve.py",
        "planning.py",
        "inbox.py",
        "home.py",
        "accounts.py",
        "hours.py",
        "scopes.py",
        "decide",
        "triggers",
        "locale",
    ),
)
#: … but for these, which look things up when a row is sent
WAITS = {"planning.py"}
IMPURE = {"asyncio", "time", "random", "uuid", "os", "logging", "socket", "sqlite3", "threading", "pathlib", "secrets", "io"}
#: lines; STYLE: none over 60
LONGEST = 60
#: lines of a file; the tables of sentences and of commands, and the lists of interfaces and effects are let be
FILE = 300
TABLES = {"handoff/commands.py", "handoff/effects.py", "handoff/model.py", "handoff/ports.py"}

FILES = sorted(path for top in OURS for path in (ROOT / top).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module(path: Path) -> str:
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: Path) -> set[str]:
    """Modules imported, "from a import b" as a.b where that is a module of ours, else a. Not those for type checking."""
    found: set[str] = set()
    known = {module(each) for each in FILES}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: a relative import"
            base = node.module or ""
            found |= {f"{base}.{a.name}" if f"{base}.{a.name}" in known else base for a in node.names}
    return found


def may(path: Path, imported: str) -> bool:
    here, there = path.relative_to(ROOT).parts, imported.split(".")
    if here[0] == "handoff":
        return there[0] == "handoff" or there[0] in sys.stdlib_module_names | COMPUTATION
    if there[0] not in OURS or here[0] == "bot":
        return True
    return there[0] == "handoff" or (there[0] == "adapters" and len(there) > 1 and there[1] == here[1])


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_point_inward(path):
    """bot → adapters → handoff → the standard library and computation, never back; no adapter knows another."""
    assert sorted(each for each in imports(path) if not may(path, each)) == []


def test_no_module_imports_itself_by_way_of_others():
    known = {module(path): path for path in FILES}
    graph = {here: {each for each in imports(path) if each in known and each != here} for here, path in known.items()}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(known), "a cycle raises CycleError"


def pure_files() -> list[Path]:
    found = []
    for each in PURE:
        path = ROOT / "handoff" / each
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


@pytest.mark.parametrize("path", pure_files(), ids=name)
def test_what_decides_neither_waits_nor_looks_at_the_world(path):
    assert {each.split(".")[0] for each in imports(path)} & IMPURE == set()
    waits = [n for n in ast.walk(tree(path)) if isinstance(n, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)]
    assert bool(waits) == (path.name in WAITS)
    looks = [n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute) and n.attr in {"utcnow", "today"}]
    looks += [
        n.func.attr
        for n in ast.walk(tree(path))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "now"
    ]
    looks += [
        n.id for n in ast.walk(tree(path)) if isinstance(n, ast.Name) and n.id in {"open", "print", "input", "eval", "exec"}
    ]
    assert looks == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_functions_and_files_are_short(path):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    long = {n.name: n.end_lineno - n.lineno + 1 for n in ast.walk(tree(path)) if isinstance(n, kinds)}
    assert {each: lines for each, lines in long.items() if lines > LONGEST} == {}
    assert name(path) in TABLES or len(path.read_text(encoding="utf-8").splitlines()) <= FILE


def test_only_the_table_of_transitions_assigns_a_state():
    """`state=` of a conversation is written by after() alone."""
    found = []
    for path in FILES:
        if module(path) in ("handoff.model", "handoff.states") or not name(path).startswith("handoff/"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                found += [name(path) for k in node.keywords if k.arg == "state" and _names_state(k.value)]
    assert found == []


def _names_state(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "State"


def test_the_core_names_no_platform():
    """What a platform cannot do is a capability; its name is text that only adapters and the settings know."""
    found = []
    for path in (path for path in FILES if name(path).startswith("handoff/")):
        texts = [n.value for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        found += [name(path) for text in texts if text.lower() in ("slack", "discord")]
    assert found == []


# ---- sentences

#: how a key that is made of parts can end
PARTS = {
    "handoff.": {str(trigger) for trigger in Trigger} - {"agent", "takeover", "reopen"},
    "reason.": {str(trigger) for trigger in Trigger},
    "priority.": {str(priority) for priority in Priority},
    "refused.": {"served", "unknown", *(str(who) for who in Who if who is not Who.CUSTOMER)},
    "form.": set(FORMS),
    "form.submit.": set(FORMS),
    "input.": {option.label or option.name for command in FORMS.values() for option in command.asks},
    "choice.": {each for command in FORMS.values() for option in command.asks for each in option.choices},
    "report.": {"spared", "caught", "extra", "lost"},
    "ai.set.": set(MODES),
    "ai.there.": set(MODES),
    "settings.lacks.": {"absent", "archived", "permissions", "unknown"},
    "vip.lacks.": {"absent", "everyone", "bot", "unknown"},
    "topics.": {"on", "off"},
    "keywords.wrong.": set(get_args(Trouble)),
    "triggers.takes.": {dial.takes.kind for dial in DIALS} - {"hours"},
    "hours.wrong.": set(get_args(Unclear)),
    "weekday.": {str(day) for day in range(7)},
    "inbox.group.": {str(group) for group in Group},
    "inbox.count.": {str(group) for group in Group},
    "source.": {"everywhere", "server", "channel"},
    "small.": {str(kind) for kind in Kind if kind is not Kind.NOD},
}
#: labels of buttons, by their verbs
VERBS = set(BUTTONS) - {"human"}


def used() -> dict[str, list[set[str]]]:
    """Keys with the names that are given wherever the key is used."""
    found: dict[str, list[set[str]]] = {}
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and (said := _said(node)):
                given = {k.arg for k in node.keywords if k.arg} - {"ping"}
                for key in _keys(said):
                    found.setdefault(key, []).append(given)
    return found


def _said(call: ast.Call) -> ast.expr | None:
    """The argument of a call that is a sentence's key."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if called == "text":
        ours = isinstance(call.func.value, ast.Name) and call.func.value.id == "wording"
    else:
        called = called or (call.func.id if isinstance(call.func, ast.Name) else "")
        ours = called in {"whisper", "notice", "tell_team", "wrong", "say"}
    at = 2 if called == "wrong" else 0
    return call.args[at] if ours and len(call.args) > at else None


def _keys(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(key)):
            return [key]
        case ast.IfExp(body=body, orelse=orelse):
            return _keys(body) + _keys(orelse)
        case ast.BoolOp(values=values):
            return [key for value in values for key in _keys(value)]
        case ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_]):
            return [begin + end for end in sorted(PARTS[begin])]
        case _:
            return []


def constants() -> set[str]:
    """Every text in the core's code: a key may be put into a variable first."""
    core = ("handoff/decide", "handoff/cards", "handoff/inbox", "handoff/home", "handoff/previews", "handoff/wording")
    files = [path for path in FILES if name(path).startswith(core)]
    return {n.value for path in files for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_sentence_that_is_used_is_there_with_all_that_it_needs():
    """A name too many or too few would only be found when somebody reads it."""
    found = used()
    assert len(found) > 80
    assert found.keys() - TEXTS.keys() == set()
    for key, uses in found.items():
        needs = set(Template(TEXTS[key]).get_identifiers())
        for given in uses:
            assert needs <= given, key


def test_no_sentence_is_forgotten():
    assert TEXTS.keys() - used().keys() - VERBS - constants() == set()


def test_sentences_are_written_as_people_read_them():
    """Typographic care: no double spaces, no straight quotes around names, every notice ends as a sentence does."""
    for key, text in TEXTS.items():
        assert text == text.strip(), key
        assert "  " not in text, key
        assert not re.search(r"[^\x00-\x7f“”…·—’↪→]", text), key
        if key.startswith(("handoff.", "human.", "closed", "returned", "released", "claim.", "refused.")) and key not in (
            "claim.send",
            "human.button",
        ):
            assert text[-1] in ".:", key


@pytest.mark.parametrize("key", [key for key in TEXTS if key.startswith("handoff.")])
def test_no_notice_of_a_handoff_names_a_mood_or_a_rule(key):
    """A13: read by bystanders, or by an angry customer."""
    assert not re.search(r"angry|upset|abus|mood|keyword|sentiment|score|VIP", TEXTS[key], re.IGNORECASE)
    assert "asked the team" in TEXTS[key]


def test_every_state_is_in_the_table():
    assert TRANSITIONS.keys() == set(State)
