"""
The SQL text of the hot path. One statement serves a set of any size: sets travel as one JSON array (json_each).

CROSS JOIN is SQLite's way to say that the set is walked and the table looked up, never the other way round.
"""

from typing import Final

# ---- loading

SEEN: Final = "SELECT key FROM seen WHERE key IN (SELECT value FROM json_each(?))"

CONVERSATIONS: Final = "SELECT number, doc FROM conversation WHERE number IN (SELECT value FROM json_each(?))"

#: of [[platform, channel, thread], …]: index in the set, the conversation there: an open one first, then the newest
AT_PLACES: Final = """
SELECT key, number FROM (
    SELECT wanted.key AS key, coalesce(
        (SELECT c.number FROM conversation AS c WHERE c.platform = json_extract(wanted.value, '$[0]')
            AND c.channel = json_extract(wanted.value, '$[1]') AND c.thread = json_extract(wanted.value, '$[2]')
            AND c.state <> 'closed'),
        (SELECT max(c.number) FROM elsewhere AS e CROSS JOIN conversation AS c ON c.number = e.number
            WHERE e.platform = json_extract(wanted.value, '$[0]') AND e.channel = json_extract(wanted.value, '$[1]')
            AND e.thread = json_extract(wanted.value, '$[2]') AND c.state <> 'closed'),
        (SELECT max(c.number) FROM conversation AS c WHERE c.platform = json_extract(wanted.value, '$[0]')
            AND c.channel = json_extract(wanted.value, '$[1]') AND c.thread = json_extract(wanted.value, '$[2]')),
        (SELECT max(e.number) FROM elsewhere AS e WHERE e.platform = json_extract(wanted.value, '$[0]')
            AND e.channel = json_extract(wanted.value, '$[1]') AND e.thread = json_extract(wanted.value, '$[2]'))
    ) AS number FROM json_each(?) AS wanted
) WHERE number IS NOT NULL"""

OF_THREADS: Final = """
SELECT card_thread, max(number) FROM conversation
WHERE card_thread <> '' AND card_thread IN (SELECT value FROM json_each(?)) GROUP BY card_thread"""

OPEN_OF_PEOPLE: Final = """
SELECT wanted.value, c.number FROM json_each(?1) AS wanted CROSS JOIN conversation AS c
ON c.customer = wanted.value WHERE c.state <> 'closed'
UNION
SELECT wanted.value, c.number FROM json_each(?1) AS wanted CROSS JOIN conversation AS c
ON c.agent = wanted.value WHERE c.agent IS NOT NULL AND c.state <> 'closed'
ORDER BY 2"""

#: of [[platform, channel, customer], …]: index in the set, that customer's newest conversation in that channel
GATHERED: Final = """
SELECT wanted.key, max(c.number) FROM json_each(?) AS wanted CROSS JOIN conversation AS c
ON c.platform = json_extract(wanted.value, '$[0]') AND c.channel = json_extract(wanted.value, '$[1]')
AND c.customer = json_extract(wanted.value, '$[2]') GROUP BY wanted.key"""

LINK_COLUMNS: Final = "l.number, l.seq, l.platform, l.workspace, l.channel, l.thread, l.message_id, l.part, l.original"

#: of [[platform, channel, message id], …]
LINKS: Final = f"""
SELECT {LINK_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN link AS l
ON l.platform = json_extract(wanted.value, '$[0]') AND l.channel = json_extract(wanted.value, '$[1]')
AND l.message_id = json_extract(wanted.value, '$[2]')"""  # noqa: S608 - of constants

#: of [[number, seq], …]
MESSAGES: Final = """
SELECT m.doc FROM json_each(?) AS wanted CROSS JOIN message AS m
ON m.number = json_extract(wanted.value, '$[0]') AND m.seq = json_extract(wanted.value, '$[1]')"""

HANDOFFS: Final = """
SELECT h.doc FROM json_each(?) AS wanted CROSS JOIN handoff AS h ON h.number = wanted.value ORDER BY h.number, h.ordinal"""

#: of [[platform, channel, message id], …]
PARKED: Final = """
SELECT p.platform, p.channel, p.message_id, p.at, p.text FROM json_each(?) AS wanted CROSS JOIN parked AS p
ON p.platform = json_extract(wanted.value, '$[0]') AND p.channel = json_extract(wanted.value, '$[1]')
AND p.message_id = json_extract(wanted.value, '$[2]')"""

ROW_COLUMNS: Final = (
    "id, lane, effect, state, part, receipts, attempts, looked, created_at, next_at, started_at, blocked_at, error"
)

ROWS: Final = f"SELECT {ROW_COLUMNS} FROM outbox WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - of constants

#: of numbers: the AI's rows that are not finished
FATES: Final = f"""
SELECT {ROW_COLUMNS} FROM outbox WHERE number IN (SELECT value FROM json_each(?)) AND epoch IS NOT NULL
AND state IN ('pending', 'started')"""  # noqa: S608 - of constants

QUEUE: Final = """
SELECT number, doc FROM conversation WHERE state IN ('waiting', 'claimed', 'snoozed')
ORDER BY coalesce(handed_at, opened_at), number"""

#: conversations with words of the AI's that are not known to stand
UNSAID: Final = "SELECT DISTINCT number FROM outbox WHERE epoch IS NOT NULL AND state IN ('pending', 'started')"

NEXT_NUMBER: Final = "SELECT coalesce(max(number), 0) + 1 FROM conversation"
POLICY: Final = "SELECT doc FROM policy ORDER BY version DESC LIMIT 1"
FACTS: Final = "SELECT name, value FROM fact"

# ---- saving

SEE: Final = "INSERT INTO seen (key, at) VALUES (?, ?)"

INSERT_CONVERSATION: Final = """
INSERT INTO conversation (version, platform, workspace, channel, thread, customer, agent, state, epoch, handed_at,
card_thread, opened_at, doc, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

UPDATE_CONVERSATION: Final = """
UPDATE conversation SET version = ?, platform = ?, workspace = ?, channel = ?, thread = ?, customer = ?, agent = ?,
state = ?, epoch = ?, handed_at = ?, card_thread = ?, opened_at = ?, doc = ? WHERE number = ? AND version = ?"""

LEAVE: Final = "DELETE FROM elsewhere WHERE number = ?"
KEEP_ELSEWHERE: Final = "INSERT INTO elsewhere (number, platform, workspace, channel, thread) VALUES (?, ?, ?, ?, ?)"

INSERT_MESSAGE: Final = "INSERT INTO message (kind, at, doc, number, seq) VALUES (?, ?, ?, ?, ?)"
REVISE_MESSAGE: Final = "UPDATE message SET kind = ?, at = ?, doc = ? WHERE number = ? AND seq = ?"

KEEP_HANDOFF: Final = """
INSERT INTO handoff (number, ordinal, at, doc) VALUES (?, ?, ?, ?)
ON CONFLICT (number, ordinal) DO UPDATE SET at = excluded.at, doc = excluded.doc"""

KEEP_LINK: Final = """
INSERT INTO link (number, seq, platform, workspace, channel, thread, message_id, part, original)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (platform, channel, message_id) DO UPDATE SET number = excluded.number,
seq = excluded.seq, workspace = excluded.workspace, thread = excluded.thread, part = excluded.part,
original = excluded.original"""

PARK: Final = """
INSERT INTO parked (platform, channel, message_id, at, text, kept_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (platform, channel, message_id) DO UPDATE SET at = excluded.at, text = excluded.text"""
UNPARK: Final = "DELETE FROM parked WHERE platform = ? AND channel = ? AND message_id = ?"

INSERT_EFFECT: Final = """
INSERT INTO outbox (lane, number, kind, epoch, effect, state, receipts, created_at, next_at)
VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?)"""

#: only rows of which nothing was tried: a started one is of unknown fate and looked up, a half sent one is told of
CANCEL: Final = "UPDATE outbox SET state = 'cancelled' WHERE number = ? AND epoch < ? AND state = 'pending' AND part = 0"
REKIND: Final = "UPDATE message SET kind = ?1, doc = json_set(doc, '$.kind', ?1) WHERE number = ?2 AND seq = ?3"

FINISH: Final = "UPDATE outbox SET state = ?, error = ? WHERE id = ? AND state IN ('pending', 'started')"

STOP_TIMER: Final = "DELETE FROM timer WHERE kind = ? AND number = ?"
SET_TIMER: Final = """
INSERT INTO timer (kind, number, epoch, due) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, number) DO UPDATE SET epoch = excluded.epoch, due = excluded.due"""

MARK_DIRTY: Final = "INSERT INTO dirty (target, version) VALUES (?, 1) ON CONFLICT (target) DO UPDATE SET version = version + 1"

#: ids are compared as numbers are: by length, then by text (a Discord snowflake; a Slack timestamp of one length)
MARK: Final = """
INSERT INTO watermark (platform, workspace, channel, thread, message_id, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (platform, channel, thread) DO UPDATE SET workspace = excluded.workspace,
message_id = excluded.message_id, at = excluded.at
WHERE (length(excluded.message_id), excluded.message_id) > (length(message_id), message_id)"""

KEEP_PERSON: Final = """
INSERT INTO person (key, platform, workspace, user, name, locale) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END,
locale = CASE excluded.locale WHEN '' THEN locale ELSE excluded.locale END"""

KEEP_HOME: Final = """
INSERT INTO home (key, at, page, doc) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET at = excluded.at, page = excluded.page, doc = excluded.doc"""

INSERT_POLICY: Final = "INSERT INTO policy (version, at, doc) VALUES (?, ?, ?)"
INSERT_AUDIT: Final = "INSERT INTO audit (at, doc, entry, what, undoes) VALUES (?, ?, ?, ?, ?)"
REMEMBER: Final = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

QUARANTINE: Final = "INSERT INTO quarantine (key, event, error, at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
SEE_QUARANTINED: Final = "INSERT INTO seen (key, at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"

ATTEMPT: Final = """
INSERT INTO attempt (key, count, at) VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET count = count + 1, at = excluded.at
RETURNING count"""
SURVIVED: Final = "DELETE FROM attempt WHERE key = ?"

# ---- outbox and timers

_HEADS: Final = "SELECT min(id) AS id FROM outbox WHERE state IN ('pending', 'started') GROUP BY lane"

DUE: Final = f"""
SELECT {ROW_COLUMNS} FROM outbox WHERE id IN ({_HEADS}) AND next_at <= ?
AND lane NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT 200"""  # noqa: S608 - of constants

#: the fence: one writer at a time, so the epoch read here is the one that the latest committed handoff left
START: Final = """
UPDATE outbox SET state = 'started', started_at = ?, attempts = attempts + 1, looked = 0
WHERE id = ? AND state IN ('pending', 'started')
AND (epoch IS NULL OR epoch = (SELECT c.epoch FROM conversation AS c WHERE c.number = outbox.number))"""

#: a row that was cancelled or finished meanwhile stays so
KEEP_ROW: Final = """
UPDATE outbox SET state = ?, part = ?, receipts = ?, attempts = ?, looked = ?, next_at = ?, blocked_at = ?, error = ?
WHERE id = ? AND state IN ('pending', 'started')"""

NEXT_DUE: Final = f"""
SELECT min(at) FROM (SELECT min(next_at) AS at FROM outbox WHERE id IN ({_HEADS}) UNION ALL SELECT min(due) FROM timer)
"""  # noqa: S608 - of constants

DUE_TIMERS: Final = "SELECT kind, number, epoch, due FROM timer WHERE due <= ? ORDER BY due, kind, number"

# ---- views

CONVERSATION: Final = "SELECT doc FROM conversation WHERE number = ?"
TRANSCRIPT: Final = "SELECT doc FROM message WHERE number = ? AND seq BETWEEN ? AND ? ORDER BY seq"

RECORDS_SINCE: Final = "SELECT count(*) FROM conversation WHERE opened_at >= ?"
RECORDED: Final = "SELECT number, doc FROM conversation WHERE number > ? AND opened_at >= ? ORDER BY number LIMIT ?"
RECORDS: Final = "SELECT number, doc FROM message WHERE number BETWEEN ? AND ? ORDER BY number, seq"

#: since a time, after the one that is named by time, number and ordinal
HANDOFFS_SINCE: Final = """
SELECT doc FROM handoff WHERE (at, number, ordinal) > (?, ?, ?) ORDER BY at, number, ordinal LIMIT ?"""

#: the last parameter: 1 for the customer's places, 0 for everywhere else
COPIES: Final = f"""
SELECT {LINK_COLUMNS} FROM link AS l JOIN conversation AS c ON c.number = l.number
WHERE l.number = ? AND l.seq = ? AND l.original = 0
AND ((l.platform, l.channel, l.thread) = (c.platform, c.channel, c.thread) OR EXISTS (SELECT 1 FROM elsewhere AS e
WHERE e.number = l.number AND (e.platform, e.channel, e.thread) = (l.platform, l.channel, l.thread))) = ?
ORDER BY l.part"""  # noqa: S608 - of constants

STANDING: Final = f"SELECT {LINK_COLUMNS} FROM link AS l WHERE l.number = ? AND l.seq = ? ORDER BY l.part"  # noqa: S608

#: for whoever looks: more is not read by anybody at once
UNFINISHED: Final = f"""
SELECT {ROW_COLUMNS} FROM outbox WHERE state IN ('pending', 'started', 'failed') ORDER BY id LIMIT 1000"""  # noqa: S608
SENDINGS: Final = f"SELECT {ROW_COLUMNS} FROM outbox WHERE number = ? ORDER BY id"  # noqa: S608 - of constants

FACT: Final = "SELECT value FROM fact WHERE name = ?"
DIRTY: Final = "SELECT target, version FROM dirty ORDER BY target"
CLEAN: Final = "DELETE FROM dirty WHERE target = ? AND version = ?"

#: more than look at their pages at once in any team; a page that is left out is drawn when it is opened again
HOMES: Final = "SELECT at, page, doc FROM home WHERE at >= ? ORDER BY at DESC, key LIMIT 200"
OF_CUSTOMER: Final = "SELECT doc FROM conversation WHERE customer = ? AND state <> 'closed' ORDER BY number"

# ---- catch-up

WATERMARKS: Final = """
SELECT platform, workspace, channel, thread, message_id FROM watermark WHERE platform = ? AND at >= ?"""
OPEN_ON: Final = "SELECT doc FROM conversation WHERE platform = ? AND state <> 'closed' ORDER BY number"
OPEN_PLACES: Final = """
SELECT platform, workspace, channel, thread FROM (
    SELECT platform, workspace, channel, thread, number FROM conversation WHERE platform = ?1 AND state <> 'closed'
    UNION ALL
    SELECT e.platform, e.workspace, e.channel, e.thread, e.number FROM elsewhere AS e JOIN conversation AS c
    ON c.number = e.number WHERE e.platform = ?1 AND c.state <> 'closed'
) ORDER BY number"""
#: what people wrote in open conversations, newest first, whose deletion is not known
ORIGINALS: Final = """
SELECT l.platform, l.workspace, l.channel, l.thread, l.message_id FROM conversation AS c CROSS JOIN link AS l
ON l.number = c.number CROSS JOIN message AS m ON m.number = l.number AND m.seq = l.seq
WHERE c.state <> 'closed' AND l.platform = ? AND l.original = 1 AND m.at >= ? AND json_extract(m.doc, '$.deleted') IS NOT 1
ORDER BY m.at DESC, m.number DESC, m.seq DESC"""
OPEN_THREADS: Final = "SELECT card_thread FROM conversation WHERE state <> 'closed' AND card_thread <> '' ORDER BY number"

# ---- retention: each takes the time before which rows go

TIDY_SEEN: Final = "DELETE FROM seen WHERE at < ?"
TIDY_OUTBOX: Final = "DELETE FROM outbox WHERE state IN ('sent', 'cancelled') AND created_at < ?"
TIDY_FAILED: Final = "DELETE FROM outbox WHERE state = 'failed' AND created_at < ?"
TIDY_PARKED: Final = "DELETE FROM parked WHERE kept_at < ?"
TIDY_ATTEMPTS: Final = "DELETE FROM attempt WHERE at < ?"
TIDY_HOMES: Final = "DELETE FROM home WHERE at < ?"
TIDY_QUARANTINE: Final = "DELETE FROM quarantine WHERE at < ?"
