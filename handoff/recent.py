"""A mapping that forgets its oldest entries: for what adapters know of people and places without asking again."""

from collections import OrderedDict
from typing import Final, TypeVar

_REMEMBERED: Final = 20_000

_K = TypeVar("_K")
_V = TypeVar("_V")


class Recent(OrderedDict[_K, _V]):
    """Holds the latest 20,000."""

    def __setitem__(self, key: _K, value: _V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > _REMEMBERED:
            self.popitem(last=False)
