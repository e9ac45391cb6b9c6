"""Who is well: one line a component, for /healthz, /readyz and the doctor."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Condition:
    ready: bool  #: connected, and catch-up done
    why: str = ""  #: what is being waited for, or what to do; holds no secret and no message text
    fatal: bool = False  #: it will not get well by itself


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor looked at, whether it is well (None: that cannot be told from here), and what to do if not."""

    what: str
    well: bool | None
    words: str


@dataclass(slots=True)
class Health:
    """A component that was never reported is not expected."""

    conditions: dict[str, Condition] = field(default_factory=dict)

    def report(self, name: str, ready: bool, why: str = "", *, fatal: bool = False) -> None:
        self.conditions[name] = Condition(ready, why, fatal)

    @property
    def ready(self) -> bool:
        return bool(self.conditions) and all(c.ready for c in self.conditions.values())
