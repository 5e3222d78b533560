"""Pace (快慢): how much of something one key may have within a span of time."""

import time
from collections import deque
from collections.abc import Callable, Hashable


class Pace:
    """At most `most` within `seconds`, per key; what is older is forgotten, so keys do not pile up."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._taken: dict[Hashable, deque[tuple[float, int]]] = {}
        self._swept = clock()

    def allows(self, key: Hashable, amount: int = 1) -> bool:
        """Take `amount` if there is so much left; nothing is taken otherwise."""
        now = self.clock()
        if now - self._swept > self.seconds:
            self._sweep(now)
        taken = self._taken.setdefault(key, deque())
        self._forget(taken, now)
        if sum(each for _, each in taken) + amount > self.most:
            return False
        taken.append((now, amount))
        return True

    def _sweep(self, now: float) -> None:
        self._swept = now
        for key, taken in list(self._taken.items()):
            self._forget(taken, now)
            if not taken:
                del self._taken[key]

    def _forget(self, taken: deque[tuple[float, int]], now: float) -> None:
        while taken and now - taken[0][0] > self.seconds:
            taken.popleft()
