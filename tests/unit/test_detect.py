"""`handoff detect`: JSON lines in, verdicts out, in order and at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.detect import DETECTORS, Options, Unreadable, judge, parsed
from handoff.errors import Fatal

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "bot", "detect"]


def run(*args: str, given: str | bytes) -> subprocess.CompletedProcess[bytes]:
    lines = given.encode() if isinstance(given, str) else given
    return subprocess.run([*COMMAND, *args], input=lines, capture_output=True, cwd=ROOT, timeout=60, check=False)


def verdicts(found: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_a_line_out_for_each_line_in():
    """In their order; what is not given has a default."""
    given = '{"text": "hello", "dialogue_id": "a", "turn": 1, "role": "user"}\n{"text": "I want to talk to a human"}\n'
    found = run("explicit", given=given)
    assert (found.returncode, found.stderr) == (0, b"")
    assert [each["hit"] for each in verdicts(found)] == [False, True]
    assert verdicts(found)[0]["score"] < verdicts(found)[1]["score"]


def test_a_line_is_answered_before_the_next_is_written():
    """One may hold a conversation with it: nothing waits for the end of the input."""
    with subprocess.Popen([*COMMAND, "explicit"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        for text, hit in [("agent please", True), ("hello", False)]:
            process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["hit"] is hit
        process.stdin.close()
        assert process.wait(60) == 0


def test_a_line_that_is_none_ends_it_with_its_number():
    """What came before it is answered; nothing after it is guessed at."""
    found = run("explicit", given='{"text": "a human please"}\n{"text": \n{"text": "hello"}\n')
    assert (found.returncode, len(verdicts(found))) == (2, 1)
    assert found.stderr.startswith(b"line 2 is not JSON")
    assert b"Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "is not JSON"),
        (b"human", "is not JSON"),
        (b'{"text": "a"', "is not JSON"),
        (b'{"text": "\xff"}', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'["text"]', "is not an object"),
        (b'"text"', "is not an object"),
        (b"{}", 'has no "text"'),
        (b'{"text": null}', 'has no "text"'),
        (b'{"text": 5}', 'has no "text"'),
    ],
)
def test_what_cannot_be_judged_is_said(raw, why):
    with pytest.raises(Unreadable, match=why):
        parsed(raw)


@pytest.mark.parametrize("raw", [b'\xef\xbb\xbf{"text": "a"}', b'{"text": "a", "turn": null, "role": 3, "more": [1]}\r\n'])
def test_only_the_text_must_be_there(raw):
    assert (parsed(raw).text, parsed(raw).turn, parsed(raw).role) == ("a", 0, "user")


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "a" * 100_000, "🤦" * 5000])
def test_no_text_stops_a_detector(name, text, tmp_path):
    """Every verdict has a score and a hit."""
    (tmp_path / "phrases").write_text("refund\n", encoding="utf-8")
    detector = DETECTORS[name](Options(phrases=tmp_path / "phrases"))
    verdict = detector(parsed(json.dumps({"text": text}).encode()))
    assert isinstance(verdict["score"], float)
    assert isinstance(verdict["hit"], bool)


def test_a_detector_of_no_name_is_told_with_those_there_are():
    found = run("humour", given="")
    assert (found.returncode, found.stdout) == (2, b"")
    assert b"explicit, sentiment, keywords" in found.stderr


def test_the_phrases_are_of_a_file(tmp_path):
    path = tmp_path / "phrases.txt"
    path.write_text("\ufeffcancel my account\n\nrefund\n", encoding="utf-8")
    found = run("keywords", "--phrases", str(path), given='{"text": "Please CANCEL my account"}\n{"text": "refunded"}\n')
    assert [(each["hit"], each["phrases"]) for each in verdicts(found)] == [(True, ["cancel my account"]), (False, [])]


def test_without_a_file_the_phrases_are_those_from_the_start():
    found = run("keywords", given='{"text": "Please CANCEL my account"}\n')
    assert [each["phrases"] for each in verdicts(found)] == [["cancel my account"]]


def test_a_file_that_is_not_there_is_told():
    found = run("keywords", "--phrases", "not/there", given="")
    assert (found.returncode, b"not/there" in found.stderr) == (2, True)


def test_a_handover_comes_of_one_customer_who_stays_unhappy():
    """The moods of two dialogues are not mixed, and the bot's own words are no mood."""
    bad = "This is terrible, I hate it, you are useless"
    lines = [
        ("a", "user", bad),
        ("b", "user", bad),
        ("a", "bot", bad),
        ("a", "user", bad),
        ("b", "bot", bad),
        ("a", "user", bad),
    ]
    given = "".join(json.dumps({"text": t, "dialogue_id": d, "turn": n, "role": r}) + "\n" for n, (d, r, t) in enumerate(lines))
    found = verdicts(run("sentiment", given=given))
    assert [each["trigger"] for each in found] == [False, False, False, False, False, True]
    assert all(each["score"] > 0 and each["hit"] for each in found)


def test_a_reader_that_has_enough_ends_it_quietly():
    """`handoff detect explicit | head -1`"""

    class Closed:
        def write(self, text: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None: ...

    with pytest.raises(Fatal, match="no longer read"):
        judge(DETECTORS["explicit"](Options()), [b'{"text": "a"}'], Closed())
