"""
The SQL text of the hot path for PostgreSQL. One statement serves a set of any size: sets travel as arrays, a column each.

Whatever a statement locks or inserts it does in key order, so that equal processes wait for each other in a row instead
of in a circle. Leases are measured by the database's clock, which the processes share; everything else by the core's.
"""

from typing import Final

from adapters.store.statements import LINK_COLUMNS, ROW_COLUMNS

# ---- loading

#: taken in the order of the array, kept until the transaction ends
LOCK: Final = "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key"

SEEN: Final = "SELECT key FROM seen WHERE key = ANY($1::text[])"

OF_THREADS: Final = """
SELECT card_thread, max(number) FROM conversation
WHERE card_thread <> '' AND card_thread = ANY($1::text[]) GROUP BY card_thread"""

OPEN_OF_PEOPLE: Final = """
SELECT customer AS person, number FROM conversation WHERE customer = ANY($1::text[]) AND state <> 'closed'
UNION
SELECT agent, number FROM conversation WHERE agent = ANY($1::text[]) AND agent IS NOT NULL AND state <> 'closed'
ORDER BY number"""

#: index in the set, that customer's newest conversation in that channel
GATHERED: Final = """
SELECT wanted.index::int - 1, c.number
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS wanted (platform, channel, customer, index)
CROSS JOIN LATERAL (
    SELECT number FROM conversation
    WHERE platform = wanted.platform AND channel = wanted.channel AND customer = wanted.customer ORDER BY number DESC LIMIT 1
) AS c"""

LINKS: Final = f"""
SELECT {LINK_COLUMNS} FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (platform, channel, message_id)
JOIN link AS l ON l.platform = wanted.platform AND l.channel = wanted.channel AND l.message_id = wanted.message_id
"""  # noqa: S608 - of constants

MESSAGES: Final = """
SELECT m.doc FROM unnest($1::int[], $2::int[]) AS wanted (number, seq)
JOIN message AS m ON m.number = wanted.number AND m.seq = wanted.seq"""

PARKED: Final = """
SELECT p.platform, p.channel, p.message_id, p.at, p.text
FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (platform, channel, message_id)
JOIN parked AS p ON p.platform = wanted.platform AND p.channel = wanted.channel AND p.message_id = wanted.message_id"""

ROWS: Final = f"SELECT {ROW_COLUMNS} FROM outbox WHERE id = ANY($1::int[])"  # noqa: S608 - of constants

#: the AI's that are not finished
FATES: Final = f"""
SELECT {ROW_COLUMNS} FROM outbox WHERE number = ANY($1::int[]) AND epoch IS NOT NULL AND state IN ('pending', 'started')
"""  # noqa: S608 - of constants

#: not FOR UPDATE, which would keep the messages of others from being inserted: numbers never change
CONVERSATIONS: Final = "SELECT number, doc FROM conversation WHERE number = ANY($1::int[]) ORDER BY number FOR NO KEY UPDATE"

QUEUE: Final = """
SELECT number, doc FROM conversation WHERE state IN ('waiting', 'claimed', 'snoozed')
ORDER BY coalesce(handed_at, opened_at), number"""

#: next number, policy, names and values of facts
TEAM: Final = """
SELECT (SELECT coalesce(max(number), 0) + 1 FROM conversation), (SELECT doc FROM policy ORDER BY version DESC LIMIT 1),
ARRAY(SELECT name FROM fact ORDER BY name), ARRAY(SELECT value FROM fact ORDER BY name)"""

# ---- saving

SEE: Final = "INSERT INTO seen (key, at) SELECT key, $2 FROM unnest($1::text[]) AS key ORDER BY key"

_CONVERSATION: Final = """
version, platform, workspace, channel, thread, customer, agent, state, epoch, handed_at, card_thread, opened_at, doc, number"""
_CONVERSATION_SETS: Final = """
$1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[],
$11::text[], $12::text[], $13::text[], $14::int[]"""

INSERT_CONVERSATION: Final = f"""
INSERT INTO conversation ({_CONVERSATION}) SELECT * FROM unnest({_CONVERSATION_SETS}) AS new ({_CONVERSATION})
ORDER BY number"""  # noqa: S608 - of constants

UPDATE_CONVERSATION: Final = f"""
UPDATE conversation AS c SET version = new.version, platform = new.platform, workspace = new.workspace,
channel = new.channel, thread = new.thread, customer = new.customer, agent = new.agent, state = new.state,
epoch = new.epoch, handed_at = new.handed_at, card_thread = new.card_thread, opened_at = new.opened_at, doc = new.doc
FROM unnest({_CONVERSATION_SETS}, $15::int[]) AS new ({_CONVERSATION}, former)
WHERE c.number = new.number AND c.version = new.former RETURNING c.number"""  # noqa: S608 - of constants

_MESSAGE_SETS: Final = "unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[]) AS new (kind, at, doc, number, seq)"
INSERT_MESSAGE: Final = f"""
INSERT INTO message (kind, at, doc, number, seq) SELECT * FROM {_MESSAGE_SETS} ORDER BY number, seq"""  # noqa: S608 - of constants
REVISE_MESSAGE: Final = f"""
UPDATE message AS m SET kind = new.kind, at = new.at, doc = new.doc FROM {_MESSAGE_SETS}
WHERE m.number = new.number AND m.seq = new.seq"""  # noqa: S608 - of constants

KEEP_LINK: Final = """
INSERT INTO link (number, seq, platform, workspace, channel, thread, message_id, part, original)
SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[])
AS new (number, seq, platform, workspace, channel, thread, message_id, part, original) ORDER BY platform, channel, message_id
ON CONFLICT (platform, channel, message_id) DO UPDATE SET number = excluded.number, seq = excluded.seq,
workspace = excluded.workspace, thread = excluded.thread, part = excluded.part, original = excluded.original"""

PARK: Final = """
INSERT INTO parked (platform, channel, message_id, at, text, kept_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
AS new (platform, channel, message_id, at, text, kept_at) ORDER BY platform, channel, message_id
ON CONFLICT (platform, channel, message_id) DO UPDATE SET at = excluded.at, text = excluded.text"""
UNPARK: Final = """
DELETE FROM parked AS p USING unnest($1::text[], $2::text[], $3::text[]) AS gone (platform, channel, message_id)
WHERE p.platform = gone.platform AND p.channel = gone.channel AND p.message_id = gone.message_id"""

INSERT_EFFECT: Final = """
INSERT INTO outbox (lane, number, kind, epoch, effect, state, receipts, created_at, next_at)
SELECT lane, number, kind, epoch, effect, 'pending', receipts, created_at, next_at
FROM unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
AS new (lane, number, kind, epoch, effect, receipts, created_at, next_at, index) ORDER BY index"""

_LIVE: Final = "state IN ('pending', 'started')"

#: only rows of which nothing was tried: a started one is of unknown fate and looked up, a half sent one is told of
CANCEL: Final = """
UPDATE outbox AS o SET state = 'cancelled' FROM unnest($1::int[], $2::int[]) AS raised (number, epoch)
WHERE o.number = raised.number AND o.epoch < raised.epoch AND o.epoch IS NOT NULL AND o.state = 'pending' AND o.part = 0"""

OF_KIND: Final = """
SELECT m.doc FROM unnest($1::int[], $2::int[]) AS wanted (number, seq)
JOIN message AS m ON m.number = wanted.number AND m.seq = wanted.seq ORDER BY m.number, m.seq FOR UPDATE OF m"""

#: a row that another process carries out by now is that one's to give up; that it was sent is true whoever says so
FINISH: Final = f"""
UPDATE outbox AS o SET state = done.state, error = done.error FROM unnest($1::int[], $2::text[], $3::text[])
AS done (id, state, error) WHERE o.id = done.id AND o.{_LIVE}
AND (done.state = 'sent' OR o.leased_by IS NULL OR o.leased_by = $4) RETURNING o.id"""  # noqa: S608 - of constants
OTHERS: Final = f"""
SELECT count(*) FROM outbox WHERE id = ANY($1::int[]) AND {_LIVE} AND leased_by <> $2"""  # noqa: S608 - of constants

STOP_TIMER: Final = """
DELETE FROM timer AS t USING unnest($1::text[], $2::int[]) AS stopped (kind, number)
WHERE t.kind = stopped.kind AND t.number = stopped.number"""
SET_TIMER: Final = """
INSERT INTO timer (kind, number, epoch, due) SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[])
AS new (kind, number, epoch, due) ORDER BY kind, number
ON CONFLICT (kind, number) DO UPDATE SET epoch = excluded.epoch, due = excluded.due, leased_by = NULL, leased_until = NULL"""

MARK_DIRTY: Final = """
INSERT INTO dirty (target, version) SELECT target, 1 FROM unnest($1::text[]) AS target ORDER BY target
ON CONFLICT (target) DO UPDATE SET version = dirty.version + 1"""

#: ids are compared as numbers are: by length, then by text (a Discord snowflake; a Slack timestamp of one length)
MARK: Final = """
INSERT INTO watermark (platform, workspace, channel, thread, message_id, at)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
AS new (platform, workspace, channel, thread, message_id, at) ORDER BY platform, channel, thread
ON CONFLICT (platform, channel, thread) DO UPDATE SET workspace = excluded.workspace,
message_id = excluded.message_id, at = excluded.at
WHERE (length(excluded.message_id), excluded.message_id COLLATE "C")
    > (length(watermark.message_id), watermark.message_id COLLATE "C")"""

KEEP_PERSON: Final = """
INSERT INTO person (key, platform, workspace, "user", name, locale)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
AS new (key, platform, workspace, "user", name, locale) ORDER BY key
ON CONFLICT (key) DO UPDATE SET name = CASE excluded.name WHEN '' THEN person.name ELSE excluded.name END,
locale = CASE excluded.locale WHEN '' THEN person.locale ELSE excluded.locale END"""

POLICY_VERSION: Final = "SELECT coalesce(max(version), 0) FROM policy"
INSERT_POLICY: Final = "INSERT INTO policy (version, at, doc) VALUES ($1, $2, $3)"
INSERT_AUDIT: Final = """
INSERT INTO audit (at, doc, entry, what, undoes)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[])"""

REMEMBER: Final = """
INSERT INTO fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
#: only over the values that were decided on ($3: the names, $4: their values; null: whichever); fewer come back if another
#: was first
RENEW_FACTS: Final = """
INSERT INTO fact (name, value) SELECT * FROM unnest($1::text[], $2::text[]) AS new (name, value) ORDER BY name
ON CONFLICT (name) DO UPDATE SET value = excluded.value
WHERE $3::text[] IS NULL OR fact.value = ($4::text[])[array_position($3::text[], fact.name)] RETURNING name"""

QUARANTINE: Final = """
WITH aside AS (INSERT INTO quarantine (key, event, error, at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING)
INSERT INTO seen (key, at) VALUES ($1, $4) ON CONFLICT (key) DO NOTHING"""

ATTEMPT: Final = """
INSERT INTO attempt (key, count, at) VALUES ($1, 1, $2)
ON CONFLICT (key) DO UPDATE SET count = attempt.count + 1, at = excluded.at RETURNING count"""
SURVIVED: Final = "DELETE FROM attempt WHERE key = $1"

# ---- outbox, timers and marks: each is leased by the process that takes it

_HEADS: Final = f"SELECT min(id) AS id FROM outbox WHERE {_LIVE} GROUP BY lane"  # noqa: S608 - of constants

#: of $1, the process: what it may take, now that it asks
_FREE: Final = "(leased_by IS NULL OR leased_by = {me} OR leased_until < clock_timestamp())"

#: now, busy lanes, process, length of a lease; the leases of what is busy are renewed before they run out
DUE: Final = f"""
WITH renewed AS (
    UPDATE outbox SET leased_until = clock_timestamp() + $4::interval WHERE lane = ANY($2::text[]) AND {_LIVE}
    AND leased_by = $3 AND leased_until < clock_timestamp() + $4::interval * 0.7
), free AS (
    SELECT o.id FROM outbox AS o JOIN ({_HEADS}) AS head ON head.id = o.id
    WHERE o.{_LIVE} AND o.next_at <= $1 AND o.lane <> ALL($2::text[]) AND {_FREE.format(me="$3")}
    ORDER BY o.id LIMIT 200 FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox SET leased_by = $3, leased_until = clock_timestamp() + $4::interval FROM free WHERE outbox.id = free.id
RETURNING {", ".join(f"outbox.{name}" for name in ROW_COLUMNS.split(", "))}"""  # noqa: S608 - of constants

#: the fence: the conversation is locked while it is compared, so that no handoff commits in between
START: Final = f"""
WITH mine AS MATERIALIZED (
    SELECT c.epoch FROM conversation AS c
    WHERE c.number = (SELECT number FROM outbox WHERE id = $2 AND epoch IS NOT NULL) FOR SHARE
)
UPDATE outbox SET state = 'started', started_at = $1, attempts = attempts + 1, looked = 0,
leased_by = $3, leased_until = clock_timestamp() + $4::interval
WHERE id = $2 AND {_LIVE} AND (leased_by IS NULL OR leased_by = $3)
AND (epoch IS NULL OR epoch = (SELECT epoch FROM mine)) RETURNING id"""  # noqa: S608 - of constants

#: a row that was cancelled or finished meanwhile stays so
KEEP_ROW: Final = f"""
UPDATE outbox SET state = $1, part = $2, receipts = $3, attempts = $4, looked = $5, next_at = $6, blocked_at = $7, error = $8
WHERE id = $9 AND {_LIVE} AND (leased_by IS NULL OR leased_by = $10) RETURNING id"""  # noqa: S608 - of constants

NEXT_DUE: Final = f"""
SELECT min(at) FROM (
    SELECT min(next_at) AS at FROM outbox WHERE id IN ({_HEADS}) UNION ALL SELECT min(due) FROM timer
) AS waiting"""  # noqa: S608 - of constants

DUE_TIMERS: Final = f"""
WITH free AS (
    SELECT kind, number FROM timer WHERE due <= $1 AND {_FREE.format(me="$2")}
    ORDER BY kind, number LIMIT 200 FOR UPDATE SKIP LOCKED
)
UPDATE timer AS t SET leased_by = $2, leased_until = clock_timestamp() + $3::interval FROM free
WHERE t.kind = free.kind AND t.number = free.number RETURNING t.kind, t.number, t.epoch, t.due"""  # noqa: S608 - of constants

#: as many as are drawn within a lease: platforms allow about one edit a second
DIRTY: Final = f"""
WITH free AS (
    SELECT target FROM dirty WHERE {_FREE.format(me="$1")} ORDER BY target LIMIT 20 FOR UPDATE SKIP LOCKED
)
UPDATE dirty AS d SET leased_by = $1, leased_until = clock_timestamp() + $2::interval FROM free WHERE d.target = free.target
RETURNING d.target, d.version"""  # noqa: S608 - of constants
CLEAN: Final = "DELETE FROM dirty WHERE target = $1 AND version = $2"

#: run out the leases of the process $1 (null: of all whose presence is not locked any more; $2: the class of those locks)
RELEASE: Final = tuple(
    f"""
UPDATE {table} SET leased_until = '-infinity' WHERE leased_by IS NOT NULL AND leased_until > '-infinity' {live}
AND CASE WHEN $1::int IS NOT NULL THEN leased_by = $1 ELSE leased_by NOT IN (
    SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = $2 AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) END"""  # noqa: S608 - of constants
    for table, live in (("outbox", f"AND {_LIVE}"), ("timer", ""), ("dirty", ""))
)

# ---- views

CONVERSATION: Final = "SELECT doc FROM conversation WHERE number = $1"
TRANSCRIPT: Final = "SELECT doc FROM message WHERE number = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq"

#: the last parameter: whether at the customer's place, or everywhere else
COPIES: Final = f"""
SELECT {LINK_COLUMNS} FROM link AS l JOIN conversation AS c ON c.number = l.number
WHERE l.number = $1 AND l.seq = $2 AND l.original = 0
AND ((l.platform, l.channel, l.thread) = (c.platform, c.channel, c.thread) OR EXISTS (SELECT 1 FROM elsewhere AS e
WHERE e.number = l.number AND (e.platform, e.channel, e.thread) = (l.platform, l.channel, l.thread))) = $3
ORDER BY l.part"""  # noqa: S608 - of constants

STANDING: Final = f"SELECT {LINK_COLUMNS} FROM link AS l WHERE l.number = $1 AND l.seq = $2 ORDER BY l.part"  # noqa: S608
FACT: Final = "SELECT value FROM fact WHERE name = $1"

# ---- catch-up

WATERMARKS: Final = """
SELECT platform, workspace, channel, thread, message_id FROM watermark WHERE platform = $1 AND at >= $2"""
OPEN_ON: Final = "SELECT doc FROM conversation WHERE platform = $1 AND state <> 'closed' ORDER BY number"
#: what people wrote in open conversations, newest first, whose deletion is not known
ORIGINALS: Final = """
SELECT l.platform, l.workspace, l.channel, l.thread, l.message_id FROM conversation AS c
JOIN link AS l ON l.number = c.number JOIN message AS m ON m.number = l.number AND m.seq = l.seq
WHERE c.state <> 'closed' AND l.platform = $1 AND l.original = 1 AND m.at >= $2
AND m.doc::jsonb ->> 'deleted' IS DISTINCT FROM 'true'
ORDER BY m.at DESC, m.number DESC, m.seq DESC"""
OPEN_THREADS: Final = "SELECT card_thread FROM conversation WHERE state <> 'closed' AND card_thread <> '' ORDER BY number"

# ---- runs: a process marks that it runs; marks of which nobody is present are of processes that died

DIED: Final = """
DELETE FROM fact WHERE name LIKE 'running:%' AND split_part(name, ':', 2)::int NOT IN (
    SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) RETURNING name"""
ENDED: Final = "DELETE FROM fact WHERE name = $1"
