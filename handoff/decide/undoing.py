"""
`/handoff settings undo`: a change is taken back, as a change that is kept and can be undone like any other.

Every value that it changed becomes what it was before; what was changed beside it stays. Where one was changed again since,
whoever undoes is asked first.
"""

from collections.abc import Mapping

from handoff import cards, edits, scopes, tuning, wording
from handoff.decide import blocking, history, keywords, switching
from handoff.decide.desk import Desk
from handoff.decide.history import Entry
from handoff.decide.tuning import adopt, tells_deaf
from handoff.effects import Post, Whisper
from handoff.events import Acted, Pressed
from handoff.model import Address, Audit, Block, Edit, Piece, Policy, SupportChannel, Vip
from handoff.triggers.phrases import same, trouble

#: the name under which a field of the policy is kept, where it is not the field's
_NAMES = {
    "ai_at": "ai",
    "blocked": "block",
    "vips": "vip",
    "topics": "keywords.topic",
    "topics_off": "keywords.topic",
} | {dial.field: dial.name for dial in tuning.DIALS}


def undo(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    entry = history.asked(given)
    if not history.number(entry):
        desk.wrong(event, "entry", "undo.which")
    else:
        _undo(desk, event, history.number(entry), 0)


def pressed(desk: Desk, event: Pressed) -> None:
    """The detail of *Undo anyway* is the last change that was known when it was asked."""
    _undo(desk, event, event.number, history.number(event.detail))


def _undo(desk: Desk, event: Acted, number: int, known: int) -> None:
    log = history.log(desk)
    entry, fates = log.get(number), history.undone(log)
    if entry is None:
        desk.wrong(event, "entry", "undo.unknown", number=number)
    elif number in fates:
        fate = fates[number]
        at = wording.stamp(fate.at)
        desk.wrong(event, "entry", "undo.already", number=number, by=wording.name(fate.by), at=at, undoing=fate.number)
    elif not entry.edits:
        _cannot(desk, event, entry)
    else:
        _put_back(desk, event, entry, log, known)


def _cannot(desk: Desk, event: Acted, entry: Entry) -> None:
    """What to do instead."""
    audit = entry.audits[0]
    key = ("undo.link" if audit.after else "undo.unlink") if audit.what == "link" else "undo.early"
    desk.wrong(event, "entry", key, number=entry.number, changes="; ".join(history.changes(entry.audits)))


def _put_back(desk: Desk, event: Acted, entry: Entry, log: Mapping[int, Entry], known: int) -> None:
    policy = desk.setting.policy
    try:
        open_ = [each for each in entry.edits if not _is(desk, each.path, each.was)]
        moved = [each for each in open_ if edits.at(policy, each.path) != each.now]
    except KeyError:  # a setting that there is no more
        _cannot(desk, event, entry)
        return
    since = _since(entry, log, open_)
    latest = since[-1].number if since else policy.version
    if not open_:
        desk.wrong(event, "entry", "undo.same", number=entry.number)
    elif (since or moved) and known != latest:
        _ask(desk, entry, since)
    elif not _wrong(desk, event, open_):
        for each in open_:
            _turn(desk, event, each)
        if any(each.path[0] in ("ai", "ai_at") for each in open_):
            switching.hush_all(desk)
        desk.undoes = entry.number
        _tell(desk, entry)


def _is(desk: Desk, path: tuple[str, ...], value: Piece | None) -> bool:
    """Whether it is so already: a phrase, in whichever spelling; a block whose time is over is none."""
    policy = desk.setting.policy
    if path[-2:-1] == ("keywords",) and value:
        return any(same(each, path[-1]) for each in edits.listed(policy, path))
    if isinstance(value, Block) and value.until and value.until <= desk.setting.now:
        value = None
    return edits.at(policy, path) == value


def _since(entry: Entry, log: Mapping[int, Entry], those: list[Edit]) -> list[Entry]:
    """What changed the same values later, and was not undone; nor do undoings of such changes count."""
    paths, fates = {each.path for each in those}, history.undone(log)
    later = {n: e for n, e in log.items() if n > entry.number and any(each.path in paths for each in e.edits)}
    return [e for n, e in later.items() if n not in fates and e.undoes not in later]


def _ask(desk: Desk, entry: Entry, since: list[Entry]) -> None:
    lines = [wording.text("undo.since", number=entry.number)]
    for each in since[-5:]:
        at, by = wording.stamp(each.at), wording.name(each.by)
        said = "; ".join(history.changes(tuple(a for a in each.audits if _same(a, entry))))
        lines.append(wording.text("undo.since.line", number=each.number, at=at, by=by, changes=wording.short(said, 500)))
    lines.append(wording.text("undo.would", number=entry.number))
    latest = since[-1].number if since else desk.setting.policy.version
    button = cards.button("undo", entry.number, detail=str(latest), label=wording.text("undo.anyway"))
    desk.reply = Whisper(post=Post(text="\n".join(lines), buttons=(button,)))


def _same(audit: Audit, entry: Entry) -> bool:
    return (audit.what, audit.where) in {(each.what, each.where) for each in entry.audits}


# ---- putting back


def _wrong(desk: Desk, event: Acted, those: list[Edit]) -> bool:
    """Whether what was before can't be any more; then the reply says why, and nothing is changed."""
    policy = desk.setting.policy
    for each in those:
        found = _trouble(desk, policy, each)
        if found:
            key, values = found
            desk.wrong(event, "entry", key, **values)
            return True
        policy = edits.put(policy, each.path, each.was)
    return tells_deaf(desk, event, "entry", policy, scopes.EVERYWHERE)


def _trouble(desk: Desk, policy: Policy, edit: Edit) -> tuple[str, dict[str, str]] | None:
    """The sentence that says why a value can't be put back, and what it names."""
    value, path = edit.was, edit.path
    if isinstance(value, SupportChannel):
        return ("settings.is.team", {}) if desk.setting.places.is_team(value.place) else None
    if path[-2:-1] == ("keywords",) and value and (wrong := trouble(path[-1], keywords.beside(policy, _place(policy, path)))):
        return f"keywords.wrong.{wrong[0]}", {"what": wording.plain(wrong[1])}
    dial = tuning.find(_what(path)[0])
    if dial and value is not None and dial.takes.read(tuning.written(value)) is None:
        return "undo.range", {"name": dial.name, "value": wording.plain(tuning.written(value))}
    return None


def _turn(desk: Desk, event: Acted, edit: Edit) -> None:
    """As any change of it is made and kept."""
    policy = desk.policy or desk.setting.policy
    what, where = _what(edit.path)
    before, after = (_written(edit.path, value) for value in (edits.at(policy, edit.path), edit.was))
    now = edits.put(policy, edit.path, edit.was)
    adopt(desk, event, f"{what} {where}".strip(), before, after, now, _place(policy, edit.path))
    if isinstance(edit.was, Block):
        blocking.close_theirs(desk, edit.was.person)


def _what(path: tuple[str, ...]) -> tuple[str, str]:
    """The name of what is changed, and where, if that is a part of the name."""
    field, *rest = path
    if field == "scopes":
        _, field, key = rest
        return (key if field == "values" else "keywords.without" if field == "without" else field), ""
    return _NAMES.get(field, field), rest[0] if field == "ai_at" else ""


def _place(policy: Policy, path: tuple[str, ...]) -> Address:
    """Whose own a value is."""
    return policy.scopes[path[1]].place if path[0] == "scopes" else scopes.EVERYWHERE


def _written(path: tuple[str, ...], value: Piece | None) -> str:
    """As the changes of a value are kept."""
    field, key = path[0], path[-1]
    if field == "topics_off":
        return f"{key} {'off' if value else 'on'}"
    if field == "topics":
        return f"{key}: {value or ''}"
    if value is None:
        return ""
    if isinstance(value, Block):
        return blocking.written(value)
    if path[-2:-1] in (("keywords",), ("without",)) or isinstance(value, SupportChannel | Vip):
        return key
    return tuning.written(value)


def _tell(desk: Desk, entry: Entry) -> None:
    lines = [wording.text("undo.done", number=entry.number, by=wording.name(entry.by))]
    lines += [f"- {line}" for line in history.changes(tuple(desk.audits))]
    if any(isinstance(each.was, SupportChannel) for each in entry.edits):
        lines.append(wording.text("undo.support"))
    desk.reply = Whisper(post=Post(text="\n".join(lines)))
