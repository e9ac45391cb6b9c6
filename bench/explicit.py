"""
How many messages a second are read for a request for a person: `PYTHONPATH=. python bench/explicit.py [--messages N]`.

One core, messages made of task talk with a request among twenty; beside it a plain expression of twenty phrases. Both take
turns in one run. "Cold" is the first pass, when no word has been seen.
"""

import argparse
import random
import re
import resource
import statistics
import time
from collections.abc import Callable

from handoff.triggers.explicit import ask

ROUNDS = 5
PHRASES = (
    *("talk to a human", "speak to a human", "talk to a person", "speak to a person", "talk to an agent", "speak to an agent"),
    *("real person", "real human", "human agent", "live agent", "live person", "customer service", "representative"),
    *("connect me to", "transfer me to", "speak to someone", "talk to someone", "operator", "supervisor", "human please"),
)
PLAIN = re.compile("|".join(map(re.escape, PHRASES)), re.IGNORECASE)
OPENINGS = ("Hello,", "Hi there!", "Good morning.", "", "Quick question:", "Sorry to bother you,", "Well,")
MIDDLES = (
    *(
        "where is my order {n}",
        "I need to change the delivery address of parcel {n}",
        "my card ending in {n} was declined twice",
    ),
    *(
        "can I book a table for {n} people on Friday evening",
        "how do I reset the password of my account",
        "the app crashes on start",
    ),
    *(
        "is it possible to cancel the subscription before the {n}th",
        "someone used my card",
        "what are your opening hours on Sunday",
    ),
)
ENDINGS = ("?", ", please.", ". Thanks!", " and how long does it take?", ", I have tried everything that the page says.")
REQUESTS = (
    "I want to talk to a human",
    "agent please",
    "can somebody call me",
    "quiero hablar con un agente",
    "get me a manager",
)


def messages(many: int) -> list[str]:
    chance = random.Random(1)
    made = []
    for n in range(many):
        middle = chance.choice(REQUESTS) if n % 20 == 0 else chance.choice(MIDDLES).format(n=chance.randrange(10, 99_999))
        made.append(f"{chance.choice(OPENINGS)} {middle}{chance.choice(ENDINGS)}")
    return made


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    texts = messages(parser.parse_args().messages)
    cold = rate(ask, texts[:2000])
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(rate(ask, texts))
        plain.append(rate(PLAIN.search, texts))
    print(f"ours      {statistics.median(ours):>10,.0f} messages/s   (cold {cold:,.0f})")
    print(f"20 phrases{statistics.median(plain):>10,.0f} messages/s")
    print(f"memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f} MiB at most")


if __name__ == "__main__":
    main()
