"""How long a text is where platforms do not say what they count. Pure."""


def width(text: str) -> int:
    """Length as UTF-16 code units, which is never less than in code points: whichever a platform counts, it fits."""
    return len(text) + sum(c > "\uffff" for c in text)


def clip(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 code units, its end shown as cut. For text that is not in a platform's form yet."""
    if width(text) <= limit:
        return text
    text = text[:limit]
    while width(text) > limit - 1:
        text = text[:-1]
    return text.rstrip().rstrip("\\") + "…"
