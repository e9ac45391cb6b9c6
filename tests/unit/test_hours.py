"""Opening hours: what an admin may write, what is wrong with what cannot be read, and the clock being moved."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DI, DM, HELP, Table, thread

from handoff.effects import OpenCard
from handoff.hours import DAYS, Span, Unclear, parse
from handoff.model import AuthorKind, Policy, State, Trigger

SHOP = "Mon-Fri 09:00-17:00 Europe/Vienna; Sat 10:00-14:00"
VIENNA = ZoneInfo("Europe/Vienna")


def vienna(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (SHOP, SHOP),
        ("mon - fri 9-17; sat 10-14 Europe/Vienna", SHOP),
        ("Monday–Friday 9:00–17:00 europe/vienna; Saturday 10.00-14.00", SHOP),
        ("Mo,Tu,We,Th,Fr 9-17 Europe/Vienna, Europe/Vienna; Sa 10-14", SHOP),
        ("Sat 10-14 Europe/Vienna; Mon-Fri 9-17", SHOP),
        ("Mon 9-12,13-17 UTC", "Mon 09:00-12:00,13:00-17:00 UTC"),
        ("9-17 utc", "Mon-Sun 09:00-17:00 UTC"),
        ("daily 0-24 UTC", "Mon-Sun 00:00-24:00 UTC"),
        ("Sat-Mon 22-6 America/New_York", "Mon,Sat,Sun 22:00-06:00 America/New_York"),
    ],
)
def test_what_may_be_written(written, read):
    assert str(parse(written)) == read


@pytest.mark.parametrize(
    ("written", "key", "what"),
    [
        ("", "nothing", ""),
        (" ; ", "nothing", ""),
        ("Europe/Vienna", "nothing", ""),
        ("Mon-Fri 9-17", "zone", ""),
        ("Mon-Fri Europe/Vienna", "times", "Mon-Fri"),
        ("Mon-Fri 9-17 Europe/Wien", "zone.unknown", "Europe/Wien"),
        ("Mon-Fri 9-17 America/Argentina", "zone.unknown", "America/Argentina"),
        ("Mon 9-17 UTC; Tue 9-17 Europe/Vienna", "zones", "UTC, Europe/Vienna"),
        ("Someday 9-17 UTC", "day", "Someday"),
        ("Mon-Foo 9-17 UTC", "day", "Mon-Foo"),
        ("T 9-17 UTC", "day", "T"),
        ("../../etc/passwd 9-17 UTC", "day", "../../etc/passwd"),
        ("Mon 25-26 UTC", "time", "25-26"),
        ("Mon 9-9 UTC", "time", "9-9"),
        ("Mon 09:60-10:00 UTC", "time", "09:60-10:00"),
        ("Mon 9-24:01 UTC", "time", "9-24:01"),
        ("Mon 9 UTC", "time", "9"),
    ],
)
def test_what_is_wrong_is_said(written, key, what):
    with pytest.raises(Unclear) as wrong:
        parse(written)
    assert (wrong.value.key, wrong.value.what) == (key, what)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-25 08:59", "2026-11-25 09:00"),
        ("2026-11-25 09:00", "2026-11-25 09:00"),
        ("2026-11-25 16:59", "2026-11-25 16:59"),
        ("2026-11-25 17:00", "2026-11-26 09:00"),
        ("2026-11-27 17:00", "2026-11-28 10:00"),
        ("2026-11-28 14:00", "2026-11-30 09:00"),
    ],
)
def test_when_the_team_is_back(at, opens):
    assert parse(SHOP).opens(vienna(at)) == vienna(opens)
    assert parse(SHOP).open_at(vienna(at)) == (at == opens)


def test_a_night_goes_on_in_the_next_day():
    night = parse("Sun 22:00-06:00 UTC")
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    assert [night.open_at(monday + timedelta(hours=h)) for h in (-3, -2, 0, 5, 6)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("written", "at", "opens"),
    [
        # 02:00 → 03:00 on 2026-03-29, 03:00 → 02:00 on 2026-10-25: what opens in the hour that is left out opens after it
        ("Sun 02:30-12:00 Europe/Vienna", "2026-03-29T00:00+01:00", "2026-03-29T03:00+02:00"),
        ("Sun 02:15-02:45 Europe/Vienna", "2026-03-29T00:00+01:00", "2026-04-05T02:15+02:00"),
        ("Sun 02:30-02:40 Europe/Vienna", "2026-10-25T00:00+02:00", "2026-10-25T02:30+02:00"),
        ("Sun 02:30-02:40 Europe/Vienna", "2026-10-25T02:40+02:00", "2026-10-25T02:30+01:00"),
        ("Sun 01:00-02:30 Europe/Vienna", "2026-10-25T02:45+02:00", "2026-10-25T02:00+01:00"),
        ("Mon-Fri 09:00-17:00 Europe/Vienna", "2026-03-27T17:00+01:00", "2026-03-30T09:00+02:00"),
    ],
)
def test_when_the_clock_is_moved_the_clock_counts(written, at, opens):
    found = parse(written).opens(datetime.fromisoformat(at))
    assert found is not None
    assert found.isoformat(timespec="minutes") == opens


minutes = st.integers(0, 1439)
spans = st.builds(
    lambda day, start, length: Span(day, start, start + length), st.integers(0, 6), minutes, st.integers(1, 1439)
).map(lambda s: Span(s.day, s.start, min(s.end, 1440) if s.end - 1440 == 0 else s.end))
zones = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


def written(those: list[Span], zone: str) -> str:
    return "; ".join(f"{DAYS[s.day]} {s.written}" for s in those) + f" {zone}"


@given(st.lists(spans, min_size=1, max_size=4), zones)
def test_what_is_shown_is_read_as_the_same(those, zone):
    found = parse(written(those, zone))
    assert (set(found.spans), found.zone) == (set(those), zone)
    assert parse(str(found)) == found


@settings(max_examples=40)
@given(st.lists(spans, min_size=1, max_size=3), zones, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_it_is_closed_until_it_opens_and_open_then(those, zone, at):
    """By minutes of the wall clock, over every change of the clock."""
    hours, now = parse(written(those, zone)), at.replace(second=0, microsecond=0, tzinfo=UTC)
    opens = hours.opens(now)
    assert opens is not None
    assert opens >= now
    assert hours.open_at(opens)
    before = [now + timedelta(minutes=n) for n in range(0, int((opens - now).total_seconds()) // 60, 7)]
    assert not any(map(hours.open_at, before))
    assert now == opens.astimezone(UTC) or not hours.open_at(opens.astimezone(UTC) - timedelta(seconds=1))


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_told(text):
    try:
        assert parse(str(parse(text))) == parse(text)
    except Unclear as wrong:
        assert wrong.key


# ---- what follows of them


@pytest.fixture
def night() -> Table:
    """Saturday, at ten in the evening."""
    table = Table(policy=Policy(hours_open=SHOP, hours_handoff=True))
    table.now = vienna("2026-11-28 22:00")
    return table


def test_what_begins_at_night_waits_for_the_team(night):
    """The AI is not asked; the customer is told when somebody is back, and nobody is called who is not there."""
    night.speak("my parcel is lost")
    c = night.c()
    assert (c.state, c.reason.trigger, c.reason.evidence) == (State.WAITING, Trigger.HOURS, (f"nobody is there: {SHOP}",))
    assert night.kinds() == [AuthorKind.CUSTOMER, AuthorKind.SYSTEM]
    assert night.texts()[0].endswith("if you like. The team is back on Monday at 09:00 (Europe/Vienna).")
    assert [e.ping for e in night.effects if isinstance(e, OpenCard)] == [False]


def test_a_greeting_waits_for_what_it_is_about(night):
    night.speak("hello")
    assert night.c().state is State.AI
    night.speak("my parcel is lost")
    assert night.c().reason.trigger is Trigger.HOURS


def test_what_began_in_time_stays_with_the_ai(night):
    night.now = vienna("2026-11-27 16:59")
    night.speak("my parcel is lost")
    night.now = vienna("2026-11-27 17:01")
    night.speak("it was sent on Monday")
    assert night.c().state is State.AI


def test_given_back_to_the_ai_it_stays_there(night):
    night.speak("my parcel is lost")
    night.press("claim", by=BO)
    night.send("return", by=BO)
    night.speak("thanks, and the other one?")
    assert night.c().state is State.AI


def test_hours_alone_change_no_handoff_but_say_when_somebody_is_back(night):
    """Whoever asks for a person at night is told so, also in public, and the team is called as ever."""
    night.policy = Policy(hours_open=SHOP)
    night.speak("my parcel is lost", HELP, message_id="m7")
    assert night.c().state is State.AI
    night.speak("a human please", thread("m7"))
    assert night.texts()[0].endswith("Keep writing if you like. The team is back on Monday at 09:00 (Europe/Vienna).")
    assert [e.ping for e in night.effects if isinstance(e, OpenCard)] == [True]


def test_whoever_asks_again_is_told_it_too(night):
    """By command, privately, and in words."""
    night.speak("a human please")
    night.command("/human", ANN, DM)
    assert night.whisper.endswith("as soon as one is free. The team is back on Monday at 09:00 (Europe/Vienna).")
    night.speak("where is that human? I want a person")
    assert night.texts()[0].endswith("as soon as one is free. The team is back on Monday at 09:00 (Europe/Vienna).")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-25 07:00", "The team is back today at 09:00 (Europe/Vienna)."),
        ("2026-11-25 19:00", "The team is back tomorrow at 09:00 (Europe/Vienna)."),
        ("2026-11-25 12:00", ""),
    ],
)
def test_when_the_team_is_back_is_said_as_people_say_it(night, at, said):
    night.now = vienna(at)
    night.speak("a human please")
    assert night.texts()[0].partition("if you like.")[2].strip() == said


def test_hours_of_a_zone_that_is_not_known_here_count_for_nothing(night):
    """A machine without data of time zones, or with older: nothing that a customer writes is lost by it."""
    night.policy = Policy(hours_open="daily 09:00-17:00 Europe/Atlantis", hours_handoff=True)
    night.speak("my parcel is lost")
    assert night.c().state is State.AI
    night.speak("a human please")
    assert night.texts()[0].endswith("if you like.")


def test_trying_says_what_would_happen_now(night):
    night.command("/triggers try", DI, text="my parcel is lost")
    assert "came while nobody of the team is there" in night.whisper
    night.policy = Policy(hours_open=SHOP)
    night.command("/triggers try", DI, text="my parcel is lost")
    assert "nearly: nobody is there now" in night.whisper


def test_hours_are_set_as_they_are_shown(night):
    """As every number: tidied, kept with who changed them, and what is wrong is said."""
    night.policy = Policy()
    night.command("/triggers set", DI, name="hours.open", value="mon-fri 9-17 europe/vienna; sat 10-14")
    assert night.whisper == f"`hours.open` is {SHOP} from now on. It was off."
    assert night.policy.hours_open == SHOP
    night.command("/triggers set", DI, name="hours.open", value="Mon-Fri 9-17")
    assert night.whisper.startswith("By which clock?")
    night.command("/triggers set", DI, name="hours.open", value="Mon-Fri *9-17 UTC")
    assert night.whisper.startswith("“\\*9-17” is no day")
    night.command("/triggers show", DI)
    assert f"`hours.open` **{SHOP}**" in night.whisper
    night.command("/triggers set", DI, name="hours.open", value="off")
    assert night.policy.hours_open == ""
