"""Which conversation is where, on PostgreSQL: at its place, or where its customer writes besides."""

from typing import Final

#: of sets of platforms, channels, threads: index in the set, the conversation there (an open one first, then the newest)
AT_PLACES: Final = """
SELECT wanted.index::int - 1, c.number, c.state <> 'closed'
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS wanted (platform, channel, thread, index)
JOIN conversation AS c ON c.number = coalesce(
    (SELECT o.number FROM conversation AS o WHERE o.platform = wanted.platform AND o.channel = wanted.channel
        AND o.thread = wanted.thread AND o.state <> 'closed'),
    (SELECT max(o.number) FROM elsewhere AS e JOIN conversation AS o ON o.number = e.number
        WHERE e.platform = wanted.platform AND e.channel = wanted.channel AND e.thread = wanted.thread
        AND o.state <> 'closed'),
    (SELECT max(o.number) FROM conversation AS o WHERE o.platform = wanted.platform AND o.channel = wanted.channel
        AND o.thread = wanted.thread),
    (SELECT max(e.number) FROM elsewhere AS e WHERE e.platform = wanted.platform AND e.channel = wanted.channel
        AND e.thread = wanted.thread)
)"""

OPEN_PLACES: Final = """
SELECT platform, workspace, channel, thread FROM (
    SELECT platform, workspace, channel, thread, number FROM conversation WHERE platform = $1 AND state <> 'closed'
    UNION ALL
    SELECT e.platform, e.workspace, e.channel, e.thread, e.number FROM elsewhere AS e JOIN conversation AS c
    ON c.number = e.number WHERE e.platform = $1 AND c.state <> 'closed'
) AS place ORDER BY number"""

LEAVE: Final = "DELETE FROM elsewhere WHERE number = ANY ($1::int[])"
KEEP_ELSEWHERE: Final = """
INSERT INTO elsewhere (number, platform, workspace, channel, thread)
SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])"""
