"""One case of a decision: its figures, with prices and limits at hand, remembering which it used."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from guidance.advice.memory.model import Architecture
from guidance.advice.memory.pricing import MONTH_SECONDS, Prices, prices
from guidance.advice.options.model import Broken, Line, Value
from guidance.advice.options.prices import limit, price_list

MONTH_HOURS = MONTH_SECONDS / 3600


class Case:
    """Figures by name. A decision reads them by kind, so that each is typed."""

    __slots__ = ("_functions", "figures", "limits", "prices", "region")

    def __init__(self, figures: Mapping[str, Value], region: str) -> None:
        self.figures = figures
        self.region = region
        self.prices: set[tuple[str, str]] = set()
        self.limits: set[str] = set()
        self._functions: dict[str, Prices] = {}

    def has(self, name: str) -> bool:
        """Whether an optional figure was given."""
        return name in self.figures

    def number(self, name: str) -> float:
        """A figure that is a number."""
        return float(self.figures[name])

    def whole(self, name: str) -> int:
        """A figure that is a whole number."""
        return int(self.figures[name])

    def flag(self, name: str) -> bool:
        """A figure that is true or false."""
        return bool(self.figures[name])

    def text(self, name: str) -> str:
        """A figure that is one of a few words."""
        return str(self.figures[name])

    def price(self, service: str, name: str) -> float:
        """A price in dollars, and note that it counts."""
        self.prices.add((service, name))
        return price_list(service, self.region).prices[name]

    def limit(self, name: str) -> float:
        """A limit, and note that it counts."""
        self.limits.add(name)
        return limit(name)

    def function(self, *, architecture: str = "") -> Prices:
        """Lambda's prices, for the figure `architecture` unless another is named."""
        architecture = architecture or self.text("architecture")
        if architecture not in self._functions:
            self.prices.add(("lambda", ""))
            self._functions[architecture] = prices(self.region, Architecture(architecture))
        return self._functions[architecture]


def durations(
    at: Prices, count: float, milliseconds: float, memory_mb: float, what: str = "invocations", *, mean: bool = False
) -> Line:
    """Duration of on-demand invocations, billed by the begun millisecond and by tier.

    Args:
        at: The prices.
        count: Invocations a month.
        milliseconds: Of one.
        memory_mb: Of the function.
        what: What they are.
        mean: Whether the milliseconds are a mean of unlike invocations, which is not rounded up.

    """
    billed = milliseconds if mean else math.ceil(milliseconds)
    used = count * billed / 1000 * memory_mb / 1024
    usd, below = 0.0, 0.0
    for upto, rate in at.tiers:
        if used <= below:
            break
        usd += (min(used, upto) - below) * rate
        below = upto
    said = "{:,.0f} " + what + " x {:n} ms x {:g} GB, ${:.4f} a million GB-seconds"
    return Line(said, (count, billed, memory_mb / 1024, at.gb_second * 1e6), usd)


def requests(at: Prices, count: float) -> Line:
    """The price of being invoked."""
    return Line("{:,.0f} Lambda requests, ${:.2f} a million", (count, at.request * 1e6), count * at.request)


def per_million(count: float, what: str, price: float) -> Line:
    """A count of something with a price a million."""
    return Line("{:,.0f} " + what + ", ${:.6g} a million", (count, price * 1e6), count * price)


def at_price(amount: float, what: str, price: float) -> Line:
    """An amount of something with a price each."""
    return Line("{:n} " + what + ", ${:g} each", (amount, price), amount * price)


def kept_warm(at: Prices, environments: int, memory_mb: float, what: str) -> Line:
    """Provisioned environments, kept for the whole month."""
    said = "{:,} environments kept (" + what + ") x {:g} GB x {:,} s, ${:.4f} a million GB-seconds"
    gigabytes = memory_mb / 1024
    usd = environments * gigabytes * MONTH_SECONDS * at.provisioned
    return Line(said, (environments, gigabytes, MONTH_SECONDS, at.provisioned * 1e6), usd)


def warm_durations(at: Prices, count: float, milliseconds: float, memory_mb: float) -> Line:
    """Duration on provisioned environments, billed by the begun millisecond."""
    billed, gigabytes = math.ceil(milliseconds), memory_mb / 1024
    said = "{:,.0f} invocations x {:n} ms x {:g} GB, ${:.4f} a million GB-seconds"
    usd = count * billed / 1000 * gigabytes * at.provisioned_use
    return Line(said, (count, billed, gigabytes, at.provisioned_use * 1e6), usd)


def longer_than_invocations(figures: Mapping[str, Value], name: str, instead: str) -> Iterator[str]:
    """What is wrong with a figure in milliseconds that no invocation lasts; nothing where it is not.

    Args:
        figures: All of them.
        name: The figure's.
        instead: What to do then.

    """
    most = limit("lambda.timeout.maximum")
    if float(figures[name]) > most * 1000:
        yield (
            f"figures.{name} is {float(figures[name]):,.0f} ms, but no invocation of a function on demand runs longer than "
            f"{most / 60:g} minutes ({most * 1000:,.0f} ms): {instead}."
        )


def too_long(case: Case, milliseconds: float) -> Broken | None:
    """Why Lambda cannot run it, when it cannot."""
    most = case.limit("lambda.timeout.maximum")
    if milliseconds <= most * 1000:
        return None
    return Broken(
        f"an invocation ends after {most:,.0f} s, and this takes {milliseconds / 1000:,.0f} s", "lambda.timeout.maximum"
    )
