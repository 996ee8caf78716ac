"""Seeded randomness in blocks: cheap enough for millions of draws, the same for the same seed.

Every use has a stream of its own, so that two runs that differ in a setting still meet the same poison and the same noise.
"""

from __future__ import annotations

import bisect
import functools
import math
import random
from array import array
from collections.abc import Iterator, Sequence
from statistics import NormalDist

STRATA, BLOCK = 4096, 65_536


def stream(seed: int, use: str) -> random.Random:
    """The random numbers of one use."""
    return random.Random(f"{seed}:{use}")  # noqa: S311 a simulation wants reproducible numbers, not secret ones


@functools.cache
def _normal_strata() -> tuple[float, ...]:
    inverse = NormalDist().inv_cdf
    return tuple(inverse((i + 0.5) / STRATA) for i in range(STRATA))


@functools.lru_cache(maxsize=8)
def lognormal_strata(cv: float) -> list[float]:
    """`BLOCK` values, in no useful order, that together are a lognormal of mean 1 and this coefficient of variation."""
    sigma = math.sqrt(math.log1p(cv * cv))
    values = [math.exp(sigma * z) for z in _normal_strata()]
    mean = math.fsum(values) / STRATA
    return [value / mean for value in values] * (BLOCK // STRATA)


class Factors:
    """Factors of duration: independent draws from a lognormal of mean 1."""

    __slots__ = ("_at", "_pool", "_random", "_values", "constant")

    def __init__(self, cv: float, source: random.Random) -> None:
        self.constant = cv <= 0
        self._pool = lognormal_strata(cv) if cv > 0 else []
        self._random = source
        self._values: list[float] = []
        self._at = 0

    def _more(self, least: int) -> None:
        count = max(least, min(BLOCK, 2 * len(self._values) or 256))
        indices = array("H")
        indices.frombytes(self._random.randbytes(2 * count))
        self._values = list(map(self._pool.__getitem__, indices))
        self._at = 0

    def one(self) -> float:
        """The next factor."""
        if self.constant:
            return 1.0
        if self._at >= len(self._values):
            self._more(1)
        self._at += 1
        return self._values[self._at - 1]

    def block(self, count: int) -> list[float]:
        """The next `count` factors."""
        if self.constant:
            return [1.0] * count
        if self._at + count > len(self._values):
            self._more(count)
        self._at += count
        return self._values[self._at - count : self._at]

    def give_back(self, count: int) -> None:
        """The last `count` factors of the last block were not used."""
        if not self.constant:
            self._at -= count


class Uniforms:
    """Numbers from 0 to 1, drawn in blocks."""

    __slots__ = ("_at", "_random", "_values")

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self._values: list[float] = []
        self._at = 0

    def one(self) -> float:
        """The next number."""
        if self._at >= len(self._values):
            draw = self._random.random
            self._values = [draw() for _ in range(1024)]
            self._at = 0
        self._at += 1
        return self._values[self._at - 1]


class Gaps:
    """How many tries lie before the next one that fails, each failing independently at `rate`."""

    __slots__ = ("_random", "_scale", "never")

    NEVER = 1 << 62

    def __init__(self, rate: float, source: random.Random) -> None:
        self.never = rate <= 0
        self._scale = 0.0 if rate <= 0 or rate >= 1 else 1 / math.log1p(-rate)
        self._random = source

    def next(self) -> int:
        """Successes before the next failure."""
        if self.never:
            return self.NEVER
        return int(math.log(1.0 - self._random.random()) * self._scale)


def marked(count: int, share: float, source: random.Random) -> Sequence[int]:
    """Which of `count` messages are marked, each independently with this chance: sorted indices."""
    gaps = Gaps(share, source)
    if gaps.never:
        return ()
    found, at = array("q"), gaps.next()
    while at < count:
        found.append(at)
        at += 1 + gaps.next()
    return found


def keys(count: int, groups: int, seed: int) -> Iterator[array[int]]:
    """The message group or partition key of each of `count` messages, each as likely as the next; a block at a time."""
    source = stream(seed, "groups")
    for start in range(0, count, BLOCK):
        numbers = array("I")
        numbers.frombytes(source.randbytes(numbers.itemsize * min(BLOCK, count - start)))
        yield array("I", [number % groups for number in numbers])


class Failures:
    """Which messages of a batch fail: poison at every try, others now and then."""

    __slots__ = ("_gaps", "_marked", "_poison", "ahead")

    def __init__(self, count: int, error_rate: float, poison_rate: float, seed: int) -> None:
        self._gaps = Gaps(error_rate, stream(seed, "errors"))
        self._marked = marked(count, poison_rate, stream(seed, "poison"))
        self._poison = frozenset(self._marked)
        self.ahead = self._gaps.next()
        """Tries that will succeed before the next that fails by chance."""

    @property
    def poisoned(self) -> bool:
        """Whether any message fails at every try."""
        return bool(self._marked)

    def next_poison(self, index: int) -> int:
        """The first poison message at or after this one."""
        at = bisect.bisect_left(self._marked, index)
        return self._marked[at] if at < len(self._marked) else Gaps.NEVER

    def of(self, batch: Sequence[int]) -> list[int]:
        """Positions in the batch that fail, ascending; one try of each message is used up."""
        count, positions = len(batch), []
        while self.ahead < count:
            positions.append(self.ahead)
            self.ahead += 1 + self._gaps.next()
        self.ahead -= count
        if self._poison:
            poison = self._poison
            bad = [position for position, index in enumerate(batch) if index in poison]
            if bad:
                return sorted({*positions, *bad})
        return positions
