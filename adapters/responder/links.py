"""
Links in words that an AI wrote: only those whose host the pages or the customer named stay links (FAULTS L6). Pure.

A model that reads what strangers write can be talked into an address that carries the conversation away as soon as
somebody, or a preview, opens it. Such an address is shown as code, without its scheme, which no platform links.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

# only what every platform takes for code: closed, and within a line unless fenced
_CODE = r"(?P<fence>```.*?```)|(?P<code>(?<!`)(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`))"
_TARGET = r"\(\s*(?:<(?P<angled>[^<>]*)>|(?P<to>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))[^()]*\)"
_INLINE = rf"!?\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}"
_BARE = r"<?(?P<bare>(?:[a-z][a-z0-9+.-]*:(?://|\\\\)|//(?=[\w-]+\.)|www\.|(?:mailto|tel|data|javascript):(?=\S))[^\s<>`\"]*)>?"
_ANY: Final = re.compile(f"{_CODE}|{_INLINE}|{_BARE}", re.IGNORECASE | re.DOTALL)
_SCHEME: Final = re.compile(r"^[a-z][a-z0-9+.-]*:[/\\]*|^//", re.IGNORECASE)
_HOST: Final = re.compile(r"(?<![\w.@-])(?:[\w-]+\.)+[\w-]{2,}(?![\w-]|\.\w)")
#: characters that end a sentence rather than an address
_AFTER: Final = ".,;:!?)]}'*_"


def hosts(texts: Iterable[str]) -> frozenset[str]:
    """Every host that is named in the texts, as a link or as plain words, in lower case."""
    return frozenset(found.lower() for text in texts for found in _HOST.findall(text))


def allowed(address: str, known: frozenset[str]) -> bool:
    """Whether `address` is a plain web address of a known host, and reads the same to every reader."""
    if any(c.isspace() or not c.isprintable() for c in address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and "@" not in parts.netloc and host in known


def plain(text: str, known: frozenset[str]) -> str:
    """CommonMark in which the links to other hosts than `known` are words. Code is left as it is: nothing links there."""
    return _ANY.sub(lambda match: _shown(match, known), text)


def _shown(match: re.Match[str], known: frozenset[str]) -> str:
    if match["fence"] or match["code"]:
        return match[0]
    if match["bare"] is not None:
        address = match["bare"].rstrip(_AFTER)
        if allowed(address, known):
            return match[0]
        return _inert(address) + match["bare"][len(address) :]
    address = match["angled"] if match["angled"] is not None else match["to"]
    words = plain(match["words"], known)
    if allowed(address, known):
        return f"{'!' if match[0].startswith('!') else ''}[{match['words']}]({address})" if words == match["words"] else words
    shown = _inert(address)
    return f"{words} ({shown})" if words and shown and shown.strip("`") not in words else words or shown


def _inert(address: str) -> str:
    """The address as code: without scheme, and without what it carries beside host and path."""
    bare = re.split(r"[?#]", _SCHEME.sub("", address), maxsplit=1)[0].strip("/\\").replace("`", "")
    kept = "".join(c for c in bare if c.isprintable())[:80]
    return f"`{kept}`" if kept else ""
